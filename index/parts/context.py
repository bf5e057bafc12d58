"""What every part of an open library works with, and how papers are named to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import NotFoundError
from ..locations import Locations
from ..paper import Paper
from ..store.counting import Counting
from ..store.listings import Listings
from ..store.marked import MarkedPapers
from ..store.news import News
from ..store.papers import load_papers, resolve
from ..store.shown import ShownPapers
from ..store.store import Store
from .hits import Pages

if TYPE_CHECKING:
    from .unkept import UnkeptPapers

Ids = str | Paper | Iterable[str | Paper]
"""One paper or several, as people name them (see `papers.resolve`), or as the library gave them."""


class Notices:
    """What an open library has to say beside its answers."""

    def __init__(
        self,
        mistakes: Iterable[str] = (),
        warnings: Iterable[str] = (),
        told: Callable[[str], None] | None = None,
    ) -> None:
        self.mistakes = list(mistakes)
        """Sentences about settings that cannot be used, for whoever goes by the settings."""
        self.warnings = list(warnings)
        """Sentences about what is not as it should be, to be shown once."""
        self.told = told
        """Told in a sentence about work that takes a while."""

    def tell(self, sentence: str) -> None:
        """Say a sentence to whoever listens."""
        if self.told is not None:
            self.told(sentence)

    def say_garbled(self) -> None:
        """Say that a text was read whose bytes are damaged."""
        sentence = (
            "A text in the library was damaged on the disk and is shown as far as it can be read; "
            "the next start repairs what it can."
        )
        self.warnings.append(sentence)
        self.tell(sentence)


class Context:
    """An open library's store and what is kept in memory of it; safe for several threads."""

    def __init__(
        self, store: Store, locations: Locations, config: Config, notices: Notices | None = None
    ) -> None:
        self.store = store
        self.database = store.database
        marked, shown = MarkedPapers(store.database), ShownPapers(store.database)
        self.marked = marked
        self.news = News(store.database, shown, config.new_days)
        self.counting = Counting(store, marked, shown, self.news)
        self.listings = Listings(store, marked, shown, self.news)
        self.pages = Pages()
        self._has_unkept = False
        self.config = config
        self.locations = locations
        self.notices = notices or Notices()
        self.database.when_garbled = self.notices.say_garbled

    def close(self) -> None:
        """Let go of the library."""
        self.listings.close()
        self.store.close()

    @cached_property
    def unkept(self) -> UnkeptPapers:
        """Papers that services have answered with and the library does not have."""
        from .unkept import UnkeptPapers

        self._has_unkept = True
        return UnkeptPapers(self.store)

    def rows(self, rowids: Sequence[int]) -> list[Paper]:
        """Return these papers in this order; those that are gone by now are left out."""
        if not self._has_unkept or min(rowids, default=0) >= 0:
            return load_papers(self.database, rowids)
        resolved = self.unkept.resolved(rowids)
        own = [rowid for rowid in resolved if rowid >= 0]
        papers = {paper.rowid: paper for paper in load_papers(self.database, own)}
        found = (papers.get(rowid) or self.unkept.paper(rowid) for rowid in resolved)
        return [paper for paper in found if paper is not None]

    def chosen(self, ids: Ids, rowids: Iterable[int] = ()) -> list[int]:
        """Return the row numbers of papers, each once; NotFoundError when one is unknown.

        Row numbers come from a list that may be of yesterday: of them, those are left out that a
        merge has taken away. Papers that are not kept go by their own, below 0.
        """
        named = [rowid for text in _texts(ids) for rowid in self._resolve(text)]
        given = list(rowids)
        if self._has_unkept:
            given = self.unkept.resolved(given)
        wanted = json.dumps([rowid for rowid in given if rowid >= 0])
        sql = "SELECT p.pid FROM json_each(?) j JOIN papers p ON p.pid = j.value ORDER BY j.key"
        shown = {rowid for (rowid,) in self.database.rows(sql, (wanted,))} if given else set()
        kept = [rowid for rowid in given if rowid in shown or rowid < 0]
        return list(dict.fromkeys([*named, *kept]))

    def to_mark(self, ids: Ids, rowids: Iterable[int] = ()) -> list[int]:
        """Return the same of papers that are to be marked, which takes in those that are not kept.

        Inside the transaction of the act, which is then undone together with that.
        """
        chosen = self.chosen(ids, rowids)
        return self.unkept.keep(chosen) if min(chosen, default=0) < 0 else chosen

    def one(self, paper: str | Paper) -> int:
        """Return the row number of one paper; NotFoundError when it is unknown."""
        return self.chosen(paper)[0]

    def one_to_mark(self, paper: str | Paper) -> int:
        """Return the same of one that is to be marked, see `to_mark`."""
        return self.to_mark(paper)[0]

    def _resolve(self, text: str) -> list[int]:
        try:
            return resolve(self.database, [text])
        except NotFoundError:
            found = self.unkept.find(text) if self._has_unkept else None
            if found is None:
                raise
            return self.unkept.resolved([found])


def several(names: str | Iterable[str]) -> Iterable[str]:
    """Return names where one or several are given: one is not taken apart into its letters."""
    return (names,) if isinstance(names, str) else names


def _texts(ids: Ids) -> Iterator[str]:
    for one in (ids,) if isinstance(ids, str | Paper) else ids:
        yield one if isinstance(one, str) else one.id
