"""Which part of the list is in sight: its upper edge follows the cursor."""

from __future__ import annotations


def top_with(row: int, top: int, *, high: int, height: int) -> int:
    """Return the upper edge at which a row is in sight, `top` where it is by now, in lines.

    Rows are so many lines `high`, and so many lines of them are in sight (`height`). Beyond an edge
    it goes on by half a page, since every line crosses the network.
    """
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
