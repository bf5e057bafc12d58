"""What every part of an open library works with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from .config import Config
from .locations import Locations
from .paper import Paper
from .store.counting import Counting
from .store.listings import Listings
from .store.papers import load_papers, resolve
from .store.store import Store

Ids = Iterable[str | Paper]
"""Papers as people name them (see `papers.resolve`), or as the library gave them out."""


class Opened:
    """An open library's store and what is kept in memory of it."""

    def __init__(
        self,
        store: Store,
        locations: Locations,
        config: Config,
        mistakes: list[str],
        warnings: list[str],
        notice: Callable[[str], None] | None = None,
    ) -> None:
        self.locations = locations
        self.config = config
        self.mistakes = mistakes
        """Sentences about settings that cannot be used, for whoever goes by the settings."""
        self.warnings = warnings
        """Sentences about what is not as it should be, to be shown once."""
        self._store = store
        self._database = store.database
        self._listings = Listings(store)
        self._counting = Counting(store)
        self._notice = notice

    def rows(self, pids: Sequence[int]) -> list[Paper]:
        """Return these papers in this order; those that are gone by now are left out."""
        return load_papers(self._database, pids)

    def check_writable(self) -> None:
        """Raise the StoreError that a mark would, before somebody writes what cannot be kept."""
        self._database.check_writable()

    def _chosen(self, ids: Ids, pids: Iterable[int] = ()) -> list[int]:
        """Return the row numbers of papers, each once; NotFoundError when one is unknown.

        Row numbers come from a list that may be of yesterday: of them, those are left out that a
        merge has taken away.
        """
        named = resolve(self._database, (one if isinstance(one, str) else one.id for one in ids))
        given = json.dumps(list(pids))
        sql = "SELECT p.pid FROM json_each(?) j JOIN papers p ON p.pid = j.value ORDER BY j.key"
        shown = [pid for (pid,) in self._database.rows(sql, (given,))] if given != "[]" else []
        return list(dict.fromkeys([*named, *shown]))

    def _one(self, paper: str | Paper) -> int:
        """Return the row number of one paper; NotFoundError when it is unknown."""
        return self._chosen([paper])[0]

    def _tell(self, sentence: str) -> None:
        if self._notice is not None:
            self._notice(sentence)
