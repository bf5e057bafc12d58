"""Lists of numbers to posting lists in bytes, in Python alone; see `array_term_lists`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import NamedTuple

from ..postings.files import TermLists
from ..postings.packing import little
from .term_lists import FormsOf, PlacePlanes, PostingPlanes, term_lists

DOC_AT, IMPACT_AT = 16, 8
"""The bits of a posting: 16 of the document, 8 of the impact, 8 of how often the term is there.

Those of a place are the place and, in 8, the form."""

_PIECE = 100_000
"""Postings from which lists are packed together, to the end of a term."""


class PlainLists(NamedTuple):
    """What there is of some terms, by their numbers."""

    postings: dict[int, array[int]]
    places: dict[int, array[int]]


def packed(
    terms: Sequence[tuple[int, str]],
    lists: PlainLists,
    is_graded: bool = True,
    has_places: bool = False,
    forms_of: FormsOf | None = None,
) -> Iterator[TermLists]:
    """Yield terms with their lists, many of them made into bytes together."""
    begin = size = 0
    for place, (number, _) in enumerate(terms, 1):
        size += len(lists.postings[number])
        if size >= _PIECE or place == len(terms):
            piece = terms[begin:place]
            yield from _packed_piece(piece, lists, is_graded, has_places, forms_of)
            begin, size = place, 0


def _packed_piece(
    terms: Sequence[tuple[int, str]],
    lists: PlainLists,
    is_graded: bool,
    has_places: bool,
    forms_of: FormsOf | None,
) -> Iterator[TermLists]:
    found = [lists.postings.pop(number) for number, _ in terms]
    told = little(_end_to_end(found)).tobytes()
    starts = list(accumulate(map(len, found), initial=0))
    number = starts[-1]
    short = bytearray(4 * number)
    short[0::4], short[1::4] = told[2::4], told[3::4]
    impacts = told[1::4] if is_graded else b""
    if is_graded:
        short[3::4] = impacts
    docs = _shorts(told[2::4], told[3::4])
    steps = list(map(sub, docs, chain((0,), docs)))
    for start in starts[:-1]:
        steps[start] = docs[start]
    low, high = _bytes_of(steps)
    widest = [max(steps[start:end]) for start, end in pairwise(starts)]
    planes = PostingPlanes((low, high), bytes(short), impacts)
    places = None
    if has_places:
        places = _place_planes([lists.places.pop(number, _NONE) for number, _ in terms], told[::4])
    yield from term_lists(terms, starts, widest, planes, places, forms_of)


def _place_planes(found: Sequence[array[int]], counts: bytes) -> PlacePlanes:
    told = little(_end_to_end(found)).tobytes()
    places = _shorts(told[1::4], told[2::4])
    steps = list(map(sub, places, chain((0,), places)))
    # The steps begin anew in every paper.
    places.append(0)
    steps.append(0)
    for first in accumulate(counts, initial=0):
        steps[first] = places[first]
    steps.pop()
    starts = list(accumulate(map(len, found), initial=0))
    return PlacePlanes(starts, counts, *_bytes_of(steps), told[::4])


_NONE: array[int] = array("I")


def _end_to_end(lists: Iterable[array[int]]) -> array[int]:
    whole = array("I")
    for one in lists:
        whole += one
    return whole


def _shorts(low: bytes, high: bytes) -> array[int]:
    """Return numbers of two bytes, given as planes."""
    both = bytearray(2 * len(low))
    both[0::2], both[1::2] = low, high
    return little(array("H", bytes(both)))


def _bytes_of(numbers: Iterable[int]) -> tuple[bytes, bytes]:
    """Return numbers of two bytes as planes."""
    both = little(array("H", numbers)).tobytes()
    return both[0::2], both[1::2]
