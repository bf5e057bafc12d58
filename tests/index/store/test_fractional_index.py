"""Order keys of a list: always room for one more, and new ones come last."""

from __future__ import annotations

import random

import pytest
from recto.index.store.fractional_index import (
    START,
    after,
    between,
    is_order_key,
    order_key_at,
    spread,
)
from recto.index.store.reading_lists import moved

NOW = 1_790_000_000_000
"""A clock in milliseconds."""


def some_key(rng: random.Random) -> str:
    """Return a short key, so that two of them are often neighbours."""
    return "".join(rng.choice("01z9") for _ in range(rng.randrange(4))) + rng.choice("1z")


def test_there_is_a_key_between_any_two() -> None:
    rng = random.Random(1)
    for _ in range(5000):
        low, high = sorted((some_key(rng), rng.choice((START, some_key(rng)))))
        if low == high:
            continue
        key = between(low, high)
        assert low < key < high
        assert is_order_key(key)
        assert between(high, None) > high


@pytest.mark.parametrize("side", [0, 1])
def test_room_never_runs_out(side: int) -> None:
    low, high = order_key_at(NOW), order_key_at(NOW + 1)
    for _ in range(500):
        key = between(low, high)
        assert low < key < high
        low, high = (key, high) if side else (low, key)
    assert len(key) < 150


def test_nothing_is_between_the_same_or_the_wrong_way_round() -> None:
    for low, high in (("a", "a"), ("b", "a")):
        with pytest.raises(ValueError, match="nothing is between"):
            between(low, high)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 1000])
def test_many_keys_between_two(count: int) -> None:
    for low, high in ((START, "1"), ("a", "a1"), (order_key_at(NOW), None)):
        keys = spread(low, high, count)
        assert len(set(keys)) == count
        assert sorted(keys) == keys
        assert all(map(is_order_key, keys))
        assert all(low < key and (high is None or key < high) for key in keys)


def test_new_places_come_in_the_order_of_clock_and_item() -> None:
    made = [
        order_key_at(clock, item) for clock in (0, NOW, NOW + 1, 10**15) for item in (0, 1, 50_000)
    ]
    assert sorted(made) == made
    assert len(set(made)) == len(made)
    # A clock beyond all reason still makes a key.
    assert is_order_key(order_key_at(10**30, 10**9))


def test_the_last_place_may_be_of_a_clock_that_was_ahead() -> None:
    last = order_key_at(NOW + 5_000_000)
    for number in range(300):
        key = after(last, NOW + number)
        assert key > last
        assert is_order_key(key)
        last = key
    assert len(last) < 40
    assert after(last, NOW + 5_000_001) == order_key_at(NOW + 5_000_001)


@pytest.mark.parametrize("value", [1, 1.5, None, "", "a0", "A", "é", "a b", "0"])
def test_what_is_no_place(value: object) -> None:
    assert not is_order_key(value)


@pytest.mark.parametrize("seed", range(20))
def test_moves_equal_moves_in_a_plain_list(seed: int) -> None:
    rng = random.Random(seed)
    # Equal ones come of two machines that moved at once, others of what no Recto wrote.
    odd: list[int | float | str | None] = [1, "a0", "m", "m", "m1"]
    keys: dict[int, int | float | str | None] = {
        rowid: order_key_at(NOW, rowid) if seed % 2 else rng.choice(odd) for rowid in range(9)
    }

    def members() -> list[tuple[int, int | float | str | None]]:
        # As the library sorts them: numbers before texts, ties always in one order.
        return sorted(
            keys.items(),
            key=lambda pair: (isinstance(pair[1], str), pair[1], pair[0]),
        )

    for turn in range(60):
        before = [rowid for rowid, _ in members()]
        rowid, steps = rng.randrange(9), rng.choice((-100, -2, -1, 0, 1, 3, 100))
        given = moved(members(), rowid, steps, NOW + 1000 + turn)
        if seed % 2:
            assert set(given) <= {rowid}
        keys.update(given)
        plain = [one for one in before if one != rowid]
        plain.insert(min(max(before.index(rowid) + steps, 0), 8), rowid)
        assert [one for one, _ in members()] == plain
