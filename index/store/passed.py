"""The register of what the reader has passed: by page, which of its records.

A page is a source's list of one day, told by the source's name and its digest, in every library the
same. Records are only ever put in, so that the registers of two libraries are united by union, in
either direction and however often: what was passed in one of them is passed in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..database.database import Database

Page = tuple[str, str]
"""The name of its source and its digest."""

Range = tuple[int, int]
"""The first and the last of records that follow one another, by their numbers on the page."""

_PLACED = """SELECT s.name, g.digest, r.number FROM json_each(?) j
    JOIN records r ON r.pid = j.value JOIN pages g USING(gid) JOIN sources s USING(sid)"""

_NEAR = """SELECT first, last FROM passed
    WHERE source = ? AND digest = ? AND first <= ? AND last >= ?"""


def pass_papers(database: Database, rowids: Sequence[int]) -> bool:
    """Put all records of these papers in; say whether any was not there. Inside a transaction."""
    passed: dict[Page, list[Range]] = {}
    for source, digest, number in database.rows(_PLACED, (json.dumps(list(rowids)),)):
        passed.setdefault((source, digest), []).append((number, number))
    return unite_passed(database, passed.items())


def unite_passed(database: Database, passed: Iterable[tuple[Page, Iterable[Range]]]) -> bool:
    """Put records in by page; say whether any was not there. Inside a transaction."""
    stamp = int(database.value("SELECT coalesce(max(stamp), 0) + 1 FROM passed"))
    is_news = False
    for page, ranges in passed:
        wanted = _joined(ranges)
        if not wanted:
            continue
        bounds = (wanted[-1][1] + 1, wanted[0][0] - 1)
        known = {(first, last) for first, last in database.rows(_NEAR, (*page, *bounds))}
        united = set(_joined([*known, *wanted]))
        if united == known:
            continue
        is_news = True
        database.execute_many(
            "DELETE FROM passed WHERE source = ? AND digest = ? AND first = ?",
            [(*page, first) for first, _ in known - united],
        )
        database.execute_many(
            "INSERT INTO passed(source, digest, first, last, stamp) VALUES (?, ?, ?, ?, ?)",
            [(*page, *one, stamp) for one in sorted(united - known)],
        )
    return is_news


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Return ranges in order, those as one that meet."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
