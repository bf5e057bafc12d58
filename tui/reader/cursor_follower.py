"""The abstract follows the cursor: at once, or once a key that is held is let go."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

FOLLOW = 0.1
"""Seconds the cursor must rest before the abstract follows a key that is held."""


class CursorFollower:
    """Says when the paper under the cursor is to be shown, which costs more than the move to it."""

    def __init__(
        self,
        show: Callable[[], object],
        set_timer: Callable[[float, Callable[[], object]], Timer],
    ) -> None:
        self._show = show
        self._set_timer = set_timer
        self._timer: Timer | None = None
        self._moved = 0.0
        """When the cursor was moved last, in the time of the monotonic clock."""
        self._followed: int | None = None
        """The paper that is shown, or will be once the cursor rests."""

    def follow(self, rowid: int | None) -> bool:
        """Follow the cursor to a paper; say whether it is shown by now, or else will be later."""
        if rowid == self._followed:
            return False
        self._followed = rowid
        before, self._moved = self._moved, monotonic()
        if self._moved - before > FOLLOW:
            self._show()
            return True
        self._stop()
        self._timer = self._set_timer(FOLLOW, self._show)
        return False

    def has_shown(self, rowid: int | None) -> None:
        """Show nothing later: this paper, or none, is shown now, whoever asked for it."""
        self._followed = rowid
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
