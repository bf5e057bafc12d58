"""Looks now and then whether whole papers have come from elsewhere, and has them indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Library
    from .stage import WatchStage

EVERY = 2.0
"""Seconds between two looks: of several texts that come one by one all are indexed together."""


class TextWatch:
    """One look at one directory; nothing is done while texts come or an index is built."""

    def __init__(self, library: Library, stage: WatchStage) -> None:
        self._directory = library.locations.texts
        self._stage = stage
        self._known = self._last = self._moment()

    def start(self) -> None:
        """Look from now on."""
        self._stage.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Index what has come, once nothing has come since the look before."""
        before, self._last = self._last, self._moment()
        if self._last in (self._known, 0) or self._last != before:
            return
        if self._stage.activity.building or self._stage.activity.bringing:
            return
        self._known = self._last
        self._stage.presenter.show_parts()
        self._stage.index_texts()

    def _moment(self) -> int:
        """Return when a file last came or went; 0 where there are no texts."""
        try:
            return self._directory.stat().st_mtime_ns
        except OSError:
            return 0
