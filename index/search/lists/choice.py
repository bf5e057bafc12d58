"""Which kind of lists an index has in memory."""

from __future__ import annotations

from array import array
from importlib.util import find_spec

from .operations import ListOperations
from .plain import PlainLists

LARGE = 20_000
"""Papers from which arrays are worth what it takes to import numpy."""


def lists_of(
    rowids: array[int], deleted: frozenset[int], use_arrays: bool | None = None
) -> ListOperations:
    """Return the operations on an index's lists: on arrays if it is large and numpy is there."""
    if use_arrays is None:
        use_arrays = len(rowids) >= LARGE and find_spec("numpy") is not None
    if not use_arrays:
        return PlainLists(rowids, deleted)
    from .arrays import ArrayLists

    return ArrayLists(rowids, deleted)
