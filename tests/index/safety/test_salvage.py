"""What can be read of a wreck, which is only copied."""

from __future__ import annotations

import random
from pathlib import Path

from recto.index.safety.salvage import copy_wreck, journal_rows

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
