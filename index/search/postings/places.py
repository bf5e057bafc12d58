"""Where a term stands in each of its papers, as bytes: places and forms, behind its posting list.

For every posting how often (a byte), for every time the step from the place before within the same
paper (two bytes, the low ones apart) and, where the term has several forms, which one stands there.

A long list may be packed apart, as an index of whole papers has it: each plane by itself, the low
bytes as they are. These are most of it and hardly shrink, and to unpack those of a frequent word
takes longer than all else that a phrase takes. The first place in a paper is told there as if the
abstract began at 0 and the title behind it, so that almost all high bytes are 0: that takes more
off than the low bytes put on.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from .fields import IN_ABSTRACT
from .packing import SHORT, opened, sealed

MOST_TIMES = 255
"""Times that a term may stand in one paper; those after them are not kept."""

_ONCE = 1
"""The flag of a list where every paper has the term once: the numbers are left out."""
_HAS_FORMS = 2
_APART = 4
"""The flag of a list whose planes are packed each by itself."""

_LONG = 256
"""Times from which a list is packed so."""
_SIZES = struct.Struct("<II")
"""The bytes of its counts and of its high bytes; the low ones and the forms follow."""
_TURNED = IN_ABSTRACT >> 8
"""The bit of a high byte by which the places of title and abstract change sides."""
_FIRST = [b"", *(bytes((_TURNED,)) + bytes(count) for count in range(MOST_TIMES))]
"""What is turned of a paper's places, by how many they are: the first one."""

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


def pack_places(places: Places, *, is_apart: bool = False) -> bytes:
    """Return them as bytes; none where the term stands in no place that is known.

    Planes of a long list are packed apart if that is wanted.
    """
    counts, low, high, forms = places
    if not low:
        return b""
    flags = _HAS_FORMS if forms else 0
    if counts == b"\1" * len(counts):
        flags |= _ONCE
        counts = b""
    if is_apart and len(low) >= _LONG:
        told, tall = sealed(0, counts), sealed(0, _turned(places.counts, high))
        head = bytes((flags | _APART,)) + _SIZES.pack(len(told), len(tall))
        return b"".join((head, told, tall, low, sealed(0, forms) if forms else b""))
    body = counts + low + high + forms
    if len(places.counts) <= SHORT:
        return bytes((flags,)) + body
    return sealed(flags, body)


def unpack_places(packed: bytes, count: int) -> Places:
    """Return them for so many postings.

    ValueError, IndexError, struct.error or zlib.error if it is none.
    """
    places, base = open_places(packed, count)
    return places._replace(high=_turned(places.counts, places.high)) if base else places


def open_places(packed: bytes, count: int) -> tuple[Places, int]:
    """Return them with what the first step in each paper is yet to be combined with, by XOR.

    To do that with all takes long where few are asked for. Errors as those of `unpack_places`.
    """
    if not packed:
        return Places(bytes(count), b"", b"", b""), 0
    if packed[0] & _APART:
        return _apart(packed, count), IN_ABSTRACT
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
    return Places(counts, body[:total], body[total : 2 * total], body[2 * total :]), 0


def _apart(packed: bytes, count: int) -> Places:
    """Return what was packed apart; its first steps are turned."""
    flags = packed[0] & ~_APART
    counts_size, high_size = _SIZES.unpack_from(packed, 1)
    begin = 1 + _SIZES.size + counts_size
    counts = opened(packed[1 + _SIZES.size : begin])[1]
    if flags & _ONCE:
        counts = b"\1" * count
    high = opened(packed[begin : begin + high_size])[1]
    begin += high_size
    total = sum(counts)
    low, told = packed[begin : begin + total], packed[begin + total :]
    forms = opened(told)[1] if flags & _HAS_FORMS else told
    if (
        flags & ~(_ONCE | _HAS_FORMS)
        or len(counts) != count
        or not len(low) == len(high) == total
        or len(forms) != (total if flags & _HAS_FORMS else 0)
    ):
        raise ValueError("no places")
    return Places(counts, low, high, forms)


def _turned(counts: bytes, high: bytes) -> bytes:
    """Return the high bytes with title and abstract on the other side of each other."""
    first = b"".join(map(_FIRST.__getitem__, counts))
    turned = int.from_bytes(high, "little") ^ int.from_bytes(first, "little")
    return turned.to_bytes(len(high), "little")


def occurrences(found: Places, base: int, docs: Iterable[tuple[int, int]]) -> Occurrences:
    """Return the places of some postings, given as their numbers in the list and documents.

    `base` is that of `open_places`.
    """
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
    steps = [low[place] | high[place] << 8 for place in at]
    if base:
        for first in accumulate(times[:-1], initial=0) if times else ():
            steps[first] ^= base
    sums = list(accumulate(steps, initial=0))
    before = [sums[first] for first in accumulate(times, initial=0)]
    taken = [less for less, number in zip(before, times, strict=False) for _ in range(number)]
    places = [total - less for total, less in zip(sums[1:], taken, strict=True)]
    of_docs = [doc for (_, doc), number in zip(chosen, times, strict=True) for _ in range(number)]
    numbers = bytes([forms[place] for place in at]) if forms else bytes(len(at))
    return Occurrences(array("I", of_docs), array("I", places), numbers)
