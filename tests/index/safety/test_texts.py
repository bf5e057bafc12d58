"""Texts with a flipped bit in them: each costs its own field, is said, and is repaired."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database.guard import suspicion
from recto.index.errors import DamageError
from recto.index.safety.examination import examine
from recto.index.safety.schema import Column, Table, tables
from recto.index.safety.snapshots import snapshots
from recto.index.safety.soundness import faults_of
from recto.index.safety.texts import Garbled, garbled_texts

from ..support import on_disk
from ..support.soundness import assert_is_sound
from .eventful_library import content

TEXTS = [
    (table, column) for table in tables() for column in table.columns if column.type in ("TEXT", "")
]


def garble(library: Library, table: str, column: str, where: str = "") -> None:
    """Flip one bit of the first letter of one text, so that it is no UTF-8 any more."""
    text = on_disk.value(
        library,
        f"SELECT {column} FROM {table} NOT INDEXED WHERE typeof({column}) = 'text' "
        f"AND length({column}) > 0 {where} LIMIT 1",
    )
    data = bytearray(text.encode())
    data[0] ^= 0x80
    sql = f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE {column} = ?"
    on_disk.execute(library, sql, (bytes(data), text))


def spoil(library: Library, table: str, column: str, where: str = "") -> None:
    """Put bytes that are no UTF-8 in the place of the beginning of one text."""
    text = on_disk.value(
        library,
        f"SELECT {column} FROM {table} NOT INDEXED WHERE typeof({column}) = 'text' "
        f"AND length({column}) > 0 {where} LIMIT 1",
    )
    data = b"\xff\xfe" + text.encode()[2:]
    sql = f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE {column} = ?"
    on_disk.execute(library, sql, (data, text))


def fill(library: Library) -> None:
    """Write a row into each table that has none yet."""
    library.session.save({"query": "reward"})
    on_disk.execute(library, "INSERT OR IGNORE INTO synced VALUES ('folder', 'sent', 'act', '12')")
    on_disk.execute(library, "INSERT OR IGNORE INTO watched VALUES ('/a/watched/file', 1, 2)")
    seq = on_disk.value(library, "SELECT max(seq) FROM journal")
    on_disk.execute(
        library,
        "INSERT OR IGNORE INTO pending(seq, item, key, arxiv_id, doi) "
        "VALUES (?, 99, 'akey', '2401.09999', '10.1000/waiting')",
        (seq,),
    )
    on_disk.execute(
        library, "INSERT OR IGNORE INTO loose VALUES ('arxiv:2401.09998', ?, 0)", (seq,)
    )
    rowid = on_disk.value(library, "SELECT min(pid) FROM papers")
    for table in ("seen", "remembered"):
        on_disk.execute(
            library, f"INSERT OR IGNORE INTO {table} VALUES (?, '2024-01-01', 1, 2)", (rowid,)
        )
    on_disk.execute(
        library,
        "UPDATE papers SET doi = '10.1000/first', upvotes = 1, comments = 2 WHERE pid = ?",
        (rowid,),
    )
    on_disk.execute(
        library,
        "INSERT OR IGNORE INTO drafts VALUES (?, 'half typed', '2024-01-01T00:00:00+0000', '[]')",
        (rowid,),
    )
    on_disk.execute(
        library,
        "INSERT OR IGNORE INTO positions "
        "VALUES (?, 1, 2, 'We show', 3, '2024-01-01T00:00:00.000000', '{}')",
        (rowid,),
    )
    on_disk.execute(library, "UPDATE drafts SET base = '[]'")
    on_disk.execute(
        library,
        "INSERT OR IGNORE INTO passed SELECT s.name, g.digest, 1, 2, 1 "
        "FROM pages g JOIN sources s USING(sid) LIMIT 1",
    )
    on_disk.execute(library, "UPDATE sources SET label = 'a label' WHERE label = ''")
    on_disk.execute(library, "UPDATE texts SET organisation = 'A Laboratory'")


def unreadable(library: Library) -> list[Garbled]:
    with on_disk.store_of(library, read_only=True) as store:
        return list(garbled_texts(store.database))


def use_everything(library: Library, *, told: int = 3) -> None:
    """Do what reads all that a library holds; of so many papers the digest tells, with reasons.

    What it says of the others is read like theirs, and their texts are read with the list.
    """
    rowids = library.listing("").rowids
    assert len(library.rows(rowids)) == len(rowids)
    library.counts()
    library.search("reward")
    library.log(limit=1000)
    list(library.searches.all())
    library.session.load()
    library.digest(top=told)


EACH = pytest.mark.parametrize(
    ("table", "column"), TEXTS, ids=[f"{table.name}.{column.name}" for table, column in TEXTS]
)


@EACH
def test_one_flipped_bit_is_flipped_back(rich: Library, table: Table, column: Column) -> None:
    fill(rich)
    directory, before = rich.locations.data, content(rich)
    garble(rich, table.name, column.name)
    rich.close()
    with Library.open(directory) as library:
        if (table.name, column.name) == ("journal", "papers"):
            # What SQLite itself takes for JSON is refused once, and repaired by the next start.
            with pytest.raises(DamageError, match="Start Recto again"):
                use_everything(library)
        else:
            use_everything(library)
    suspicion(directory / "library.db").touch()
    with Library.open(directory) as library:
        assert unreadable(library) == []
        assert content(library) == before
        assert_is_sound(library)
        use_everything(library)
    assert faults_of(directory / "library.db", is_deep=True) == []
    with Library.open(directory) as library:
        assert library.warnings == []


@EACH
def test_what_cannot_be_told_costs_one_text_alone(
    rich: Library, table: Table, column: Column
) -> None:
    fill(rich)
    directory, papers = rich.locations.data, rich.counts().all
    spoil(rich, table.name, column.name)
    rich.close()
    suspicion(directory / "library.db").touch()
    with Library.open(directory) as library:
        assert "damaged" in library.warnings[0]
        assert unreadable(library) == []
        assert library.counts().all == papers
        use_everything(library)
        assert_is_sound(library)
    assert faults_of(directory / "library.db", is_deep=True) == []
    with Library.open(directory) as library:
        assert library.warnings == []


def test_a_garbled_abstract_is_shown_at_once_and_repaired_from_a_snapshot(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    on_disk.keep_snapshot(library, "test")
    directory, before = library.locations.data, library.paper(ids[3])
    spoil(library, "texts", "abstract", f"AND pid = {before.rowid}")
    library.close()
    told: list[str] = []
    with Library.open(directory, notice=told.append) as library:
        assert library.warnings == []
        shown = library.paper(ids[3])
        assert shown.abstract == "\ufffd\ufffd" + before.abstract[2:]
        assert "damaged on the disk" in told[0]
        assert library.warnings == told
        library.export_library(tmp_path / "l.jsonl")
        assert library.search(before.title).hits[0].paper.id == ids[3]
    with Library.open(directory) as library:
        (warning,) = library.warnings
        assert f"the abstract of {ids[3]} (from a snapshot)" in warning
        assert library.paper(ids[3]) == before
        (aside,) = (directory / "damaged").glob("texts-*.jsonl")
        assert str(aside) in warning
        assert aside.stat().st_mode & 0o777 == 0o600
        kept = json.loads(aside.read_text())
        assert bytes.fromhex(kept["hex"]) == b"\xff\xfe" + before.abstract.encode()[2:]
    with Library.open(directory) as library:
        assert library.warnings == []


def test_without_a_snapshot_it_stands_with_a_replacement_sign(
    library: Library, ids: list[str]
) -> None:
    directory, before = library.locations.data, library.paper(ids[3])
    for snapshot in snapshots(library.locations.database):
        snapshot.unlink()
    spoil(library, "texts", "title", f"AND pid = {before.rowid}")
    library.paper(ids[3])
    library.close()
    with Library.open(directory) as library:
        assert f"the title of {ids[3]} (with \ufffd" in library.warnings[0]
        assert library.paper(ids[3]).title == "\ufffd\ufffd" + before.title[2:]
        assert library.search(before.title[2:]).total > 0


def test_a_text_that_was_changed_since_the_snapshot_is_not_taken_from_it(
    library: Library, ids: list[str]
) -> None:
    library.note(ids[0], "What I thought at first.")
    on_disk.keep_snapshot(library, "test")
    library.note(ids[0], "And what I think by now, at length.")
    directory = library.locations.data
    garble(library, "marks", "value", "AND value LIKE 'And what%'")
    library.paper(ids[0])
    library.close()
    with Library.open(directory) as library:
        assert "from the journal" in library.warnings[0]
        assert library.paper(ids[0]).note == "And what I think by now, at length."
        assert_is_sound(library)


def test_an_act_whose_json_broke_is_made_anew_of_what_it_set(
    library: Library, ids: list[str]
) -> None:
    library.note(ids[0], "Kept twice.")
    directory = library.locations.data
    on_disk.execute(library, "UPDATE journal SET data = '(' || substr(data, 2) WHERE kind = 'note'")
    library.close()
    suspicion(directory / "library.db").touch()
    with Library.open(directory) as library:
        assert "data in journal (anew)" in library.warnings[0]
        assert library.paper(ids[0]).note == "Kept twice."
        assert_is_sound(library)
    assert faults_of(directory / "library.db", is_deep=True) == []


def test_an_index_with_a_damaged_copy_of_a_text_is_made_anew(
    library: Library, ids: list[str]
) -> None:
    library.bookmark(ids[:1])
    directory = library.locations.data
    act = on_disk.value(library, "SELECT act FROM journal WHERE kind = 'bookmark'").encode()
    on_disk.rows(library, "PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    path = directory / "library.db"
    with Library.open(directory) as library:
        root = on_disk.value(
            library, "SELECT rootpage FROM sqlite_master WHERE name = 'journal_clock'"
        )
    data = bytearray(path.read_bytes())
    at = data.index(act, (root - 1) * 4096, root * 4096)
    data[at] ^= 0x80
    path.write_bytes(data)
    suspicion(path).touch()
    with Library.open(directory) as library:
        assert "index" in library.warnings[0]
        assert on_disk.value(library, "PRAGMA integrity_check") == "ok"
        library.undo()
        assert not library.paper(ids[0]).bookmarked


def test_doctor_finds_it_and_the_next_start_repairs_it(library: Library, ids: list[str]) -> None:
    directory = library.locations.data
    garble(library, "texts", "abstract", f"AND pid = {library.paper(ids[3]).rowid}")
    library.close()
    for is_full in (False, True):
        (told,) = (one for one in examine(directory, is_full=is_full) if one.name == "library")
        assert told.state == "wrong"
        assert "a abstract in its table texts cannot be read" in told.told
    with Library.open(directory) as library:
        assert len(library.warnings) == 1
    (told,) = (one for one in examine(directory, is_full=True) if one.name == "library")
    assert told.state == "ok"
    assert "samples" not in told.advice


@pytest.mark.parametrize("column", ["authors", "links"])
def test_a_list_that_is_none_any_more_costs_itself_alone(
    library: Library, ids: list[str], column: str
) -> None:
    """A flipped bit that leaves a sign of ASCII is no bad text, but it can break the JSON."""
    directory, before = library.locations.data, library.paper(ids[3])
    on_disk.execute(
        library,
        f"UPDATE texts SET {column} = '{{' || substr({column}, 2) WHERE pid = ?",
        (before.rowid,),
    )
    library.close()
    with Library.open(directory) as library:
        assert getattr(library.paper(ids[3]), column) == ()
        assert library.search(before.title).hits[0].paper.id == ids[3]
        assert "damaged" in library.warnings[0]
    with Library.open(directory) as library:
        assert f"the {column} of {ids[3]}" in library.warnings[0]
        assert library.paper(ids[3]).abstract == before.abstract
    assert faults_of(directory / "library.db") == []


def test_an_act_that_is_no_json_any_more_is_refused_once_and_repaired_then(
    library: Library, ids: list[str]
) -> None:
    library.tag(ids[:2], add=["kept"])
    directory = library.locations.data
    on_disk.execute(library, "UPDATE journal SET data = '(' || substr(data, 2) WHERE kind = 'tag'")
    library.close()
    with Library.open(directory) as library, pytest.raises(DamageError, match="Start Recto again"):
        list(library.log())
    with Library.open(directory) as library:
        assert "data in journal" in library.warnings[0]
        assert next(entry.kind for entry in library.log()) == "tag"
        assert library.paper(ids[1]).tags == ("kept",)
        assert_is_sound(library)
