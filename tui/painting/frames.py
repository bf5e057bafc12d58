"""When a frame is painted: at once after a rest, and no more often than a slow line bears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import Self

from textual.geometry import Region
from textual.screen import Screen

RATE = 15
"""Frames a second while there is always something to paint, as with a key that is held."""
AT_ONCE = 2
"""Frames that a rest saves up: a letter and what it finds need not wait for each other."""
APART = 1 / 60
"""Seconds between any two frames, so that what changes together is painted together."""


HELD = 0.012
"""Seconds that a letter waits at most for what it finds, so that both are one frame."""


class FramePacer:
    """Paints when it is asked to, with what Textual asks of the timer of a screen.

    Textual's own timer keeps to a grid: at 15 frames a second a letter that follows a frame waits
    for up to two of its periods. Here frames are saved up while nothing is painted (a token
    bucket), so that a letter is seen at once and a held key is as cheap as on the grid.
    """

    def __init__(self, paint: Callable[[], None]) -> None:
        self._paint = paint
        self._saved = float(AT_ONCE)
        self._last = 0.0
        """When `_saved` was right, in the time of the event loop."""
        self._painted = 0.0
        self._held = 0.0
        """Until when nothing is painted, since more is about to change."""
        self._next: asyncio.TimerHandle | None = None

    def resume(self) -> None:
        """Paint as soon as it may be."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            now = loop.time()
            self._saved = min(AT_ONCE, self._saved + (now - self._last) * RATE)
            self._last = now
            lacking = max(0.0, 1 - self._saved) / RATE
            when = max(now + lacking, self._painted + APART, self._held)
            self._next = loop.call_at(when, self._tick)

    def hold(self) -> None:
        """Paint nothing before `release`, or before what it waits for is late."""
        now = asyncio.get_running_loop().time()
        if self._held < now:  # else as long as was said first: keys may come without end
            self._held = now + HELD
            self._again()

    def release(self) -> None:
        """Paint as soon as it may be, whatever was held back."""
        self._held = 0.0
        self._again()

    def _again(self) -> None:
        """Find out anew when the next frame is due."""
        if self._next is not None:
            self.pause()
            self.resume()

    def pause(self) -> None:
        """Paint nothing until the next `resume`."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _tick(self) -> None:
        self._next = None
        now = asyncio.get_running_loop().time()
        self._saved = min(AT_ONCE, self._saved + (now - self._last) * RATE) - 1
        self._last = self._painted = now
        self._paint()


class PacedScreen(Screen[None]):
    """A screen whose frames the pacer paces (there is no public hook for it)."""

    @cached_property
    def _update_timer(self) -> FramePacer:  # type: ignore[override]
        return FramePacer(self._paint_frame)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint what is asked for, and with a part of the screen what widgets have changed.

        Textual takes any part for the whole, and forgets which widgets wait for the next frame:
        what they have changed would not be sent before they change again.
        """
        if regions and repaint and not (layout or recompose):
            self._set_dirty(*regions)
            self._dirty_widgets.add(self)
            self.check_idle()
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def hold_frame(self) -> None:
        """Paint what has changed together with what is about to change, if that comes soon."""
        self._update_timer.hold()

    def release_frame(self) -> None:
        """Paint what has changed."""
        self._update_timer.release()

    def call_after_frame(self, callback: Callable[[], object]) -> None:
        """Call this behind the next frame and behind the keys that wait to be taken by then."""
        self.call_after_refresh(lambda: self.app.call_later(callback))

    def call_in(self, delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call this once, after so many seconds; a timer of Textual's is a task each."""
        return asyncio.get_running_loop().call_later(delay, self.call_later, callback)

    def _paint_frame(self) -> None:
        if self.app._exit or not self.is_running:
            return
        try:
            self._on_timer_update()
        except Exception as error:  # noqa: BLE001 - as Textual's own timer does
            self.app._handle_exception(error)
