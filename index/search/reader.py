"""An open index: the lists of a term over all its segments, and what is kept of them in memory.

Documents are numbered through all segments. There are two kinds of lists: arrays and bytes of
Python's own, and NumPy's arrays, which long lists are read into many times as fast; NumPy is
imported where it is installed and the index is large enough to be worth that.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..errors import SearchIndexError
from .lists.choice import lists_of, suits_arrays
from .postings.dictionary import Entry
from .postings.fields import EDGES, GRADED, TEXT
from .postings.impacts import EDGE_LENGTH, WHOLE, stronger
from .postings.packing import unpack
from .postings.places import Occurrences, Places, occurrences, unpack_places
from .postings.postings import Postings
from .postings.segment import Segment
from .query.effort import LOOKED_UP, Effort
from .schema import read_contents
from .storage import damage_reported

_KEEP = 24 << 20
"""Bytes of posting lists that are kept in memory."""

_MOST_EXPANDED = 2000
"""Words that are looked at for one prefix."""

_EXPANDED = LOOKED_UP * 3 // 2
"""Units of effort for each of them, beside its postings."""

_KEEP_PLACES = 16 << 20
"""Bytes of places that are kept, with their documents."""
_KEEP_COUNTS = 20_000
"""Terms of which it is kept how many papers have them."""

_UNFINISHED = bytes(impact & ~WHOLE for impact in range(256))


class IndexReader:
    """The segments of an index as one; it keeps the lists it read while they are in use."""

    def __init__(self, segments: Sequence[Segment], use_arrays: bool | None = None) -> None:
        """Join segments. `use_arrays` says which lists there are; by default the size does."""
        self._segments = segments
        self.rowids: array[int] = array("q")
        """The paper of every document."""
        self._bases: list[int] = []
        deleted: list[int] = []
        for segment in segments:
            base = len(self.rowids)
            self._bases.append(base)
            self.rowids.extend(array("q", segment.rowids))
            deleted.extend(doc + base for doc in segment.deleted)
        self.deleted = frozenset(deleted)
        """Documents that are no more."""
        self.count = len(self.rowids) - len(self.deleted)
        """Documents that are there."""
        self.has_arrays = suits_arrays(len(self.rowids)) if use_arrays is None else use_arrays
        """Whether lists are NumPy's arrays."""
        self.lists = lists_of(self.rowids, self.deleted, self.has_arrays)
        """What searches do with them."""
        self._kept: OrderedDict[tuple[str, str], Postings | None] = OrderedDict()
        self._kept_size = 0
        self._kept_places: OrderedDict[tuple[int, str, int], tuple[Places, Sequence[int]]] = (
            OrderedDict()
        )
        self._kept_places_size = 0
        self._counts: dict[tuple[str, str], int] = {}
        self._expanded_for: dict[tuple[str, str], int] = {}
        """What it has taken to put the lists of a prefix together, for those that are kept."""
        self.mark = object()
        """What this open index is told from every other by."""

    # Terms

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many papers have a term, deleted ones included, without reading its list."""
        key = (field, term)
        count = self._counts.get(key)
        if count is None:
            if len(self._counts) >= _KEEP_COUNTS:
                self._counts.clear()
            with damage_reported():
                count = sum(entry.papers for _, _, entry in self._entries(field, term))
            self._counts[key] = count
        return count

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the terms with a prefix and how many papers have each, `most` at most."""
        with damage_reported():
            return [
                (term.decode(), sum(entry.papers for _, entry in found))
                for term, found in islice(self._with_prefix(field, prefix), most)
            ]

    def forms(self, field: str, term: str) -> tuple[str, ...]:
        """Return the words that a stem has stood for, numbered as `positions` has them."""
        return self._forms(field, term)[0]

    def _forms(self, field: str, term: str) -> tuple[tuple[str, ...], list[bytes | None]]:
        """Return the forms in all segments, and what their numbers in each become."""
        with damage_reported():
            told = [segment.dictionary.forms(field, term.encode()) for segment in self._segments]
            forms = tuple(dict.fromkeys(form for one in told for form in one))
            known = {form: number for number, form in enumerate(forms)}
            return forms, [
                None
                if one == forms[: len(one)]
                else bytes([known[form] for form in one]).ljust(256, b"\xff")
                for one in told
            ]

    def _entries(self, field: str, term: str) -> Iterator[tuple[Segment, int, Entry]]:
        """Yield the segments that have a term, with the number of their first document."""
        for segment, base in zip(self._segments, self._bases, strict=True):
            entry = segment.find(field, term)
            if entry is not None:
                yield segment, base, entry

    def _with_prefix(
        self, field: str, prefix: str
    ) -> Iterator[tuple[bytes, list[tuple[int, Entry]]]]:
        """Yield the terms with a prefix with the segments that have them, by their numbers."""
        start = prefix.encode()

        def stream(number: int) -> Iterator[tuple[bytes, int, Entry]]:
            for term, entry in self._segments[number].dictionary.entries(field, start):
                if not term.startswith(start):
                    return
                yield term, number, entry

        streams = merge(*map(stream, range(len(self._segments))))
        for term, group in groupby(streams, key=itemgetter(0)):
            yield term, [(number, entry) for _, number, entry in group]

    # Lists

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the posting list of a term over all segments, or None if no paper has it."""
        key = (field, term)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with damage_reported():
            parts = [
                self._unpacked(field, segment, base, entry)
                for segment, base, entry in self._entries(field, term)
            ]
        return self._keep(key, self._joined(parts))

    def _unpacked(self, field: str, segment: Segment, base: int, entry: Entry) -> Postings:
        segment.checked(entry)
        packed, has_impacts = segment.postings(entry), field in GRADED
        if self.has_arrays:
            from .postings.arrays import unpack_arrays

            found = unpack_arrays(packed, entry.papers, base, has_impacts)
        else:
            found = unpack(packed, entry.papers, base, has_impacts)
        if found.ids[-1] >= base + len(segment.rowids):
            raise ValueError("it names papers it has not")
        return found

    def _joined(self, parts: Sequence[Postings]) -> Postings | None:
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        if self.has_arrays:
            from .postings.arrays import joined

            return joined(parts)
        ids = parts[0].ids[:]
        for part in parts[1:]:
            ids.extend(part.ids)
        return Postings(ids, b"".join(part.impacts for part in parts))

    def prefix_postings(self, field: str, prefix: str, effort: Effort) -> Postings | None:
        """Return the papers with a term that begins so, and for each the best such impact.

        In `edges` a short prefix is a term itself; what only begins like a longer one is no whole
        word there. `_MOST_EXPANDED` terms are looked at.
        """
        if field == EDGES and len(prefix) <= EDGE_LENGTH:
            return self.postings(field, prefix)
        key = (field, f"{prefix}*")
        if key in self._kept:
            self._kept.move_to_end(key)
            effort.read(key, self._expanded_for.get(key, 0))
            return self._kept[key]
        lists = []
        for term, found in self._expanded(field, prefix, effort):
            impacts = found.impacts
            if field == EDGES and term != prefix:
                impacts = self._unfinished(impacts)
            lists.append(Postings(found.ids, impacts))
        if self.has_arrays:
            from .postings.arrays import strongest

            return self._keep(key, strongest(lists, field == TEXT))
        return self._keep(key, _strongest(lists, field == TEXT, effort))

    def _unfinished(self, impacts: Any) -> Any:
        """Return impacts of words that are longer than what was typed."""
        return impacts & (255 - WHOLE) if self.has_arrays else impacts.translate(_UNFINISHED)

    def _expanded(self, field: str, prefix: str, effort: Effort) -> Iterator[tuple[str, Postings]]:
        """Yield the terms with a prefix with their posting lists."""
        places: list[tuple[str, list[tuple[int, Entry]]]] = []
        count = 0
        terms = islice(self._with_prefix(field, prefix), _MOST_EXPANDED)
        while True:
            with damage_reported():
                term, found = next(terms, (b"", []))
                for number, entry in found:
                    # What a flipped bit makes of a number is no cost of the query.
                    self._segments[number].checked(entry)
                    count += entry.papers
            if not found:
                break
            effort.spend(_EXPANDED)
            places.append((term.decode(), found))
        effort.spend(count)
        key = (field, f"{prefix}*")
        self._expanded_for[key] = _EXPANDED * len(places) + count
        effort.note(key)
        for text, entries in places:
            effort.check()
            with damage_reported():
                joined = self._joined(
                    [
                        self._unpacked(field, self._segments[number], self._bases[number], entry)
                        for number, entry in entries
                    ]
                )
            assert joined is not None
            yield text, joined

    # Places

    def positions(self, field: str, term: str, docs: Sequence[int]) -> Occurrences:
        """Return where a term stands in some of the documents, which ascend.

        Documents that have it not are left out. Places are those of `postings.fields`.
        """
        _, numbers = self._forms(field, term)
        parts: list[Occurrences] = []
        with damage_reported():
            for (segment, base), renamed in zip(
                zip(self._segments, self._bases, strict=True), numbers, strict=True
            ):
                entry = segment.find(field, term)
                if entry is None:
                    continue
                found = self._places(field, segment, base, entry, docs)
                if renamed is not None and found is not None:
                    found = self._renamed(found, renamed)
                if found is not None:
                    parts.append(found)
        return self._joined_places(parts)

    def _places(
        self, field: str, segment: Segment, base: int, entry: Entry, docs: Sequence[int]
    ) -> Occurrences | None:
        """Return where a term stands in those of the documents that are in one segment."""
        first = bisect_left(docs, base)
        wanted = docs[first : bisect_left(docs, base + len(segment.rowids), first)]
        if not len(wanted) or not entry.places_length:
            return None
        places, ids = self._read_places(field, segment, base, entry)
        if self.has_arrays:
            from .postings.arrays import common, occurrences_of

            return occurrences_of(places, *common(ids, wanted))
        return occurrences(places, _common(ids, wanted))

    def _read_places(
        self, field: str, segment: Segment, base: int, entry: Entry
    ) -> tuple[Places, Sequence[int]]:
        """Return the places of a list with its documents, kept while phrases ask for them."""
        key = (base, field, entry.places_offset)
        known = self._kept_places.get(key)
        if known is not None:
            self._kept_places.move_to_end(key)
            return known
        places = unpack_places(segment.places(entry), entry.papers)
        ids = self._unpacked(field, segment, base, entry).ids
        self._kept_places[key] = places, ids
        self._kept_places_size += _size_of_places(places)
        while self._kept_places_size > _KEEP_PLACES and len(self._kept_places) > 1:
            forgotten, _ = self._kept_places.popitem(last=False)[1]
            self._kept_places_size -= _size_of_places(forgotten)
        return places, ids

    def _renamed(self, found: Occurrences, numbers: bytes) -> Occurrences:
        if self.has_arrays:
            from .postings.arrays import looked_up

            return found._replace(forms=looked_up(numbers, found.forms))
        return found._replace(forms=bytes(found.forms).translate(numbers))

    def _joined_places(self, parts: Sequence[Occurrences]) -> Occurrences:
        if self.has_arrays:
            from .postings.arrays import joined_places

            return joined_places(parts)
        docs, places = array("I"), array("I")
        for part in parts:
            docs.extend(part.docs)
            places.extend(part.places)
        return Occurrences(docs, places, b"".join(bytes(part.forms) for part in parts))

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
        for segment in self._segments:
            segment.close()


def _strongest(lists: Sequence[Postings], is_text: bool, effort: Effort) -> Postings | None:
    """Return the documents of several lists, each with the best of its impacts."""
    merged: dict[int, int] = {}
    for ids, impacts in sorted(lists, key=lambda each: len(each.ids), reverse=is_text):
        effort.check()
        if not merged:
            merged = dict(zip(ids, impacts, strict=True))
        elif is_text:
            more = dict(zip(ids, impacts, strict=True))
            for doc in more.keys() & merged.keys():
                more[doc] = stronger(merged[doc], more[doc])
            merged.update(more)
        else:
            for doc, impact in zip(ids, impacts, strict=True):
                if impact > merged.get(doc, 0):
                    merged[doc] = impact
    ids = array("I", sorted(merged))
    return Postings(ids, bytes(map(merged.__getitem__, ids))) if ids else None


_BISECT = 8
"""From this many times more postings than documents in question, each is looked up alone."""


def _common(ids: Sequence[int], docs: Sequence[int]) -> list[tuple[int, int]]:
    """Return the documents that are in both, after their numbers in the first."""
    if len(docs) * _BISECT > len(ids):
        wanted = frozenset(docs)
        return [(number, doc) for number, doc in enumerate(ids) if doc in wanted]
    numbers = [bisect_left(ids, doc) for doc in docs]
    end = len(ids)
    return [
        (number, doc)
        for number, doc in zip(numbers, docs, strict=True)
        if number < end and ids[number] == doc
    ]


def _size(postings: Postings | None) -> int:
    return 300 + 5 * len(postings.ids) if postings else 300


def _size_of_places(places: Places) -> int:
    """Return their bytes, with those of the documents."""
    return 300 + 5 * len(places.counts) + 3 * len(places.low)


def open_reader(path: Path, use_arrays: bool | None = None) -> IndexReader:
    """Open the index of a directory; SearchIndexError if it is damaged."""
    segments: list[Segment] = []
    try:
        for note in read_contents(path):
            with damage_reported():
                segments.append(Segment(path, *note))
        with damage_reported():
            return IndexReader(segments, use_arrays)
    except SearchIndexError:
        for segment in segments:
            segment.close()
        raise
