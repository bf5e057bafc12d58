"""The titles, ids and DOIs that papers go by, kept as rows by which records find them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ...database.database import Database
from ...identity.meaning import keys_of_title
from ...identity.titles import title_key
from ..neighbours import evidence_keys
from ..telling import Fields, Told

_AMONG = "IN (SELECT value FROM json_each(?))"


def write_names(
    database: Database, records: Mapping[int, Sequence[Told]], shown: Mapping[int, Fields]
) -> None:
    """Let papers go by the titles and ids of all their records, in force or not.

    A title that it once went by stays, so that what was said of the paper under it finds it.
    """
    among = json.dumps(list(records))
    known: dict[int, dict[str, int]] = {}
    for pid, key, is_main in database.rows(
        f"SELECT pid, key, is_main FROM titles WHERE pid {_AMONG}", (among,)
    ):
        known.setdefault(pid, {})[key] = is_main
    wanted: list[tuple[str, int, bool]] = []
    for pid, those in records.items():
        main = title_key(shown[pid]["title"])
        titles = {told.said["title"] for told in those} - {shown[pid]["title"]}
        there = known.get(pid, {})
        keys = {main, *keys_of_title(shown[pid]["title"])}.union(*map(keys_of_title, titles))
        for key in keys | {key for key, one in there.items() if one}:
            if there.get(key) != (key == main):
                wanted.append((key, pid, key == main))
    database.execute_many(
        "INSERT INTO titles(key, pid, is_main) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET is_main = excluded.is_main",
        wanted,
    )
    _write_evidence(database, records, shown, among)


def _write_evidence(
    database: Database,
    records: Mapping[int, Sequence[Told]],
    shown: Mapping[int, Fields],
    among: str,
) -> None:
    wanted = {
        (key, pid)
        for pid, those in records.items()
        for told in those
        for key in evidence_keys(told.said, shown[pid])
    }
    known = set(database.rows(f"SELECT key, pid FROM evidence WHERE pid {_AMONG}", (among,)))
    database.execute_many("DELETE FROM evidence WHERE key = ? AND pid = ?", known - wanted)
    database.execute_many("INSERT INTO evidence(key, pid) VALUES (?, ?)", wanted - known)
