"""What a folder tells again is known without being read again, and what differs is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index.journal.rows import Row

from ..support.importing import add_page, made_up
from .meeting import Machine, carry, machines


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The acts that were read, in a list that may be emptied."""
    found: list[object] = []
    from_json = Row.from_json

    def reading(value: object) -> Row:
        found.append(value)
        return from_json(value)

    monkeypatch.setattr(Row, "from_json", reading)
    return found


def bookmarked(machine: Machine, count: int) -> list[str]:
    add_page(machine.store, "page", *(made_up(f"Paper {number}") for number in range(count)))
    ids = [paper.id for paper in machine.library.rows(machine.rowids())]
    for id in ids:
        machine.library.bookmark(id)
    return ids


def copy_of(machine: Machine, folder: Path, name: str) -> Path:
    """Put a copy of a machine's file into a folder, as a synchroniser names it."""
    (path,) = folder.glob(f"recto-sync-1/{machine.id}/*.jsonl")
    return Path(shutil.copy(path, path.with_name(f"{path.stem}.sync-conflict-{name}.jsonl")))


def test_a_copy_of_what_is_known_is_not_read(tmp_path: Path, read: list[object]) -> None:
    with machines(tmp_path, "one", "two") as (one, two):
        bookmarked(one, 5)
        one.sync()
        carry(one.folder, two.folder)
        assert two.sync().read == 6
        assert len(read) == 6
        read.clear()
        copy = copy_of(one, two.folder, "1")
        assert (two.sync().read, read) == (0, [])
        # A damaged line is no line, what is the same stays so.
        copy.write_bytes(copy.read_bytes().replace(b"bookmark", b"bookmare", 1))
        assert (two.sync().read, read) == (0, [])
        assert one.canonical() == two.canonical()


def test_of_an_act_that_is_told_with_more_papers_the_rest_is_read(
    tmp_path: Path, read: list[object]
) -> None:
    with machines(tmp_path, "one", "two") as (one, two):
        ids = bookmarked(one, 2)
        one.library.marks.keep_private(ids[0])
        one.library.queue(ids)
        one.sync()
        carry(one.folder, two.folder)
        two.sync()
        copy_of(one, two.folder, "1")
        one.library.marks.keep_private(ids[0], False)
        one.sync()
        read.clear()
        carry(one.folder, two.folder)
        assert two.sync().read
        assert read
        assert one.canonical() == two.canonical()
