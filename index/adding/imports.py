"""Pages into the library: what papers learn from their records, and where they stand.

A page goes through a thousand records at a time, so that a file of any size needs the same memory.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..disk.hashes import sha256
from ..journal.acts import new_act, part_of
from ..journal.pending import apply_pending
from ..journal.visibility import recount, show_pages
from ..paper import Record
from ..records.says import concerned_among, has_says, tags_of
from ..records.settling import refresh_pages, settle_papers
from ..records.telling import Told, fields_of
from ..store.seen import day_seen, unite_seen
from ..store.store import Store
from .carried import CarriedMarks
from .known_pages import (
    KnownPage,
    find_page,
    give_to_import,
    insert_page,
    page_name,
    placed_on,
    told_on,
)
from .known_papers import KnownPaper
from .labels import label_sources
from .matching import Matching

TOGETHER = 1000
"""Records that are looked up and written together."""

MOST_TOLD = 100
"""Records of one paper that a page tells; of more only the marks are taken."""

_FIRST_CLOCK = 1
"""The clock of the bundled pages: whatever a reader has done anywhere came after them."""


class Source(NamedTuple):
    """One file to take in."""

    name: str
    checksum: str
    """What its bytes are told from others by; the column and the key `digest`."""
    records: Iterable[Record]
    day: str | None = None
    """The day whose numbers it shows, an ISO date or `--MM-DD`; None where it does not say."""
    kind: str | None = None
    """The format that it is read as."""


class Taken(NamedTuple):
    """What became of one file."""

    records: int
    new: int
    """Papers that the library did not have, or had out of sight."""
    unchanged: bool = False
    """The library had these very bytes under this name."""
    continued: int = 0
    """Records that were there, since adding this file was interrupted before."""


def _bundled_act(sources: Sequence[Source]) -> str:
    """Return the act id that the same bundled pages have in every library."""
    told = json.dumps([[source.name, source.checksum] for source in sources])
    return sha256(told.encode()).hexdigest()[:20]


class Together(NamedTuple):
    """What the files have in common that are added by one call."""

    number: int
    """That of the import that they are."""
    step: str
    """The first of their acts, with which the others are undone and redone."""


def next_import(store: Store) -> int:
    """Return the number of an import that is to come after all others."""
    return int(store.database.value("SELECT coalesce(max(import_no), 0) + 1 FROM pages"))


def take_in(
    store: Store, sources: Sequence[Source], import_no: int, *, kind: str = "add"
) -> list[Taken]:
    """Add files to one import, inside a transaction: all of them as one act of the journal.

    What is `bundled` is the same act in every library, and older than any other.
    """
    importer = Importer(store, import_no, kind, sources)
    taken = [importer.take(source) for source in sources]
    importer.finish()
    return taken


class Importer(Matching):
    """The papers that one act brings, or learns more about."""

    def __init__(
        self,
        store: Store,
        import_no: int,
        kind: str,
        sources: Sequence[Source],
        step: str | None = None,
    ) -> None:
        super().__init__(store)
        self._import_no = import_no
        self._kind = kind
        self._act = _bundled_act(sources) if kind == "bundled" else new_act()
        self.step = step or self._act
        """The act with which that of this import is undone and redone, perhaps its own."""
        self.pages: list[tuple[int, int, dict[str, object]]] = []
        """Number, source and description of each page that the act brings."""
        self._places: list[tuple[int, int, int]] = []
        self._seen: list[tuple[int, str, int | None, int | None]] = []
        self._today = datetime.date.today()
        self._day = ""
        """The day of the numbers that are taken in now; empty where it is not to be known."""
        self._source = Source("", "", ())
        self._made: set[int] = set()
        """Papers of the page that the library did not have."""
        self._told: set[int] = set()
        """Papers that records have come to since papers were grouped last."""
        self._first_fresh: dict[int, int] = {}
        """By page the first of its records that have come since papers were grouped last."""
        self.marks = CarriedMarks(self._database)

    def take(self, source: Source) -> Taken:
        """Add one file, unless the library has just this under its name, in sight."""
        records = iter(source.records)
        name = page_name(source.name)
        known = find_page(self._database, name, source.checksum)
        if known is not None and not known.is_hidden:
            return Taken(sum(1 for _ in records), 0, unchanged=True)
        self.begin()
        if known is None:
            gid, sid = self.make_page(source)
            count = 0
            while part := list(islice(records, TOGETHER)):
                self.take_part(gid, part, count + 1)
                count += len(part)
            self.regroup()
            new = self.new
        else:
            gid, sid = known.gid, known.sid
            count, new = sum(1 for _ in records), self.bring_back(gid)
        told = {"name": name, "digest": source.checksum}
        self.pages.append((gid, sid, {**told, "records": count, "new": new}))
        return Taken(count, new)

    @property
    def new(self) -> int:
        """Papers of the page that the library did not have."""
        return len(self._made)

    def regroup(self) -> None:
        """Bring papers of before in line that the records have shown to be one, or several."""
        # Records that the reader has parted from others may be meant by what is said of those, and
        # what is said of papers by a name that none had yet for the ones that now go by it.
        self.unsettled.update(tags_of(self._database, self._made))
        if has_says(self._database):
            self.unsettled |= concerned_among(self._database, self._told)
        self._told.clear()
        if self.unsettled:
            with self._store.journal.staying(is_fresh=self._is_fresh):
                settle_papers(self._database, self.unsettled, self.rev)
            gone = self._database.rows(
                "SELECT pid FROM gone WHERE pid IN (SELECT value FROM json_each(?))",
                (json.dumps(list(self.unsettled | self._made)),),
            )
            self._made -= {pid for (pid,) in gone}
            self.unsettled.clear()
        self._first_fresh.clear()

    def _is_fresh(self, gid: int, number: int) -> bool:
        """Tell whether a record has come since papers were grouped last."""
        first = self._first_fresh.get(gid)
        return first is not None and number >= first

    def begin_part(self) -> None:
        """Begin another transaction, in which papers of the same page are taken in."""
        self.rev = 0
        self.begin()

    def make_page(self, source: Source) -> tuple[int, int]:
        """Make a page without papers; return its number and its source's."""
        self.date(source)
        page = insert_page(
            self._database,
            page_name(source.name),
            source.checksum,
            self._import_no,
            day=self._day or None,
            kind=source.kind,
        )
        self._made.clear()
        return page

    def date(self, source: Source, known: KnownPage | None = None) -> None:
        """Find out on which day the numbers were seen that are taken in now.

        A page that is `known` keeps the day on which it was begun.
        """
        # Bundled pages are the same everywhere, whenever they are first opened.
        is_undated = self._kind == "bundled" and (source.day or "-").startswith("-")
        self._day = "" if is_undated else day_seen(source.day, self._today)
        if known is not None:
            self._day = known.day or ""
        self._source = source

    def finish(self) -> None:
        """Write the act into the journal and bring what is said about sources up to date."""
        if not self.pages:
            return
        self.record()
        gids, sids, _ = zip(*self.pages, strict=True)
        self.settle(gids)
        label_sources(self._database, list(dict.fromkeys(sids)))

    def record(self, *, has_marks: bool = True) -> None:
        """Write the act into the journal, with the marks that its records carry or without."""
        _, _, pages = zip(*self.pages, strict=True)
        clock = _FIRST_CLOCK if self._kind == "bundled" else self._store.journal.next_clock()
        marked, marks = self.marks.changes(clock) if has_marks else ([], [])
        self._store.journal.record(
            self._kind,
            marked,
            each=marks,
            context={"import": self._import_no, "sources": pages, **part_of(self.step, self._act)},
            clock=clock,
            act=self._act,
        )
        # A page that is added again after it was taken away comes in sight by the new act.
        with self._store.journal.staying():
            refresh_pages(self._database, {str(page["name"]) for page in pages})

    def settle(self, gids: Sequence[int]) -> None:
        """Show the papers of these pages, which are in sight, and count them."""
        self.regroup()
        # Papers that no other page in sight shows come in sight with the page.
        show_pages(self._database, gids)
        recount(self._database)
        apply_pending(self._store.journal)

    def bring_back(self, gid: int) -> int:
        """Let a page that was out of sight be of this import; return the papers that come back."""
        return give_to_import(self._database, gid, self._import_no)

    def take_part(self, gid: int, records: Sequence[Record], first: int) -> None:
        """Find the paper of each record, let it learn, and write them all.

        `first` is the number of the first of them on the page, from 1.
        """
        self._first_fresh.setdefault(gid, first)
        fields = [fields_of(record) for record in records]
        papers = self.find(fields)
        self._told.update(paper.rowid for paper in papers)
        # Not kept from part to part: other processes may have made one of two papers between.
        placed = placed_on(self._database, gid, self.papers)
        told_here = told_on(self._database, gid, placed)
        name, checksum, day, kind = (
            page_name(self._source.name),
            self._source.checksum,
            self._day or None,
            self._source.kind,
        )
        for number, (record, said, paper) in enumerate(
            zip(records, fields, papers, strict=True), first
        ):
            count, last = told_here.get(paper.rowid, (0, 0))
            if count >= MOST_TOLD:
                self.marks.note((gid, last), record)
                continue
            told_here[paper.rowid] = count + 1, number
            paper.learn(
                Told(
                    gid,
                    number,
                    said,
                    rank=record.rank,
                    source=name,
                    checksum=checksum,
                    day=day,
                    kind=kind,
                )
            )
            self.marks.note((gid, number), record)
            if paper.rowid not in placed:
                placed.add(paper.rowid)
                paper.place(self._import_no, record.rank)
                self._places.append((gid, paper.rowid, record.rank))
            if day and ("upvotes" in said or "comments" in said):
                self._seen.append((paper.rowid, day, said.get("upvotes"), said.get("comments")))
        self.save()

    def save(self) -> None:
        """Write what is new or has changed, and where the papers stand on the page."""
        super().save()
        self._database.execute_many(
            "INSERT INTO places(gid, pid, rank) VALUES (?, ?, ?)", self._places
        )
        self._places.clear()
        unite_seen(self._database, self._seen)
        self._seen.clear()

    def _make(self, record: Mapping[str, Any]) -> KnownPaper:
        paper = super()._make(record)
        self._made.add(paper.rowid)
        return paper
