"""Papers of an order that are brought on from what was asked before, against going through all."""

from __future__ import annotations

import random
from array import array

import pytest
from recto.index.store import selections
from recto.index.store.paper_bits import bits_of, flags_of, rowids_of
from recto.index.store.selections import Order, among


@pytest.mark.parametrize("seed", range(30))
def test_a_selection_is_that_of_all_papers(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(selections, "_FEW", rng.choice([0, 2, 30, 2000]))
    monkeypatch.setattr(selections, "_SPARSE", rng.choice([1, 4, 16, 10**9]))
    rowids = rng.sample(range(1, 300), rng.randint(1, 200))
    order = Order(1, array("q", rowids))
    visible = bits_of(rowids)
    wanted = {name: set(rng.sample(rowids, rng.randint(0, len(rowids)))) for name in "abcde"}
    for _ in range(40):
        name = rng.choice("abcde")
        chosen = wanted[name] ^ set(rng.sample(rowids, rng.randint(0, min(9, len(rowids)))))
        wanted[name] = chosen
        # What is asked for may name papers that are out of sight.
        selected = order.select(name, bits_of(chosen) | 1 << 400, visible)
        assert list(selected) == [rowid for rowid in rowids if rowid in chosen]
    assert list(order.rowids) == rowids


def test_papers_that_an_order_does_not_have_are_left_out() -> None:
    order = Order(1, array("q", [5, 3, 9]))
    visible = bits_of([3, 4, 5, 9])
    assert list(order.select("a", bits_of([4, 9, 5]), visible)) == [5, 9]
    assert list(order.select("a", bits_of([4, 3]), visible)) == [3]


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 200])
def test_sets_of_papers(count: int) -> None:
    rowids = random.Random(count).sample(range(1000), count)
    bits = bits_of(iter(rowids))
    assert rowids_of(bits) == sorted(rowids)
    assert bits.bit_count() == count
    flags = flags_of(bits, 1000)
    assert [rowid for rowid in range(1000) if flags[rowid]] == sorted(rowids)
    assert len(flags_of(bits, 10)) == 10
    assert flags_of(bits, 10) == flags[:10]
    assert list(among(array("q", range(999, -1, -1)), bits)) == sorted(rowids, reverse=True)
