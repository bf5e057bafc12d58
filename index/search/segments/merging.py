"""Segments made into one, so that there are few: their terms are gone through side by side.

Which ones is a matter of their sizes, as in log-structured merge trees: some of about a size, or
what came last, until each segment is several times as large as all that follow it. So a paper is
written a few times however many come one by one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, compress, groupby
from operator import itemgetter
from typing import NamedTuple

from ..postings.dictionary import pack_forms, unpack_forms
from ..postings.fields import FIELDS, GRADED, MOST_FORMS
from ..postings.files import SegmentWriter, TermLists
from ..postings.packing import SHORT, little, pack, steps_of
from ..postings.places import Places, unpack_places
from ..postings.segment import Segment

MOST_SEGMENTS = 4
"""Segments that an index has at most."""

SMALL = 2000
"""Papers of a segment that is merged without more ado."""


def chosen(sizes: Sequence[int], deleted: Sequence[int]) -> tuple[int, int]:
    """Return which segments to make one of, from and to, given the papers of each; two zeros: none.

    `deleted` are the documents of each that are no more.
    """
    crowded = [number for number, size in enumerate(sizes) if deleted[number] > size]
    least = len(sizes) - crowded[0] if crowded else 0
    if len(sizes) <= MOST_SEGMENTS and not least:
        return 0, 0
    if not least and (found := _alike(sizes)):
        return found
    total = sum(sizes)
    ratio = max(3.0, (total / SMALL) ** (1 / (MOST_SEGMENTS - 1)))
    number = together = 0
    for place, size in enumerate(reversed(sizes), 1):
        if place <= least or together + size <= SMALL or size < ratio * together:
            number = place
        together += size
    return len(sizes) - number, len(sizes)


def _alike(sizes: Sequence[int]) -> tuple[int, int] | None:
    """Return the smallest neighbours that are one too many, if they are about of a size.

    So each paper is then in a segment at least twice as large as before.
    """
    number = len(sizes) - MOST_SEGMENTS + 1
    starts = range(len(sizes) - number + 1)
    start = min(starts, key=lambda place: sum(sizes[place : place + number]))
    part = sizes[start : start + number]
    return (start, start + number) if sum(part) >= 2 * max(part) else None


class _Source(NamedTuple):
    """A segment that is merged, and what becomes of its documents."""

    segment: Segment
    base: int
    """The new number of its first document."""
    gone: list[int]
    """Deleted documents, ascending."""

    def renumbered(self, docs: Sequence[int]) -> list[int]:
        """Return the new numbers of documents, of which none is gone."""
        if not self.gone:
            return [doc + self.base for doc in docs]
        return [doc + self.base - bisect_left(self.gone, doc) for doc in docs]


_Item = tuple[bytes, int, int, bytes, bytes, bytes]
"""A term, the number of its source, how many papers have it, its forms, lists and places."""


def merged(
    segments: Sequence[Segment], writer: SegmentWriter, tell: Callable[[float], None]
) -> int:
    """Write the papers of segments that are still there into one; return their number."""
    sources: list[_Source] = []
    rowids: array[int] = array("I")
    for segment in segments:
        gone = sorted(segment.deleted)
        sources.append(_Source(segment, len(rowids), gone))
        is_there = bytearray(b"\1") * len(segment.rowids)
        for doc in gone:
            is_there[doc] = 0
        rowids.extend(compress(segment.rowids, is_there) if gone else segment.rowids)
    for place, field in enumerate(FIELDS):
        tell(place / len(FIELDS))
        writer.write(field, _merged_terms(field, sources))
    writer.finish(rowids)
    tell(1.0)
    return len(rowids)


def _merged_terms(field: str, sources: Sequence[_Source]) -> Iterator[TermLists]:
    streams = [_items(field, number, source) for number, source in enumerate(sources)]
    is_graded = field in GRADED
    for term, group in groupby(merge(*streams), key=itemgetter(0)):
        items = list(group)
        if len(items) == 1:
            _, number, count, forms, postings, places = items[0]
            source = sources[number]
            if not source.gone and (not source.base or count <= SHORT):
                if source.base:
                    moved = [known + source.base for known in little(array("I", postings))]
                    postings = little(array("I", moved)).tobytes()
                yield TermLists(term, forms, count, postings, places)
                continue
        found = _merged_term(term, items, sources, is_graded)
        if found is not None:
            yield found


def _items(field: str, number: int, source: _Source) -> Iterator[_Item]:
    """Yield the terms of a segment with their lists."""
    for block, lists, places in source.segment.blocks(field):
        first, first_place = block.offsets[0], block.places_offsets[0]
        begin = place = 0
        for term, forms, count, end, place_end in zip(
            block.terms,
            block.forms,
            block.counts,
            block.offsets[1:],
            block.places_offsets[1:],
            strict=True,
        ):
            list_end, places_end = end - first, place_end - first_place
            yield term, number, count, forms, lists[begin:list_end], places[place:places_end]
            begin, place = list_end, places_end


def _merged_term(
    term: bytes, items: Sequence[_Item], sources: Sequence[_Source], is_graded: bool
) -> TermLists | None:
    """Return one term of several segments; None where no paper has it any more."""
    steps: array[int] = array("I")
    impacts = bytearray()
    last = 0
    forms, numbers = _merged_forms(term, [item[3] for item in items])
    has_places = any(item[5] for item in items)
    parts: list[Places] = []
    for (_, number, count, _, postings, packed), renamed in zip(items, numbers, strict=True):
        source = sources[number]
        more, graded = steps_of(postings, count, is_graded)
        places = unpack_places(packed, count) if has_places else None
        if source.gone:
            docs = list(accumulate(more))
            left = [not _is_among(source.gone, doc) for doc in docs]
            if not all(left):
                docs = list(compress(docs, left))
                graded = bytes(compress(graded, left))
                places = places and _kept(places, left)
            docs = source.renumbered(docs)
            if not docs:
                continue
            more = array("I", docs)
            for place in range(len(docs) - 1, 0, -1):
                more[place] -= docs[place - 1]
            end = docs[-1]
        else:
            more[0] += source.base
            end = sum(more)
        more[0] -= last
        last = end
        steps.extend(more)
        impacts += graded
        if places is not None:
            parts.append(_renamed(places, renamed, len(forms)))
    if not steps:
        return None
    where: bytes | Places = b""
    if has_places:
        where = Places(*map(b"".join, zip(*parts, strict=True)))
    told = pack_forms(term.decode(), forms) if forms else b""
    return TermLists(term, told, len(steps), pack(steps, bytes(impacts)), where)


def _is_among(numbers: Sequence[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _merged_forms(
    term: bytes, packed: Sequence[bytes]
) -> tuple[tuple[str, ...], list[bytes | None]]:
    """Return the forms of a term in all segments, and what their numbers there become."""
    if packed.count(packed[0]) == len(packed) and not packed[0]:
        return (), [None] * len(packed)
    text = term.decode()
    told = [unpack_forms(text, one) for one in packed]
    forms = max(told, key=len)
    if any(one != forms[: len(one)] for one in told):
        forms = tuple(dict.fromkeys(form for one in told for form in one))
    known = {form: number for number, form in enumerate(forms[:MOST_FORMS])}
    tables = [
        None
        if one == forms[: len(one)]
        else bytes([known.get(form, MOST_FORMS) for form in one]).ljust(256, b"\xff")
        for one in told
    ]
    return forms[:MOST_FORMS], tables


def _renamed(places: Places, numbers: bytes | None, forms: int) -> Places:
    """Return places with the forms' numbers that they have in the new list."""
    if forms < 2:
        return places
    told = places.forms or bytes(len(places.low))
    return places._replace(forms=told.translate(numbers) if numbers else told)


def _kept(places: Places, left: Sequence[bool]) -> Places:
    """Return the places of those postings that are left."""
    wanted = [
        is_left for is_left, times in zip(left, places.counts, strict=True) for _ in range(times)
    ]
    low, high, forms = (bytes(compress(plane, wanted)) for plane in places[1:])
    return Places(bytes(compress(places.counts, left)), low, high, forms)
