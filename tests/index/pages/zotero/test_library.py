"""Zotero's library as a whole: what is left out, in which order, what is said of it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from recto.index import SourceError
from recto.index.pages.zotero.library import opened_zotero
from recto.index.pages.zotero.places import ZoteroPlace

from .databases import FEED, GROUP, TABLES, ZoteroDatabase


@pytest.fixture
def zotero(tmp_path: Path) -> ZoteroDatabase:
    return ZoteroDatabase(tmp_path / "Zotero")


def titles(zotero: ZoteroDatabase, *, with_groups: bool = False) -> list[str]:
    with opened_zotero(ZoteroPlace(zotero.path), with_groups=with_groups) as library:
        return [record.title for record in library.records()]


def test_trash_feeds_and_groups_are_left_out(zotero: ZoteroDatabase) -> None:
    zotero.item(title="mine")
    thrown = zotero.item(title="thrown away")
    zotero.note("<p>on what was thrown away</p>", thrown)
    zotero.attachment("storage:a.pdf", thrown)
    zotero.trash(thrown)
    zotero.item(title="came by a feed", library=FEED)
    zotero.item(title="of a group", library=GROUP)
    zotero.note("<p>loose, of a group</p>", library=GROUP)
    assert titles(zotero) == ["mine"]
    assert titles(zotero, with_groups=True) == ["loose, of a group", "of a group", "mine"]
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        list(library.records())
        assert "Items in libraries of groups, left out without --groups: 1." in library.remarks


def test_what_was_put_in_last_comes_first(zotero: ZoteroDatabase) -> None:
    zotero.item(title="b", added="2021-05-01 10:00:00")
    zotero.item(title="c", added="2019-05-01 10:00:00")
    zotero.item(title="a", added="2021-05-01 10:00:01")
    zotero.item(title="a2", added="2021-05-01 10:00:01")
    assert titles(zotero) == ["a2", "a", "b", "c"]


def test_more_items_than_are_read_together(zotero: ZoteroDatabase) -> None:
    zotero.run("BEGIN")
    for number in range(1203):
        item = zotero.item(title=f"T{number}", added="2020-01-01 00:00:00", tags=[f"t{number}"])
        if number % 400 == 0:
            zotero.note(f"n{number}", item)
    zotero.run("COMMIT")
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        records = list(library.records())
    assert [record.title for record in records] == [f"T{n}" for n in reversed(range(1203))]
    assert all(record.tags == (f"t{record.title[1:]}",) for record in records)
    assert [r.note for r in records if r.note] == ["n1200", "n800", "n400", "n0"]
    assert [record.rank for record in records] == list(range(1, 1204))


def test_an_item_without_a_title_costs_no_other(zotero: ZoteroDatabase) -> None:
    zotero.item(date="2012-00-00 2012")
    zotero.item(title="Called so")
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        assert [record.title for record in library.records()] == ["Called so"]
        assert [problem.reason for problem in library.problems] == ["Item KEY00001 has no title."]


def test_an_empty_library_is_a_sentence(zotero: ZoteroDatabase) -> None:
    with pytest.raises(SourceError, match="It is empty"):
        titles(zotero)


CORE = ("items", "itemTypes", "fields", "itemData", "itemDataValues")


@pytest.mark.parametrize("table", CORE)
def test_a_database_without_a_table_is_of_another_program(
    zotero: ZoteroDatabase, table: str
) -> None:
    zotero.run(f"DROP TABLE {table}")
    with pytest.raises(SourceError, match=f"no table “{table}”"):
        titles(zotero)


@pytest.mark.parametrize("table", [name for name in TABLES if name not in CORE])
def test_what_came_with_later_releases_may_be_missing(zotero: ZoteroDatabase, table: str) -> None:
    item = zotero.item(title="Of Zotero 5", collections=[zotero.collection("C")], tags=["t"])
    zotero.annotation(zotero.attachment("storage:a.pdf", item), "marked")
    zotero.run(f"DROP TABLE {table}")
    before = zotero.path.read_bytes()
    assert "Of Zotero 5" in titles(zotero)
    assert zotero.path.read_bytes() == before


def test_a_column_may_be_missing(zotero: ZoteroDatabase) -> None:
    item = zotero.item(title="Of Zotero 5")
    zotero.note("<p>note</p>", item)
    zotero.run("ALTER TABLE itemNotes DROP COLUMN title")
    zotero.run("ALTER TABLE items DROP COLUMN dateAdded")
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        (record,) = library.records()
    assert (record.note, record.collected) == ("note", None)


def test_its_checksum_is_that_of_what_it_says(zotero: ZoteroDatabase) -> None:
    def checksum() -> str:
        with opened_zotero(ZoteroPlace(zotero.path)) as library:
            return library.checksum()

    item = zotero.item(title="Said")
    before = checksum()
    zotero.run("CREATE TABLE settings(setting)")
    zotero.item(title="came by a feed", library=FEED)
    assert checksum() == before
    zotero.note("n", item)
    assert checksum() != before


def keys(zotero: ZoteroDatabase) -> list[str | None]:
    with opened_zotero(ZoteroPlace(zotero.path)) as library:
        return [record.cite_key for record in library.records()][::-1]


def three(zotero: ZoteroDatabase) -> None:
    zotero.item(title="one", citationKey="own2012")
    zotero.item(title="two", extra="Citation Key: pinned2012")
    zotero.item(title="three")


@pytest.mark.parametrize("name", ["better-bibtex.sqlite", "better-bibtex.migrated"])
def test_keys_of_better_bibtex(zotero: ZoteroDatabase, name: str) -> None:
    three(zotero)
    keeper = sqlite3.connect(zotero.directory / name, isolation_level=None)
    keeper.execute("CREATE TABLE citationkey(itemID, itemKey, libraryID, citationKey, pinned)")
    for number in (1, 2, 3):
        keeper.execute(
            "INSERT INTO citationkey VALUES (?, ?, 1, ?, 0)",
            (number, f"KEY0000{number}", f"kept{number}"),
        )
    keeper.execute("INSERT INTO citationkey VALUES (3, 'KEY00003', 2, 'of-a-group', 0)")
    keeper.close()
    assert keys(zotero) == ["own2012", "pinned2012", "kept3"]


def test_keys_as_older_releases_of_better_bibtex_kept_them(zotero: ZoteroDatabase) -> None:
    three(zotero)
    keeper = sqlite3.connect(zotero.directory / "better-bibtex.sqlite", isolation_level=None)
    keeper.execute('CREATE TABLE "better-bibtex"(name TEXT, data TEXT)')
    told = {"data": [{"itemKey": "KEY00003", "libraryID": 1, "citekey": "kept3"}, 5, {"a": 1}]}
    for row in [("better-bibtex", "{}"), ("better-bibtex.citekey", json.dumps(told))]:
        keeper.execute('INSERT INTO "better-bibtex" VALUES (?, ?)', row)
    keeper.close()
    assert keys(zotero) == ["own2012", "pinned2012", "kept3"]


@pytest.mark.parametrize("content", [b"", b"damaged" * 1000])
def test_a_damaged_database_of_keys_costs_only_the_keys(
    zotero: ZoteroDatabase, content: bytes
) -> None:
    three(zotero)
    (zotero.directory / "better-bibtex.sqlite").write_bytes(content)
    assert keys(zotero) == ["own2012", "pinned2012", None]
