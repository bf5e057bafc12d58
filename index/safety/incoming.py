"""JSON objects that tell of a library, taken into this one; foreign until they are checked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeVar

from ..errors import SourceError
from ..journal.acts import compact
from ..journal.arxiv_ids import restore_ids
from ..journal.fold import NOTE_SEAM
from ..journal.rows import Row
from ..journal.uniting import apply_pending, unite
from ..journal.visibility import rank, recount, refresh_papers, turn_pages
from ..records.settling import settle_pages, settle_papers
from ..store.passed import unite_passed
from ..store.positions import keep_letters, keep_position
from ..store.store import Store
from ..text import clean
from .foreign import ForeignPage, name_of, page_of, paper_of, places_of, text_of, texts_of
from .joining import Joining, NewPage
from .outgoing import PART
from .register import passed_of, position_told

_NEWEST_ACTS = """
SELECT g.gid, j.clock, j.act, j.machine, json_extract(j.data, '$.import')
FROM pages g JOIN sources s USING(sid)
LEFT JOIN brought b ON b.source = s.name AND b.digest = g.digest
LEFT JOIN journal j ON j.act = b.act ORDER BY j.clock, j.act
"""
"""Which acts added each page, and in which import where it was recorded."""


Taken = TypeVar("Taken")


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What became of another library."""

    papers: int = 0
    new_papers: int = 0
    """Papers that this library did not have."""
    pages: int = 0
    new_pages: int = 0
    acts: int = 0
    new_acts: int = 0
    drafts: int = 0
    """Half-typed notes that were taken over."""
    waiting: int = 0
    """Papers of acts that neither library has; their marks wait for them."""


def merge_objects(
    store: Store,
    objects: Iterable[Mapping[str, Any]],
    *,
    refused: Callable[[Mapping[str, Any]], None] | None = None,
) -> MergeReport:
    """Take in what the objects tell, inside a transaction.

    What was taken in before changes nothing. Raises SourceError for what cannot be understood. Of a
    library that is not whole `refused` is given that, and papers that are here learn nothing of it.
    """
    incoming = _Incoming(store, refused)
    for kind, group in groupby(objects, key=lambda told: told.get("type")):
        incoming.take(kind, group)
    return incoming.finish()


class _Incoming:
    """One other library on its way in."""

    def __init__(self, store: Store, refused: Callable[[Mapping[str, Any]], None] | None) -> None:
        self._store, self._database = store, store.database
        self._refused = refused
        self._joining = Joining(store, learns=refused is None)
        self._newest_import = int(
            self._database.value("SELECT coalesce(max(import_no), 0) FROM pages")
        )
        self._touched: set[int] = set()
        """Pages that are new or tell more."""
        self._by_name: dict[tuple[str, str], NewPage] = {}
        self._pages = self._new_pages = 0
        self._acts = self._new_acts = self._drafts = self._waiting = 0

    def take(self, kind: object, group: Iterable[Mapping[str, Any]]) -> None:
        """Take in objects of one kind that follow one another; those of unknown kinds are left."""
        if kind == "paper":
            papers = self._each(paper_of, group)
            while part := list(islice(papers, PART)):
                self._joining.join(part)
        elif kind == "page":
            deque(self._each(self._take_page, group), 0)
        elif kind == "places":
            deque(self._each(self._take_places, group), 0)
        elif kind == "act":
            united = unite(self._store.journal, self._each(Row.from_json, group))
            self._acts += united.new + united.known
            self._new_acts += united.new
            self._waiting += united.waiting
        elif kind == "passed":
            unite_passed(self._database, self._each(passed_of, group))
        elif kind == "position":
            for ident, position, wall, letters in self._each(position_told, group):
                if (rowid := self._joining.rowid(ident)) is not None:
                    keep_position(self._database, rowid, position, wall)
                    keep_letters(self._database, rowid, letters)
        elif kind == "draft":
            deque(self._each(self._take_draft, group), 0)

    def _each(
        self, take: Callable[[Mapping[str, Any]], Taken], group: Iterable[Mapping[str, Any]]
    ) -> Iterator[Taken]:
        """Yield what becomes of each object."""
        for told in group:
            try:
                yield take(told)
            except SourceError:
                if self._refused is None:
                    raise
                self._refused(told)

    def finish(self) -> MergeReport:
        """Bring everything up to date that depends on what is new, and say what is."""
        joining = self._joining
        if joining.rev or self._touched:
            joining.begin()
            apply_pending(self._store.journal)
        if self._touched and self._newest_import:
            self._order_imports()
        if joining.rev:
            restore_ids(self._database, joining.retold)
            turned = turn_pages(self._database)
            settle_pages(self._database, {*turned, *self._touched}, joining.rev)
            settle_papers(self._database, joining.counted, joining.rev)
            refresh_papers(self._database)
            recount(self._database)
        return MergeReport(
            papers=joining.known + joining.new,
            new_papers=joining.new,
            pages=self._pages,
            new_pages=self._new_pages,
            acts=self._acts,
            new_acts=self._new_acts,
            drafts=self._drafts,
            waiting=self._waiting,
        )

    def _take_page(self, told: Mapping[str, Any]) -> None:
        """Take in a page without its papers, out of sight until an act brings it."""
        page = page_of(told)
        self._pages += 1
        self._database.execute(
            "INSERT OR IGNORE INTO sources(name, label) VALUES (?, ?)", (page.source, page.label)
        )
        sid = self._database.value("SELECT sid FROM sources WHERE name = ?", (page.source,))
        known = "SELECT gid, done, day, kind FROM pages WHERE sid = ? AND digest = ?"
        row = self._database.row(known, (sid, page.checksum))
        if row is None:
            gid = self._database.execute(
                "INSERT INTO pages(sid, import_no, digest, hidden, done, day, kind) "
                "VALUES (?, ?, ?, 1, ?, ?, ?)",
                (sid, page.import_no, page.checksum, page.done, page.day, page.kind),
            )
            self._new_pages += 1
            self._wait_for(page, NewPage(gid, page.source, page.checksum, page.day, page.kind))
            return
        gid, present, day, kind = row
        if page.number is not None:
            self._joining.known_pages[page.number] = gid
        if page.day is not None and (day is None or page.day < day):
            # Where two libraries have read it on two days, the first counts in both.
            self._database.execute("UPDATE pages SET day = ? WHERE gid = ?", (page.day, gid))
            self._touched.add(gid)
        if present is not None and (page.done is None or page.done > present):
            # Adding it was interrupted here, and got further there.
            self._new_pages += 1
            numbers = "SELECT number FROM records WHERE gid = ?"
            have = {number for (number,) in self._database.rows(numbers, (gid,))}
            self._wait_for(
                page,
                NewPage(gid, page.source, page.checksum, day, kind, have, max(have, default=0)),
            )
            self._database.execute("UPDATE pages SET done = ? WHERE gid = ?", (page.done, gid))

    def _wait_for(self, page: ForeignPage, new: NewPage) -> None:
        """Take in what comes of a page's records."""
        self._touched.add(new.gid)
        self._by_name[page.source, page.checksum] = new
        if page.number is not None:
            self._joining.pages[page.number] = new
            self._joining.known_pages.pop(page.number, None)

    def _take_places(self, told: Mapping[str, Any]) -> None:
        """Put papers on a page that this library did not have, or not all of."""
        page = self._by_name.get(name_of(told))
        if page is not None:
            self._joining.place(page, list(places_of(told)))

    def _take_draft(self, told: Mapping[str, Any]) -> None:
        """Keep a half-typed note; of two on one paper both."""
        rowid = self._joining.rowid(text_of(told, "paper"))
        text = "\n".join(clean(line) for line in text_of(told, "text").split("\n"))
        if rowid is None:
            return
        present = self._database.value("SELECT text FROM drafts WHERE pid = ?", (rowid,))
        if present is not None and text in present:
            return
        self._drafts += 1
        base = compact(texts_of(told, "base")) if told.get("base") is not None else None
        self._database.execute(
            "INSERT INTO drafts(pid, text, wall, base) VALUES (:pid, :text, :wall, :base) "
            "ON CONFLICT DO UPDATE SET text = text || :seam || :text",
            {
                "pid": rowid,
                "text": text,
                "wall": clean(text_of(told, "wall", "")),
                "base": base,
                "seam": NOTE_SEAM,
            },
        )

    def _order_imports(self) -> None:
        """Number the imports of both libraries in the order in which they were made."""
        newest: dict[int, tuple[Any, ...]] = {}
        for gid, clock, act, machine, import_no in self._database.rows(_NEWEST_ACTS):
            newest[gid] = (clock or 0, act or "", (machine, import_no))
        begun: dict[tuple[Any, ...], tuple[int, str]] = {}
        for clock, act, group in sorted(newest.values(), key=lambda told: told[:2]):
            begun.setdefault(group, (clock, act))
        ordered = sorted(begun, key=lambda group: begun[group])
        # A number that was given once is not given again.
        first = max(1, self._newest_import - len(ordered) + 1)
        numbers = {group: first + place for place, group in enumerate(ordered)}
        self._database.execute_many(
            "UPDATE pages SET import_no = ? WHERE gid = ?",
            ((numbers[group], gid) for gid, (_, _, group) in newest.items()),
        )
        rank(self._database, list(newest))
