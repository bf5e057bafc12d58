"""Papers out of the library: by row number for the screen, by id for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from ..database.database import Database
from ..errors import NotFoundError, RectoError
from ..journal.acts import KEY, PRIVATE, TAG
from ..journal.highlight_marks import HIGHLIGHT
from ..paper import DETAILS, Highlight, Kept, Link, Paper, Place
from ..pasted import name_of
from ..stream_names import DAY_LENGTH, IS_DAY
from .named_papers import papers_named
from .reading_lists import QUEUE, load_list

VIA = "via"
"""The mark that tells what led the reader to keep a paper."""

_COLUMNS = """
SELECT p.pid, p.id, t.title, t.abstract, t.authors, t.author_count, t.organisation, p.published,
    p.comments, p.upvotes, p.arxiv_id, t.links,
    EXISTS (SELECT 1 FROM drafts d WHERE d.pid = p.pid), p.doi, t.details
FROM json_each(?) j JOIN papers p ON p.pid = j.value JOIN texts t ON t.pid = p.pid ORDER BY j.key
"""

_MARKS = (
    "SELECT m.pid, m.name, m.value FROM json_each(?) j JOIN marks m ON m.pid = j.value "
    "WHERE m.value IS NOT NULL ORDER BY m.pid, m.name"
)

_PLACES = f"""SELECT l.pid, s.name, l.rank, coalesce(json_extract(n.value, '$'),
    json_extract(m.value, '$') || substr(s.name, -{DAY_LENGTH}), '')
    FROM json_each(?) j JOIN places l ON l.pid = j.value JOIN pages g USING(gid)
    JOIN sources s USING(sid) LEFT JOIN settings n ON n.name = 'label:' || s.name
    LEFT JOIN settings m ON m.name = 'label:' || substr(s.name, 1, length(s.name) - {DAY_LENGTH})
    AND {IS_DAY.format("s.name")} WHERE g.hidden = 0 ORDER BY g.sid, l.gid"""
"""The pages that papers are on, by source; the newest of each tells the rank there.

The name that the reader gave a stream stands before the day.
"""

LOOKALIKES = str.maketrans("oil", "011")
"""Letters that no id has, and the digits they are read for (Crockford's base 32)."""

_NONE: Mapping[str, Any] = {}

_SETTERS = tuple(getattr(Paper, field.name).__set__ for field in fields(Paper))
_NO_DETAILS = tuple(field.default for field in fields(Paper) if field.name in DETAILS)

_DECODER = json.JSONDecoder()

_ADDED = """
SELECT l.pid, j.wall, min(j.clock) FROM places l JOIN pages g USING(gid) JOIN sources s USING(sid)
JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act
WHERE l.pid IN (SELECT value FROM json_each(?)) GROUP BY l.pid
"""
"""With the least clock SQLite gives the wall time of the same row."""

_CANDIDATES = 4
"""How many papers an ambiguous id names before it only counts the rest."""


def load_papers(database: Database, rowids: Sequence[int]) -> list[Paper]:
    """Return these papers in this order; those that a merge has taken away are left out.

    Marks and places are asked for of all papers together, which takes a third of asking for each.
    """
    wanted = (json.dumps(list(rowids)),)
    marks: dict[int, dict[str, Any]] = {}
    places: dict[int, dict[str, Place]] = {}
    with database.moment():  # three statements, one state of the library
        rows = database.rows(_COLUMNS, wanted)
        for rowid, name, value in database.rows(_MARKS, wanted):
            marks.setdefault(rowid, {})[name] = value
        for rowid, *place in database.rows(_PLACES, wanted):
            places.setdefault(rowid, {})[place[0]] = Place(*place)
        queue: dict[int, int] = {}
        if any(QUEUE in marked for marked in marks.values()):
            # The whole queue is read once rather than counted for each paper.
            members = load_list(database, QUEUE)
            queue = {rowid: place for place, (rowid, _) in enumerate(members, 1)}
        keys: Mapping[int, str] = {}
        if given := {rowid: marked[KEY] for rowid, marked in marks.items() if KEY in marked}:
            from .cite_keys import shown_keys  # most lists have no paper with one

            keys = shown_keys(database, given)
    return [
        _paper(database, row, marks.get(row[0], _NONE), places.get(row[0], _NONE), queue, keys)
        for row in rows
    ]


def load_texts(
    database: Database, *, after_rev: int = 0, after_rowid: int = -1, to_rowid: int = 2**62
) -> Iterator[tuple[int, str, str, str, str, str | None, str]]:
    """Yield what the full-text index is told of every paper changed after a `rev`, in their order.

    That is row number, title, abstract, authors and details as they are kept, the date of
    publication, and the links as they are kept. It reads a thousand at a time, so that no lock is
    held while an index is built.
    """
    last = after_rowid
    while True:
        rows = database.rows(
            "SELECT p.pid, t.title, t.abstract, t.authors, t.details, p.published, t.links "
            "FROM papers p JOIN texts t USING(pid) "
            "WHERE p.pid > ? AND p.pid <= ? AND p.rev > ? ORDER BY p.pid LIMIT 1000",
            (last, to_rowid, after_rev),
        )
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def load_gone(database: Database, *, after_rev: int) -> list[int]:
    """Return the row numbers of papers that were merged into others after a `rev`."""
    return [rowid for (rowid,) in database.rows("SELECT pid FROM gone WHERE rev > ?", (after_rev,))]


def load_added(database: Database, rowids: Sequence[int]) -> dict[int, str]:
    """Return the wall times of the acts that first brought papers: ISO 8601 with an offset."""
    rows = database.rows(_ADDED, (json.dumps(list(rowids)),))
    return {rowid: wall for rowid, wall, _ in rows}


def resolve(database: Database, ids: Iterable[str]) -> list[int]:
    """Return the row numbers of papers by what people call them, each paper once.

    An id, its unambiguous beginning, an id the paper once had, a citation key, an arXiv id, a DOI,
    or a link to one of these.
    Raises NotFoundError for an unknown one and RectoError for an ambiguous one.
    """
    return list(dict.fromkeys(_resolve_one(database, text) for text in ids))


def _resolve_one(database: Database, text: str) -> int:
    name = name_of(text)
    if name is not None:
        (rowids,) = papers_named(database, [name], with_hidden=True)
        # Papers of one arXiv id are those that the reader has parted.
        if len(rowids) == 1 or (rowids and name.kind == "arxiv"):
            return rowids[0]
        if rowids:
            raise _ambiguous(database, text, rowids)
    wanted = text.strip().casefold().translate(LOOKALIKES)
    if wanted.isascii() and wanted.isalnum():
        rowid = database.value("SELECT pid FROM ids WHERE alias = ?", (wanted,))
        if rowid is not None:
            return int(rowid)
    from .cite_keys import find_key

    cited = find_key(database, text)
    if cited is not None:
        return cited
    if wanted.isascii() and wanted.isalnum():
        rows = database.rows(
            "SELECT DISTINCT pid FROM ids WHERE alias > ? AND alias < ?", (wanted, wanted + "{")
        )
        if len(rows) == 1:
            return int(rows[0][0])
        if rows:
            raise _ambiguous(database, text, [rowid for (rowid,) in rows])
    raise NotFoundError(
        "No such paper",
        f"Nothing in the library goes by the id {text!r}.",
        "`recto search` shows the id of each paper.",
    )


def _ambiguous(database: Database, text: str, rowids: Sequence[int]) -> RectoError:
    """Return an error that names the papers an id could mean."""
    named = load_papers(database, rowids[:_CANDIDATES])
    listed = "; ".join(f"{paper.id} ({paper.title})" for paper in named)
    more = f"; and {len(rowids) - len(named)} more" if len(rowids) > len(named) else ""
    return RectoError(
        "Several papers answer to that id",
        f"{text!r} is the beginning of {listed}{more}.",
        "Give more of the id.",
    )


def _paper(
    database: Database,
    row: Sequence[Any],
    marks: Mapping[str, Any],
    places: Mapping[str, Place],
    queue: Mapping[int, int],
    keys: Mapping[int, str],
) -> Paper:
    rowid = row[0]
    tags: tuple[str, ...] = ()
    kept: Kept | None = None
    highlights: Sequence[Highlight] = ()
    if marks:  # of most papers there are none
        tags = tuple(name.removeprefix(TAG) for name in marks if name.startswith(TAG))
        if tags or not marks.keys().isdisjoint(("bookmark", QUEUE, "done")):
            kept = kept_from(marks.get(VIA))
        if any(name.startswith(HIGHLIGHT) for name in marks):
            from .highlights import read_highlights  # most lists have no paper with any

            highlights = read_highlights(rowid, marks)
    links = _list(database, row[11])
    return _made(
        (
            *row[:4],
            tuple(_list(database, row[4])),
            *row[5:11],
            tuple([Link(url, kind) for url, kind in links]) if links else (),
            tuple(places.values()),
            "bookmark" in marks,
            "read" in marks,
            tags,
            _text(marks.get("note")),
            queue.get(rowid),
            _text(marks.get("done")),
            "rejected" in marks and "bookmark" not in marks and QUEUE not in marks,
            kept,
            bool(row[12]),
            keys.get(rowid),
            row[13],
            *_details(database, row[14]),
            tuple(highlights),
            PRIVATE in marks,
        )
    )


def _made(values: Iterable[object]) -> Paper:
    """Return a paper of its attributes in their order.

    What a frozen data class does at each attribute takes five times as long, and a page has fifty
    papers of forty.
    """
    paper = Paper.__new__(Paper)
    for put, value in zip(_SETTERS, values, strict=True):
        put(paper, value)
    return paper


def _details(database: Database, text: str) -> Sequence[Any]:
    """Return what few papers have, kept as JSON, in the order of `DETAILS`."""
    if text == "{}":
        return _NO_DETAILS
    try:
        told = _decoded(text)
    except (ValueError, TypeError):
        database.distrust()
        return _NO_DETAILS
    if not isinstance(told, dict):
        return _NO_DETAILS
    return [
        tuple(value) if isinstance(value := told.get(name, default), list) else value
        for name, default in zip(DETAILS, _NO_DETAILS, strict=True)
    ]


def _text(mark: object) -> str | None:
    """Return a mark that is a text; an older Recto took in others too."""
    return mark if isinstance(mark, str) else None


def kept_from(via: object) -> Kept | None:
    """Return what a `via` mark tells; None for none and for what no Recto wrote."""
    try:
        told = json.loads(via) if isinstance(via, str) else None
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    return Kept(str(told.get("query", "")), str(told.get("view", "all")))


def without_query(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an act sets on a paper without the words of the search that led to it.

    The view stays. Words tell of all that was looked for, of other papers too.
    """
    kept = kept_from(changes.get(VIA))
    if kept is None or not kept.query:
        return dict(changes)
    return {**changes, VIA: json.dumps({"query": "", "view": kept.view})}


def _list(database: Database, text: str) -> list[Any]:
    """Return a list kept as JSON, most of which are empty; a damaged one costs itself alone."""
    if text == "[]":
        return []
    try:
        told = _decoded(text)
    except (ValueError, TypeError):
        database.distrust()
        return []
    return told if isinstance(told, list) else []


def _decoded(text: str) -> Any:
    """Return what JSON says that was written without spaces around it, in a quarter of the time."""
    told, end = _DECODER.raw_decode(text)
    return told if end == len(text) else json.loads(text)  # which says what is wrong there
