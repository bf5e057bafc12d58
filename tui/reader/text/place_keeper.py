"""Where one is in a text, written down once one rests there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ....index import Library, RectoError
from ...widgets.text.pane import TextPane
from .positions import position_at

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from ..stage import LibraryWriter
    from .stage import TextStage

REST = 1.0
"""Seconds that a place must rest before it is written down."""


class PlaceKeeper:
    """Keeps the place that is shown in the library."""

    def __init__(
        self, library: Library, stage: TextStage, writer: LibraryWriter, pane: TextPane
    ) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self._pane = pane
        self._rest: TimerHandle | None = None

    def rest(self) -> None:
        """Write down where one is, if one stays there."""
        if self._rest is not None:
            self._rest.cancel()
        self._rest = self._stage.call_in(REST, self.keep)

    def forget(self) -> None:
        """Leave written down where one was before."""
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def keep(self) -> None:
        """Write down where one is, if that is another place than before."""
        if self._rest is None:
            return
        self.forget()
        pane, stage = self._pane, self._stage
        if pane.paper is None or pane.is_skimmed:
            return
        rowid, position = pane.paper.rowid, position_at(pane.text, pane.sight.place, self._part)

        def write(library: Library) -> None:
            library.positions.keep(rowid, position)
            stage.call_later(stage.presenter.show_parts)

        self._writer.save(write, self._refuse)

    @property
    def _part(self) -> int:
        """How much of the paper is read, in percent; before all of it is here, what it was."""
        pane = self._pane
        if pane.is_whole or pane.paper is None:
            return pane.sight.percent
        position = self._library.positions.of(pane.paper.rowid)
        return 0 if position is None else position.part

    def keep_now(self) -> None:
        """Write down where one is at once, on any thread: the reader is left."""
        pane = self._pane
        if self._rest is not None and pane.paper is not None and not pane.is_skimmed:
            position = position_at(pane.text, pane.sight.place, self._part)
            with suppress(RectoError):
                self._library.positions.keep(pane.paper.rowid, position)

    def _refuse(self, error: RectoError) -> None:
        """Leave it: the next place is tried again, and what ails the library is told by marks."""

    def give_letter(self, letter: str) -> None:
        """Remember this place under a letter."""
        pane = self._pane
        if not letter or pane.paper is None:
            return
        rowid, sight = pane.paper.rowid, pane.sight
        position = position_at(pane.text, sight.place, sight.percent)

        def write(library: Library) -> None:
            library.positions.give_letter(rowid, letter, position)

        self._writer.change(write, f"This place is {letter} now; '{letter} comes back to it.")
