"""A library told as JSON objects, from which another one can be made that is the same.

docs/library-format.md says what they mean. Of papers thousands are read at a time, never all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..database.database import Database
from ..database.refusals import damaged
from ..errors import DamageError
from ..journal.identities import FORMER
from ..journal.rows import Row
from ..records.description import is_said
from ..records.keeping import unpack
from ..records.shelf import GIVEN
from ..records.telling import Fields, Told, difference
from .register import PASSED, POSITIONS, tell_passed, tell_position

PART = 500
"""Rows that are read, or looked up, together."""

_PAPERS = """
SELECT p.pid, p.id, t.title, t.abstract, t.authors, t.author_count, t.organisation, p.published,
    p.comments, p.upvotes, p.arxiv_id, t.links, {}
FROM papers p JOIN texts t USING(pid)
WHERE p.pid IN (SELECT value FROM json_each(?)) ORDER BY p.pid
"""

_PAPERS_NOW = _PAPERS.format("p.doi, t.details")
_PAPERS_BEFORE = _PAPERS.format("NULL, '{}'")
"""Of a library that an older Recto wrote."""

_RECORDS = """
SELECT pid, gid, number, said FROM records
WHERE pid IN (SELECT value FROM json_each(?)) ORDER BY gid, number
"""

_IDS = """
SELECT i.pid, i.alias FROM ids i JOIN papers p USING(pid)
WHERE i.pid IN (SELECT value FROM json_each(?)) AND i.alias <> p.id ORDER BY i.alias
"""

_TITLES = """
SELECT pid, key FROM titles
WHERE pid IN (SELECT value FROM json_each(?)) AND NOT is_main ORDER BY key
"""

_MARKS = """
SELECT pid, name, value FROM marks
WHERE pid IN (SELECT value FROM json_each(?)) AND value IS NOT NULL ORDER BY name
"""

_SEEN = """
SELECT pid, day, upvotes, comments FROM seen
WHERE pid IN (SELECT value FROM json_each(?)) ORDER BY day
"""

_REMEMBERED = _SEEN.replace("FROM seen", "FROM remembered")

_PAGES = """
SELECT g.gid, s.name, s.label, g.digest, g.import_no, g.done, {}
FROM pages g JOIN sources s USING(sid)
WHERE g.gid IN (SELECT value FROM json_each(?)) ORDER BY g.gid
"""

_PAGES_NOW = _PAGES.format("g.day, g.kind")
_PAGES_BEFORE = _PAGES.format("NULL, NULL")

_PLACES = """
SELECT l.pid, p.id, l.rank FROM places l JOIN papers p USING(pid)
WHERE l.gid = ? AND l.pid > ? ORDER BY l.pid LIMIT ?
"""

_DRAFTS = """
SELECT p.id, d.text, d.wall, d.base FROM drafts d JOIN papers p USING(pid)
WHERE d.pid IN (SELECT value FROM json_each(?)) ORDER BY d.pid
"""

_ARXIV_IDS = """
SELECT j.act, t.item, p.arxiv_id FROM journal j JOIN touched t USING(seq) JOIN papers p USING(pid)
WHERE j.act IN (SELECT value FROM json_each(?)) AND p.arxiv_id IS NOT NULL
"""


@dataclass(slots=True)
class _Others:
    """What a paper has any number of."""

    ids: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    marks: dict[str, Any] = field(default_factory=dict)
    history: list[list[Any]] = field(default_factory=list)
    remembered: list[list[Any]] = field(default_factory=list)
    records: list[list[Any]] = field(default_factory=list)


class Reading:
    """How the tables of a library are read: all of it, or an error."""

    is_whole = True
    """Whether all can be read, so that pages need not be told in two ways."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def has_records(self) -> bool:
        """Whether the library keeps what each page says: those of older Rectos do not."""
        return self.has("records")

    def has(self, table: str, column: str = "") -> bool:
        """Whether the library has a table, or a column of it: those of older Rectos have fewer."""
        columns = self.rows("SELECT name FROM pragma_table_info(?)", (table,))
        return bool(columns) and (not column or (column,) in [tuple(row) for row in columns])

    def passed(self) -> Iterator[dict[str, Any]]:
        """Yield what the reader has passed, page by page; nothing where there is no register."""
        if self.has("passed"):
            for row in self.rows(PASSED, ()):
                yield from self.told(tell_passed, row)

    def numbers(self, table: str, column: str) -> Iterator[int]:
        """Yield the row numbers of a table in order."""
        last = -1
        sql = f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT {PART}"
        while rows := self.database.rows(sql, (last,)):
            if rows[-1][0] <= last:
                raise damaged(self.database.path, f"rows of {table} lead back to others")
            yield from (number for (number,) in rows)
            last = rows[-1][0]

    def rows(self, sql: str, parameters: Sequence[object]) -> list[Any]:
        """Return the rows of a query."""
        return self.database.rows(sql, parameters)

    def parts(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield row numbers as lists in JSON, as many as are read together."""
        numbers = iter(numbers)
        while part := list(islice(numbers, PART)):
            yield json.dumps(part)

    def of_numbers(self, sql: str, numbers: Iterable[int]) -> Iterator[Any]:
        """Yield what a query answers about row numbers; their list is its only parameter."""
        for part in self.parts(numbers):
            yield from self.rows(sql, (part,))

    def told(self, make: Callable[[Any], dict[str, Any]], row: Any) -> Iterator[dict[str, Any]]:
        """Yield what is made of a row; DamageError where it holds what nobody wrote."""
        try:
            yield make(row)
        except (ValueError, TypeError) as error:
            raise DamageError(
                "The library is damaged",
                f"{self.database.path} holds what was never written there ({error}).",
                "Restore a backup, or a snapshot of an earlier day.",
            ) from error


def describe(reading: Reading, acts: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Yield pages, papers with what pages say of them, acts, registers, half-typed notes.

    Of a library that keeps no records, or cannot be read wholly, also which papers are on a page.
    """
    has_records = reading.has_records
    numbers: dict[int, int] = {}
    pages = list(
        reading.of_numbers(
            _PAGES_NOW if has_records else _PAGES_BEFORE, reading.numbers("pages", "gid")
        )
    )
    for place, page in enumerate(pages, 1):
        numbers[page[0]] = place
        yield _page(place, page)
    for rowids in reading.parts(reading.numbers("papers", "pid")):
        yield from _papers(reading, rowids, numbers if has_records else None)
    if not (has_records and reading.is_whole):
        for page in pages:
            yield from _places(reading, page)
    acts = iter(acts)
    while part := list(islice(acts, PART)):
        yield from _acts(reading, part)
    yield from reading.passed()
    if reading.has("positions"):
        has_marks = reading.has("positions", "marks")
        sql = POSITIONS if has_marks else POSITIONS.replace("r.marks", "NULL")
        for row in reading.of_numbers(sql, reading.numbers("positions", "pid")):
            yield from reading.told(tell_position, row)
    for row in reading.of_numbers(_DRAFTS, reading.numbers("drafts", "pid")):
        yield from reading.told(_draft, row)


def _papers(
    reading: Reading, rowids: str, numbers: Mapping[int, int] | None
) -> Iterator[dict[str, Any]]:
    """Yield papers; `numbers` are those of the pages, None where there are no records."""
    others: dict[int, _Others] = defaultdict(_Others)
    for rowid, id in reading.rows(_IDS, (rowids,)):
        others[rowid].ids.append(id)
    for rowid, key in reading.rows(_TITLES, (rowids,)):
        others[rowid].titles.append(key)
    for rowid, name, value in reading.rows(_MARKS, (rowids,)):
        others[rowid].marks[name] = value
    for rowid, *seen in reading.rows(_SEEN, (rowids,)):
        others[rowid].history.append(seen)
    if numbers is not None:
        for rowid, *seen in reading.rows(_REMEMBERED, (rowids,)):
            others[rowid].remembered.append(seen)
        for rowid, gid, number, said in reading.rows(_RECORDS, (rowids,)):
            if gid in numbers:
                others[rowid].records.append([numbers[gid], number, said])
    sql = _PAPERS_BEFORE if numbers is None else _PAPERS_NOW
    for rowid, *row in reading.rows(sql, (rowids,)):
        for told in reading.told(_paper, (*row, others[rowid])):
            if numbers is None:
                del told["records"], told["remembered"]
            yield told


def _page(place: int, row: Sequence[Any]) -> dict[str, Any]:
    _, name, label, checksum, import_no, done, day, kind = row
    told = {
        "type": "page",
        "page": place,
        "source": name,
        "label": label,
        "digest": checksum,
        "import": import_no,
        "done": done,
        "day": day,
        "kind": kind,
    }
    return {name: value for name, value in told.items() if value is not None}


def _places(reading: Reading, page: Sequence[Any]) -> Iterator[dict[str, Any]]:
    gid, name, _, checksum, *_ = page
    last = -1
    while rows := reading.rows(_PLACES, (gid, last, PART)):
        if rows[-1][0] <= last:
            if reading.is_whole:
                raise damaged(reading.database.path, "places lead back to others")
            return  # what is garbled may lead back
        yield {
            "type": "places",
            "source": name,
            "digest": checksum,
            "papers": [[id, rank] for _, id, rank in rows],
        }
        last = rows[-1][0]


def _paper(row: Sequence[Any]) -> dict[str, Any]:
    others = row[-1]
    details = json.loads(row[12])
    told = {
        "title": row[1],
        "abstract": row[2],
        "authors": json.loads(row[3]),
        "author_count": row[4],
        "organisation": row[5],
        "published": row[6],
        "comments": row[7],
        "upvotes": row[8],
        "arxiv_id": row[9],
        "doi": row[11],
    }
    shown = {name: value for name, value in told.items() if is_said(value) or name == "title"}
    shown |= {name: value for name, value in details.items() if name != GIVEN}
    if GIVEN in details:
        shown["links"] = details[GIVEN]
    if "type" in details:
        details["csl_type"] = details.pop("type")
    return {
        "type": "paper",
        "id": row[0],
        **told,
        **details,
        "links": [url for url, _ in json.loads(row[10])],
        "other_ids": others.ids,
        "other_titles": others.titles,
        "history": others.history,
        "remembered": others.remembered,
        "records": [
            [page, number, _kept(said, number, shown)] for page, number, said in others.records
        ],
        "marks": others.marks,
    }


def _kept(text: str | None, number: int, shown: Fields) -> Fields:
    """Return what a record says otherwise than what is shown, by the names of fields."""
    if text is None:
        return {}
    said, rank = unpack(json.loads(text), shown)
    return difference(Told(0, number, said, rank=number if rank is None else rank), shown)


def _draft(row: Sequence[Any]) -> dict[str, Any]:
    id, text, wall, base = row
    base = None if base is None else json.loads(base)
    return {"type": "draft", "paper": id, "text": text, "wall": wall, "base": base}


def _acts(reading: Reading, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield rows of the journal, older ones with the arXiv ids known of their papers by now.

    A title alone may be that of two papers by now; then only the arXiv id tells which was meant.
    """
    known: dict[str, dict[int, str]] = {}
    for act, item, arxiv_id in reading.rows(_ARXIV_IDS, (json.dumps([row.act for row in rows]),)):
        known.setdefault(act, {})[item] = arxiv_id
    for row in rows:
        told: Mapping[int, str] = known.get(row.act, {})
        papers = [
            [paper[0], paper[1] or told.get(item)] if len(paper) == FORMER else paper
            for item, paper in enumerate(row.papers)
        ]
        yield {"type": "act", **row.as_json(), "papers": papers}
