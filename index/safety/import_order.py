"""Imports of two libraries in one order, so that lists are in the same one in both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..database.database import Database
from ..journal.visibility import rank

_NEWEST_ACTS = """
SELECT g.gid, g.import_no, j.clock, j.act, j.machine, json_extract(j.data, '$.import')
FROM pages g JOIN sources s USING(sid)
LEFT JOIN brought b ON b.source = s.name AND b.digest = g.digest
LEFT JOIN journal j ON j.act = b.act ORDER BY j.clock, j.act
"""
"""The number of each page's import; which acts added it, and in which import where they say."""


def order_imports(database: Database, last: int, made: Collection[int]) -> None:
    """Number the imports of both libraries in the order in which they were made.

    `last` is the last number that this library had given, `made` are pages that came just now.
    """
    newest: dict[int, tuple[int, str, tuple[Any, ...]]] = {}
    present: dict[int, int] = {}
    for gid, number, clock, act, machine, import_no in database.rows(_NEWEST_ACTS):
        newest[gid] = (clock or 0, act or "", (machine, import_no))
        present[gid] = number
    begun: dict[tuple[Any, ...], tuple[int, str]] = {}
    for clock, act, group in sorted(newest.values(), key=lambda told: told[:2]):
        begun.setdefault(group, (clock, act))
    ordered = sorted(begun, key=lambda group: begun[group])
    known = {group: present[gid] for gid, (_, _, group) in newest.items() if gid not in made}
    numbers = _numbers(ordered, known)
    if numbers is None:
        # A number that was given once is not given again.
        first = max(1, last - len(ordered) + 1)
        numbers = {group: first + place for place, group in enumerate(ordered)}
    changed = {
        gid: numbers[group]
        for gid, (_, _, group) in newest.items()
        if numbers[group] != present[gid]
    }
    database.execute_many(
        "UPDATE pages SET import_no = ? WHERE gid = ?",
        ((number, gid) for gid, number in changed.items()),
    )
    rank(database, [*{*changed, *made}])


def _numbers(
    ordered: Sequence[tuple[Any, ...]], known: Mapping[tuple[Any, ...], int]
) -> dict[tuple[Any, ...], int] | None:
    """Return numbers for imports in order, where those that have one can keep it; else None."""
    numbers: dict[tuple[Any, ...], int] = {}
    last = 0
    for group in ordered:
        number = known.get(group, last + 1)
        if number <= last:
            return None
        numbers[group] = last = number
    return numbers
