"""What follows when records of papers change, or which of them count; inside a transaction.

Everything by which a record comes in sight, goes out of it, or comes to another paper ends here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from ..database.database import Database
from ..journal.visibility import rank_papers, recount, refresh_papers, turn_pages
from .corrections import corrected_papers, load_corrections
from .description import describe
from .grouping import regroup
from .seen_numbers import load_remembered
from .shelf import describe_papers, load_records, load_shown

_PART = 1000
"""Papers whose records are in memory together."""

_ON_PAGES = "SELECT DISTINCT pid FROM records WHERE gid IN (SELECT value FROM json_each(?))"

_MANY = """SELECT pid FROM records WHERE pid IN (SELECT value FROM json_each(?))
    GROUP BY pid HAVING count(*) > 1"""
"""Papers of whose records some may count and others not."""


def settle_papers(database: Database, pids: Collection[int], rev: int = 0) -> bool:
    """Bring all up to date after records of these papers, or what the reader says, have changed.

    They are grouped anew, then described, then placed and shown. `rev` is the library's where it
    was counted up. Returns whether records are other papers now, so that sources may have more or
    fewer of them: counting those is the caller's.
    """
    changed = regroup(database, pids)
    pids = {*pids} | changed
    for part in _parts(pids):
        describe_papers(database, part, rev)
    rank_papers(database, pids)
    refresh_papers(database, pids)
    return bool(changed)


def settle_pages(database: Database, gids: Collection[int], rev: int = 0) -> None:
    """Bring all up to date after these pages have come in sight, or gone out of it."""
    if not gids:
        return
    pids = {pid for (pid,) in database.rows(_ON_PAGES, (json.dumps(list(gids)),))}
    changed = regroup(database, pids)
    many = {pid for (pid,) in database.rows(_MANY, (json.dumps(list(pids)),))}
    for part in _parts(many | changed):
        describe_papers(database, part, rev)
    rank_papers(database, pids | changed)
    refresh_papers(database, pids | changed)
    recount(database)


def refresh_pages(database: Database, sources: Collection[str] | None = None) -> bool:
    """Hide and show pages of these sources, or of all, as the journal says, and what is on them.

    Returns whether any was to be hidden or shown.
    """
    turned = turn_pages(database, sources)
    settle_pages(database, turned)
    return bool(turned)


def regroup_all(database: Database) -> bool:
    """Group all records anew; return whether all were the papers that they make."""
    pids = [pid for (pid,) in database.rows("SELECT pid FROM papers")]
    changed = regroup(database, pids)
    for part in _parts(changed):
        describe_papers(database, part)
    rank_papers(database, changed)
    refresh_papers(database, changed)
    return not changed


def describe_all(database: Database) -> bool:
    """Describe every paper anew; return whether all were described as their records say."""
    is_right = True
    for part in _parts(pid for (pid,) in database.rows("SELECT pid FROM papers")):
        is_right = not describe_papers(database, part) and is_right
    return is_right


def is_described(database: Database) -> bool:
    """Tell whether all papers are described as their records say; changes nothing."""
    for part in _parts(_doubtful(database)):
        shown, records = load_shown(database, part), load_records(database, part)
        corrections = load_corrections(database, part)
        remembered = load_remembered(database, part)
        for pid, those in records.items():
            wanted = describe(those, corrections.get(pid), remembered.get(pid, ()))
            if wanted != shown.get(pid):
                return False
    return True


def _doubtful(database: Database) -> set[int]:
    """Return the papers that do not simply say what their only record does."""
    rows = database.rows(
        "SELECT pid FROM records GROUP BY pid HAVING count(*) > 1 OR max(said IS NOT NULL)"
    )
    return {pid for (pid,) in rows} | corrected_papers(database)


def _parts(pids: Iterable[int]) -> Iterator[list[int]]:
    pids = iter(pids)
    while part := list(islice(pids, _PART)):
        yield part
