"""What can be read of a wreck, which is only copied."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from recto.index.safety.salvage import LenientReading, Wreck, copy_wreck, journal_rows

from .damages import PAGE, Worn, worn

__all__ = ["worn"]


def test_salvaging_garbage_finds_nothing_and_never_fails(tmp_path: Path) -> None:
    rng = random.Random(5)
    path = tmp_path / "garbage"
    for size in (0, 1, 99, 100, 4095, 40_960, 123_456):
        data = bytearray(rng.randbytes(size))
        for start in range(0, size, PAGE):
            data[start : start + 1] = b"\x0d"  # every page says that it has rows
        path.write_bytes(bytes(data))
        assert list(journal_rows(path)) == []
    copy_wreck(path, tmp_path / "copy", [])


def test_a_wreck_is_only_copied(worn: Worn, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in worn.directory.iterdir() if path.is_file()}
    copy_wreck(worn.path, tmp_path / "copy.db", [])
    assert {row["act"] for row in journal_rows(tmp_path / "copy.db")} == worn.after
    after = {path.name: path.read_bytes() for path in worn.directory.iterdir() if path.is_file()}
    assert after == before


def test_rows_that_lead_back_to_others_are_not_read_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "wreck.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, told TEXT)")
        rows = ((number, f"row {number}") for number in range(1, 9))
        connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
    data = path.read_bytes()
    # A cell has the length of its row, the row's number, and the row behind a header of 3 bytes.
    at = data.index(b"row 7") - 4
    assert data[at] == 7
    path.write_bytes(data[:at] + b"\x02" + data[at + 1 :])
    wreck = Wreck(path, version=0)
    assert next(LenientReading(wreck).numbers("t", "n")) == 1
    assert [*LenientReading(wreck).numbers("t", "n")][:6] == [1, 2, 3, 4, 5, 6]
    wreck.close()
