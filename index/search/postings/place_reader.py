"""Where terms stand, over all segments of an index, and what is kept of it in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from ..storage import damage_reported
from .joined_segments import JoinedSegments
from .places import Occurrences, Places, occurrences, open_places
from .segment import Segment
from .term_blocks import Entry

_KEEP = 16 << 20
"""Bytes of places that are kept, with their documents."""


class _Read(NamedTuple):
    """The places of a term in one segment."""

    places: Places
    ids: Sequence[int]
    """Its documents."""
    turned: int
    """See `open_places`."""


class PlaceReader:
    """Reads the places of terms; it keeps those it read while phrases ask for them."""

    def __init__(self, joined: JoinedSegments) -> None:
        self._joined = joined
        self._kept: OrderedDict[tuple[int, str, int], _Read] = OrderedDict()
        self._kept_size = 0

    def forms(self, field: str, term: str) -> tuple[str, ...]:
        """Return the words that a stem has stood for, numbered as `positions` has them."""
        return self._forms(field, term)[0]

    def _forms(self, field: str, term: str) -> tuple[tuple[str, ...], list[bytes | None]]:
        """Return the forms in all segments, and what their numbers in each become."""
        with damage_reported():
            told = [
                segment.dictionary.forms(field, term.encode()) for segment in self._joined.segments
            ]
            forms = tuple(dict.fromkeys(form for one in told for form in one))
            known = {form: number for number, form in enumerate(forms)}
            return forms, [
                None
                if one == forms[: len(one)]
                else bytes([known[form] for form in one]).ljust(256, b"\xff")
                for one in told
            ]

    def positions(self, field: str, term: str, docs: Sequence[int]) -> Occurrences:
        """Return where a term stands in some of the documents, which ascend.

        Documents that have it not are left out. Places are those of `postings.fields`.
        """
        _, numbers = self._forms(field, term)
        parts: list[Occurrences] = []
        with damage_reported():
            for (segment, base), renamed in zip(
                zip(self._joined.segments, self._joined.bases, strict=True), numbers, strict=True
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
        places, ids, turned = self._read_places(field, segment, base, entry)
        if self._joined.has_arrays:
            from .arrays import common, occurrences_of

            return occurrences_of(places, turned, *common(ids, wanted))
        return occurrences(places, turned, _common(ids, wanted))

    def _read_places(self, field: str, segment: Segment, base: int, entry: Entry) -> _Read:
        """Return the places of a list with its documents, kept while phrases ask for them."""
        key = (base, field, entry.places_offset)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        places, turned = open_places(segment.places(entry), entry.papers)
        ids = self._joined.unpacked(field, segment, base, entry).ids
        read = self._kept[key] = _Read(places, ids, turned)
        self._kept_size += _size(places)
        while self._kept_size > _KEEP and len(self._kept) > 1:
            _, forgotten = self._kept.popitem(last=False)
            self._kept_size -= _size(forgotten.places)
        return read

    def _renamed(self, found: Occurrences, numbers: bytes) -> Occurrences:
        if self._joined.has_arrays:
            from .arrays import looked_up

            return found._replace(forms=looked_up(numbers, found.forms))
        return found._replace(forms=bytes(found.forms).translate(numbers))

    def _joined_places(self, parts: Sequence[Occurrences]) -> Occurrences:
        if self._joined.has_arrays:
            from .arrays import joined_places

            return joined_places(parts)
        docs, places = array("I"), array("I")
        for part in parts:
            docs.extend(part.docs)
            places.extend(part.places)
        return Occurrences(docs, places, b"".join(bytes(part.forms) for part in parts))


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


def _size(places: Places) -> int:
    """Return their bytes, with those of the documents."""
    return 300 + 5 * len(places.counts) + 3 * len(places.low)
