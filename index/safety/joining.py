"""Papers of another library among those of this one: the same ones become one, new ones are made.

What pages say of them comes record by record, for pages that this library does not have. A library
that has kept no records tells papers alone: each page counts as having said all that is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..adding.known_papers import KnownPaper, load_known_papers
from ..adding.matching import Matching
from ..records.telling import Fields, Told, expand
from ..store.seen import unite_remembered, unite_seen
from ..store.store import Store
from .foreign import Foreign


@dataclass(slots=True)
class NewPage:
    """A page that this library does not have, or not all of."""

    gid: int
    source: str
    checksum: str
    day: str | None
    kind: str | None
    known: set[int] = field(default_factory=set)
    """Numbers of the records that it has here already."""
    highest: int = 0
    fresh: list[int] = field(default_factory=list)
    """Numbers of the records that have come."""

    def told(self, number: int, said: Fields, rank: int | None) -> Told:
        """Return one of its records; the page is out of sight until an act brings it."""
        self.known.add(number)
        self.fresh.append(number)
        self.highest = max(self.highest, number)
        return Told(
            self.gid,
            number,
            said,
            rank=number if rank is None else rank,
            source=self.source,
            checksum=self.checksum,
            day=self.day,
            kind=self.kind,
            is_in_force=False,
        )


class Joining(Matching):
    """The papers of one other library; used inside one transaction."""

    def __init__(self, store: Store, *, learns: bool = True, is_partial: bool = False) -> None:
        super().__init__(store)
        self._learns, self._is_partial = learns, is_partial
        self.known = self.new = 0
        self.pages: dict[int, NewPage] = {}
        """Pages whose records are to be taken in, by their numbers in the other library."""
        self.known_pages: dict[int, int] = {}
        """Pages that this library has all of, by their numbers in the other one."""
        self.counted: set[int] = set()
        """Papers of which numbers were remembered that no record tells."""
        self.retold: set[int] = set()
        """Papers of a library that kept no records."""
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS joined(id PRIMARY KEY, here, said)")
        self._database.execute("DELETE FROM temp.joined")

    def join(self, papers: Sequence[Foreign]) -> None:
        """Find or make these papers, keep what pages say of them, and write them."""
        found: list[tuple[Foreign, KnownPaper]] = []
        here = self._kept_here(papers)
        # Logs of several machines may give one id to different papers: their places tell them.
        others = [place for place in range(len(papers)) if place not in here]
        # What brings their pages in sight comes later, and groups all anew.
        of_papers = self.find([papers[place].said for place in others], are_in_force=False)
        missing = set(here.values()) - self.papers.keys()
        self.papers.update(load_known_papers(self._database, missing))
        of_place = dict(zip(others, of_papers, strict=True))
        for place, foreign in enumerate(papers):
            paper = of_place.get(place) or self.papers[here[place]]
            is_new = paper.is_new and paper.shown is None
            if is_new:
                self.new += 1
                paper.shown = foreign.said
                self._take_id(paper, foreign.id)
            else:
                self.known += 1
            paper.new_keys += (key for key in foreign.other_keys if key not in paper.new_keys)
            for told in self._records(foreign, paper, is_known=not is_new):
                self.begin()
                paper.learn(told)
            found.append((foreign, paper))
        if self._is_partial:
            found = self._with_records(found)
        self.save()
        rowids = [paper.rowid for _, paper in found]
        self._database.execute_many(
            "INSERT OR IGNORE INTO ids(alias, pid) VALUES (?, ?)",
            (
                (id, rowid)
                for (foreign, _), rowid in zip(found, rowids, strict=True)
                for id in (foreign.id, *foreign.other_ids)
            ),
        )
        self._database.execute_many(
            "INSERT OR REPLACE INTO temp.joined(id, here, said) VALUES (?, ?, ?)",
            (
                (foreign.id, paper.id, None if self._is_told(foreign) else json.dumps(foreign.said))
                for foreign, paper in found
            ),
        )
        self.retold.update(
            rowid
            for (foreign, _), rowid in zip(found, rowids, strict=True)
            if foreign.records is None
        )
        seen = [
            (rowid, *row)
            for (foreign, _), rowid in zip(found, rowids, strict=True)
            for row in foreign.remembered
        ]
        if seen and unite_remembered(self._database, seen):
            self.begin()
            self.counted.update(row[0] for row in seen)

    def _with_records(
        self, found: Sequence[tuple[Foreign, KnownPaper]]
    ) -> list[tuple[Foreign, KnownPaper]]:
        """Return those that have a record; without one nothing would say when one is shown."""
        for _, paper in found:
            if paper.is_new and not paper.told and paper.rowid in self.papers:
                del self.papers[paper.rowid]
                self.new -= 1
        return [(foreign, paper) for foreign, paper in found if paper.rowid in self.papers]

    def _kept_here(self, papers: Sequence[Foreign]) -> dict[int, int]:
        """Return the papers here of those whose records are all here, by their places there."""
        wanted = {
            (place, self.known_pages[page], number): None
            for place, foreign in enumerate(papers)
            for page, number, _ in foreign.records or ()
            if page in self.known_pages
        }
        rows = self._database.rows(
            "SELECT j.value ->> 0, r.pid FROM json_each(?) j JOIN records r "
            "ON r.gid = j.value ->> 1 AND r.number = j.value ->> 2 ORDER BY j.key DESC",
            (json.dumps(list(wanted)),),
        )
        new = {
            place
            for place, foreign in enumerate(papers)
            if any(page in self.pages for page, _, _ in foreign.records or ())
        }
        return {place: pid for place, pid in rows if place not in new}

    def place(self, page: NewPage, places: Sequence[tuple[str, int]]) -> None:
        """Let a page say of papers what the other library shows of them, where it has no record."""
        among = json.dumps([id for id, _ in places])
        rows = self._database.rows(
            "SELECT j.id, i.pid, j.said FROM temp.joined j JOIN ids i ON i.alias = j.here "
            "WHERE j.id IN (SELECT value FROM json_each(?))",
            (among,),
        )
        known = {id: (pid, said) for id, pid, said in rows}
        rowids = {pid for pid, _ in known.values()}
        on_page = self._database.rows(
            "SELECT pid FROM records WHERE gid = ? AND pid IN (SELECT value FROM json_each(?))",
            (page.gid, json.dumps(list(rowids))),
        )
        taken = {pid for (pid,) in on_page}
        self.look_up_papers(rowids)
        for id, rank in places:
            rowid, text = known.get(id, (0, None))
            if rowid in taken or rowid not in self.papers or text is None:
                continue
            taken.add(rowid)
            self.begin()
            number = rank if rank not in page.known else page.highest + 1
            self.papers[rowid].learn(page.told(number, json.loads(text), rank))
        self.save()

    def _records(self, foreign: Foreign, paper: KnownPaper, *, is_known: bool) -> Iterator[Told]:
        """Yield the records of a paper that this library does not have."""
        shown = foreign.said
        if is_known and not self._learns and paper.shown is not None:
            shown = paper.shown  # what a damaged file shows may be damaged
        for number_there, number, kept in foreign.records or ():
            page = self.pages.get(number_there)
            if page is not None and number not in page.known:
                said, rank = expand(kept, shown)
                yield page.told(number, said, rank)

    def _is_told(self, foreign: Foreign) -> bool:
        return self._learns and foreign.records is not None

    def rowid(self, id: str) -> int | None:
        """Return the row number of the paper that has this id in the other library."""
        rowid = self._database.value(
            "SELECT i.pid FROM temp.joined j JOIN ids i ON i.alias = j.here WHERE j.id = ?", (id,)
        )
        return None if rowid is None else int(rowid)

    def save(self) -> None:
        """Write what is new or has changed, and where the papers stand on their pages."""
        taken = [(told, paper.rowid) for paper in self.papers.values() for told in paper.told]
        super().save()
        self._database.execute_many(
            "INSERT INTO places(gid, pid, rank) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)",
            ((told.gid, rowid, told.rank) for told, rowid in taken),
        )
        unite_seen(
            self._database,
            (
                (rowid, told.day, told.said.get("upvotes"), told.said.get("comments"))
                for told, rowid in taken
                if told.day and ("upvotes" in told.said or "comments" in told.said)
            ),
        )

    def _take_id(self, paper: KnownPaper, id: str) -> None:
        """Give a new paper the id it has elsewhere, unless another has it here."""
        if id not in self._taken_ids and not self._database.row(
            "SELECT 1 FROM ids WHERE alias = ?", (id,)
        ):
            self._taken_ids.add(id)
            paper.id = id
