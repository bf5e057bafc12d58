"""What a search asks of an open index: one list a term, its documents numbered through."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from heapq import merge
from itertools import accumulate, chain, islice
from operator import itemgetter

from .lists.choice import lists_of
from .postings.impacts import EDGE_LENGTH, EDGES
from .postings.postings import Postings
from .query.effort import Effort
from .segments.segment import Segment

_KEEP = 24 << 20
"""Bytes of posting lists that are kept in memory."""
_KEEP_COUNTS = 20_000
"""Terms of which it is kept how many papers have them."""

_Key = tuple[str, str]


class IndexReader:
    """The segments of an open index as one; it keeps the lists it read while they are in use."""

    def __init__(self, segments: Sequence[Segment], use_arrays: bool | None = None) -> None:
        self._segments = segments
        self._bases = list(accumulate((len(each.rowids) for each in segments), initial=0))
        self.rowids = array("q", chain.from_iterable(segment.rowids for segment in segments))
        """The paper of every document."""
        self.deleted = frozenset(
            base + doc
            for base, segment in zip(self._bases, segments, strict=False)
            for doc in segment.deleted
        )
        """Documents that are no more."""
        self.count = len(self.rowids) - len(self.deleted)
        """Documents that are there."""
        self.lists = lists_of(self.rowids, self.deleted, use_arrays)
        """What is done with its lists."""
        self.mark = object()
        """What no other open index has."""
        self._kept: OrderedDict[_Key, Postings | None] = OrderedDict()
        self._kept_size = 0
        self._counts: dict[_Key, int] = {}
        self._expanded_for: dict[_Key, int] = {}
        """What it has taken to put the lists of a prefix together, for those that are kept."""

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the list of a term over all segments, or None if no paper has it."""
        key = (field, term)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        return self._keep(key, [segment.postings(field, term) for segment in self._segments])

    def prefix_postings(self, field: str, prefix: str, effort: Effort) -> Postings | None:
        """Return the papers with a word in the title, or a stem anywhere, that begins so."""
        if field == EDGES and len(prefix) <= EDGE_LENGTH:
            return self.postings(EDGES, prefix)
        key = (field, f"{prefix}*")
        if key in self._kept:
            self._kept.move_to_end(key)
            effort.read(key, self._expanded_for.get(key, 0))
            return self._kept[key]
        before = effort.spent
        if field == EDGES:
            found = [segment.title_prefix(prefix, effort) for segment in self._segments]
        else:
            found = [segment.stem_prefix(prefix, effort) for segment in self._segments]
        self._expanded_for[key] = effort.spent - before
        effort.note(key)
        return self._keep(key, found)

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many papers have a term, deleted ones included, without reading its list."""
        key = (field, term)
        count = self._counts.get(key)
        if count is None:
            if len(self._counts) >= _KEEP_COUNTS:
                self._counts.clear()
            count = sum(segment.document_frequency(field, term) for segment in self._segments)
            self._counts[key] = count
        return count

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the terms with a prefix and how many papers have each, the first `most`."""
        counts: dict[str, int] = {}
        parts = (segment.expand(field, prefix, most) for segment in self._segments)
        for term, count in merge(*parts, key=itemgetter(0)):
            counts[term] = counts.get(term, 0) + count
        return list(islice(counts.items(), most))

    def _keep(self, key: _Key, found: Sequence[Postings | None]) -> Postings | None:
        """Remember a list, and forget those that were not asked for longest."""
        parts = [(base, part) for base, part in zip(self._bases, found, strict=False) if part]
        kept = self._kept[key] = self.lists.postings(parts) if parts else None
        self._kept_size += _size(kept)
        while self._kept_size > _KEEP and len(self._kept) > 1:
            forgotten, postings = self._kept.popitem(last=False)
            self._kept_size -= _size(postings)
            self._expanded_for.pop(forgotten, None)
        return kept

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()


def _size(postings: Postings | None) -> int:
    return 300 + 5 * len(postings.ids) if postings is not None else 300
