"""The whole library in each order; what is not known comes last.

SQLite would sort whole rows. The default order has an index, and the others are made of it by one
column and a sort that leaves equal ones where they are.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator
from typing import Any

from ..database.database import Database
from ..database.numbers import read_numbers
from .seen import RISING

DEFAULT = "relevance"

_DEFAULT = "SELECT pid FROM papers WHERE hidden = 0 ORDER BY import_no DESC, score DESC, pid"

_TITLES = """SELECT json_group_array(pid) FROM
    (SELECT pid FROM titles WHERE is_main ORDER BY key, pid)"""
"""Papers out of sight too; to ask each whether it is would be to look for each."""

_DATES = "SELECT pid, published FROM papers WHERE pid > ? ORDER BY pid LIMIT ?"

_NUMBERS = """SELECT pid, {0} FROM papers
    WHERE pid > ? AND {0} IS NOT NULL ORDER BY pid LIMIT ?"""

_PAGES = "SELECT gid, import_no FROM pages WHERE hidden = 0 ORDER BY import_no DESC"

_PLACED = "SELECT pid FROM places WHERE gid = ?"

_TOGETHER = 10_000
"""Papers that are in memory as rows together."""

_NO_YEAR = "0"
"""Dates without a year, `--MM-DD`, compare as less."""


def read_order(
    database: Database,
    sort: str,
    default: Callable[[], array[int]],
    check: Callable[[], object] | None = None,
) -> array[int]:
    """Return the row numbers of all papers in sight, and of others perhaps, in an order.

    `default` gives the default order, of the same moment. `check` is called now and then, and may
    raise.
    """
    match sort:
        case "title":
            return array("q", json.loads(database.value(_TITLES)))
        case "newest":
            dates = _dates(database, lambda date: date or "")
            return array("q", sorted(default(), key=dates.__getitem__, reverse=True))
        case "oldest":
            dates = _dates(database, _by_age)
            return array("q", sorted(default(), key=dates.__getitem__))
        case "comments" | "upvotes":
            return _by_number(dict(_parts(database, _NUMBERS.format(sort))), default())
        case "added":
            return _by_number(_first_imports(database), default())
        case "rising":
            return read_numbers(database, RISING)
    return read_numbers(database, _DEFAULT, check=check)


def _parts(database: Database, sql: str) -> Iterator[Any]:
    last = -(2**62)
    while rows := database.rows(sql, (last, _TOGETHER)):
        yield from rows
        last = rows[-1][0]


def _dates(database: Database, key: Callable[[str | None], str]) -> dict[int, str]:
    """Return what the date of each paper is sorted by; few are different."""
    keys: dict[str | None, str] = {}
    dates: dict[int, str] = {}
    for rowid, date in _parts(database, _DATES):
        known = keys.get(date)
        dates[rowid] = keys.setdefault(date, key(date)) if known is None else known
    return dates


def _by_age(date: str | None) -> str:
    if date is None:
        return "2"
    return f"1{date}" if date < _NO_YEAR else f"0{date}"


def _by_number(numbers: dict[int, int], default: array[int]) -> array[int]:
    """Return papers by a number that some have, the highest first, and the others behind them."""
    if not numbers:
        return default
    known = [rowid for rowid in default if rowid in numbers]
    known.sort(key=numbers.__getitem__, reverse=True)
    if len(known) == len(default):
        return array("q", known)
    return array("q", known) + array("q", [one for one in default if one not in numbers])


def _first_imports(database: Database) -> dict[int, int]:
    """Return the import that first brought each paper, not the newest one that shows it again."""
    pages = database.rows(_PAGES)
    return {
        rowid: import_no
        for gid, import_no in pages
        for rowid in read_numbers(database, _PLACED, (gid,))
    }
