"""Which rows of the list are selected: papers that were chosen, and a range that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class RowSelection:
    """The papers that marks act on, where some were selected."""

    def __init__(self) -> None:
        self.chosen: set[int] = set()
        """Papers that were selected one by one, or by ranges that were closed."""
        self._anchor: int | None = None
        """The row where a range was opened."""

    @property
    def is_open(self) -> bool:
        """Whether a range goes from where it was opened to the cursor."""
        return self._anchor is not None

    def range_to(self, cursor: int) -> range:
        """Return the rows of the open range; none where none is open."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, cursor), max(self._anchor, cursor) + 1)

    def papers(self, rowids: Sequence[int], cursor: int) -> set[int]:
        """Return all that is selected, the papers of the open range among it."""
        shown = self.range_to(cursor)
        return self.chosen.union(rowids[shown.start : shown.stop])

    def count(self, rowids: Sequence[int], cursor: int) -> int:
        """Return how many papers that are."""
        shown = self.range_to(cursor)
        if self.chosen and shown:
            return len(self.papers(rowids, cursor))
        return len(self.chosen) or len(rowids[shown.start : shown.stop])

    def turn(self, rowid: int) -> None:
        """Select a paper, or no longer."""
        self.chosen ^= {rowid}

    def turn_range(self, rowids: Sequence[int], cursor: int) -> None:
        """Open a range at the cursor, or close the open one."""
        if self._anchor is None and rowids:
            self._anchor = cursor
        else:
            self.chosen, self._anchor = self.papers(rowids, cursor), None

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Go on with other row numbers of the same papers."""
        self.chosen = {numbers.get(rowid, rowid) for rowid in self.chosen}

    def drop(self) -> bool:
        """Select nothing; say whether something was selected."""
        was_selected = bool(self.chosen) or self.is_open
        self.chosen, self._anchor = set(), None
        return was_selected
