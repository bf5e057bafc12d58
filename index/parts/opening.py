"""From a directory to an open library: settings, the file, what is to be said of either."""

from __future__ import annotations

import os
from collections.abc import Callable

from ..config import Config
from ..journal.acts import SHELL
from ..locations import Locations
from ..safety.opening import open_store
from ..store.store import Store
from .context import Context, Notices
from .exposure import tell_exposed


def open_context(
    data_dir: str | os.PathLike[str] | None,
    seeds: bool,
    window: str | None,
    notice: Callable[[str], None] | None,
) -> Context:
    """Open a library, or create it, for its parts to work with; see `Library.open`."""
    locations = Locations.find(data_dir)
    config, mistakes = Config.load(locations.config_file)
    warnings: list[str] = []

    def fill(store: Store) -> None:
        warnings.extend(mistakes)  # what is taken in first is as the settings say
        if seeds and config.seeds:
            from ..adding.imports import take_in
            from ..adding.seeds import load_seeds

            take_in(store, load_seeds(), 1, kind="bundled")

    store = open_store(locations.database, window=window or SHELL, fill=fill)
    warnings += [*store.warnings, *tell_exposed(locations)]
    notices = Notices(mistakes, warnings, notice)
    return Context(store, locations, config, notices)
