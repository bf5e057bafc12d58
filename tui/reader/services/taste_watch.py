"""Has the morning list ready to be ranked anew once the hands rest after a mark."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ....index import RectoError

if TYPE_CHECKING:
    from ....index import Library
    from .stage import WatchStage

EVERY = 0.5
"""Seconds between two looks: nothing is worked out while one mark comes after another."""


class TasteWatch:
    """One look at the journal; what is new is scored once nothing has come since the last one."""

    def __init__(self, library: Library, stage: WatchStage) -> None:
        self._library = library
        self._stage = stage
        self._change = library.journal.change_mark()
        self._is_ready = False
        self._is_at_work = False

    def start(self) -> None:
        """Look from now on."""
        self._stage.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Work out what the marks teach now, once no more come; one at a time."""
        change = self._library.journal.change_mark()
        if change != self._change:
            self._change, self._is_ready = change, False
        elif not (self._is_ready or self._is_at_work):
            self._is_ready = self._is_at_work = True
            self._stage.run_beside(self._keep_up, group="chores")

    async def _keep_up(self) -> None:
        try:
            with suppress(RectoError):  # the list is ranked all the same, when it is asked for
                await asyncio.to_thread(self._library.taste.keep_up, self._is_wanted)
        finally:
            self._is_at_work = False

    def _is_wanted(self) -> bool:
        """Whether no more marks have come, and the reader is open."""
        return self._is_ready and self._stage.is_running
