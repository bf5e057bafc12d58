"""What the cursor has gone past, so that it is new no more: kept here, written once hands rest.

A paper is passed when the cursor goes on from it or rests on it, and when one pages on beyond it.
A list that is only looked into passes nothing. Nothing is written for a key: what has come together
goes to disk in one small transaction.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING

from ...index import Library, RectoError
from .state import TYPING

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from .stage import LibraryWriter, PassingStage
    from .state import ReaderState

REST = 1.0
"""Seconds that the cursor must rest before the paper under it is passed, and all of it written."""

LATEST = 5.0
"""Seconds after which it is written while the cursor goes on and on."""


class Passing:
    """Follows the cursor through lists, and has the register written."""

    def __init__(
        self, library: Library, stage: PassingStage, state: ReaderState, writer: LibraryWriter
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._writer = writer
        self._here: tuple[Sequence[int], int] | None = None
        """The list and the row in it where the cursor was seen last."""
        self._waiting: dict[int, None] = {}
        """Papers that were passed and are not written yet, in their order."""
        self._underway: dict[int, None] = {}
        """Those that are being written."""
        self._put_away: set[int] = set()
        """Papers that the cursor leaves only since they were put away."""
        self._since = 0.0
        """When the first of them was passed, in the time of the monotonic clock."""
        self._was_moved_to = False
        """Whether the cursor was moved to where it is, and did not just come to be there."""
        self._is_asked_for = False
        """Whether a key was pressed yet: the first list comes by itself, and passes nothing."""
        self._is_off = False
        """Whether the register cannot be written, as the library cannot."""
        self._is_said = False
        """Whether it was said that what waits could not be written; that is tried again."""
        self._rest: TimerHandle | None = None

    def show(self) -> None:
        """Begin with another list: what the cursor was moved to is left."""
        self._pass(self._stood_on())
        self._put_away.clear()
        self._here, self._was_moved_to = None, False
        self.follow()

    def follow_key(self) -> None:
        """Follow the cursor after a key: from now on lists come because they were asked for."""
        self._is_asked_for = True
        self.follow()

    def follow(self) -> None:
        """Follow the cursor: what it has left is passed, and so is what it was paged over.

        A leap over more than a screenful passes nothing but where it began.
        """
        results = self._stage.results
        before = self._here
        if self._stage.keyboard in TYPING or self._state.is_waiting or results.rowid is None:
            return
        here = results.cursor
        if before is not None and before[1] == here:
            return
        self._here = results.rowids, here
        if before is not None:
            self._was_moved_to = True
            rowids, row = before
            if abs(here - row) <= results.window.screenful:
                self._pass(rowids[row:here] if row < here else rowids[here + 1 : row + 1])
            else:
                self._pass(rowids[row : row + 1])
        if self._rest is not None:
            self._rest.cancel()
        if self._waiting and monotonic() - self._since > LATEST:
            self._write()
        self._rest = self._stage.call_in(REST, self._pass_here)

    def put_away(self, rowids: Sequence[int]) -> None:
        """Do not take these papers for passed when the cursor leaves them now.

        What was done to them makes them new no more, and whoever takes that back has not gone on.
        """
        self._put_away.update(rowids)
        for rowid in rowids:
            self._waiting.pop(rowid, None)

    def write_now(self) -> None:
        """Write what waits, on any thread: the reader is left.

        The paper that the cursor was moved to is passed too.
        """
        rowids = self.waiting
        self._waiting.clear()
        self._underway.clear()
        if rowids and not self._is_off:
            with contextlib.suppress(RectoError):
                self._library.news.pass_over(rowids)

    @property
    def waiting(self) -> list[int]:
        """What was passed and is not written yet, the paper that the cursor was moved to too."""
        return [*self._underway, *self._waiting, *self._stood_on()]

    def close(self) -> None:
        """Follow the cursor no more; what waits is still to be written."""
        if self._rest is not None:
            self._rest.cancel()

    def _stood_on(self) -> Sequence[int]:
        """Return the paper that the cursor was moved to, or none."""
        if self._here is None or not self._was_moved_to:
            return ()
        rowids, row = self._here
        return [rowid for rowid in rowids[row : row + 1] if rowid not in self._put_away]

    def _pass_here(self) -> None:
        """Pass the paper under the cursor, which has rested there."""
        if self._here is not None and (self._is_asked_for or self._was_moved_to):
            rowids, row = self._here
            self._pass(rowids[row : row + 1])
        self._write()

    def _pass(self, rowids: Sequence[int]) -> None:
        unpassed = self._state.signs.unpassed
        left = [rowid for rowid in rowids if rowid not in self._put_away]
        self._put_away.difference_update(rowids)
        passed = [rowid for rowid in left if rowid >= 0 and unpassed >> rowid & 1]
        if passed and not self._waiting:
            self._since = monotonic()
        self._waiting.update(dict.fromkeys(passed))

    def _write(self) -> None:
        rowids = [*self._waiting]
        if not rowids or self._is_off:
            return

        def write(library: Library) -> None:
            library.news.pass_over(rowids)
            self._is_said = False
            for rowid in rowids:
                self._underway.pop(rowid, None)

        self._underway.update(self._waiting)
        self._waiting.clear()
        self._writer.save(write, self._refuse)

    def _refuse(self, error: RectoError) -> None:
        """Keep what waits for the next rest, or the end: a disk may have room again by then.

        A library that cannot be written is left alone: that was said at the start.
        """
        self._waiting = {**self._underway, **self._waiting}
        self._underway.clear()
        try:
            self._library.journal.check_writable()
        except RectoError:
            self._is_off = True
            return
        if not self._is_said:
            self._is_said = True
            self._stage.say(str(error), is_error=True)
