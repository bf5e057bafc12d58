"""The journal and its fold: marks equal what the acts in force leave, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import NotFoundError
from recto.index.imports import Source, take_in
from recto.index.journal import Touch, Value, fold
from recto.index.paper import Record
from recto.index.store import Store

NAMES = ("bookmark", "read", "tag:a", "tag:b")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library of five papers."""
    titles = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
    records = [Record(title, "About it.", rank, rank) for rank, title in enumerate(titles, 1)]
    store = Store.open(tmp_path / "library.db", window="one")
    with store.database.transaction():
        take_in(store, [Source("page.txt", "x", records)], 1)
    yield store
    store.database.close()


def values(store: Store) -> dict[tuple[int, str], Value]:
    """Return the marks that are set."""
    marks = store.journal.marks()
    return {register: mark[0] for register, mark in marks.items() if mark[0] is not None}


def assert_marks_are_the_fold(store: Store) -> None:
    assert store.journal.marks() == fold(store.journal.touches())


def test_an_act_sets_its_marks_and_says_who_when_and_on_what(store: Store) -> None:
    with store.database.transaction():
        act = store.journal.record("tag", [2, 1], {"tag:a": 1, "tag:b": None})
    assert values(store) == {(1, "tag:a"): 1, (2, "tag:a"): 1}
    row = store.database.row("SELECT * FROM journal WHERE act = ?", (act,))
    _, _, machine, window, clock, wall, kind, subject, papers, data = row
    assert (len(machine), window, kind, subject) == (16, "one", "tag", None)
    assert clock > 1.7e12
    assert wall[:2] == "20"
    assert wall[-5] in "+-"
    assert (papers, data) == ('[["beta",null],["alpha",null]]', '{"set":{"tag:a":1,"tag:b":null}}')
    assert_marks_are_the_fold(store)


def test_texts_stay_texts(store: Store) -> None:
    with store.database.transaction():
        store.journal.record("note", [1], {"note": "007"})
    assert values(store) == {(1, "note"): "007"}


def test_each_paper_can_be_set_apart(store: Store) -> None:
    with store.database.transaction():
        store.journal.record("order", [3, 4], each=[{"place:a": "m"}, {"place:a": "t"}])
    assert values(store) == {(3, "place:a"): "m", (4, "place:a"): "t"}
    assert_marks_are_the_fold(store)


def test_the_clock_never_goes_back(store: Store) -> None:
    far = 99_000_000_000_000
    with store.database.transaction():
        store.database.execute("UPDATE journal SET clock = ?", (far,))
        store.journal.record("read", [1], {"read": 1})
        store.journal.record("unread", [1], {"read": None})
    clocks = store.database.rows("SELECT clock FROM journal ORDER BY seq")
    assert clocks == [(far,), (far + 1,), (far + 2,)]
    assert values(store) == {}


def test_undo_restores_what_was_before_and_redo_what_was_after(store: Store) -> None:
    journal = store.journal
    with store.database.transaction():
        journal.record("bookmark", [1], {"bookmark": 1})
        act = journal.record("unbookmark", [1, 2], {"bookmark": None})
        journal.record("bookmark", [2], {"bookmark": 1})
        assert journal.undo(act) == [1, 2]
    assert values(store) == {(1, "bookmark"): 1, (2, "bookmark"): 1}
    assert_marks_are_the_fold(store)
    with store.database.transaction():
        assert journal.redo(act) == [1, 2]
    assert values(store) == {(2, "bookmark"): 1}
    assert_marks_are_the_fold(store)


def test_an_unknown_act_cannot_be_undone(store: Store) -> None:
    with pytest.raises(NotFoundError, match="No such act"), store.database.transaction():
        store.journal.undo("nonsense")


def test_the_order_of_the_fold_does_not_matter() -> None:
    rng = random.Random(1)
    touches = [
        Touch(rng.randrange(3), rng.randrange(5), f"act{number}", {rng.choice(NAMES): number})
        for number in range(60)
    ]
    expected = fold(touches)
    for _ in range(20):
        rng.shuffle(touches)
        assert fold(touches) == expected


@pytest.mark.parametrize("seed", range(12))
def test_random_acts_undos_and_redos_equal_a_plain_model(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    acts: list[tuple[str, list[int], dict[str, Value]]] = []
    undone: set[str] = set()
    for _ in range(40):
        with store.database.transaction():
            choice = rng.random()
            if choice < 0.6 or not acts:
                pids = rng.sample(range(1, 6), rng.randint(1, 4))
                chosen = rng.sample(NAMES, rng.randint(1, 3))
                changes: dict[str, Value] = {name: rng.choice((1, None)) for name in chosen}
                acts.append((store.journal.record("act", pids, changes), pids, changes))
            elif choice < 0.85:
                act = rng.choice(acts)[0]
                store.journal.undo(act)
                undone.add(act)
            else:
                act = rng.choice(acts)[0]
                store.journal.redo(act)
                undone.discard(act)
        model: dict[tuple[int, str], Value] = {}
        for act, pids, changes in acts:
            if act not in undone:
                model.update(
                    {(pid, name): value for pid in pids for name, value in changes.items()}
                )
        assert values(store) == {key: value for key, value in model.items() if value is not None}
        assert_marks_are_the_fold(store)
    with store.database.transaction():
        before = store.journal.marks()
        store.database.execute("DELETE FROM marks")
        store.journal.refold()
    assert store.journal.marks() == before
