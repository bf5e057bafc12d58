"""When a damaged library is left as it is, and when it is looked at more closely."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import Database
from recto.index.database.guard import Guard, suspect, suspicion
from recto.index.database.tables import VERSION
from recto.index.errors import DamageError
from recto.index.safety.opening import open_database

from .damages import PAGE, PAPERS, Worn, acts, overwrite, root, worn

__all__ = ["worn"]


def test_what_is_no_library_at_all_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"This is a letter to my aunt. " * 1000)
    before = path.read_bytes()
    with pytest.raises(DamageError, match=r"nothing in it was found.*Move it away.*recto restore"):
        Library.open(tmp_path)
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["library.db", "library.db.lock"]


def test_while_it_is_open_elsewhere_nothing_is_replaced(worn: Worn) -> None:
    guard = Guard.share(worn.path)
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()
    with pytest.raises(DamageError, match=r"open in other windows\. Close"):
        Library.open(worn.directory)
    assert worn.path.read_bytes() == before
    guard.close()
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]


def test_a_read_that_fails_has_the_next_start_look_at_everything(worn: Worn) -> None:
    """Opening looks at little; what it misses is seen by whoever reads it, and then recovered."""
    database = Database(worn.path, version=VERSION, read_only=True)
    pages = [
        page
        for (page,) in database.rows(
            "SELECT pageno FROM dbstat WHERE name = 'texts' AND pagetype = 'leaf' ORDER BY pageno"
        )
    ]
    database.close()
    overwrite(worn.path, pages[len(pages) // 2], b"\x0d\xff" * (PAGE // 2))
    with Library.open(worn.directory) as library:
        assert library.warnings == []
        with pytest.raises(DamageError, match=r"damaged.*Close every window.*start it again"):
            library.rows(library.listing("").rowids)
    assert suspicion(worn.path).exists()
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]
        assert len(library.rows(library.listing("").rowids)) == PAPERS
        assert acts(library) == worn.after


def test_a_suspicion_without_a_cause_is_dropped(worn: Worn) -> None:
    suspect(worn.path)
    with Library.open(worn.directory) as library:
        assert library.warnings == []
    assert not suspicion(worn.path).exists()


def test_a_read_only_damaged_library_is_only_reported(worn: Worn) -> None:
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()
    with pytest.raises(DamageError):
        open_database(worn.path, VERSION, read_only=True)
    assert worn.path.read_bytes() == before
    assert not (worn.directory / "damaged").exists()


def test_a_missing_library_is_begun_anew_with_a_word_about_its_snapshots(worn: Worn) -> None:
    worn.path.rename(worn.directory / "away.db")
    with Library.open(worn.directory) as library:
        (warning,) = library.warnings
        assert "recto restore" in warning
        assert str(worn.directory / "snapshots") in warning
        assert library.counts().bookmarks == 0
    with Library.open(worn.directory) as library:
        assert library.warnings == []


def test_no_disk_left_to_recover_on_leaves_all_as_it_was(
    worn: Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recto.index.safety.salvage.shutil.copyfile", full)
    with pytest.raises(StoreError, match="disk is full"):
        Library.open(worn.directory)
    assert worn.path.read_bytes() == before
    assert not (worn.directory / "recovery").exists()
