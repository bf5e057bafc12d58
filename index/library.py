"""The library: one object through which everything is opened, added, found and marked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from .config import Config
from .copies import Copies
from .errors import RectoError
from .journal.journal import SHELL
from .locations import Locations
from .marking.marks import Marks
from .marking.notes import Notes
from .marking.retracing import Retracing
from .marking.searches import Searches
from .marking.sources import Sources
from .marking.tagging import Tagging
from .results import AddReport
from .store.store import Store
from .text import clean


class Library(Marks, Notes, Tagging, Searches, Sources, Retracing, Copies):
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
        config, warnings = Config.load(locations.config_file)

        def fill(store: Store) -> None:
            if seeds and config.seeds:
                from .store.adding import load_seeds
                from .store.imports import take_in

                take_in(store, load_seeds(), 1, kind="bundled")

        store = Store.open(locations.database, window=window or SHELL, fill=fill)
        return cls(store, locations, config, warnings + store.warnings, notice)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; nothing waits to be written."""
        if self._kept_finder is not None:
            self._kept_finder.close()
        self._store.close()

    # Adding

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        year: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[AddReport]:
        """Take saved pages in, each file wholly or not at all; a search finds them afterwards.

        `year` is that of dates without one; `progress` is told the files done and the files in
        all. A file that could not be read has its error in its report. Raises StoreError.
        """
        from .store.adding import Adding

        files = [Path(path) for path in paths]
        reports = []
        for report in Adding(self._store, year).add_files(files):
            reports.append(report)
            if progress is not None:
                progress(len(reports), len(files))
        self._index_added(reports)
        return reports

    def add_text(self, name: str, data: bytes, *, year: int | None = None) -> AddReport:
        """Take one page in that is no file, under a name of its own such as `stdin`."""
        from .store.adding import Adding

        report = Adding(self._store, year).add(clean(name), data)
        self._index_added([report])
        return report

    def _index_added(self, reports: Sequence[AddReport]) -> None:
        """Make what was added findable; what cannot be indexed now is by the next search."""
        if any(report.records and not report.unchanged for report in reports):
            try:
                self._finder.refresh()
            except RectoError as error:
                self._tell(str(error))

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
