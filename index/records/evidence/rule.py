"""Libraries whose papers an earlier rule told apart, brought in line with the one in use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from ...database.database import Database
from ...identity.family_keys import former_family_keys
from ...identity.meaning import FORMER, keys_of_title
from ...identity.rule import is_followed, note_rule
from ...identity.titles import title_key, unpriced_title_key
from ...journal.journal import Journal
from ...journal.pending import apply_pending
from ...journal.visibility import recount
from ..keeping import LETTERS
from ..settling import settle_papers
from ..shelf import load_records, load_shown
from ..telling import Fields, Told
from .rows import write_names

_PART = 1000

_SHOWN = "SELECT t.pid, t.title, json_extract(t.authors, '$[0]') FROM texts t"

_OTHERWISE = "SELECT DISTINCT pid FROM records WHERE said LIKE ? OR said LIKE ?"

_KEYS = "SELECT pid, key FROM titles WHERE pid IN (SELECT value FROM json_each(?))"


def follow_rule(journal: Journal) -> None:
    """Group the papers anew of a library that an earlier rule told apart; once for each rule.

    Marks that have waited for papers by what an earlier rule told of them find theirs. Raises
    StoreError where nothing can be written.
    """
    database = journal.database
    with database.transaction():
        if is_followed(database):
            return
        pids = _told_otherwise(database)
        _rekey(database, pids)
        with journal.staying():
            settle_papers(database, pids)
        apply_pending(journal)
        recount(database)
        note_rule(database)


def _told_otherwise(database: Database) -> list[int]:
    """Return the papers of which earlier rules told other evidence; few are, so all are looked at.

    Only theirs, and what shares evidence with it, can be other papers now.
    """
    found = {
        pid
        for pid, title, author in database.rows(_SHOWN)
        if title_key(title) != unpriced_title_key(title)
        or (author is not None and former_family_keys(author))
    }
    packed = tuple(f'%"{LETTERS[name]}":%' for name in ("title", "authors"))
    for part in _parts(sorted({pid for (pid,) in database.rows(_OTHERWISE, packed)} - found)):
        for pid, those in load_records(database, part).items():
            for told in those:
                title, authors = told.said["title"], told.said.get("authors")
                if title_key(title) != unpriced_title_key(title) or (
                    authors and former_family_keys(authors[0])
                ):
                    found.add(pid)
    return sorted(found)


def _rekey(database: Database, pids: Sequence[int]) -> None:
    """Let papers go by the keys that their titles have now, and by no former one as if it were."""
    for part in _parts(pids):
        records, shown = load_records(database, part), load_shown(database, part)
        write_names(database, {pid: records.get(pid, []) for pid in shown}, shown)
        going_by: dict[int, set[str]] = {}
        for pid, key in database.rows(_KEYS, (json.dumps(part),)):
            going_by.setdefault(pid, set()).add(key)
        database.execute_many(
            "DELETE FROM titles WHERE pid = ? AND key = ?",
            (
                (pid, key)
                for pid, keys in going_by.items()
                for key in keys
                if FORMER + key in keys and not _is_key(key, pid, records, shown)
            ),
        )


def _is_key(key: str, pid: int, records: dict[int, list[Told]], shown: dict[int, Fields]) -> bool:
    titles = {shown[pid]["title"], *(told.said["title"] for told in records.get(pid, ()))}
    return any(key in keys_of_title(title) for title in titles)


def _parts(pids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(pids)
    while part := list(islice(rest, _PART)):
        yield part
