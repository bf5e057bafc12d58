"""What goes on for long in several transactions lets others write between two of them."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence

_TURN = 0.11
"""Seconds between two parts: who waits to write tries ten times a second, and has its turn."""


def wait_turn() -> None:
    """Let others write."""
    time.sleep(_TURN)


def in_parts(rowids: Sequence[int], size: int) -> list[list[int]]:
    """Return rows in parts of so many, in each as they came; the first row is in the first part.

    Those of a part are neighbours by number, and so is all that is stored about them. In the order
    of a list each part would read and write pages of the whole file.
    """
    bounds = sorted(rowids)[size::size]
    parts: list[list[int]] = [[] for _ in range(len(bounds) + 1)]
    for rowid in rowids:
        parts[bisect_right(bounds, rowid)].append(rowid)
    if rowids:
        parts.insert(0, parts.pop(bisect_right(bounds, rowids[0])))
    return [part for part in parts if part]
