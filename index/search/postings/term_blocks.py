"""Blocks of a dictionary: terms that follow each other, compressed together.

A block is terms, their forms, and in planes how many papers have each and how many bytes its lists
take. What a look-up asks of a block is seldom more than whether it has a term, so that each part is
taken apart only when it is asked for.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from .packing import little

_SIZES = struct.Struct("<HII")
"""How many terms there are, and the bytes of the terms and of their forms."""
_PLANES = 4
"""The bytes of a number."""

_LEVEL = 6

_SOUGHT = 2
"""Terms up to which each is sought in the block's bytes: to part these takes as long."""


class Entry(NamedTuple):
    """What the dictionary says of a term."""

    papers: int
    """How many have it, deleted ones included."""
    offset: int
    """Where its posting list begins."""
    length: int
    places_offset: int
    places_length: int


class Block:
    """Terms that follow each other; raises ValueError, or what zlib does, where it is damaged."""

    def __init__(self, packed: bytes, lists: int, places: int) -> None:
        """Open a block, whose first term has its lists at these places in their files."""
        self._told = zlib.decompress(packed)
        self._lists, self._places = lists, places
        self._count, terms_size, forms_size = _SIZES.unpack_from(self._told)
        self._forms_at = _SIZES.size + terms_size
        self._counts_at = self._forms_at + forms_size
        self._text = b"\n%b\n" % self._told[_SIZES.size : self._forms_at]
        if (
            self._text.count(b"\n") != self._count + 1
            or len(self._told) != self._counts_at + 3 * _PLANES * self._count
        ):
            raise ValueError("no block of a dictionary")

    def place(self, term: bytes) -> int | None:
        """Return the number of a term; None where the block has it not."""
        at = self._text.find(b"\n%b\n" % term)
        if at < 0 or b"\n" in term:
            return None
        return self._text.count(b"\n", 0, at)

    def add_papers(self, terms: Sequence[bytes], found: dict[bytes, int], most: int) -> None:
        """Add to what is known of some terms how many papers have each that the block has.

        ValueError where more papers than `most` are said to have one.
        """
        find = self._numbered.get if len(terms) > _SOUGHT else self.place
        for term in terms:
            place = find(term)
            if place is not None:
                papers = self.papers(place)
                if papers > most:
                    raise ValueError("it names papers it has not")
                found[term] = found.get(term, 0) + papers

    def papers(self, place: int) -> int:
        """Return how many papers have a term, deleted ones included."""
        begin, end = self._counts_at + place, self._counts_at + _PLANES * self._count
        papers = int.from_bytes(self._told[begin : end : self._count], "little")
        if not papers:
            raise ValueError("a term that no paper has")
        return papers

    def entry(self, place: int) -> Entry:
        """Return what is known of a term."""
        offset, end = self.offsets[place : place + 2]
        places, places_end = self.places_offsets[place : place + 2]
        return Entry(self.papers(place), offset, end - offset, places, places_end - places)

    @cached_property
    def terms(self) -> list[bytes]:
        """All terms, by their bytes."""
        return self._text[1:-1].split(b"\n")

    @cached_property
    def _numbered(self) -> dict[bytes, int]:
        """The number of every term."""
        return {term: place for place, term in enumerate(self.terms)}

    @cached_property
    def forms(self) -> list[bytes]:
        """For every term its forms, as `pack_forms` has them."""
        forms = self._told[self._forms_at : self._counts_at].split(b"\n")
        if len(forms) != self._count:
            raise ValueError("no forms of a block's terms")
        return forms

    @cached_property
    def counts(self) -> array[int]:
        """For every term how many papers have it, deleted ones included."""
        counts = self._numbers(0)
        if 0 in counts:
            raise ValueError("a term that no paper has")
        return counts

    @cached_property
    def offsets(self) -> list[int]:
        """Where the list of each begins, and where the last one ends."""
        return list(accumulate(self._numbers(1), initial=self._lists))

    @cached_property
    def places_offsets(self) -> list[int]:
        """The same of where they stand in papers."""
        return list(accumulate(self._numbers(2), initial=self._places))

    def begun(self, prefix: bytes) -> tuple[int, int]:
        """Return the number of the first term that begins so, and that behind the last one."""
        begin = bisect_left(self.terms, prefix)
        # No byte of UTF-8 is as high.
        return begin, bisect_left(self.terms, prefix + b"\xff", begin)

    def _numbers(self, kind: int) -> array[int]:
        """Return the numbers of one kind, as `pack_block` was given them."""
        count = self._count
        begin = self._counts_at + kind * _PLANES * count
        flat = bytearray(_PLANES * count)
        for plane in range(_PLANES):
            flat[plane::_PLANES] = self._told[begin + plane * count : begin + (plane + 1) * count]
        numbers = array("I")
        numbers.frombytes(flat)
        return little(numbers)


def pack_block(
    terms: Sequence[bytes], forms: Sequence[bytes], numbers: Sequence[array[int]]
) -> bytes:
    """Return a block: `numbers` are each one's papers, bytes of its list and bytes of places."""
    told, formed = b"\n".join(terms), b"\n".join(forms)
    sizes = _SIZES.pack(len(terms), len(told), len(formed))
    return zlib.compress(sizes + told + formed + b"".join(map(_planes, numbers)), _LEVEL)


def _planes(numbers: array[int]) -> bytes:
    """Return numbers of four bytes by planes, the low bytes first."""
    flat = little(numbers[:]).tobytes()
    return b"".join(flat[plane::_PLANES] for plane in range(_PLANES))
