"""Papers out of the library: by row number for the screen, by id for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..database.database import Database
from ..errors import NotFoundError, RectoError
from ..journal.acts import KEY, TAG
from ..paper import DETAILS, Kept, Link, Paper, Place
from ..pasted import name_of
from .named_papers import papers_named
from .reading_lists import QUEUE, load_list

_COLUMNS = """
SELECT p.pid, p.id, t.title, t.abstract, t.authors, t.author_count, t.organisation, p.published,
    p.comments, p.upvotes, p.arxiv_id, t.links,
    (SELECT json_group_array(json_array(s.name, l.rank, coalesce(json_extract(n.value, '$'), '')))
     FROM (SELECT g.sid, max(l.gid), l.rank FROM places l JOIN pages g USING(gid)
           WHERE l.pid = p.pid AND g.hidden = 0 GROUP BY g.sid ORDER BY g.sid) l
     JOIN sources s USING(sid) LEFT JOIN settings n ON n.name = 'label:' || s.name),
    (SELECT json_group_object(m.name, m.value) FROM marks m
     WHERE m.pid = p.pid AND m.value IS NOT NULL),
    EXISTS (SELECT 1 FROM drafts d WHERE d.pid = p.pid), p.doi, t.details
FROM json_each(?) j JOIN papers p ON p.pid = j.value JOIN texts t ON t.pid = p.pid ORDER BY j.key
"""
"""Everything about some papers in one query; a source's newest page tells the rank there."""

LOOKALIKES = str.maketrans("oil", "011")
"""Letters that no id has, and the digits they are read for (Crockford's base 32)."""

_CANDIDATES = 4
"""How many papers an ambiguous id names before it only counts the rest."""


def load_papers(database: Database, rowids: Sequence[int]) -> list[Paper]:
    """Return these papers in this order; those that a merge has taken away are left out."""
    rows = [
        (*row[:13], json.loads(row[13]) if row[13] != "{}" else {}, *row[14:])
        for row in database.rows(_COLUMNS, (json.dumps(list(rowids)),))
    ]
    queue: dict[int, int] = {}
    if any(QUEUE in row[13] for row in rows):
        # The whole queue is read once rather than counted for each paper.
        members = load_list(database, QUEUE)
        queue = {rowid: place for place, (rowid, _) in enumerate(members, 1)}
    keys: Mapping[int, str] = {}
    if given := {row[0]: row[13][KEY] for row in rows if KEY in row[13]}:
        from .cite_keys import shown_keys  # most lists have no paper with one

        keys = shown_keys(database, given)
    return [_paper(database, row, queue, keys) for row in rows]


def load_texts(
    database: Database, *, after_rev: int = 0, after_rowid: int = -1, to_rowid: int = 2**62
) -> Iterator[tuple[int, str, str, str, str, str | None]]:
    """Yield what the full-text index is told of every paper changed after a `rev`, in their order.

    That is row number, title, abstract, authors and details as they are kept, and the date of
    publication. It reads a thousand at a time, so that no lock is held while an index is built.
    """
    last = after_rowid
    while True:
        rows = database.rows(
            "SELECT p.pid, t.title, t.abstract, t.authors, t.details, p.published "
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
    database: Database, row: Sequence[Any], queue: Mapping[int, int], keys: Mapping[int, str]
) -> Paper:
    marks: dict[str, Any] = row[13]
    tags = tuple(name.removeprefix(TAG) for name in marks if name.startswith(TAG))
    is_kept = bool(tags) or not marks.keys().isdisjoint(("bookmark", QUEUE, "done"))
    return Paper(
        rowid=row[0],
        id=row[1],
        title=row[2],
        abstract=row[3],
        authors=tuple(_list(database, row[4])),
        author_count=row[5],
        organisation=row[6],
        published=row[7],
        comments=row[8],
        upvotes=row[9],
        arxiv_id=row[10],
        links=tuple(Link(url, kind) for url, kind in _list(database, row[11])),
        sources=tuple(Place(*place) for place in _list(database, row[12])),
        bookmarked="bookmark" in marks,
        read="read" in marks,
        tags=tags,
        note=_text(marks.get("note")),
        queue=queue.get(row[0]),
        done=_text(marks.get("done")),
        kept_from=kept_from(marks.get("via")) if is_kept else None,
        has_draft=bool(row[14]),
        cite_key=keys.get(row[0]),
        doi=row[15],
        **_details(database, row[16]),
    )


def _details(database: Database, text: str) -> dict[str, Any]:
    """Return what few papers have, kept as JSON, by the attributes of papers."""
    if text == "{}":
        return {}
    try:
        told = json.loads(text)
    except ValueError:
        database.distrust()
        return {}
    if not isinstance(told, dict):
        return {}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
        if name in DETAILS
    }


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


def _list(database: Database, text: str) -> list[Any]:
    """Return a list kept as JSON, most of which are empty; a damaged one costs itself alone."""
    if text == "[]":
        return []
    try:
        told = json.loads(text)
    except ValueError:
        database.distrust()
        return []
    return told if isinstance(told, list) else []
