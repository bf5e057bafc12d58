"""Papers that are kept on this machine: what they are taken apart into stays here as well.

A mark goes to one of the papers that another becomes. That it is private holds for all of them, or
what somebody has kept back would travel with the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from ..database.database import Database
from .acts import APART, NOT_ONE, PRIVATE, SPLIT

_HELD = f"""SELECT r.gid, r.number, r.pid FROM records r JOIN marks m USING(pid)
    WHERE m.name = '{PRIVATE}' AND m.value IS NOT NULL AND m.clock > ?"""

PRIVATE_PAPERS = f"SELECT pid FROM marks WHERE name = '{PRIVATE}' AND value IS NOT NULL"
"""A query for the papers that stay here, by row number."""

_LEFT = f"""SELECT DISTINCT r.pid FROM json_each(?) j JOIN records r
    ON r.gid = json_extract(j.value, '$[0]') AND r.number = json_extract(j.value, '$[1]')
    WHERE r.pid NOT IN ({PRIVATE_PAPERS})
    ORDER BY r.pid"""

_CLOCKS = "SELECT min(clock) FROM journal WHERE act IN (SELECT value FROM json_each(?))"

_SAYING = """SELECT act, kind, data FROM journal
    WHERE seq IN (SELECT value FROM json_each(?))"""


@contextmanager
def staying(
    database: Database,
    saying: Sequence[int],
    keep: Callable[[Sequence[int]], object],
    is_fresh: Callable[[int, int], bool] = lambda gid, number: False,
    before: Collection[int] | None = None,
) -> Iterator[None]:
    """Let `keep` make private what private papers become in here; inside a transaction.

    `saying` are rows that say which records are one paper, and count or do so no more. A paper that
    was private before it was made one with others leaves these as they were. A record, told by its
    page and number there, that `is_fresh` was put to its paper by the same transaction: where it
    turns out to be another, that was never private. Where `before` has the papers that were private
    before acts came from elsewhere, it holds for those alone: what these acts make of the others
    they say themselves, and some of it only once papers are one.
    """
    since = _since(database, saying)
    held = [
        (gid, number)
        for gid, number, pid in database.rows(_HELD, (since,))
        if not is_fresh(gid, number) and (before is None or pid in before)
    ]
    yield
    if held:
        left = [pid for (pid,) in database.rows(_LEFT, (json.dumps(held),))]
        if left:
            keep(left)


def private_papers(database: Database) -> set[int]:
    """Return the papers that stay here, by row number."""
    return {pid for (pid,) in database.rows(PRIVATE_PAPERS)}


def _since(database: Database, saying: Collection[int]) -> int:
    """Return the clock behind which a mark was set on papers that had been made one."""
    made: list[str] = []
    for act, kind, text in database.rows(_SAYING, (json.dumps(list(saying)),)):
        data = database.parsed(text)
        if kind != SPLIT:
            made.append(act)
        elif data.get(APART):
            return 0
        else:
            made += data.get(NOT_ONE, ())
    return int(database.value(_CLOCKS, (json.dumps(made),)) or 0) if made else 0
