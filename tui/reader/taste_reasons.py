"""Why papers stand where they do by a taste: worked out behind the frame that shows the rows.

Of the papers in sight first, then of those that come next, a few at a time, on a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ...index import RectoError

if TYPE_CHECKING:
    from ...index import Library, TasteReason
    from .stage import Stage

TOGETHER = 12
"""Papers whose reasons are worked out at once."""


class TasteReasons:
    """Knows the reasons of one list, all of them of the taste that it was ranked by."""

    def __init__(
        self, library: Library, stage: Stage, tell: Callable[[Sequence[int]], object]
    ) -> None:
        self._library = library
        self._stage = stage
        self._tell = tell
        """Told of which papers they are known that were asked for."""
        self._known: dict[int, tuple[TasteReason, ...]] = {}
        self._asked: dict[int, None] = {}
        self._list: Sequence[int] = ()
        self._taste: Any = None
        self._serial = 0
        self._is_working = False

    def begin(self, rowids: Sequence[int]) -> None:
        """Begin with another list."""
        self._serial += 1
        self._list, self._taste = rowids, None
        self._known.clear()
        self._asked.clear()

    def of(self, rowid: int) -> tuple[TasteReason, ...] | None:
        """Return the reasons of a paper if they are known; else they are worked out."""
        found = self._known.get(rowid)
        if found is None and rowid not in self._asked:
            self._asked[rowid] = None
            if not self._is_working:
                self._is_working = True
                self._stage.run_beside(self._work, group="reasons")
        return found

    async def _work(self) -> None:
        try:
            while wanted := [*self._asked][:TOGETHER]:
                serial = self._serial
                try:
                    taste, found = await asyncio.to_thread(self._read, wanted, self._taste)
                except RectoError:  # the rows stand without
                    self._asked.clear()
                    return
                if serial != self._serial:
                    continue
                self._taste = taste
                for rowid in wanted:
                    self._known[rowid] = found.get(rowid, ())
                    self._asked.pop(rowid, None)
                self._tell(wanted)
        finally:
            self._is_working = False

    def _read(self, rowids: Sequence[int], taste: Any) -> tuple[Any, dict[int, Any]]:
        tastes = self._library.taste
        taste = taste or tastes.now()
        return taste, tastes.reasons(rowids, taste)
