"""The fold by itself: plain values in, marks out, in whatever order the acts are given."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection

import pytest
from recto.index.journal.fold import LIBRARY, NOTE_SEAM, Touch, Value, fold, note_heads

NAMES = ("bookmark", "read", "tag:a", "tag:b")


def note(act: str, clock: int, text: str | None, *base: str, undone: bool = False) -> Touch:
    return Touch(1, clock, act, {"note": text}, base=base, is_undone=undone)


def text_of(*versions: Touch) -> Value:
    """Return the note that versions make, having checked that their order does not matter."""
    rng = random.Random(1)
    folded = fold(versions)
    for _ in range(10):
        assert fold(rng.sample(versions, len(versions))) == folded
    return folded[1, "note"][0] if folded else "nothing"


def comes_from(late: str, early: str, named: dict[str, Collection[str]]) -> bool:
    """Return whether an act names an earlier one, or one that comes from it."""
    return early in named[late] or any(comes_from(act, early, named) for act in named[late])


def test_the_last_writer_wins_and_the_act_decides_ties() -> None:
    early, late = Touch(1, 5, "b", {"read": 1}), Touch(1, 6, "a", {"read": None})
    tie = Touch(1, 6, "c", {"read": 2})
    assert fold([late, early]) == {(1, "read"): (None, 6, "a")}
    assert fold([tie, late, early]) == {(1, "read"): (2, 6, "c")}


def test_what_is_undone_does_not_count() -> None:
    acts = [Touch(1, 5, "a", {"read": 1}), Touch(1, 6, "b", {"read": None}, is_undone=True)]
    assert fold(acts) == {(1, "read"): (1, 5, "a")}
    assert fold(acts[1:]) == {}


def test_of_two_papers_that_became_one_the_later_item_counts() -> None:
    items = [Touch(1, 5, "a", {"tag:x": place}, place) for place in range(3)]
    assert fold(items) == fold(reversed(items)) == {(1, "tag:x"): (2, 5, "a")}


def test_the_order_of_the_acts_does_not_matter() -> None:
    rng = random.Random(1)
    touches = [
        Touch(
            rng.randrange(3),
            rng.randrange(5),
            f"act{number}",
            {rng.choice(NAMES): number},
            is_undone=rng.random() < 0.2,
        )
        for number in range(60)
    ]
    expected = fold(touches)
    for _ in range(20):
        rng.shuffle(touches)
        assert fold(touches) == expected


def test_a_version_of_a_note_replaces_those_it_names() -> None:
    one, two = note("a", 1, "one"), note("b", 2, "two", "a")
    assert text_of(one, two) == "two"
    assert fold([one, two])[1, "note"] == ("two", 2, "b")


def test_two_texts_written_apart_are_both_kept() -> None:
    one = note("a", 1, "one")
    here, there = note("b", 2, "here", "a"), note("c", 3, "there", "a")
    assert text_of(one, here, there) == f"here{NOTE_SEAM}there"
    assert fold([one, here, there])[1, "note"][1:] == (3, "c")
    both = note("d", 4, "both", "b", "c")
    assert text_of(one, here, there, both) == "both"
    # One that knew only one of them leaves the other.
    assert text_of(one, here, there, note("e", 5, "mine", "b")) == f"there{NOTE_SEAM}mine"


def test_a_text_that_was_written_twice_stands_once() -> None:
    assert text_of(note("a", 1, "same"), note("b", 2, "same")) == "same"


def test_a_note_that_was_removed_on_one_side_and_written_on_the_other_is_kept() -> None:
    acts = note("a", 1, "one"), note("b", 2, None, "a"), note("c", 3, "more", "a")
    assert text_of(*acts) == "more"
    assert text_of(*acts[:2]) is None


def test_a_version_that_is_undone_gives_way_to_what_it_had_replaced() -> None:
    one, two = note("a", 1, "one"), note("b", 2, "two", "a", undone=True)
    assert text_of(one, two) == "one"
    # Yet the first of three stays replaced by the third, whatever became of the second.
    assert text_of(one, two, note("c", 3, "three", "b")) == "three"
    assert text_of(note("a", 1, "one", undone=True)) == "nothing"


def test_rows_that_name_each_other_lose_no_text() -> None:
    circle = [note("a", 1, "one", "b"), note("b", 2, "two", "a"), note("c", 3, "three", "c", "x")]
    assert text_of(*circle) == f"two{NOTE_SEAM}three"


def test_registers_of_the_library_are_those_of_no_paper() -> None:
    acts = [Touch(LIBRARY, 1, "a", {"note": "x"}), Touch(LIBRARY, 2, "b", {"note": "y"})]
    assert fold(acts) == {(LIBRARY, "note"): ("y", 2, "b")}


@pytest.mark.parametrize("seed", range(20))
def test_the_versions_in_sight_are_those_that_nothing_in_force_comes_from(seed: int) -> None:
    rng = random.Random(seed)
    versions: list[Touch] = []
    for number in range(12):
        earlier = rng.sample(versions, min(len(versions), rng.randrange(3)))
        base = [version.act for version in earlier]
        versions.append(note(f"v{number}", number + 1, "", *base, undone=rng.random() < 0.3))
    bases: dict[str, Collection[str]] = {version.act: version.base for version in versions}
    in_force = [version.act for version in versions if not version.is_undone]
    expected = [
        act for act in in_force if not any(comes_from(other, act, bases) for other in in_force)
    ]
    assert [head.act for head in note_heads(rng.sample(versions, 12))] == expected


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
    named: dict[str, Collection[str]] = {
        version.act: version.replaces or () for version in versions
    }
    in_force = [version for version in versions if not version.is_undone]
    heads = [
        version
        for version in in_force
        if not any(comes_from(other.act, version.act, named) for other in in_force)
    ]
    last = max(heads, key=lambda version: version.order)
    for _ in range(5):
        rng.shuffle(versions)
        assert fold(versions) == {(1, "read"): (last.changes["read"], last.clock, last.act)}


def test_a_highlight_that_is_noted_in_one_place_and_removed_in_another_stays() -> None:
    made = Touch(1, 1, "made", {"highlight:a": "{}"}, replaces=())
    gone = Touch(1, 3, "gone", {"highlight:a": None}, replaces=["made"])
    one = Touch(1, 2, "one", {"highlight:a": "{}", "highlight-note:a": "here"}, replaces=["made"])
    two = Touch(1, 4, "two", {"highlight:a": "{}", "highlight-note:a": "there"}, replaces=["made"])
    for versions in itertools.permutations([made, gone, one, two]):
        folded = {name: value for (_, name), (value, _, _) in fold(versions).items()}
        joined = f"here{NOTE_SEAM}there"
        assert folded == {"highlight:a": "{}", "highlight-note:a": joined}
    both = Touch(1, 5, "both", {"highlight:a": None}, replaces=["gone", "one", "two"])
    assert fold([made, gone, one, two, both])[1, "highlight:a"] == (None, 5, "both")
    assert fold([made, gone])[1, "highlight:a"] == (None, 3, "gone")
