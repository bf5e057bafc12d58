"""Long lists by numpy's arrays: which papers want a score, and which stand first.

Imports numpy, so that nobody does who needs it not.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def differing(rowids: Sequence[int], revs: array[int], others: array[int]) -> array[int]:
    """Return the row numbers whose `revs` differ; both arrays have room for all of them."""
    given, is_same = _compared(rowids, revs, others)
    return array("q", given[~is_same].tobytes())


def agreeing(rowids: Sequence[int], revs: array[int], others: array[int]) -> array[int]:
    """Return those whose `revs` are the same."""
    given, is_same = _compared(rowids, revs, others)
    return array("q", given[is_same].tobytes())


def _compared(
    rowids: Sequence[int], revs: array[int], others: array[int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    given = np.asarray(rowids, np.int64)
    known, wanted = (np.asarray(memoryview(one)).take(given) for one in (revs, others))
    return given, known == wanted


def taken(scores: array[int], rowids: Sequence[int]) -> array[int]:
    """Return the scores of papers, which stand by row number."""
    return array("i", np.asarray(memoryview(scores)).take(np.asarray(rowids, np.int64)).tobytes())


def best_first(rowids: Sequence[int], scores: Sequence[int]) -> tuple[array[int], array[int]]:
    """Return papers and their scores, best first; equals stay as they came."""
    given = np.asarray(scores, np.int32)
    order = np.argsort(-given.astype(np.int64), kind="stable")
    ordered = np.asarray(rowids, np.int64)[order]
    return array("q", ordered.tobytes()), array("i", given[order].tobytes())
