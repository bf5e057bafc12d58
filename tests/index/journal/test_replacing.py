"""Acts win over those that they replace whatever the clocks say, and the same everywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from recto.index.journal import undoing
from recto.index.journal.clocks import LATEST, now
from recto.index.journal.replacing import replaced
from recto.index.journal.uniting import Row
from recto.index.store.store import Store

from ..support.importing import add_page, made_up
from .three_stores import FAR, TITLES, exchange, foreign, reverse, stores, ticking
from .two_stores import record, rows, state, united, values

__all__ = ["stores", "ticking"]


@pytest.mark.parametrize("far", range(len(FAR)))
def test_a_mark_made_after_one_of_a_far_clock_wins_everywhere(
    stores: list[Store], far: int
) -> None:
    one, two, three = stores
    imported = foreign("f0", FAR[far], set={"bookmark": 1, "done": "2026-01-02", "tag:x": "a1"})
    united(one, [imported])
    record(one, "unbookmark", "Alpha", bookmark=None, done="2026-03-04")
    wanted = {"Alpha.done": "2026-03-04", "Alpha.tag:x": "a1"}
    assert values(one) == wanted
    united(two, [*reversed(rows(one))])
    united(three, [row for row in rows(one) if row.act != "f0"])
    united(three, [imported])
    assert values(two) == values(three) == wanted
    assert state(one) == state(two) == state(three)


def test_acts_that_have_not_seen_each_other_go_by_their_clocks(stores: list[Store]) -> None:
    """The one that replaced an act of a far clock has no more of it than its own clock."""
    one, two, three = stores
    united(one, [foreign("f0", LATEST, set={"done": "2026-01-01"})])
    record(one, "done", "Alpha", done="2026-02-02")
    record(two, "done", "Alpha", done="2026-03-03")
    exchange(stores, random.Random(1))
    for store in stores:
        assert values(store) == {"Alpha.done": "2026-03-03"}
    # Whoever has seen both wins over both.
    record(three, "done", "Alpha", done="2026-04-04")
    exchange(stores, random.Random(2))
    for store in stores:
        assert values(store) == {"Alpha.done": "2026-04-04"}


def test_an_undone_act_gives_way_to_what_it_had_replaced(stores: list[Store]) -> None:
    one, two, _ = stores
    united(one, [foreign("f0", LATEST, set={"done": "2026-01-01"})])
    second = record(one, "done", "Alpha", done="2026-02-02")
    third = record(one, "done", "Alpha", done="2026-03-03")
    reverse(one, second)
    assert values(one) == {"Alpha.done": "2026-03-03"}
    reverse(one, third)
    assert values(one) == {"Alpha.done": "2026-01-01"}
    reverse(one, second, "redo")
    assert values(one) == {"Alpha.done": "2026-02-02"}
    exchange(stores, random.Random(3))
    assert state(one) == state(two)


def test_undo_and_redo_win_over_those_of_a_far_clock(stores: list[Store]) -> None:
    one, two, _ = stores
    act = record(one, "bookmark", "Alpha", bookmark=1)
    united(one, [foreign("f0", LATEST, "undo", subject=act)])
    assert values(one) == {}
    reverse(one, act, "redo")
    assert values(one) == {"Alpha.bookmark": 1}
    exchange(stores, random.Random(4))
    assert values(two) == {"Alpha.bookmark": 1}
    reverse(two, act)
    exchange(stores, random.Random(5))
    assert values(one) == values(two) == {}


def test_undo_takes_back_what_was_done_last_although_an_earlier_clock_was_far(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stores[0]
    present = now()
    monkeypatch.setattr("recto.index.journal.clocks.now", lambda: present + 10**10)
    wrong = record(one, "bookmark", "Alpha", bookmark=1)
    monkeypatch.setattr("recto.index.journal.clocks.now", lambda: present)
    right = record(one, "read", "Alpha", read=1)
    undone = []
    for _ in range(3):
        with one.database.transaction():
            reversal = undoing.undo(one.journal)
        undone.append(reversal and reversal.act)
    assert (undone[0], undone[2]) == (right, wrong)


def test_sources_are_removed_and_come_back_whatever_the_clocks_say(stores: list[Store]) -> None:
    one, two, _ = stores
    page = {"sources": [{"name": "far.txt", "digest": "y", "records": 1}]}
    brought = Row.from_json({**foreign("f0", LATEST, "add", **page).as_json(), "papers": []})

    def is_shown(store: Store) -> bool:
        sql = "SELECT NOT hidden FROM pages JOIN sources USING(sid) WHERE name = 'far.txt'"
        return bool(store.database.value(sql))

    add_page(one, "far.txt", made_up("Delta"), checksum="y")
    united(one, [brought])
    assert is_shown(one)
    with one.database.transaction():
        one.journal.record("remove-source", library={"removed:far.txt": True})
    assert not is_shown(one)
    assert one.journal.agrees()
    gone = foreign("f1", LATEST, "remove-source", library={"removed:far.txt": True})
    united(one, [Row.from_json({**gone.as_json(), "papers": []})])
    add_page(one, "far.txt", made_up("Delta"), checksum="y")
    assert is_shown(one)
    add_page(two, "far.txt", made_up("Delta"), checksum="y")
    exchange(stores, random.Random(6))
    assert is_shown(one)
    assert is_shown(two)
    assert state(one) == state(two)


def test_acts_of_before_keep_their_meaning(stores: list[Store]) -> None:
    """Without the field the last clock counts, and the ids where they are the same."""
    one, two, _ = stores
    acts = [
        foreign("a0", 5, set={"bookmark": 1, "read": 1}),
        foreign("a1", 9, set={"bookmark": None}),
        foreign("a2", 7, set={"bookmark": 1, "done": "2026-01-01"}),
        foreign("b0", 7, set={"done": "2026-02-02"}),
        foreign("a3", 20, set={"done": "2026-03-03"}),
        foreign("u0", 30, "undo", subject="a3"),
        foreign("n0", 1, library={"search:x": {"text": "old"}}),
        foreign("n1", 2, library={"search:x": {"text": "new"}}),
    ]
    for number in range(10):
        random.Random(number).shuffle(acts)
        united(stores[number % 2], acts)
        assert values(stores[number % 2]) == {"Alpha.read": 1, "Alpha.done": "2026-02-02"}
    settings = one.journal.projection.settings()
    assert settings["search:x"] == ({"text": "new"}, 2, "n1")
    # An act of now replaces them all, and what comes to light of before its time as well.
    record(one, "read", "Alpha", done="2026-05-05")
    united(one, [foreign("a4", 6, set={"done": "2026-06-06"})])
    united(two, rows(one))
    assert values(one)["Alpha.done"] == values(two)["Alpha.done"] == "2026-05-05"


def test_an_act_on_many_papers_names_each_act_once(stores: list[Store]) -> None:
    one = stores[0]
    first = record(one, "read-all", *TITLES, read=1)
    other = record(one, "unread", "Alpha", read=None)
    record(one, "read-all", *TITLES, read=1)
    assert sorted(rows(one)[-1].data["replaces"]) == sorted((first, other))
    record(one, "bookmark", *TITLES, bookmark=1)
    assert rows(one)[-1].data["replaces"] == []


MANY = [f"Paper {number}" for number in range(16)]
"""Papers of which several have the same acts."""

MARKS = ("read", "bookmark", "tag:a", "tag:b")


def record_at_random(store: Store, rng: random.Random, rowids: Sequence[int]) -> None:
    """Record an act on some papers: the same on each of them, or on some of them more."""
    chosen = rng.sample(rowids, rng.choice((1, 3, 12, 16)))
    common = {rng.choice(MARKS): rng.choice((1, None))} if rng.random() < 0.6 else {}
    own = rng.choice((0, 1, len(chosen), len(chosen))) if common else len(chosen)
    name = rng.choice(MARKS)
    is_even = rng.random() < 0.5
    each = [{name if is_even else rng.choice(MARKS): 1} for _ in range(own)]
    with store.database.transaction():
        store.journal.record("mark", chosen, common, each=each)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_replaced_on_many_papers_is_what_is_on_each_of_them(
    stores: list[Store], seed: int
) -> None:
    rng = random.Random(seed)
    one, two, _ = stores
    for store in stores:
        add_page(store, "more.txt", *map(made_up, MANY), checksum="y")
    papers = {
        store: [rowid for (rowid,) in store.database.rows("SELECT pid FROM papers ORDER BY pid")]
        for store in (one, two)
    }
    for _ in range(25):
        store = rng.choice((one, two))
        record_at_random(store, rng, papers[store])
        if rng.random() < 0.2:
            act = rng.choice([row.act for row in rows(store) if row.kind == "mark"])
            reverse(store, act, "redo" if store.journal.projection.is_undone(act) else "undo")
        if rng.random() < 0.2:
            united(one, rng.sample(rows(two), len(rows(two)) // 2))
    united(one, [*rows(two), foreign("f0", FAR[0], set={"read": 1})])
    projection = one.journal.projection
    for _ in range(20):
        chosen = rng.sample(papers[one], rng.randint(1, len(papers[one])))
        data: dict[str, Any] = {"set": dict.fromkeys(rng.sample(MARKS, rng.randint(1, 3)), 1)}
        known = projection.heads(chosen, data["set"])
        wanted = {
            head.act for (_, name), some in known.items() if name in data["set"] for head in some
        }
        assert replaced(one.database, projection, chosen, data, now()) == sorted(wanted)


def test_of_papers_that_the_same_acts_speak_of_one_is_looked_at(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stores[0]
    add_page(one, "more.txt", *map(made_up, MANY), checksum="y")
    united(one, [foreign("f0", FAR[0], set={"read": 1})])
    record(one, "read-all", *MANY, *TITLES, read=1)
    record(one, "unread", *MANY[:6], read=None)
    looked: list[int] = []
    heads = one.journal.projection.heads

    def count(rowids: Sequence[int], names: Sequence[str]) -> Any:
        looked.append(len(rowids))
        return heads(rowids, names)

    monkeypatch.setattr(one.journal.projection, "heads", count)
    record(one, "read-all", *MANY, *TITLES, read=1)
    assert looked == [3]  # the one from elsewhere, those marked unread, the others


def test_an_act_that_sets_more_on_the_first_of_its_papers_makes_them_different(
    stores: list[Store],
) -> None:
    one = stores[0]
    both = [["alpha", None], ["beta", None]]
    acts = [
        foreign("f0", 5, set={"read": 1}, replaces=[]),
        foreign("f1", 6, set={"read": 1}, replaces=[]),
        foreign("f2", 9, set={"bookmark": 1}, each=[{"read": 1}], replaces=["f0", "f1"]),
    ]
    united(one, [replace(act, papers=both) for act in acts])
    record(one, "unread", "Alpha", "Beta", read=None)
    assert rows(one)[-1].data["replaces"] == ["f0", "f1", "f2"]
    record(one, "unbookmark", "Alpha", bookmark=None)
    assert rows(one)[-1].data["replaces"] == ["f2"]
