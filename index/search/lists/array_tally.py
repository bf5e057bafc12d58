"""Counting, on arrays, how many clauses of a query documents meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class ArrayTally:
    """Counts how many clauses each document meets."""

    def __init__(self, size: int) -> None:
        self._counts = np.zeros(size, np.uint8)
        self._fewest = 1

    def add(self, docs: NDArray[np.uint32]) -> None:
        """Count documents, each once."""
        self._counts[docs] += 1

    def cut(self, fewest: int) -> int:
        """Leave out who was counted less often; return how many are left."""
        self._fewest = fewest
        return int(np.count_nonzero(self._counts >= fewest))

    def counted(self) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
        """Return the documents that are left, and how often each was counted."""
        docs = np.flatnonzero(self._counts >= self._fewest)
        return docs.astype(np.uint32), self._counts[docs].astype(np.int32)
