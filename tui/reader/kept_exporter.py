"""Writes the files anew that the settings want kept as a query finds them, beside what goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ...index import RectoError, exhaustion

if TYPE_CHECKING:
    from ...index import Library
    from .stage import MarkStage

POLL = 0.5
"""Seconds between looks; what is marked meanwhile costs one writing."""


class KeptExporter:
    """Looks whether anything has changed, here or in another window, and lets the files follow."""

    def __init__(self, library: Library, stage: MarkStage) -> None:
        self._library = library
        self._stage = stage
        self._change: int | None = None
        """The library as it was when the files were last looked after."""
        self._is_writing = False

    def start(self) -> None:
        """Look after the files from now on."""
        self._look()
        self._stage.set_interval(POLL, self._look)

    def close(self) -> None:
        """Write what the last marks have changed, also where that was begun and is not done."""
        has_changed = self._change != self._library.journal.change_mark()
        if self._change is not None and (has_changed or self._is_writing):
            self._library.exports.refresh()

    def _look(self) -> None:
        change = self._library.journal.change_mark()
        if change != self._change and not self._is_writing:
            self._change, self._is_writing = change, True
            self._stage.run_beside(self._write, group="kept exports")

    async def _write(self) -> None:
        try:
            for problem in await asyncio.to_thread(self._library.exports.refresh):
                self._stage.say(problem, is_error=True)
        except Exception as error:
            known = error if isinstance(error, RectoError) else exhaustion(error)
            if known is None:
                raise
            self._stage.say(str(known), is_error=True)
        finally:
            self._is_writing = False
