"""When the abstract follows the cursor: at once after a rest, once of a key that is held."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from recto.tui.reader import cursor_follower
from recto.tui.reader.cursor_follower import FOLLOW, CursorFollower


class Later:
    """A timer that rings when the test says so."""

    def __init__(self, callback: Callable[[], object]) -> None:
        self.ring = callback
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(cursor_follower, "monotonic", lambda: now[0])
    return now


def test_a_move_after_a_rest_is_followed_at_once_and_those_of_a_held_key_once(
    clock: list[float],
) -> None:
    shown: list[str] = []
    timers: list[Later] = []

    def call_in(delay: float, callback: Callable[[], object]) -> Later:
        assert delay == FOLLOW
        timers.append(Later(callback))
        return timers[-1]

    follower = CursorFollower(lambda: shown.append("paper"), call_in)  # type: ignore[arg-type]
    assert follower.follow(1)
    assert shown == ["paper"]
    assert not follower.follow(1), "it stands where it stood"
    for paper in (2, 3, 4):
        clock[0] += FOLLOW / 4
        assert not follower.follow(paper)
    assert shown == ["paper"]
    assert [timer.is_cancelled for timer in timers] == [True, True, False]
    timers[-1].ring()
    assert shown == ["paper", "paper"]
    clock[0] += 2 * FOLLOW
    assert follower.follow(None)
    assert shown == ["paper"] * 3


def test_what_is_shown_now_is_not_shown_later(clock: list[float]) -> None:
    timers: list[Later] = []

    def call_in(delay: float, callback: Callable[[], object]) -> Later:
        timers.append(Later(callback))
        return timers[-1]

    shown: list[str] = []
    follower = CursorFollower(lambda: shown.append("paper"), call_in)  # type: ignore[arg-type]
    follower.has_shown(None)
    follower.follow(1)
    follower.follow(2)
    follower.has_shown(3)
    assert timers[0].is_cancelled
    clock[0] += 2 * FOLLOW
    assert not follower.follow(3)
    assert shown == ["paper"]
    assert follower.follow(2), "it is not what is shown any more"
