"""A reader that is left alone has nothing to do and nothing to send."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from recto.tui.app import RectoApp
from recto.tui.reader.services.taste_watch import TasteWatch
from recto.tui.reader.services.text_watch import TextWatch
from textual.timer import Timer

from .conftest import Reader, ReaderFactory


def timers(r: Reader) -> list[Timer]:
    """Return the timers that run, whoever has set them."""
    nodes = [r.app, *r.app.screen_stack, *r.app.screen.walk_children()]
    return [
        timer
        for node in nodes
        for timer in node._timers
        if timer._active.is_set() and timer._task is not None and not timer._task.done()
    ]


def is_still(r: Reader) -> bool:
    """Tell whether nothing goes on and no frame is to come."""
    is_busy = r.main.workers._workers or r.main.state.writing or r.main.state.is_waiting
    return not is_busy and r.main._update_timer._next is None and len(timers(r)) == 4


@pytest.mark.parametrize("keys", [[], ["slash"], ["e"]], ids=["list", "search box", "note"])
async def test_a_reader_that_is_left_alone_only_looks_what_others_mark(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    monkeypatch.setattr("recto.tui.app.CHORES", 0.01)
    async with reader(80, 24) as r:
        await r.press(*keys)
        await r.until(
            lambda: is_still(r), "nothing to come but what looks for marks, notes and texts"
        )
        polls: list[Callable[[], object]] = [
            r.main.note_controller.look,
            r.main.mark_writer._look_for_changes,
        ]
        watching = [timer for timer in timers(r) if timer._callback not in polls]
        watches = [timer._callback for timer in watching if timer._callback is not None]
        names = [watch.__qualname__ for watch in watches]
        assert sorted(names) == [TasteWatch.look.__qualname__, TextWatch.look.__qualname__]
        polls += watches
        for poll in polls * 2:
            poll()  # what the marks of the start teach is worked out once
        await r.until(lambda: is_still(r), "what is worked out once")
        frames: list[object] = []
        monkeypatch.setattr(RectoApp, "_display", lambda _app, _screen, what: frames.append(what))
        for _ in range(20):
            for poll in polls:
                poll()
        assert is_still(r)
        await r.pilot.pause()
        assert is_still(r)
        assert not [frame for frame in frames if frame is not None]  # which paints nothing
