"""Which rows of the list are selected: papers that were chosen, and a range that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol


class Rows(Protocol):
    """The list of papers, as far as it is selected from."""

    @property
    def rowids(self) -> Sequence[int]:
        """All papers of it."""

    @property
    def cursor(self) -> int:
        """The row the cursor is on, which may be one behind the papers."""


class RowSelection:
    """The papers that marks act on, where some were selected."""

    def __init__(self, rows: Rows, changed: Callable[[int | None], object]) -> None:
        self._rows = rows
        self._changed = changed
        """Told of the row that is selected now, or no longer; None where any may be."""
        self._chosen: set[int] = set()
        """Papers that were selected one by one, or by ranges that were closed."""
        self._anchor: int | None = None
        """The row where a range was opened."""

    @property
    def is_open(self) -> bool:
        """Whether a range goes from where it was opened to the cursor."""
        return self._anchor is not None

    @property
    def _range(self) -> range:
        """The rows of the open range; none where none is open."""
        if self._anchor is None:
            return range(0)
        cursor = self._rows.cursor
        return range(min(self._anchor, cursor), max(self._anchor, cursor) + 1)

    def has(self, row: int) -> bool:
        """Return whether a row is selected."""
        return self._rows.rowids[row] in self._chosen or row in self._range

    @property
    def papers(self) -> set[int]:
        """All that is selected, the papers of the open range among it."""
        shown = self._range
        return self._chosen.union(self._rows.rowids[shown.start : shown.stop])

    @property
    def count(self) -> int:
        """How many papers that are."""
        shown = self._range
        if self._chosen and shown:
            return len(self.papers)
        return len(self._chosen) or len(self._rows.rowids[shown.start : shown.stop])

    def turn(self) -> None:
        """Select the paper under the cursor, or no longer."""
        rowids, row = self._rows.rowids, self._rows.cursor
        if row < len(rowids):
            self._chosen ^= {rowids[row]}
            self._changed(row)

    def turn_range(self) -> bool:
        """Open a range at the cursor, or close the open one; say whether one is open now."""
        if self._anchor is None and self._rows.rowids:
            self._anchor = self._rows.cursor
        else:
            self._chosen, self._anchor = self.papers, None
        self._changed(None)
        return self.is_open

    def drop(self) -> bool:
        """Select nothing; say whether something was selected."""
        was_selected = bool(self._chosen) or self.is_open
        self.forget()
        if was_selected:
            self._changed(None)
        return was_selected

    def forget(self) -> None:
        """Select nothing of a list that is about to be another one."""
        self._chosen, self._anchor = set(), None

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Go on with other row numbers of the same papers."""
        self._chosen = {numbers.get(rowid, rowid) for rowid in self._chosen}

    def count_targets(self, count: int = 1) -> int:
        """Return how many papers a mark would be about: the selected, or so many from here."""
        return self.count or min(count, len(self._rows.rowids) - self._rows.cursor)

    def take_targets(self, count: int = 1) -> list[int]:
        """Return the selected papers in their order, or `count` from here; select nothing then."""
        rowids, cursor, chosen = self._rows.rowids, self._rows.cursor, self.papers
        targets = list(filter(chosen.__contains__, rowids)) if chosen else []
        return targets if self.drop() else list(rowids[cursor : cursor + count])
