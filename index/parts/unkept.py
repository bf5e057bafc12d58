"""Papers that services have answered with and the library does not have: in memory alone.

They go by negative row numbers, which no paper of a library has, for as long as the library is
open. Whatever marks one takes it in first.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..identifiers import paper_id
from ..identity.evidence import evidence_of
from ..identity.titles import former_title_key
from ..journal.acts import NAMED
from ..paper import Link, Paper, Place
from ..records.lookup import find_meant
from ..records.says import PRESENT_RULE
from ..records.telling import Told, fields_of, find_all_links
from ..store.store import Store

if TYPE_CHECKING:
    from ..fetch.asked.asking import FoundPaper

MOST = 2000
"""Papers that are remembered; the oldest answers are gone then."""

_IN_SIGHT = "SELECT pid FROM papers WHERE hidden = 0 AND pid IN (SELECT value FROM json_each(?))"


class UnkeptPapers:
    """Gives papers of answers their row numbers, and takes those in that are to be kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database
        self._found: dict[int, FoundPaper] = {}
        self._numbers: dict[str, int] = {}
        """Row numbers by arXiv id."""
        self._last = 0

    def admit(self, papers: Iterable[FoundPaper]) -> array[int]:
        """Return a row number for each of these papers, that of before for one that has one."""
        rowids = array("q")
        for paper in papers:
            arxiv = str(paper.records[0].arxiv_id)
            if arxiv not in self._numbers:
                self._last -= 1
                self._numbers[arxiv] = self._last
            rowid = self._numbers[arxiv]
            self._found.pop(rowid, None)  # the newest stand last
            self._found[rowid] = paper
            rowids.append(rowid)
        for rowid in list(self._found)[:-MOST]:
            gone = self._found.pop(rowid)
            self._numbers.pop(str(gone.records[0].arxiv_id), None)
        return rowids

    def resolved(self, rowids: Iterable[int]) -> list[int]:
        """Return these numbers with those of the library in their place that it has by now."""
        given = list(rowids)
        wanted = [rowid for rowid in given if rowid in self._found]
        if not wanted:
            return given
        known = self._known(wanted)
        return [known.get(rowid, rowid) for rowid in given]

    def _known(self, rowids: Sequence[int]) -> dict[int, int]:
        """Return which papers in sight these are, those left out that the library has not."""
        items = []
        for rowid in rowids:
            told = evidence_of(self._found[rowid].records[0])
            items.append([*told, PRESENT_RULE])
        with self._database.moment():
            meant = find_meant(self._database, items)
            rows = self._database.rows(_IN_SIGHT, (json.dumps([pid for pid in meant if pid]),))
        in_sight = {pid for (pid,) in rows}
        return {
            rowid: pid
            for rowid, pid in zip(rowids, meant, strict=True)
            if pid is not None and pid in in_sight
        }

    def paper(self, rowid: int) -> Paper | None:
        """Return a paper as the library would show it; None where it is not remembered any more."""
        from ..records.description import describe

        found = self._found.get(rowid)
        if found is None:
            return None
        told = [
            Told(
                number, record.rank, fields_of(record), rank=record.rank, source=service, kind=kind
            )
            for number, (record, service, kind) in enumerate(
                zip(found.records, found.services, found.kinds, strict=True), 1
            )
        ]
        said = dict(describe(told))
        links = tuple(Link(*link) for link in find_all_links(said))  # type: ignore[arg-type]
        said.pop("links", None)
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        ident = paper_id(former_title_key(said["title"]))
        return Paper(
            **{"abstract": "", **values},
            rowid=rowid,
            id=ident,
            links=links,
            sources=self.places(rowid),
        )

    def places(self, rowid: int) -> tuple[Place, ...]:
        """Return in which answers a paper stands, and where."""
        found = self._found.get(rowid)
        if found is None:
            return ()
        pairs = zip(found.services, found.records, strict=True)
        return tuple(Place(service, record.rank) for service, record in pairs)

    def find(self, ident: str) -> int | None:
        """Return the number of the paper with such an id, arXiv's or a short one."""
        if (number := self._numbers.get(ident)) is not None:
            return number
        for rowid, found in list(self._found.items()):
            if any(paper_id(former_title_key(one.title)) == ident for one in found.records):
                return rowid
        return None

    def keep(self, rowids: Sequence[int]) -> list[int]:
        """Take papers in, and return their numbers in the library; the others stay as they are.

        Inside a transaction. The act is undone with the first one that is recorded of them.
        """
        chosen = self.resolved(rowids)
        wanted = [rowid for rowid in chosen if rowid in self._found]
        if wanted:
            self._take_in(wanted)
            chosen = self.resolved(chosen)
        return [rowid for rowid in chosen if rowid > 0]

    def _take_in(self, rowids: Sequence[int]) -> None:
        from ..fetch.asked.keeping import take_found

        step = take_found(self._store, NAMED, [self._found[rowid] for rowid in rowids])
        known = self._known(rowids)
        self._store.journal.waiting.update(dict.fromkeys(known.values(), step))
