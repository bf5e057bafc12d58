"""Open segments of the index, and what they keep in memory while somebody types."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterator
from itertools import compress, islice
from operator import lt
from pathlib import Path
from typing import Any

from ...errors import SearchIndexError
from ..dictionary import PrefixReader, document_frequency, read_postings, read_terms
from ..postings.impacts import EDGE_LENGTH, EDGES, TEXT, WHOLE, stronger
from ..postings.postings import Postings
from ..query.effort import LOOKED_UP, Effort
from ..schema import open_readers, read_rowids

_KEEP = 1_500_000
"""Postings of a segment that are kept in memory, five bytes each."""

_MOST_EXPANDED = 2000
"""Words that are looked at for one prefix."""

_EXPANDED = LOOKED_UP * 3 // 2
"""Units of effort for each of them, beside its postings."""

_FEW = 12
"""From this many times fewer papers than the segment has, each is looked up alone."""

_UNFINISHED = bytes(impact & ~WHOLE for impact in range(256))


class Segment:
    """One segment of an open index; it keeps the posting lists it read while they are in use."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._kept: OrderedDict[tuple[str, str], Postings | None] = OrderedDict()
        self._kept_size = 0
        self._expanded_for: dict[tuple[str, str], int] = {}
        """What it has taken to put the lists of a prefix together, for those that are kept."""
        self.rowids = read_rowids(reader)
        """The paper of every document."""
        self._are_sorted = all(map(lt, self.rowids, islice(self.rowids, 1, None)))
        self.deleted = frozenset(reader.segment().deleted_docs())
        """Documents that are no more."""
        self.last_intersection: tuple[object, Any] | None = None
        """What a search leaves for the next one, and what that is to recognise it by."""

    @property
    def count(self) -> int:
        """Documents that are there."""
        return len(self.rowids) - len(self.deleted)

    def documents(self, rowids: Collection[int]) -> list[int]:
        """Return the documents of some papers, ascending; papers that are not here are left out."""
        end = len(self.rowids)
        if self._are_sorted and len(rowids) * _FEW < end:
            found = [(bisect_left(self.rowids, rowid), rowid) for rowid in rowids]
            docs = sorted(doc for doc, rowid in found if doc < end and self.rowids[doc] == rowid)
        else:
            wanted = frozenset(rowids)
            docs = list(compress(range(end), map(wanted.__contains__, self.rowids)))
        return [doc for doc in docs if doc not in self.deleted] if self.deleted else docs

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the posting list of a term, or None if no paper has it."""
        key = (field, term)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = read_postings(self._reader, field, term)
        return self._keep(key, found and self._checked(found))

    def _checked(self, found: Postings) -> Postings:
        if found.ids and found.ids[-1] >= len(self.rowids):
            raise _too_many()
        return found

    def title_prefix(self, prefix: str, effort: Effort) -> Postings | None:
        """Return the papers with a word in the title that begins so, and the best such impact."""
        if len(prefix) <= EDGE_LENGTH:
            return self.postings(EDGES, prefix)
        key = (EDGES, f"{prefix}*")
        if key in self._kept:
            self._kept.move_to_end(key)
            effort.read((self, key), self._expanded_for.get(key, 0))
            return self._kept[key]
        merged: dict[int, int] = {}
        for term, (ids, exact) in self._expanded(EDGES, prefix, effort):
            impacts = exact if term == prefix else exact.translate(_UNFINISHED)
            for doc, impact in zip(ids, impacts, strict=True):
                if impact > merged.get(doc, 0):
                    merged[doc] = impact
        ids = array("I", sorted(merged))
        impacts = bytes(map(merged.__getitem__, ids))
        return self._keep(key, Postings(ids, impacts) if ids else None)

    def stem_prefix(self, prefix: str, effort: Effort) -> Postings | None:
        """Return the papers with a stem in title or abstract that begins so."""
        key = (TEXT, f"{prefix}*")
        if key in self._kept:
            self._kept.move_to_end(key)
            effort.read((self, key), self._expanded_for.get(key, 0))
            return self._kept[key]
        found = [postings for _, postings in self._expanded(TEXT, prefix, effort)]
        merged: dict[int, int] = {}
        for ids, impacts in sorted(found, key=lambda each: len(each.ids), reverse=True):
            if not merged:
                merged = dict(zip(ids, impacts, strict=True))
                continue
            effort.check()
            more = dict(zip(ids, impacts, strict=True))
            for doc in more.keys() & merged.keys():
                more[doc] = stronger(merged[doc], more[doc])
            merged.update(more)
        ids = array("I", sorted(merged))
        impacts = bytes(map(merged.__getitem__, ids))
        return self._keep(key, Postings(ids, impacts) if ids else None)

    def _expanded(self, field: str, prefix: str, effort: Effort) -> Iterator[tuple[str, Postings]]:
        """Yield the terms with a prefix with their posting lists, `_MOST_EXPANDED` at most."""
        # The dictionary tells what the lists will take before any of them is read.
        lists = PrefixReader(self._reader, field, prefix, _MOST_EXPANDED)
        for _ in lists.look_up():
            effort.spend(_EXPANDED)
        if lists.count > len(lists) * len(self.rowids):
            raise _too_many()  # what a flipped bit makes of a number is no cost of the query
        effort.spend(lists.count)
        key = (field, f"{prefix}*")
        self._expanded_for[key] = _EXPANDED * len(lists) + lists.count
        effort.note((self, key))
        for term, found in lists:
            effort.check()
            yield term, self._checked(found)

    def expand(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the terms with a prefix and how many documents have each, `most` at most."""
        return read_terms(self._reader, field, prefix, most)

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many papers have a term, deleted ones included, without reading them."""
        if (field, term) in self._kept:
            found = self._kept[field, term]
            return len(found.ids) if found else 0
        return document_frequency(self._reader, field, term)

    def _keep(self, key: tuple[str, str], found: Postings | None) -> Postings | None:
        """Remember a posting list, and forget those that were not asked for longest."""
        self._kept[key] = found
        self._kept_size += _size(found)
        while self._kept_size > _KEEP and len(self._kept) > 1:
            forgotten, postings = self._kept.popitem(last=False)
            self._kept_size -= _size(postings)
            self._expanded_for.pop(forgotten, None)
        return found

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()


def _too_many() -> SearchIndexError:
    return SearchIndexError("The search index is damaged", "It names papers it has not.")


def _size(postings: Postings | None) -> int:
    return 50 + len(postings.ids) if postings else 50


def open_segments(path: Path) -> list[Segment]:
    """Open the index of a directory; SearchIndexError if it is damaged."""
    return [Segment(reader) for reader in open_readers(path)]
