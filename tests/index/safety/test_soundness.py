"""Files that SQLite reads and that are no sound libraries: refused whole, or passed by."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import Database
from recto.index.database.tables import VERSION
from recto.index.safety.schema import tables
from recto.index.safety.snapshots import snapshots
from recto.index.safety.soundness import faults_of

from ..support import on_disk
from ..support.older import make_older
from ..support.soundness import assert_is_sound
from .damages import Worn, acts, garble_first_page, worn

__all__ = ["worn"]

ODD = {
    "no table of marks": "DROP TABLE marks",
    "no journal": "DROP TABLE journal",
    "no index": "DROP INDEX papers_rev",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON marks BEGIN DELETE FROM drafts; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a table more": "CREATE TABLE other(x)",
    "an index that no act could be written to": (
        "CREATE UNIQUE INDEX one ON journal(length(machine)) WHERE seq > 100000"
    ),
    "a column more": "ALTER TABLE marks ADD COLUMN other TEXT",
    "rev as text": "UPDATE meta SET value = 'many' WHERE key = 'rev'",
    "rev at the limit": "UPDATE meta SET value = 9223372036854775807 WHERE key = 'rev'",
    "an empty meta": "DELETE FROM meta",
    "a machine of odd signs": "UPDATE meta SET value = char(27) || '[2J' WHERE key = 'machine'",
    "a paper's rev as text": "UPDATE papers SET rev = 'x' WHERE pid = 1",
    "a clock at the limit": "UPDATE journal SET clock = 9007199254740991 WHERE seq = 1",
    "a clock as text": "UPDATE journal SET clock = 'soon' WHERE seq = 1",
    "JSON cut off": "UPDATE texts SET authors = '[\"A. B' WHERE pid = 1",
    "a link of one part": "UPDATE texts SET links = '[[\"x\"]]' WHERE pid = 1",
    "an act cut off": "UPDATE journal SET data = substr(data, 1, 9) WHERE seq = 1",
    "an act of another kind of JSON": "UPDATE journal SET papers = '{}' WHERE seq = 1",
    "an act that no library takes": "UPDATE journal SET subject = 'x' WHERE seq = 1",
    "a title as a blob": "UPDATE texts SET title = x'00ff' WHERE pid = 1",
    "a mark as a blob": "UPDATE marks SET value = x'00ff'",
    "a day that is a number": "UPDATE marks SET value = 12 WHERE name = 'done'",
    "a day that is none": "UPDATE marks SET value = '2026-02-30' WHERE name = 'done'",
    "an act that sets a day to a number": (
        "UPDATE journal SET data = json_set(data, '$.set.done', 12) WHERE kind = 'done'"
    ),
    "a source's name that is a number": (
        "INSERT OR REPLACE INTO settings VALUES ('label:x', '12', 5, 'a0')"
    ),
    "a mark on no paper": "UPDATE marks SET pid = 99999 WHERE name = 'done'",
    "a row number at the limit": "UPDATE gone SET pid = 9223372036854775807 WHERE pid = 900000",
    "a paper without its text": "DELETE FROM texts WHERE pid = 1",
    "papers that do not go by their ids": "DELETE FROM ids",
    "a paper that does not go by its title": "DELETE FROM titles WHERE pid = 1",
    "acts that do not lead to their papers": "DELETE FROM touched",
    "marks that no act has set": "UPDATE marks SET value = 1 WHERE value IS NULL",
    "a record that is no JSON": "UPDATE records SET said = 'bare' WHERE number = 1",
    "a record whose title is a number": "UPDATE records SET said = '{\"t\":3}' WHERE number = 1",
    "a record that begins with nothing": "UPDATE records SET said = '{\"a\":[1]}' WHERE number = 1",
    "a record with a field more": 'UPDATE records SET said = \'{"title":"x"}\' WHERE number = 1',
    "a record that leads to no paper": "UPDATE records SET pid = 99999 WHERE number = 1",
    "records that do not stand where papers do": "DELETE FROM records WHERE number = 1",
    "a paper that is not what its records say": (
        "UPDATE records SET said = json_object('v', 'Nowhere') WHERE said IS NULL"
    ),
    "details of another form": "UPDATE texts SET details = '{\"venue\":3}' WHERE pid = 1",
    "a correction that is no JSON": "INSERT INTO marks VALUES (1, 'edit:venue', 'bare', 5, 'a0')",
    "a setting that is no JSON": "UPDATE settings SET value = 'bare'",
}


def spoil(path: Path, sql: str) -> None:
    with closing(Database(path, version=VERSION, has_log=False)) as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute(sql)


def test_libraries_of_recto_are_sound(rich: Library, empty: Library, tmp_path: Path) -> None:
    for library in (rich, empty):
        assert faults_of(library.locations.database, is_deep=True) == []
        path = library.backup(tmp_path / "b.db")
        assert faults_of(path, is_deep=True) == []


def test_what_a_table_holds_is_told_by_its_sql() -> None:
    known = {table.name: table for table in tables()}
    assert known["marks"].key == ("pid", "name")
    assert known["papers"].key == ("pid",)
    assert known["session"].key == ("name",)
    types = {column.name: (column.type, column.is_needed) for column in known["papers"].columns}
    assert types["id"] == ("TEXT", True)
    assert types["arxiv_id"] == ("TEXT", False)
    assert types["score"] == ("REAL", True)
    assert [column.json for column in known["journal"].columns if column.json] == [
        "object",
        "array",
    ]


@pytest.mark.parametrize("sql", ODD.values(), ids=ODD)
def test_what_is_no_sound_library_is_not_restored(rich: Library, tmp_path: Path, sql: str) -> None:
    on_disk.execute(rich, "INSERT INTO gone(pid, rev) VALUES (900000, 1)")
    path = rich.backup(tmp_path / "odd.db")
    spoil(path, sql)
    before = acts(rich)
    with pytest.raises(StoreError, match=r"Nothing was restored.*no library of Recto's") as refused:
        rich.restore(path)
    assert str(refused.value).isprintable()
    assert acts(rich) == before
    assert list(snapshots(rich.locations.database)) == []
    assert_is_sound(rich)


def test_a_backup_beside_a_damaged_log_is_not_restored(library: Library, tmp_path: Path) -> None:
    from ..support.killed import flip, kill_after_notes

    with Library.open(tmp_path / "killed"):
        pass
    log = kill_after_notes(tmp_path / "killed")
    flip(log, log.stat().st_size // 2, 1)
    with pytest.raises(StoreError, match=r"not closed well.*library\.db-wal.*--data-dir"):
        library.restore(tmp_path / "killed" / "library.db")


@pytest.mark.parametrize("name", ["a trigger", "rev as text", "no table of marks", "JSON cut off"])
def test_recovery_takes_the_newest_snapshot_that_is_sound(worn: Worn, name: str) -> None:
    with Library.open(worn.directory) as library:
        newest = on_disk.keep_snapshot(library, "newest")
    spoil(newest, ODD[name])
    garble_first_page(worn.path)
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]
        assert acts(library) == worn.after
        assert faults_of(worn.path, is_deep=True) == []
        assert_is_sound(library)
    assert newest in snapshots(worn.path)


def test_an_odd_library_is_no_snapshot_and_is_recovered_by_the_next_start(worn: Worn) -> None:
    spoil(worn.path, "UPDATE papers SET rev = 'x' WHERE pid = 1")
    with Library.open(worn.directory) as library, pytest.raises(StoreError, match="papers holds"):
        library.copies.snapshot_if_due()
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]
        assert acts(library) == worn.after
    assert faults_of(worn.path) == []


def test_an_older_library_has_its_columns_in_another_order(worn: Worn, tmp_path: Path) -> None:
    """As `ALTER TABLE` leaves it; it is the same library."""
    path = tmp_path / "older.db"
    shutil.copyfile(worn.path, path)
    make_older(path, 1)
    assert faults_of(path) == []
    with Library.open(worn.directory) as library:
        library.restore(path)
        assert acts(library) == worn.after
        assert_is_sound(library)
    assert faults_of(worn.path, is_deep=True) == []


def test_connections_trust_no_schema(library: Library) -> None:
    with on_disk.store_of(library) as store:
        assert store.database.value("PRAGMA trusted_schema") == 0
        assert store.database.value("PRAGMA mmap_size") == 0
        assert store.database.value("PRAGMA cell_size_check") == 1


@pytest.mark.parametrize("size", [1, 50, 99])
def test_less_than_a_header_is_recovered_like_nothing(worn: Worn, size: int) -> None:
    worn.path.write_bytes(worn.path.read_bytes()[:size])
    with Library.open(worn.directory) as library:
        assert "it is empty" in library.warnings[0]
        assert acts(library) >= worn.before
        assert_is_sound(library)
    (aside,) = (worn.directory / "damaged").iterdir()
    assert aside.stat().st_size == size
