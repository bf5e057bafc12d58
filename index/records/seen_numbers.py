"""Upvotes and comments by the day on which pages showed them, kept as rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..database.database import Database
from .description import in_force
from .telling import Told

_AMONG = "IN (SELECT value FROM json_each(?))"


def write_seen(
    database: Database,
    records: Mapping[int, Sequence[Told]],
    remembered: Mapping[int, Sequence[Any]],
    among: str,
) -> None:
    """Keep the numbers that the records in force show, and those of nobody knows which page."""
    wanted: dict[tuple[int, str], list[int | None]] = {}
    for pid, those in records.items():
        rows = [
            (told.day, told.said.get("upvotes"), told.said.get("comments"))
            for told in in_force(those)
            if told.day and ("upvotes" in told.said or "comments" in told.said)
        ]
        for day, *numbers in (*rows, *remembered.get(pid, ())):
            kept = wanted.setdefault((pid, str(day)), [None, None])
            for place, number in enumerate(numbers):
                if number is not None and (kept[place] is None or number > kept[place]):
                    kept[place] = number
    known = {
        (pid, row[0]): list(row[1:])
        for pid, rows in _load_numbers(database, "seen", among).items()
        for row in rows
    }
    if known == wanted:
        return
    database.execute_many(
        "DELETE FROM seen WHERE pid = ? AND day = ?", known.keys() - wanted.keys()
    )
    database.execute_many(
        "INSERT OR REPLACE INTO seen(pid, day, upvotes, comments) VALUES (?, ?, ?, ?)",
        ((*key, *row) for key, row in wanted.items() if known.get(key) != row),
    )


def load_remembered(
    database: Database, pids: Collection[int]
) -> dict[int, list[tuple[str, int | None, int | None]]]:
    """Return days with upvotes and comments of which nobody knows which pages showed them."""
    return _load_numbers(database, "remembered", json.dumps(list(pids)))


def _load_numbers(
    database: Database, table: str, among: str
) -> dict[int, list[tuple[str, int | None, int | None]]]:
    found: dict[int, list[tuple[str, int | None, int | None]]] = {}
    for pid, *row in database.rows(
        f"SELECT pid, day, upvotes, comments FROM {table} WHERE pid {_AMONG}", (among,)
    ):
        found.setdefault(pid, []).append((row[0], row[1], row[2]))
    return found
