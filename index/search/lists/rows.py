"""Row numbers of papers to documents of the index."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property
from itertools import compress, islice
from operator import lt

_FEW = 12
"""From this many times fewer papers than the index has, each is looked up alone."""


class RowOrder:
    """The papers of all documents."""

    def __init__(self, rowids: array[int]) -> None:
        self._rowids = rowids

    @cached_property
    def is_ascending(self) -> bool:
        """Whether a document behind another is a paper with a higher number."""
        return all(map(lt, self._rowids, islice(self._rowids, 1, None)))

    def documents(self, rowids: Collection[int]) -> list[int]:
        """Return the documents of some papers, ascending; papers that are not here are left out."""
        end = len(self._rowids)
        if self.is_ascending and len(rowids) * _FEW < end:
            found = [(bisect_left(self._rowids, rowid), rowid) for rowid in rowids]
            return sorted(doc for doc, rowid in found if doc < end and self._rowids[doc] == rowid)
        wanted = frozenset(rowids)
        return list(compress(range(end), map(wanted.__contains__, self._rowids)))
