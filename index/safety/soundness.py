"""Whether a file is a sound library: its pages, its tables, and what stands in them.

SQLite reads files that no Recto wrote: with a table less, with triggers and views that would work
in the library from then on, with any value in any column. Restoring, recovery and snapshots believe
only what this module has looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from ..database.database import Database
from ..database.tables import VERSION
from ..errors import SourceError, StoreError
from ..journal.clocks import LATEST
from ..journal.rows import Row
from ..paper import DETAILS
from ..records.keeping import BEGUN, LETTERS, RANK, UNTOLD
from ..records.shelf import GIVEN
from ..records.telling import LISTS
from ..store.store import Store
from ..text import clean
from .schema import Column, Table, form_of, forms, tables

_LATEST = 2**52
"""Counters from it on would leave too few for a long life."""

_KEPT_BY_SQLITE = re.compile(r"sqlite_stat\d")
"""What SQLite adds by itself where somebody has run ANALYZE."""

_NAME = re.compile(r"[0-9A-Za-z_.-]{1,64}")

_FORMER = {("index", "titles_other")}
"""What older libraries have and this one's do not."""

_UNBOUNDED = {("watched", "size"), ("watched", "mtime_ns")}

_NO_TEXT = "type <> 'text'"

_NO_LINK = "type <> 'array' OR json_array_length(value) <> 2"


def _no_list(column: str, is_odd: str) -> str:
    """Return in SQL whether a column holds no list in JSON, or one with odd things in it."""
    return (
        f"CASE WHEN NOT json_valid({column}) THEN 1 WHEN json_type({column}) <> 'array' THEN 1 "
        f"ELSE EXISTS(SELECT 1 FROM json_each({column}) WHERE {is_odd}) END"
    )


def _odd_fields(column: str, names: Mapping[str, str], more: Mapping[str, str]) -> str:
    """Return in SQL whether a column holds fields of a paper in another form than theirs.

    They stand there by other `names`, and beside them what `more` gives the types of.
    """
    lists = (*LISTS, GIVEN)
    types = {names[name]: "array" if name in lists else _TYPES.get(name, "text") for name in names}
    types.update(more)
    by_type: dict[str, list[str]] = {}
    for name, kind in types.items():
        by_type.setdefault(kind, []).append(repr(name))
    cases = " ".join(
        f"WHEN f.key IN ({', '.join(keys)}) THEN '{kind}'" for kind, keys in by_type.items()
    )
    begun = ", ".join(repr(names[name]) for name in BEGUN if name in names and more) or "''"
    return f"""CASE WHEN coalesce({column}, '{{}}') = '{{}}' THEN 0
        WHEN NOT json_valid({column}) THEN 1 WHEN json_type({column}) <> 'object' THEN 1
        ELSE EXISTS(SELECT 1 FROM json_each({column}) f WHERE CASE
            WHEN f.type = 'array' AND f.key IN ({begun}) THEN json_array_length(f.value) <> 2
                OR json_type(f.value, '$[0]') <> 'integer' OR json_type(f.value, '$[1]') <> 'text'
            WHEN f.type <> (CASE {cases} ELSE 'none' END) THEN 1
            WHEN f.type <> 'array' THEN 0
            ELSE EXISTS(SELECT 1 FROM json_each(f.value) e WHERE
                e.type <> iif(f.key = '{names.get("links", GIVEN)}', 'array', 'text')) END) END"""


_TYPES = {
    "author_count": "integer",
    "comments": "integer",
    "upvotes": "integer",
    "arxiv_version": "integer",
    "has_more_authors": "true",
}

_DETAILS = _odd_fields("details", {name: name for name in DETAILS} | {GIVEN: GIVEN}, {})
_RECORDS = _odd_fields("said", LETTERS, {RANK: "integer", UNTOLD: "text"})

_FORMS = {
    "papers": "hidden NOT IN (0, 1)",
    "texts": f"{_no_list('authors', _NO_TEXT)} OR {_no_list('links', _NO_LINK)} OR {_DETAILS}",
    "records": _RECORDS,
    "titles": "is_main NOT IN (0, 1)",
    "pages": "hidden NOT IN (0, 1)",
    "settings": """CASE WHEN value IS NULL THEN 0 WHEN NOT json_valid(value) THEN 1
        WHEN name GLOB 'label:*' THEN json_type(value) <> 'text'
        WHEN name GLOB 'removed:*' THEN json_type(value) NOT IN ('true', 'false')
        WHEN name GLOB 'search:*' OR name GLOB 'looked:*' THEN json_type(value) <> 'object'
        ELSE 0 END""",
    "marks": """CASE WHEN value IS NULL THEN 0
        WHEN name IN ('bookmark', 'read', 'rejected') THEN typeof(value) = 'text'
        WHEN name = 'done' THEN typeof(value) <> 'text' OR date(value, '+0 days') IS NOT value
        WHEN name GLOB 'highlight-note:*' THEN typeof(value) <> 'text'
        WHEN name GLOB 'edit:*' OR name GLOB 'highlight:*'
        THEN typeof(value) <> 'text' OR NOT json_valid(value)
        WHEN name IN ('note', 'via', 'arxiv', 'key') THEN typeof(value) <> 'text' ELSE 0 END""",
    "drafts": f"base IS NOT NULL AND {_no_list('base', _NO_TEXT)}",
    "session": "value IS NOT NULL AND NOT json_valid(value)",
}
"""What no row of a table may be, besides what its columns' types say."""

_TORN = {
    "papers have no text": "papers p LEFT JOIN texts t USING(pid) WHERE t.pid IS NULL",
    "papers do not go by their ids": "papers p WHERE NOT EXISTS"
    "(SELECT 1 FROM ids i WHERE i.alias = p.id AND i.pid = p.pid)",
    "papers do not go by their titles": "papers p WHERE NOT EXISTS"
    "(SELECT 1 FROM titles t WHERE t.pid = p.pid AND t.is_main)",
    "papers do not stand where their records do": "(SELECT gid, pid FROM records EXCEPT "
    "SELECT gid, pid FROM places UNION ALL SELECT gid, pid FROM places EXCEPT "
    "SELECT gid, pid FROM records)",
    "acts do not lead to their papers": "journal j WHERE json_array_length(j.papers) > "
    "(SELECT count(*) FROM touched WHERE seq = j.seq) "
    "+ (SELECT count(*) FROM pending WHERE seq = j.seq)",
}
"""What is said of rows that have lost those which belong to them, in tables that are whole."""

_ROWS = """
SELECT seq, act, machine, window, clock, wall, kind, subject, papers, data FROM journal
WHERE seq > ? ORDER BY seq LIMIT 500
"""


def faults_of(path: Path, *, is_deep: bool = False) -> list[str]:
    """Return what keeps a file from being a sound library, as parts of sentences; none for sound.

    A deep look compares indexes with their tables too, and tables with one another. Of a file that
    an older Recto wrote only pages and the kinds of its tables are looked at; the rest once it is
    brought up to date.
    """
    try:
        with closing(Database(path, version=1 << 31, read_only=True)) as database:
            version = database.version
            if version == 0:
                return ["it holds no library"]
            if version > VERSION:
                return ["a newer Recto has written it, so that this one has to be updated first"]
            is_present = version == VERSION
            found = _foreign(database, is_present) or _broken(database, is_deep=is_deep)
            if is_present and not found:
                found = list(_odd(database)) or (list(_torn(database)) if is_deep else [])
            return found
    except StoreError as error:
        return [clean(str(error.__cause__ or error.message)).rstrip(".")]


def _foreign(database: Database, is_present: bool) -> list[str]:
    """Return what is in the schema that Recto did not put there, and what is not."""
    rows = database.rows("SELECT type, name, sql FROM sqlite_master")
    found = []
    seen = set()
    for told, named, sql in rows:
        kind, name = clean(str(told)), clean(str(named))
        if kind == "index" and sql is None:
            continue  # that of a constraint
        if kind == "table" and _KEPT_BY_SQLITE.fullmatch(name):
            continue
        seen.add((kind, name))
        if (kind, name) not in forms() and (is_present or (kind, name) not in _FORMER):
            found.append(f"it has a {kind} that is not Recto's: {name}")
        elif is_present and form_of(str(sql)) != forms()[kind, name]:
            found.append(f"its {kind} {name} is not as Recto makes it")
    lost = forms().keys() - seen if is_present else set()
    return found + [f"it has no {kind} {name}" for kind, name in sorted(lost, reverse=True)]


def _broken(database: Database, *, is_deep: bool) -> list[str]:
    check = "integrity_check" if is_deep else "quick_check"
    found = [clean(str(text)) for (text,) in database.rows(f"PRAGMA {check}(10)")]
    if found != ["ok"]:
        return found
    orphans = database.rows("PRAGMA foreign_key_check")
    return [f"rows of its table {clean(str(orphans[0][0]))} belong to nothing"] if orphans else []


def has_odd_rows(database: Database, table: Table) -> bool:
    """Tell whether a table holds values that no Recto writes."""
    odd = [_is_odd(table.name, column) for column in table.columns]
    odd += filter(None, [_FORMS.get(table.name)])
    where = " OR ".join(f"({one})" for one in odd)
    sql = f"SELECT 1 FROM {table.name} NOT INDEXED WHERE {where} LIMIT 1"
    return database.row(sql) is not None


def _odd(database: Database) -> Iterator[str]:
    """Yield what stands in the tables that no Recto writes."""
    for table in tables():
        if has_odd_rows(database, table):
            yield f"its table {table.name} holds what was never written there"
            return
    meta = dict(database.rows("SELECT key, value FROM meta"))
    names = (meta.get("library"), meta.get("machine"))
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names):
        yield "it does not say which library it is"
    elif not isinstance(meta.get("rev"), int) or not 0 <= meta["rev"] < _LATEST:
        yield "it does not say how often it was changed"
    last = -1
    while rows := database.rows(_ROWS, (last,)):
        if rows[-1][0] <= last:
            yield "rows of its journal lead back to others"
            return
        last = rows[-1][0]
        for _, *row in rows:
            if not is_act(row):
                yield f"its act {clean(str(row[0]))[:64]} is none"
                return


def _torn(database: Database) -> Iterator[str]:
    """Yield which rows have lost what belongs to them; marks that acts do not explain are such."""
    for told, rows in _TORN.items():
        if database.row(f"SELECT 1 FROM {rows} LIMIT 1"):
            yield f"some of its {told}"
            return
    if not Store(database).journal.agrees():
        yield "its marks are not what its acts say, or its papers not what its records say"


def is_act(row: list[object]) -> bool:
    """Tell whether a row of the journal, from its act on, could be taken into another library."""
    names = ("act", "machine", "window", "clock", "wall", "kind", "subject", "papers", "data")
    told = dict(zip(names, row, strict=True))
    try:
        texts = {name: json.loads(str(told[name])) for name in ("papers", "data")}
        Row.from_json({**told, **texts})
    except (SourceError, ValueError, RecursionError):
        return False
    return True


def _is_odd(table: str, column: Column) -> str:
    """Return in SQL whether a column holds what it must not."""
    name = column.name
    allowed = [column.type.lower()] if column.type else ["text", "integer", "real"]
    allowed += [] if column.is_needed else ["null"]
    odd = f"typeof({name}) NOT IN ({', '.join(map(repr, allowed))})"
    if name == "clock":
        odd += f" OR clock NOT BETWEEN 1 AND {LATEST}"
    elif column.type == "INTEGER" and (table, name) not in _UNBOUNDED:
        odd += f" OR {name} NOT BETWEEN {-_LATEST} AND {_LATEST}"
    return odd
