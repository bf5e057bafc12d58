"""The library: one object through which everything is opened, added, found and marked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, Self

from .config import Config
from .copies import Copies
from .digesting import Digesting
from .exporting import Exporting
from .intake import Intake
from .journal.journal import SHELL
from .locations import Locations
from .marking.identities import Identities
from .marking.marks import Marks
from .marking.notes import Notes
from .marking.retracing import Retracing
from .marking.searches import Searches
from .marking.sources import Sources
from .marking.tagging import Tagging
from .safety.opening import open_store
from .store.store import Store


class Library(
    Marks,
    Notes,
    Tagging,
    Identities,
    Searches,
    Sources,
    Retracing,
    Copies,
    Exporting,
    Digesting,
    Intake,
):
    """A reader's papers with everything marked on them; safe to use from several threads.

    Every mark is on disk when the method that sets it returns.
    """

    @classmethod
    def open(
        cls,
        data_dir: str | os.PathLike[str] | None = None,
        seeds: bool = True,
        *,
        window: str | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the library, or create it with the bundled pages in it (`seeds`).

        `data_dir` goes before RECTO_DATA_DIR. `window` names who acts, for undo; `notice` is told
        in a sentence about work that takes a while. Raises StoreError.
        """
        locations = Locations.find(data_dir)
        config, mistakes = Config.load(locations.config_file)
        warnings: list[str] = []

        def fill(store: Store) -> None:
            warnings.extend(mistakes)  # what is taken in first is as the settings say
            if seeds and config.seeds:
                from .adding.imports import take_in
                from .adding.seeds import load_seeds

                take_in(store, load_seeds(), 1, kind="bundled")

        store = open_store(locations.database, window=window or SHELL, fill=fill)
        return cls(store, locations, config, mistakes, warnings + store.warnings, notice)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; nothing waits to be written."""
        if self._kept_finder is not None:
            self._kept_finder.close()
        self._store.close()

    # Its own state

    def stats(self) -> dict[str, Any]:
        """Return what the library holds and where, ready to be printed."""
        counts = self.counts()
        return {
            "papers": counts.all,
            "new": counts.new,
            "unread": counts.unread,
            "read": counts.all - counts.unread,
            "bookmarks": counts.bookmarks,
            "queue": counts.queue,
            "done": counts.done,
            "tags": dict(counts.tags),
            "sources": {source.name: source.count for source in counts.sources},
            "index": self.index_state(),
            "library": str(self.locations.database),
            "cache": str(self.locations.index),
        }

    def change_mark(self) -> int:
        """Return a number that changes when anything in the library does, in any process.

        Asking costs microseconds. Compare only what one and the same thread was given.
        """
        return self._database.change_mark

    def session(self) -> dict[str, Any]:
        """Return where the last reader left off; empty when none has."""
        text = self._database.value("SELECT value FROM session WHERE name = 'reader'")
        session = json.loads(text) if text else None
        return session if isinstance(session, dict) else {}

    def save_session(self, session: Mapping[str, Any]) -> None:
        """Keep where this reader is, for the next one that starts; any JSON."""
        text = json.dumps(session, ensure_ascii=False)
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO session(name, value) VALUES ('reader', ?)", (text,)
            )
