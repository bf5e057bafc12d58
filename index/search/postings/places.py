"""Where a term stands in each of its papers, as bytes: places and forms, behind its posting list.

For every posting how often (a byte), for every time the step from the place before within the same
paper (two bytes, the low ones apart) and, where the term has several forms, which one stands there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from typing import NamedTuple

from .packing import SHORT, opened, sealed

MOST_TIMES = 255
"""Times that a term may stand in one paper; those after them are not kept."""

_ONCE = 1
"""The flag of a list where every paper has the term once: the numbers are left out."""
_HAS_FORMS = 2


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
    docs_found: list[int] = []
    places: list[int] = []
    numbers = bytearray()
    for number, doc in docs:
        times = counts[number]
        if not times:
            continue
        end = ends[number]
        start = end - times
        if times == 1:
            docs_found.append(doc)
            places.append(low[start] | high[start] << 8)
        else:
            docs_found.extend(repeat(doc, times))
            steps = (low[at] | high[at] << 8 for at in range(start, end))
            places.extend(accumulate(steps))
        numbers += forms[start:end]
    return Occurrences(array("I", docs_found), array("I", places), numbers or bytes(len(places)))
