"""Where a term stands in each of its papers, as bytes: places and forms, behind its posting list.

For every posting how often (a byte), for every time the step from the place before within the same
paper (two bytes, the low ones apart) and, where the term has several forms, which one stands there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from .packing import SHORT, opened, sealed

MOST_TIMES = 255
"""Times that a term may stand in one paper; those after them are not kept."""

_ONCE = 1
"""The flag of a list where every paper has the term once: the numbers are left out."""
_HAS_FORMS = 2

SINGLE, SINGLE_OF_FORMS = bytes((_ONCE,)), bytes((_ONCE | _HAS_FORMS,))
"""What the places of a term begin with that stands in one place of one paper, and has one form or
several; the bytes of the place follow, and its form."""


class Occurrences(NamedTuple):
    """Where a term stands, one entry for each time, by paper and place."""

    docs: Sequence[int]
    places: Sequence[int]
    forms: Sequence[int]
    """The number of the form that stands there: its place among the term's forms."""


class Places(NamedTuple):
    """Where a term stands in the papers of one segment, still as planes of bytes."""

    counts: bytes
    """For every posting how often."""
    low: bytes
    high: bytes
    """The steps between places."""
    forms: bytes
    """Numbers of forms; empty where there is only one."""


NO_PLACES = Places(b"", b"", b"", b"")


def pack_places(places: Places) -> bytes:
    """Return them as bytes; none where the term stands in no place that is known."""
    counts, low, high, forms = places
    if not low:
        return b""
    flags = _HAS_FORMS if forms else 0
    if counts == b"\1" * len(counts):
        flags |= _ONCE
        counts = b""
    body = counts + low + high + forms
    if len(places.counts) <= SHORT:
        return bytes((flags,)) + body
    return sealed(flags, body)


def unpack_places(packed: bytes, count: int) -> Places:
    """Return them for so many postings; ValueError, IndexError or zlib.error if it is none."""
    if not packed:
        return Places(bytes(count), b"", b"", b"")
    flags, body = opened(packed)
    if flags & ~(_ONCE | _HAS_FORMS):
        raise ValueError("no places")
    if flags & _ONCE:
        counts = b"\1" * count
    else:
        counts, body = body[:count], body[count:]
    total = sum(counts)
    if len(counts) != count or len(body) != total * (3 if flags & _HAS_FORMS else 2):
        raise ValueError("no places")
    return Places(counts, body[:total], body[total : 2 * total], body[2 * total :])


def occurrences(found: Places, docs: Iterable[tuple[int, int]]) -> Occurrences:
    """Return the places of some postings, given as their numbers in the list and documents."""
    counts, low, high, forms = found
    ends = list(accumulate(counts))
    chosen = [(number, doc) for number, doc in docs if counts[number]]
    times = [counts[number] for number, _ in chosen]
    at = [
        place
        for number, _ in chosen
        for place in range(ends[number] - counts[number], ends[number])
    ]
    # Steps begin anew in every document: what all before it come to is taken off again.
    sums = list(accumulate([low[place] | high[place] << 8 for place in at], initial=0))
    before = [sums[first] for first in accumulate(times, initial=0)]
    taken = [less for less, number in zip(before, times, strict=False) for _ in range(number)]
    places = [total - less for total, less in zip(sums[1:], taken, strict=True)]
    of_docs = [doc for (_, doc), number in zip(chosen, times, strict=True) for _ in range(number)]
    numbers = bytes([forms[place] for place in at]) if forms else bytes(len(at))
    return Occurrences(array("I", of_docs), array("I", places), numbers)
