"""Columns of numbers read at once: the same as row by row, in their order."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest
from recto.index import StoreError, Superseded
from recto.index.database import numbers
from recto.index.database.database import Database
from recto.index.database.numbers import read_numbers


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "numbers.db", version=1)
    database.execute("CREATE TABLE t(n, m)")
    return database


@pytest.mark.parametrize("size", [0, 1, 2, 500])
@pytest.mark.parametrize("together", [1, 7, 1 << 16])
def test_numbers_are_those_of_the_rows(
    database: Database, size: int, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "_TOGETHER", together)
    chance = random.Random(size)
    rows = [(chance.choice([-(2**63), -1, 0, 7, 2**63 - 1]), chance.random()) for _ in range(size)]
    database.execute_many("INSERT INTO t VALUES (?, ?)", rows)
    for sql in ("SELECT n FROM t ORDER BY m DESC", "SELECT n FROM t WHERE n > ? ORDER BY m, n"):
        parameters = (-1,) * sql.count("?")
        found = read_numbers(database, sql, parameters)
        assert found == array("q", [row[0] for row in database.rows(sql, parameters)])


def test_what_sqlite_refuses_is_an_error_for_people(database: Database) -> None:
    with pytest.raises(StoreError):
        read_numbers(database, "SELECT n FROM nowhere")


def test_reading_lets_go_when_nobody_wants_it_any_more(database: Database) -> None:
    counted = (
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "SELECT n AS number FROM c"
    )
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise Superseded

    with pytest.raises(Superseded):
        read_numbers(database, counted, (10**12,), look)
    assert len(looks) == 3
    # The connection is as it was: nobody looks any more.
    assert len(read_numbers(database, counted, (50_000,))) == 50_000
    assert len(looks) == 3
