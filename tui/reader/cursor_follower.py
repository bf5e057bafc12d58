"""The abstract follows the cursor: at once, or once a key that is held is let go."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import TimerHandle

FOLLOW = 0.1
"""Seconds the cursor must rest before the abstract follows a key that is held."""


class CursorFollower:
    """Says when the paper under the cursor is to be shown, which costs more than the move to it."""

    def __init__(
        self,
        show: Callable[[], object],
        call_in: Callable[[float, Callable[[], object]], TimerHandle],
    ) -> None:
        self._show = show
        self._call_in = call_in
        self._later: TimerHandle | None = None
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
        self._later = self._call_in(FOLLOW, self._show)
        return False

    def has_shown(self, rowid: int | None) -> None:
        """Show nothing later: this paper, or none, is shown now, whoever asked for it."""
        self._followed = rowid
        self._stop()

    def _stop(self) -> None:
        if self._later is not None:
            self._later.cancel()
