"""From a directory to an open library: settings, the file, what is to be said of either."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from ..config import Config
from ..errors import StoreError
from ..journal.acts import SHELL
from ..locations import Locations
from ..safety.opening import open_store
from ..store.aging import is_other
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
    if not mistakes and is_other(store.database, config.fetch.keep):
        warnings += _keep(store, config.fetch.keep)
    warnings += [*store.warnings, *tell_exposed(locations)]
    if config.sync.settings:
        from ..sync.wishes import with_travelled

        config = with_travelled(store.database, config)
    notices = Notices(mistakes, warnings, notice)
    return Context(store, locations, config, notices)


def _keep(store: Store, keep: str) -> list[str]:
    """Do as the settings say now for how long streams are kept; return what is to be said of it."""
    from ..journal.visibility import hidden_papers
    from ..store.aging import keep_streams

    with suppress(StoreError):  # a library that cannot be written can still be read
        is_changed = keep_streams(store.database, keep, date.today())
        _, aged = hidden_papers(store.database) if is_changed else (0, 0)
        if aged:
            return [
                f"Of what is fetched, {aged:,} papers are out of sight by now: keep = {keep!r} "
                "under [fetch] says so, and a longer time brings them back."
            ]
    return []
