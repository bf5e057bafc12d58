"""When frames are painted, on a clock that the tests turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest
from recto.tui.painting.frames import APART, AT_ONCE, HELD, RATE, FramePacer


class Clock:
    """An event loop as far as the pacer uses one."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> Clock:
        self.calls.append((when, callback))
        return self

    def cancel(self) -> None:
        self.calls.clear()

    def go_to(self, end: float) -> None:
        """Let time pass, and what is due in it happen."""
        while self.calls and self.calls[0][0] <= end:
            self.now, callback = self.calls.pop(0)
            callback()
        self.now = end


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: clock)
    return clock


def test_a_letter_after_a_frame_need_not_wait_for_a_grid(clock: Clock) -> None:
    painted: list[float] = []
    pacer = FramePacer(lambda: painted.append(clock.now))
    for key in range(8):  # a letter and, a little later, what it finds; eight letters a second
        start = 1000 + key / 8
        clock.go_to(start)
        pacer.resume()
        clock.go_to(start + 0.01)
        pacer.resume()
        clock.go_to(start + 0.1)
        echo = next(at for at in painted if at >= start)
        assert echo - start < 0.03
    assert len(painted) == 16


def test_what_always_changes_is_painted_at_the_rate(clock: Clock) -> None:
    painted: list[float] = []
    pacer = FramePacer(lambda: painted.append(clock.now))
    for tick in range(2000):
        clock.go_to(1000 + tick / 200)
        pacer.resume()
    assert len(painted) <= 10 * RATE + AT_ONCE
    assert len(painted) >= 10 * RATE
    assert all(b - a >= APART - 1e-9 for a, b in pairwise(painted))


def test_what_is_paused_is_not_painted_until_it_is_asked_for_again(clock: Clock) -> None:
    painted: list[float] = []
    pacer = FramePacer(lambda: painted.append(clock.now))
    pacer.resume()
    pacer.pause()
    clock.go_to(1010)
    assert not painted
    pacer.resume()
    pacer.resume()
    clock.go_to(1020)
    assert len(painted) == 1


def test_a_frame_that_asks_for_another_gets_it(clock: Clock) -> None:
    painted: list[float] = []

    def paint() -> None:
        painted.append(clock.now)
        if len(painted) < 5:
            pacer.resume()

    pacer = FramePacer(paint)
    pacer.resume()
    clock.go_to(1010)
    assert len(painted) == 5


def test_a_letter_is_painted_with_what_it_finds_if_that_comes_soon(clock: Clock) -> None:
    painted: list[float] = []
    pacer = FramePacer(lambda: painted.append(clock.now))
    pacer.resume()
    pacer.hold()
    clock.go_to(1000 + HELD / 2)
    assert not painted
    pacer.resume()
    pacer.release()
    clock.go_to(1001)
    assert painted == [1000 + HELD / 2]


def test_a_letter_is_seen_although_nothing_is_found_and_more_are_typed(clock: Clock) -> None:
    painted: list[float] = []
    pacer = FramePacer(lambda: painted.append(clock.now))
    for letter in range(20):
        clock.go_to(1000 + letter * HELD / 4)
        pacer.resume()
        pacer.hold()
    assert painted[0] == 1000 + HELD
    assert len(painted) > 1
    clock.go_to(1100)
    before = len(painted)
    pacer.hold()
    pacer.release()
    clock.go_to(1200)
    assert len(painted) == before, "there is nothing to paint"
