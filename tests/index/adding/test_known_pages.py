"""Pages as the library has them: found by name and bytes, and given to another import."""

from __future__ import annotations

from recto.index import Library
from recto.index.adding.known_pages import (
    find_page,
    give_to_import,
    insert_page,
    page_name,
    placed_on,
    told_on,
)
from recto.index.paper import Record

from ..support import on_disk
from ..support.importing import add_page, made_up


def test_a_file_without_a_name_has_one_all_the_same() -> None:
    assert [page_name(name) for name in ("a\x1b[31mb.txt", "\x00", "")] == [
        "ab.txt",
        "unnamed",
        "unnamed",
    ]


def test_a_page_is_found_by_name_and_bytes(empty: Library) -> None:
    with on_disk.store_of(empty) as store, store.database.transaction():
        gid, sid = insert_page(store.database, "one", "a", 7, day="2026-03-01", kind="bibtex")
        page = find_page(store.database, "one", "a")
        assert page is not None
        assert (page.gid, page.sid, page.import_no, page.day) == (gid, sid, 7, "2026-03-01")
        assert (page.is_hidden, page.done) == (False, None)
        assert find_page(store.database, "one", "b") is None
        assert find_page(store.database, "two", "a") is None
        # Another page of the same name is one of the same source.
        assert insert_page(store.database, "one", "b", 8, day=None, kind=None)[1] == sid


def test_a_page_tells_which_papers_it_has_and_how_often(empty: Library) -> None:
    twice = [made_up("Twice"), made_up("Once"), made_up("Twice")]
    add_page(empty, "one", *twice, checksum="a")
    rowids = {paper.title: paper.rowid for paper in empty.rows(empty.listing("").rowids)}
    here = list(rowids.values())
    with on_disk.store_of(empty) as store, store.database.transaction():
        page = find_page(store.database, "one", "a")
        assert page is not None
        assert placed_on(store.database, page.gid, [*here, 99]) == set(here)
        told = told_on(store.database, page.gid, here)
        assert told == {rowids["Twice"]: (2, 3), rowids["Once"]: (1, 2)}
        assert told_on(store.database, page.gid, []) == {}


def test_a_page_that_was_taken_away_is_given_to_the_import_that_brings_it_back(
    empty: Library,
) -> None:
    add_page(empty, "one", Record("Lost", "Short.", 1, 1), checksum="a")
    empty.undo()
    with on_disk.store_of(empty) as store, store.database.transaction():
        page = find_page(store.database, "one", "a")
        assert page is not None
        assert page.is_hidden
        assert give_to_import(store.database, page.gid, 9) == 1
        found = find_page(store.database, "one", "a")
        assert found is not None
        assert found.import_no == 9
