"""What SQLite alone tells of papers: dates that say more or less, what is known of most or few."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest
from recto.index.database.database import Database
from recto.index.search.filtering.facts import Facts

DATES = (
    *("2023", "2024", "2025", "2024-03", "2024-04", "2024-12", "2024-03-01", "2024-03-31"),
    *("2024-04-01", "1999-12-31", "--05-03", "--12-31", None),
)
ENDS = (
    *("0", "2024", "2024~", "2024-03", "2024-03~", "2024-03-31", "2024-03-31~", "2025"),
    *("2024-1", "~", "20"),
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "facts.db", version=1)
    database.execute(
        "CREATE TABLE papers(pid INTEGER PRIMARY KEY, published TEXT, comments INTEGER)"
    )
    return database


def test_a_date_that_says_less_is_a_range_itself(database: Database) -> None:
    rows = list(enumerate(DATES, 1))
    database.execute_many("INSERT INTO papers(pid, published) VALUES (?, ?)", rows)
    facts, found = Facts(database), 0
    for low, high in product(ENDS[:-2] + ENDS[-1:], ENDS):
        wanted = {
            rowid
            for rowid, date in rows
            if date and date[0] != "-" and f"{date}~" > low and date < high
        }
        assert facts.published(low, high).rowids == wanted, (low, high)
        found += bool(wanted)
    assert found > 40


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 1])
def test_what_is_known_of_most_is_told_by_the_others(database: Database, share: float) -> None:
    chance = random.Random(5)
    rows = [(pid, 1 if chance.random() < share else None) for pid in range(1, 60)]
    database.execute_many("INSERT INTO papers(pid, comments) VALUES (?, ?)", rows)
    known = Facts(database).known("comments")
    assert set(known.chosen(pid for pid, _ in rows)) == {pid for pid, number in rows if number}
    assert len(known.rowids) <= len(rows) / 2
