"""Two libraries in which much happens at random: made one, they are the same."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest
from recto.index.adding.imports import Source, next_import, take_in
from recto.index.journal import undoing
from recto.index.journal.uniting import Row, unite
from recto.index.paper import Record
from recto.index.safety.incoming import merge_objects
from recto.index.store.store import Store

from ..support.chances import seeds
from ..support.importing import add_page
from .two_stores import page, pages_of, random_ids, rows, state, stores, united

__all__ = ["stores"]


HIGHLIGHT = json.dumps(dict.fromkeys(("text", "section", "before", "after", "made"), "words"))

Catalogue = dict[tuple[str, str], list[Record]]
"""Every page that is ever added, by name and checksum."""


def random_page(rng: random.Random, *, knows_ids: bool) -> list[Record]:
    """Return a page; with arXiv ids it may tell that two papers of other pages are one."""
    numbers = rng.sample(range(9), 4)
    titles, ids = [], []
    for number in numbers:
        arxiv_id = f"2401.0000{number}" if knows_ids and rng.random() < 0.6 else None
        titles.append(f"{'Draft' if arxiv_id and rng.random() < 0.5 else 'Paper'} {number}")
        ids.append(arxiv_id)
    return page(*titles, arxiv_ids=tuple(ids))


def take_over(
    store: Store, told: list[dict[str, Any]], acts: list[Row], rng: random.Random
) -> None:
    """Take another library in: its pages, and its rows in any order and in several goes."""
    acts = [Row.from_json(json.loads(json.dumps(row.as_json()))) for row in acts]
    rng.shuffle(acts)
    cut = rng.randrange(len(acts) + 1)
    parts = [acts[:cut], acts[cut:], acts]
    when = rng.randrange(3)
    for number, part in enumerate(parts):
        with store.database.transaction():
            if number == when:
                merge_objects(store, told)
            unite(store.journal, part)


def random_act(store: Store, rng: random.Random, catalogue: Catalogue) -> None:
    """Do something that a reader can do."""
    database, journal = store.database, store.journal
    papers = [rowid for (rowid,) in database.rows("SELECT pid FROM papers ORDER BY pid")]
    rowids = rng.sample(papers, min(len(papers), rng.randint(1, 3)))
    with database.transaction():
        match rng.randrange(10):
            case 0 | 1 if rowids:
                changes = {rng.choice(("bookmark", "tag:a", "queue")): rng.choice((1, None))}
                journal.record("mark", rowids, changes)
            case 2 if rowids:
                each = [{"queue": f"{rng.random()}", "via": "{}"} for _ in rowids]
                journal.record("read-by-reading", rowids, {"read": 1}, each=each)
            case 3 | 4 if rowids:
                text = rng.choice((None, f"text {rng.randrange(1000)}"))
                journal.record("note", rowids[:1], {"note": text})
            case 9 if rowids:
                ident = rng.choice("ab")
                text = rng.choice((None, f"text {rng.randrange(1000)}"))
                told = {f"highlight:{ident}": rng.choice((None, HIGHLIGHT))}
                journal.record("mark", rowids[:1], {**told, f"highlight-note:{ident}": text})
            case 5:
                name = rng.choice(("search:x", "search:y", "label:page 1"))
                words = f"words {rng.randrange(1000)}"
                value = words if name.startswith("label:") else {"text": words}
                journal.record("set", library={name: rng.choice((None, value))})
            case 6:
                name = rng.choice([name for name, _ in catalogue])
                journal.record("remove-source", library={f"removed:{name}": True})
            case 7:
                name, checksum = rng.choice(list(catalogue))
                source = Source(name, checksum, catalogue[name, checksum])
                take_in(store, [source], next_import(store))
            case _:
                acts = database.rows("SELECT act FROM journal WHERE subject IS NULL ORDER BY seq")
                if acts:
                    (act,) = rng.choice(acts)
                    (undoing.redo if journal.projection.is_undone(act) else undoing.undo)(
                        journal, act
                    )


@pytest.mark.parametrize("seed", seeds(12, 150))
def test_two_libraries_that_went_apart_become_the_same_in_either_direction(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random_ids(seed, monkeypatch)
    # Every other time both clocks tick alike: acts of one moment are told apart by their ids alone.
    times = itertools.count(10**18, 10**9) if seed % 2 else itertools.repeat(0)
    monkeypatch.setattr("time.time_ns", lambda: next(times))
    catalogue: Catalogue = {
        (f"page {number // 2}", f"{number}"): random_page(rng, knows_ids=seed % 3 == 0)
        for number in range(6)
    }
    one, two = stores
    for _ in range(rng.randrange(8)):
        random_act(one, rng, catalogue)
    take_over(two, pages_of(one), rows(one), rng)
    for round_ in range(2):
        for store in stores:
            for _ in range(rng.randrange(25)):
                random_act(store, rng, catalogue)
        told, acts = pages_of(one), rows(one)
        take_over(one, pages_of(two), rows(two), rng)
        take_over(two, told, acts, rng)
        assert state(one) == state(two), round_


@pytest.mark.parametrize("seed", range(10))
def test_marks_that_came_before_their_papers_are_the_same_afterwards(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random_ids(seed, monkeypatch)
    catalogue: Catalogue = {
        (f"page {number}", "x"): random_page(rng, knows_ids=seed % 3 == 0) for number in range(4)
    }
    one, two = stores
    for _ in range(50):
        random_act(one, rng, catalogue)
    taken = rows(one)
    rng.shuffle(taken)
    pages = list(catalogue)
    while taken or pages:
        if pages and rng.random() < 0.2:
            name, checksum = pages.pop()
            add_page(two, name, *catalogue[name, checksum], checksum=checksum)
        else:
            united(two, [taken.pop() for _ in range(min(len(taken), rng.randrange(9)))])
    take_over(one, pages_of(two), rows(two), rng)
    assert state(one) == state(two)
