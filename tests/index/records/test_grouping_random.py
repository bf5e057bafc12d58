"""Whatever comes, goes and comes back in whatever order: the same records make the same papers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import RectoError
from recto.index.adding.imports import Source, next_import, take_in
from recto.index.journal import undoing
from recto.index.journal.acts import MERGE, ONE, SPLIT
from recto.index.journal.uniting import load_rows
from recto.index.paper import Record
from recto.index.records.parting import parting
from recto.index.safety.incoming import merge_objects
from recto.index.safety.outgoing import Reading, describe
from recto.index.store.store import Store

from ..journal.two_stores import opened, random_ids
from .nasty_records import assert_is_grouped, random_pages, shown

Pages = list[tuple[str, list[Record]]]


def add(store: Store, name: str, records: list[Record]) -> str:
    """Add a page as an act; adding it again is the same page."""
    ranked = [one._replace(rank=rank) for rank, one in enumerate(records, 1)]
    with store.database.transaction():
        take_in(store, [Source(name, name, ranked)], next_import(store))
        return str(store.database.value("SELECT act FROM journal ORDER BY seq DESC LIMIT 1"))


def in_force(store: Store) -> set[str]:
    rows = store.database.rows("SELECT name FROM pages JOIN sources USING(sid) WHERE NOT hidden")
    return {name for (name,) in rows}


def built_at_once(
    store: Store, pages: Pages, directory: Path, chance: random.Random
) -> list[object]:
    """Return what is shown where the pages in force are added in another order."""
    names = in_force(store)
    left = [page for page in pages if page[0] in names]
    chance.shuffle(left)
    with opened(directory, "fresh") as (fresh,):
        for name, records in left:
            add(fresh, name, records)
        assert_is_grouped(fresh)
        return shown(fresh)


def turn(store: Store, pages: Pages, chance: random.Random) -> None:
    """Add, undo, redo or remove a page."""
    database, journal = store.database, store.journal
    match chance.randrange(6):
        case 0 | 1 | 2:
            add(store, *chance.choice(pages))
        case 3:
            with database.transaction():
                undoing.undo(journal)
        case 4:
            with database.transaction():
                undoing.redo(journal)
        case _:
            with database.transaction():
                name = chance.choice(pages)[0]
                journal.record("remove-source", library={f"removed:{name}": True})


def say(store: Store, chance: random.Random) -> None:
    """Merge two papers, take one apart, give one an arXiv id, or mark one."""
    database, journal = store.database, store.journal
    pids = [pid for (pid,) in database.rows("SELECT pid FROM papers WHERE NOT hidden ORDER BY pid")]
    if len(pids) < 2:
        return
    one, other = chance.sample(pids, 2)
    with database.transaction():
        match chance.randrange(4):
            case 0:
                journal.record(MERGE, [one, other], context={ONE: 2})
            case 1:
                try:
                    data = parting(database, one)
                except RectoError:
                    return
                journal.record(SPLIT, [one], context=data)
            case 2:
                arxiv = chance.choice(("2401.00001", "2401.00003"))
                journal.record("identify", [one], {"arxiv": arxiv})
            case _:
                journal.record("bookmark", [one], {"bookmark": chance.choice((1, None))})


@pytest.mark.parametrize("seed", range(12))
def test_papers_are_those_of_a_library_built_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random_ids(seed, monkeypatch)
    pages = random_pages(chance, 5)
    with opened(tmp_path, "one") as (store,):
        for _ in range(12):
            turn(store, pages, chance)
        assert_is_grouped(store)
        assert shown(store) == built_at_once(store, pages, tmp_path, chance)


@pytest.mark.parametrize("seed", range(12))
def test_what_the_reader_says_is_undone_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random_ids(seed, monkeypatch)
    pages = random_pages(chance, 4)
    with opened(tmp_path, "one") as (store,):
        for page in pages:
            add(store, *page)
        ids = dict(store.database.rows("SELECT alias, pid FROM ids"))
        before = shown(store)
        for _ in range(6):
            say(store, chance)
            assert_is_grouped(store)
        with store.database.transaction():
            while (step := undoing.choose_undo(store.journal)) is not None:
                kind = store.database.value("SELECT kind FROM journal WHERE act = ?", (step,))
                if kind == "add":
                    break
                undoing.undo(store.journal)
        assert_is_grouped(store)
        assert shown(store) == before
        assert dict(store.database.rows("SELECT alias, pid FROM ids")).keys() >= ids.keys()


def objects(store: Store) -> Iterator[dict[str, object]]:
    return describe(Reading(store.database), load_rows(store.database))


@pytest.mark.parametrize("seed", range(12))
def test_two_libraries_become_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random_ids(seed, monkeypatch)
    pages = random_pages(chance, 5)
    with opened(tmp_path, "one", "two") as (one, two):
        for store in (one, two):
            for _ in range(10):
                (turn(store, pages, chance) if chance.random() < 0.6 else say(store, chance))
            assert_is_grouped(store)
        for store, other in ((one, two), (two, one), (one, two)):
            with store.database.transaction():
                merge_objects(store, list(objects(other)))
            assert_is_grouped(store)
        assert in_force(one) == in_force(two)
        assert shown(one) == shown(two)
