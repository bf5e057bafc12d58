"""Acts at random in libraries whose clocks are years apart: made one, they are the same."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from recto.index.journal.clocks import now
from recto.index.store.store import Store

from ..support.chances import seeds
from .three_stores import FAR, TITLES, exchange, foreign, reverse, stores, ticking
from .two_stores import random_ids, record, rows, state, united

__all__ = ["stores", "ticking"]


@pytest.mark.parametrize("seed", seeds(10, 125))
def test_three_libraries_whose_clocks_are_years_apart_become_the_same(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random_ids(seed, monkeypatch)
    present = itertools.count(now(), 1000)
    ahead = [0, rng.choice((-1, 1)) * 10**10, rng.choice((0, 10**11, 10**7))]
    names = ("bookmark", "read", "done", "tag:a", "search:x")
    latest: dict[tuple[int, str, str], str] = {}
    for number in range(rng.randrange(3)):
        changes = {rng.choice(("bookmark", "read")): 1}
        united(stores[number], [foreign(f"f{number}", rng.choice(FAR), set=changes)])
    for _ in range(60):
        at = rng.randrange(3)
        store = stores[at]
        monkeypatch.setattr(
            "recto.index.journal.clocks.now", lambda at=at: next(present) + ahead[at]
        )
        if rng.random() < 0.15:
            there = rows(stores[rng.randrange(3)])
            united(store, rng.sample(there, rng.randrange(len(there) + 1)))
            latest = {key: last for key, last in latest.items() if key[0] != at}
            continue
        if rng.random() < 0.25:
            marking = [row.act for row in rows(store) if row.kind == "mark"]
            if marking:
                act = rng.choice(marking)
                direction = "redo" if store.journal.projection.is_undone(act) else "undo"
                reverse(store, act, direction)
                assert store.journal.projection.is_undone(act) == (direction == "undo")
                latest = {key: last for key, last in latest.items() if key[0] != at}
            continue
        title, name = rng.choice(TITLES), rng.choice(names)
        value: Any = {"text": f"{rng.random()}"} if name == "search:x" else rng.choice((1, None))
        if name == "done" and value:
            value = f"2026-01-{rng.randrange(10, 30)}"
        if name == "search:x":
            with store.database.transaction():
                act = store.journal.record("mark", library={name: value}).id
            assert store.journal.projection.settings()[name][2] == act
        else:
            act = record(store, "mark", title, **{name: value})
            latest[at, title, name] = act
        # Whatever was here before, the reader's last word counts.
        titles = dict(store.database.rows("SELECT pid, title FROM texts"))
        kept = {
            (titles[rowid], mark): told[2]
            for (rowid, mark), told in store.journal.projection.marks().items()
        }
        for (where, told, mark), by in latest.items():
            assert where != at or kept[told, mark] == by
        assert store.journal.agrees()
    exchange(stores, rng)
    assert state(stores[0]) == state(stores[1]) == state(stores[2])
    exchange(stores, rng)
    assert state(stores[0]) == state(stores[1]) == state(stores[2])
