"""Which kind of lists an index has in memory."""

from __future__ import annotations

from array import array
from importlib.util import find_spec

from .operations import ListOperations
from .plain import PlainLists

LARGE = 50_000
"""Papers from which arrays are worth what it takes to import numpy: 150 ms and 14 MB.

At 7,000 papers they save 0.3 ms of a letter's 0.6 (a slow letter 2.4 of 3.2), at 100,000 2 of 2.8
(10 of 11.5)."""


def suits_arrays(papers: int) -> bool:
    """Whether an index of so many papers is better read into arrays, and can be."""
    return papers >= LARGE and find_spec("numpy") is not None


def lists_of(rowids: array[int], deleted: frozenset[int], are_arrays: bool) -> ListOperations:
    """Return the operations on an index's lists."""
    if not are_arrays:
        return PlainLists(rowids, deleted)
    from .arrays import ArrayLists

    return ArrayLists(rowids, deleted)
