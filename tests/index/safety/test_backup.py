"""Backups: one file that is a library by itself, written over nothing but an older one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import Library, StoreError

from ..support import on_disk
from ..support.soundness import assert_is_sound
from .kept_copies import acts_in, either, first_ids, mode

__all__ = ["either", "mode"]


def test_a_backup_is_one_file_that_can_be_opened_by_itself(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    either.tag(ids[:2], add=["kept"])
    path = either.backup(tmp_path / "b.db")
    assert path.read_bytes()
    assert not list(tmp_path.glob(".*partial"))
    assert not list(tmp_path.glob("b.db-*"))
    (tmp_path / "elsewhere").mkdir()
    shutil.copyfile(path, tmp_path / "elsewhere" / "library.db")
    with Library.open(tmp_path / "elsewhere") as copy:
        assert copy.paper(ids[0]).tags == ("kept",)
        assert_is_sound(copy)


def test_an_older_backup_is_replaced_and_nothing_else(library: Library, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear aunt")
    for target in (letter, tmp_path, library.locations.database):
        before = target.read_bytes() if target.is_file() else None
        with pytest.raises(StoreError, match="Nothing was backed up"):
            library.backup(target)
        assert (target.read_bytes() if target.is_file() else None) == before
    (tmp_path / "empty.db").touch()
    for name in ("b.db", "b.db", "empty.db"):
        library.backup(tmp_path / name)
    assert acts_in(tmp_path / "empty.db") == on_disk.acts(library)
    with pytest.raises(StoreError):
        library.backup(tmp_path / "no" / "such" / "b.db")
