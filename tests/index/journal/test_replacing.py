"""Acts win over those that they replace whatever the clocks say, and the same everywhere."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index.journal import undoing
from recto.index.journal.clocks import LATEST, now
from recto.index.journal.fold import Touch, fold
from recto.index.journal.uniting import Row
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

from ..support.importing import add_page, made_up
from .two_stores import record, rows, state, united, values

TITLES = ("Alpha", "Beta", "Gamma")
FAR = [now() + 10**9, 2**50, LATEST]


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two acts happen in one moment."""
    moments = itertools.count(now(), 1000)
    monkeypatch.setattr("recto.index.journal.clocks.now", lambda: next(moments))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """Three libraries of the same papers."""
    stores = [open_store(tmp_path / name / "library.db") for name in ("one", "two", "three")]
    for store in stores:
        store.database.execute("PRAGMA synchronous=OFF")  # whole seconds of waiting for the disk
        add_page(store, "page.txt", *map(made_up, TITLES), checksum="x")
    yield stores
    for store in stores:
        store.close()


def foreign(act: str, clock: int, kind: str = "tag", **more: Any) -> Row:
    """Return a row from elsewhere, such as Recto wrote before acts named what they replace."""
    subject = more.pop("subject", None)
    papers = [] if subject else [["alpha", None]]
    told = {"act": act, "machine": "m", "window": "w", "clock": clock, "kind": kind}
    return Row.from_json({**told, "subject": subject, "papers": papers, "data": more})


def exchange(stores: list[Store], rng: random.Random) -> None:
    """Give all what any has, in an order of each one's own."""
    everything = [row for store in stores for row in rows(store)]
    for store in stores:
        rng.shuffle(everything)
        united(store, everything)


def reverse(store: Store, act: str, direction: str = "undo") -> None:
    with store.database.transaction():
        (undoing.undo if direction == "undo" else undoing.redo)(store.journal, act)


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
    assert one.journal.projection.agrees()
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


def test_acts_that_name_each_other_leave_the_last_one() -> None:
    circle = [
        Touch(1, 5, "a", {"read": 1}, replaces=("b",)),
        Touch(1, 6, "b", {"read": 2}, replaces=("c", "b")),
        Touch(1, 7, "c", {"read": 3}, replaces=("a",)),
    ]
    for order in itertools.permutations(circle):
        assert fold(order) == {(1, "read"): (3, 7, "c")}
    late = Touch(1, 1, "d", {"read": 4}, replaces=("a",))
    assert fold([*circle, late]) == {(1, "read"): (4, 1, "d")}


@pytest.mark.parametrize("seed", range(20))
def test_the_fold_is_that_of_what_nobody_in_force_has_replaced(seed: int) -> None:
    rng = random.Random(seed)
    versions: list[Touch] = []
    for number in range(12):
        seen = rng.sample(versions, min(len(versions), rng.randrange(3)))
        acts = frozenset(version.act for version in seen)
        clock, is_undone = rng.randrange(1000), rng.random() < 0.3
        touch = Touch(1, clock, f"v{number}", {"read": number}, is_undone=is_undone, replaces=acts)
        versions.append(touch)
    named = {version.act: version.replaces or () for version in versions}

    def comes_from(late: str, early: str) -> bool:
        return early in named[late] or any(comes_from(act, early) for act in named[late])

    in_force = [version for version in versions if not version.is_undone]
    heads = [
        version
        for version in in_force
        if not any(comes_from(other.act, version.act) for other in in_force)
    ]
    last = max(heads, key=lambda version: version.order)
    for _ in range(5):
        rng.shuffle(versions)
        assert fold(versions) == {(1, "read"): (last.changes["read"], last.clock, last.act)}


@pytest.mark.parametrize("seed", range(25))
def test_three_libraries_whose_clocks_are_years_apart_become_the_same(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr("os.urandom", rng.randbytes)
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
        assert store.journal.projection.agrees()
    exchange(stores, rng)
    assert state(stores[0]) == state(stores[1]) == state(stores[2])
    exchange(stores, rng)
    assert state(stores[0]) == state(stores[1]) == state(stores[2])
