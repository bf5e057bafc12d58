"""Databases with what Zotero never writes: they are read as far as they can be, or refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from recto.index import SourceError
from recto.index.pages.zotero.library import opened_zotero
from recto.index.pages.zotero.places import ZoteroPlace
from recto.index.paper import Record

from ...support.chances import seeds
from .databases import TABLES, ZoteroDatabase

VALUES = [None, 0, -1, 2**62, 1.5, b"\xff\0\xfe", "", "text", "\x1b[31m\u202e", "x" * 5000, "17"]


def filled(directory: Path) -> ZoteroDatabase:
    """Return a library with something in each table."""
    zotero = ZoteroDatabase(directory)
    inner = zotero.collection("Inner", zotero.collection("Outer"))
    for number in range(6):
        item = zotero.item(
            title=f"Paper {number}",
            date="2012-07-00 July 2012",
            extra="arXiv:2105.00001\nremark",
            creators=[("author", "Doe", "Jane"), ("author", "Group")],
            tags=["mine"],
            automatic=["theirs"],
            collections=[inner],
        )
        zotero.note("<p>note</p>", item, tags=["t"])
        file = zotero.attachment("storage:a.pdf", item, url="https://example.org")
        zotero.annotation(file, "marked", "comment", tags=["t"])
    zotero.note("<p>loose</p>")
    zotero.attachment("/loose.pdf", mode=2)
    zotero.trash(zotero.item(title="thrown away"))
    return zotero


def read(zotero: ZoteroDatabase) -> list[Record]:
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        library.checksum()
        return list(library.records())


@pytest.mark.parametrize("seed", seeds(15, 200))
def test_whatever_stands_in_whichever_column_nothing_worse_than_a_sentence(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with filled(tmp_path / "Zotero") as zotero:
        for _ in range(chance.randint(1, 12)):
            table = chance.choice([*TABLES])
            column = chance.choice(TABLES[table].split(", ")).split()[0]
            value = chance.choice(VALUES)
            zotero.run(
                f"UPDATE OR IGNORE {table} SET {column} = ? "
                f"WHERE rowid IN (SELECT rowid FROM {table} ORDER BY random() LIMIT 3)",
                value,
            ) if column not in _keys(table) else zotero.run(
                f"DELETE FROM {table} WHERE rowid % 3 = 0"
            )
        try:
            records = read(zotero)
        except SourceError:
            return
        for record in records:
            assert record.title.isprintable()
            assert all(name.isprintable() for name in (*record.authors, *record.tags))


def _keys(table: str) -> list[str]:
    columns = TABLES[table].split(", ")
    return [column.split()[0] for column in columns if "PRIMARY KEY" in column]


def test_a_view_in_the_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    with filled(tmp_path / "Zotero") as zotero:
        zotero.run("ALTER TABLE tags RENAME TO kept")
        zotero.run(
            "CREATE VIEW tags AS WITH RECURSIVE n(tagID, name) AS (VALUES (1, 'a') UNION ALL "
            "SELECT tagID + 1, name FROM n) SELECT * FROM n"
        )
        assert {record.tags for record in read(zotero)[2:]} == {("Outer/Inner",)}


@pytest.mark.parametrize("seed", range(10))
def test_bytes_that_were_damaged_on_the_disk(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with filled(tmp_path / "Zotero") as zotero:
        zotero.close()
        data = bytearray(zotero.path.read_bytes())
        for _ in range(200):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        zotero.path.write_bytes(data)
        try:
            read(zotero)
        except SourceError as error:
            assert "zotero.sqlite" in str(error)
