"""Which part of the list is in sight: its upper edge follows the cursor."""

from __future__ import annotations

from typing import NamedTuple


class RowWindow(NamedTuple):
    """What is in sight of rows that are some lines high."""

    top: int
    """The line at its upper edge."""
    height: int
    """How many lines are in sight."""
    high: int
    """Lines that each row takes."""
    total: int
    """Rows of the list."""

    @property
    def rows(self) -> range:
        """The rows of which something is in sight."""
        last = (self.top + self.height) // self.high + 1
        return range(self.top // self.high, min(last, self.total))

    @property
    def whole(self) -> range:
        """The rows that are wholly in sight, at least one."""
        first = self.top // self.high
        last = max(first + 1, (self.top + self.height) // self.high)
        return range(first, max(first + 1, min(last, self.total)))

    @property
    def screenful(self) -> int:
        """How many rows can be in sight at once, at least one."""
        return max(1, self.height // self.high)

    def top_with(self, row: int) -> int:
        """Return the upper edge at which a row is in sight, the present one where it is by now.

        Beyond an edge it goes on by half a page, since every line crosses the network.
        """
        top, high, height = self.top, self.high, self.height
        upper, lower = row * high, row * high + high
        half = max(high, height // 2 // high * high)
        if upper < top:
            distance = top - upper
            return top - max(half, distance) if distance <= half else upper
        if lower > top + height:
            distance = lower - top - height
            least = -(-(lower - height) // high) * high
            return top + half if distance <= half else least
        return top
