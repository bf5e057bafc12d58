"""JSON objects that tell of a library, taken into this one; foreign until they are checked."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import groupby, islice
from operator import add
from typing import Any, TypeVar

from ..errors import SourceError
from ..journal.acts import compact
from ..journal.arxiv_ids import restore_ids
from ..journal.fold import NOTE_SEAM
from ..journal.renaming import follow_renamings
from ..journal.rows import Row
from ..journal.uniting import apply_pending, unite
from ..journal.visibility import recount, refresh_papers, turn_pages
from ..records.settling import settle_pages, settle_papers
from ..store.passed import unite_passed
from ..store.positions import keep_letters, keep_position
from ..store.store import Store
from ..text import clean
from .foreign import (
    ForeignPage,
    name_of,
    number_of,
    page_of,
    paper_of,
    places_of,
    text_of,
    texts_of,
)
from .import_order import order_imports
from .joining import Joining, NewPage
from .outgoing import PART
from .register import passed_of, position_told

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
    completed: tuple[str, ...] = ()
    """Acts that were here, of which there are more papers now."""

    def with_other(self, other: MergeReport) -> MergeReport:
        """Return what became of both together."""
        return MergeReport(*map(add, astuple(self), astuple(other)))


def merge_objects(
    store: Store,
    objects: Iterable[Mapping[str, Any]],
    *,
    refused: Callable[[Mapping[str, Any]], None] | None = None,
    is_partial: bool = False,
) -> MergeReport:
    """Take in what the objects tell, inside a transaction.

    What was taken in before changes nothing. Raises SourceError for what cannot be understood;
    `refused` is given that where there is one. Of a library that is not whole papers that are here
    learn nothing. What `is_partial` tells some records of a page, others may come later, and of
    acts some papers.
    """
    incoming = _Incoming(store, refused, is_partial=is_partial)
    for kind, group in groupby(objects, key=lambda told: told.get("type")):
        incoming.take(kind, group)
    return incoming.finish()


class _Incoming:
    """One other library on its way in."""

    def __init__(
        self,
        store: Store,
        refused: Callable[[Mapping[str, Any]], None] | None,
        *,
        is_partial: bool,
    ) -> None:
        self._store, self._database = store, store.database
        self._refused = refused
        self._is_partial = is_partial
        learns = is_partial or refused is None
        self._joining = Joining(store, learns=learns, is_partial=is_partial)
        self._newest_import = int(
            self._database.value("SELECT coalesce(max(import_no), 0) FROM pages")
        )
        self._touched: set[int] = set()
        """Pages that are new or tell more."""
        self._made: set[int] = set()
        """Pages that are new."""
        self._by_name: dict[tuple[str, str], NewPage] = {}
        self._whole: dict[int, int] = {}
        """How many records pages have that may become whole."""
        self._pages = self._new_pages = 0
        self._acts = self._new_acts = self._drafts = self._waiting = 0
        self._completed: list[str] = []
        self._fresh: dict[int, set[int]] = {}
        """By page the records that have come, once it is asked for them."""

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
            rows = self._each(Row.from_json, group)
            united = unite(self._store.journal, rows, is_partial=self._is_partial)
            self._acts += united.new + united.known
            self._new_acts += united.new
            self._waiting += united.waiting
            self._completed += united.completed
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
        if self._new_acts:
            follow_renamings(self._store.journal)
        if self._whole:
            self._complete_pages()
        if joining.rev or self._touched:
            joining.begin()
            apply_pending(self._store.journal)
        if self._touched and self._newest_import:
            order_imports(self._database, self._newest_import, self._made)
        if joining.rev:
            with self._store.journal.staying(is_fresh=self._is_fresh):
                self._settle()
        return MergeReport(
            papers=joining.known + joining.new,
            new_papers=joining.new,
            pages=self._pages,
            new_pages=self._new_pages,
            acts=self._acts,
            new_acts=self._new_acts,
            drafts=self._drafts,
            waiting=self._waiting,
            completed=tuple(self._completed),
        )

    def _is_fresh(self, gid: int, number: int) -> bool:
        """Tell whether a record has come from the other library."""
        if not self._fresh:
            for page in self._joining.pages.values():
                self._fresh.setdefault(page.gid, set()).update(page.fresh)
        return number in self._fresh.get(gid, ())

    def _settle(self) -> None:
        """Bring up to date what records that have come, and acts, say of papers."""
        if self._is_partial:
            self._settle_part()
            return
        joining = self._joining
        restore_ids(self._database, joining.retold)
        turned = turn_pages(self._database)
        settle_pages(self._database, {*turned, *self._touched}, joining.rev)
        settle_papers(self._database, joining.counted, joining.rev)
        refresh_papers(self._database)
        recount(self._database)

    def _settle_part(self) -> None:
        """Bring up to date what has come of pages that mostly are here: their papers alone."""
        joining = self._joining
        if joining.retold:
            restore_ids(self._database, joining.retold)
        turned = turn_pages(self._database, {page.source for page in joining.pages.values()})
        settle_pages(self._database, turned, joining.rev)
        fresh = [[page.gid, number] for page in joining.pages.values() for number in page.fresh]
        rows = self._database.rows(
            "SELECT DISTINCT r.pid FROM json_each(?) j JOIN records r "
            "ON r.gid = j.value ->> 0 AND r.number = j.value ->> 1",
            (json.dumps(fresh),),
        )
        settle_papers(self._database, {pid for (pid,) in rows} | joining.counted, joining.rev)
        recount(self._database)

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
            done = 0 if self._is_partial else page.done
            gid = self._database.execute(
                "INSERT INTO pages(sid, import_no, digest, hidden, done, day, kind) "
                "VALUES (?, ?, ?, 1, ?, ?, ?)",
                (sid, page.import_no, page.checksum, done, page.day, page.kind),
            )
            self._new_pages += 1
            self._made.add(gid)
            self._note_size(gid, told)
            self._wait_for(page, NewPage(gid, page.source, page.checksum, page.day, page.kind))
            return
        gid, present, day, kind = row
        if page.number is not None:
            self._joining.known_pages[page.number] = gid
        if page.day is not None and (day is None or page.day < day):
            # Where two libraries have read it on two days, the first counts in both.
            self._database.execute("UPDATE pages SET day = ? WHERE gid = ?", (page.day, gid))
            self._touched.add(gid)
        is_further = page.done is None or (present is not None and page.done > present)
        if present is not None and (self._is_partial or is_further):
            # Adding it was interrupted here, and got further there; or it came in part.
            self._new_pages += not self._is_partial
            self._note_size(gid, told)
            numbers = "SELECT number FROM records WHERE gid = ?"
            have = {number for (number,) in self._database.rows(numbers, (gid,))}
            self._wait_for(
                page,
                NewPage(gid, page.source, page.checksum, day, kind, have, max(have, default=0)),
            )
            if not self._is_partial:
                self._database.execute("UPDATE pages SET done = ? WHERE gid = ?", (page.done, gid))

    def _note_size(self, gid: int, told: Mapping[str, Any]) -> None:
        """Note how many records a page has in all, where that is known and some may be missing."""
        if self._is_partial and (size := number_of(told, "records")):
            self._whole[gid] = size

    def _complete_pages(self) -> None:
        """Let pages be whole of which all records are here by now."""
        rows = self._database.rows(
            "SELECT gid, count(*) FROM records WHERE gid IN (SELECT value FROM json_each(?)) "
            "GROUP BY gid",
            (json.dumps(list(self._whole)),),
        )
        self._database.execute_many(
            "UPDATE pages SET done = NULL WHERE gid = ?",
            ((gid,) for gid, count in rows if count >= self._whole[gid]),
        )

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
