"""JSON objects that tell of a library, taken into this one; foreign until they are checked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeVar

from ..errors import SourceError
from ..journal.acts import compact
from ..journal.fold import NOTE_SEAM
from ..journal.rows import Row
from ..journal.uniting import apply_pending, unite
from ..journal.visibility import rank, recount, refresh_pages, refresh_papers
from ..paper import Record, arxiv_id
from ..store.store import Store
from ..text import clean
from .joining import Foreign, Joining
from .outgoing import PART

_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{6,52}")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}|--\d\d-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST = 2**31 - 1
"""Above it no rank and no number of comments is honest."""

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
        self._new_pages: dict[tuple[str, str], int] = {}
        self._pages = self._acts = self._new_acts = self._drafts = self._waiting = 0

    def take(self, kind: object, group: Iterable[Mapping[str, Any]]) -> None:
        """Take in objects of one kind that follow one another; those of unknown kinds are left."""
        if kind == "paper":
            papers = self._each(_paper, group)
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
        if joining.rev or self._new_pages:
            joining.begin()
            apply_pending(self._store.journal)
        if self._new_pages and self._newest_import:
            self._order_imports()
        if joining.rev:
            refresh_pages(self._database)
            refresh_papers(self._database)
            recount(self._database)
        return MergeReport(
            papers=joining.known + joining.new,
            new_papers=joining.new,
            pages=self._pages,
            new_pages=len(self._new_pages),
            acts=self._acts,
            new_acts=self._new_acts,
            drafts=self._drafts,
            waiting=self._waiting,
        )

    def _take_page(self, told: Mapping[str, Any]) -> None:
        """Take in a page without its papers, out of sight until an act brings it."""
        name, checksum = _page(told)
        self._pages += 1
        self._database.execute(
            "INSERT OR IGNORE INTO sources(name, label) VALUES (?, ?)",
            (name, clean(_text(told, "label", ""))),
        )
        sid = self._database.value("SELECT sid FROM sources WHERE name = ?", (name,))
        done = _number(told, "done")
        known = "SELECT gid, done FROM pages WHERE sid = ? AND digest = ?"
        gid, present = self._database.row(known, (sid, checksum)) or (None, None)
        if gid is None:
            self._new_pages[name, checksum] = self._database.execute(
                "INSERT INTO pages(sid, import_no, digest, hidden, done) VALUES (?, ?, ?, 1, ?)",
                (sid, _number(told, "import") or 0, checksum, done),
            )
        elif present is not None and (done is None or done > present):
            # Adding it was interrupted here, and got further there.
            self._new_pages[name, checksum] = gid
            self._database.execute("UPDATE pages SET done = ? WHERE gid = ?", (done, gid))

    def _take_places(self, told: Mapping[str, Any]) -> None:
        """Put papers on a page that this library did not have, or not all of."""
        gid = self._new_pages.get(_page(told))
        if gid is None:
            return
        self._database.execute_many(
            "INSERT INTO places(gid, pid, rank) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)",
            [(gid, rowid, rank) for rowid, rank in self._placed(told.get("papers"))],
        )

    def _placed(self, papers: object) -> Iterator[tuple[int, int]]:
        for place in papers if isinstance(papers, list) else [None]:
            match place:
                case [str() as id, int() as rank] if 0 < rank <= _MOST:
                    rowid = self._joining.rowid(id)
                    if rowid is not None:
                        yield rowid, rank
                case _:
                    raise _malformed("a place is no paper with a rank")

    def _take_draft(self, told: Mapping[str, Any]) -> None:
        """Keep a half-typed note; of two on one paper both."""
        rowid = self._joining.rowid(_text(told, "paper"))
        text = "\n".join(clean(line) for line in _text(told, "text").split("\n"))
        if rowid is None:
            return
        present = self._database.value("SELECT text FROM drafts WHERE pid = ?", (rowid,))
        if present is not None and text in present:
            return
        self._drafts += 1
        base = compact(_texts(told, "base")) if told.get("base") is not None else None
        self._database.execute(
            "INSERT INTO drafts(pid, text, wall, base) VALUES (:pid, :text, :wall, :base) "
            "ON CONFLICT DO UPDATE SET text = text || :seam || :text",
            {
                "pid": rowid,
                "text": text,
                "wall": clean(_text(told, "wall", "")),
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


def _paper(told: Mapping[str, Any]) -> Foreign:
    """Return a paper, checked and cleaned; its links are found anew, its marks are in the acts."""
    title = clean(_text(told, "title"))
    id = _text(told, "id")
    if not title or not _ID.fullmatch(id):
        raise _malformed("a paper has no title or no id")
    published = told.get("published")
    arxiv = told.get("arxiv_id")
    organisation = told.get("organisation")
    record = Record(
        title=title,
        abstract=clean(_text(told, "abstract", "")),
        rank=1,
        line=1,
        authors=tuple(filter(None, map(clean, _texts(told, "authors")))),
        author_count=_number(told, "author_count"),
        organisation=clean(organisation) if isinstance(organisation, str) else None,
        published=(
            published if isinstance(published, str) and _DATE.fullmatch(published) else None
        ),
        comments=_number(told, "comments"),
        upvotes=_number(told, "upvotes"),
        arxiv_id=arxiv_id(arxiv) if isinstance(arxiv, str) else None,
    )
    others = [other for other in _texts(told, "other_ids") if _ID.fullmatch(other)]
    keys = [key for key in map(clean, _texts(told, "other_titles")) if key]
    return Foreign(id, record, others, keys, list(_history(told.get("history", []))))


def _history(told: object) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield days with the numbers that were seen on them."""
    for seen in told if isinstance(told, list) else [None]:
        match seen:
            case [str() as day, upvotes, comments] if _DAY.fullmatch(day):
                numbers = {"upvotes": upvotes, "comments": comments}
                yield day, _number(numbers, "upvotes"), _number(numbers, "comments")
            case _:
                raise _malformed("its history is no list of days and numbers")


def _page(told: Mapping[str, Any]) -> tuple[str, str]:
    name, checksum = clean(_text(told, "source")), clean(_text(told, "digest"))
    if not name or not checksum:
        raise _malformed("a page has no source or no digest")
    return name, checksum


def _text(told: Mapping[str, Any], name: str, default: str | None = None) -> str:
    text = told.get(name, default)
    if not isinstance(text, str):
        raise _malformed(f"its {name} is no text")
    return text


def _texts(told: Mapping[str, Any], name: str) -> list[str]:
    texts = told.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise _malformed(f"its {name} is no list of texts")
    return texts


def _number(told: Mapping[str, Any], name: str) -> int | None:
    number = told.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= _MOST else None


def _malformed(reason: str) -> SourceError:
    return SourceError(
        "Not an exported library",
        f"Something in it cannot be understood: {reason}.",
        "Nothing was taken in; export the library again.",
    )
