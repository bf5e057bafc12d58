"""The dictionary of a segment: its terms in blocks, with where their lists are.

The terms of a field follow each other by their bytes, 128 in a block. A block is compressed as a
whole: terms, forms, and in planes how many papers have each, and how many bytes its lists take, so
that where they begin are sums. A small table at the end of the file has the first term of every
block. It is read when an index is opened; a term is then found by two bisections and one read.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from itertools import accumulate
from operator import sub
from typing import BinaryIO, NamedTuple

from ..storage import File
from .fields import FIELDS
from .packing import little

_TOGETHER = 128
"""Terms of a block."""

_MAGIC = b"RctoDic5"
_END = struct.Struct("<QII8s")
"""Where the table of blocks begins, its bytes, its CRC-32, and what says that it is one."""

_KEPT = 400
"""Blocks that are kept in memory, some 25 kB each."""

_LEVEL = 6


class Entry(NamedTuple):
    """What the dictionary says of a term."""

    papers: int
    """How many have it, deleted ones included."""
    offset: int
    """Where its posting list begins."""
    length: int
    places_offset: int
    places_length: int


class Block(NamedTuple):
    """Terms that follow each other."""

    terms: list[bytes]
    forms: list[bytes]
    """For every term its forms, as `pack_forms` has them."""
    counts: array[int]
    offsets: list[int]
    """Where the list of each begins, and where the last one ends."""
    places_offsets: list[int]

    def entry(self, number: int) -> Entry:
        """Return what is known of one of them."""
        offset, end = self.offsets[number : number + 2]
        places, places_end = self.places_offsets[number : number + 2]
        return Entry(self.counts[number], offset, end - offset, places, places_end - places)


def pack_forms(term: str, forms: tuple[str, ...]) -> bytes:
    """Return the forms of a stem in few bytes: what each has behind the letters they share."""
    if forms == (term,) or not forms:
        return b""
    told = []
    for form in forms:
        shared = 0
        for one, other in zip(term, form, strict=False):
            if one != other:
                break
            shared += 1
        told.append(f"{chr(48 + len(term) - shared)}{form[shared:]}")
    return "\t".join(told).encode()


def unpack_forms(term: str, packed: bytes) -> tuple[str, ...]:
    """Return the forms of a stem; ValueError for what are none."""
    if not packed:
        return (term,)
    return tuple(
        term[: len(term) - (ord(told[0]) - 48)] + told[1:] for told in packed.decode().split("\t")
    )


class DictionaryWriter:
    """Writes a dictionary, field by field, term by term."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._file.write(_MAGIC)
        self._tables: dict[str, _Table] = {}
        self._table = _Table([], array("I"), array("Q"), array("Q"))
        self._list_end = self._places_end = 0
        self._begin()

    def _begin(self) -> None:
        self._terms: list[bytes] = []
        self._forms: list[bytes] = []
        self._counts: array[int] = array("I")
        self._lengths: array[int] = array("I")
        self._places: array[int] = array("I")

    def start_field(self, field: str) -> None:
        """Let the terms of a field follow; fields come in the order of `FIELDS`."""
        self._flush()
        self._table = self._tables[field] = _Table([], array("I"), array("Q"), array("Q"))

    def add(self, term: bytes, forms: bytes, count: int, length: int, places_length: int) -> None:
        """Add the next term: how many papers have it, and the bytes of its two lists."""
        self._terms.append(term)
        self._forms.append(forms)
        self._counts.append(count)
        self._lengths.append(length)
        self._places.append(places_length)
        if len(self._terms) == _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        if not self._terms:
            return
        table = self._table
        table.heads.append(self._terms[0])
        table.lists.append(self._list_end)
        table.places.append(self._places_end)
        self._list_end += sum(self._lengths)
        self._places_end += sum(self._places)
        terms, forms = b"\n".join(self._terms), b"\n".join(self._forms)
        sizes = struct.pack("<HII", len(self._terms), len(terms), len(forms))
        planes = b"".join(map(_planes, (self._counts, self._lengths, self._places)))
        block = zlib.compress(sizes + terms + forms + planes, _LEVEL)
        table.sizes.append(len(block))
        self._file.write(block)
        self._begin()

    def finish(self) -> None:
        """Write the table of blocks."""
        self._flush()
        parts = []
        for field in FIELDS:
            heads, sizes, lists, places = self._tables.get(field, _EMPTY)
            joined = b"\n".join(heads)
            parts.append(struct.pack("<II", len(heads), len(joined)))
            parts += (joined, *(little(numbers[:]).tobytes() for numbers in (sizes, lists, places)))
        table = zlib.compress(b"".join(parts), _LEVEL)
        size = self._file.tell()
        self._file.write(table)
        self._file.write(_END.pack(size, len(table), zlib.crc32(table), _MAGIC))


class _Table(NamedTuple):
    """The blocks of a field."""

    heads: list[bytes]
    """The first term of each."""
    sizes: array[int]
    lists: array[int]
    """Where the lists of each begin."""
    places: array[int]


_EMPTY = _Table([], array("I"), array("Q"), array("Q"))


def _planes(numbers: array[int]) -> bytes:
    """Return numbers of four bytes by planes, the low bytes first."""
    flat = little(numbers[:]).tobytes()
    return b"".join(flat[plane::4] for plane in range(4))


def _numbers(planes: bytes, count: int) -> array[int]:
    flat = bytearray(4 * count)
    for plane in range(4):
        flat[plane::4] = planes[plane * count : (plane + 1) * count]
    numbers = array("I")
    numbers.frombytes(flat)
    return little(numbers)


class Dictionary:
    """The terms of one segment; raises SearchIndexError, or whatever else damage leads to."""

    def __init__(self, file: File) -> None:
        self._file = file
        begin, size, crc, magic = _END.unpack(file.read(file.size - _END.size, _END.size))
        packed = file.read(begin, size)
        if magic != _MAGIC or zlib.crc32(packed) != crc:
            raise ValueError("no dictionary")
        told = zlib.decompress(packed)
        self._tables: dict[str, tuple[_Table, list[int]]] = {}
        at, block = 0, len(_MAGIC)
        for field in FIELDS:
            count, length = struct.unpack_from("<II", told, at)
            at += 8
            heads = told[at : at + length].split(b"\n") if count else []
            at += length
            arrays = []
            for code in "IQQ":
                numbers = array(code)
                numbers.frombytes(told[at : at + count * numbers.itemsize])
                arrays.append(little(numbers))
                at += count * numbers.itemsize
            table = _Table(heads, *arrays)
            offsets = list(accumulate(table.sizes, initial=block))
            block = offsets[-1]
            self._tables[field] = table, offsets
        self._blocks: OrderedDict[tuple[str, int], Block] = OrderedDict()

    def find(self, field: str, term: bytes) -> Entry | None:
        """Return what is known of a term; None where no paper has it."""
        found = self._find(field, term)
        return found and found[0].entry(found[1])

    def forms(self, field: str, term: bytes) -> tuple[str, ...]:
        """Return the forms of a stem; none where there is no such stem."""
        found = self._find(field, term)
        return unpack_forms(term.decode(), found[0].forms[found[1]]) if found else ()

    def _find(self, field: str, term: bytes) -> tuple[Block, int] | None:
        number = bisect_right(self._tables[field][0].heads, term) - 1
        if number < 0:
            return None
        block = self._block(field, number)
        place = bisect_left(block.terms, term)
        if place == len(block.terms) or block.terms[place] != term:
            return None
        return block, place

    def entries(self, field: str, start: bytes = b"") -> Iterator[tuple[bytes, Entry]]:
        """Yield the terms of a field from one on, with what is known of each."""
        first = max(0, bisect_right(self._tables[field][0].heads, start) - 1)
        for number in range(first, len(self._tables[field][0].heads)):
            block = self._block(field, number)
            begin = bisect_left(block.terms, start) if number == first else 0
            offsets, places = block.offsets[begin:], block.places_offsets[begin:]
            # Thousands of terms begin like one letter: no step of Python's for each of them.
            yield from zip(
                block.terms[begin:],
                map(
                    Entry,
                    block.counts[begin:],
                    offsets,
                    map(sub, offsets[1:], offsets),
                    places,
                    map(sub, places[1:], places),
                ),
                strict=False,
            )

    def blocks(self, field: str) -> Iterator[Block]:
        """Yield all blocks of a field, of which none is kept."""
        for number in range(len(self._tables[field][0].heads)):
            yield self._read(field, number)

    def _block(self, field: str, number: int) -> Block:
        key = field, number
        known = self._blocks.get(key)
        if known is not None:
            self._blocks.move_to_end(key)
            return known
        block = self._blocks[key] = self._read(field, number)
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        return block

    def _read(self, field: str, number: int) -> Block:
        table, offsets = self._tables[field]
        told = zlib.decompress(self._file.read(offsets[number], table.sizes[number]))
        count, terms_size, forms_size = struct.unpack_from("<HII", told)
        at = struct.calcsize("<HII")
        terms = told[at : at + terms_size].split(b"\n")
        at += terms_size
        forms = told[at : at + forms_size].split(b"\n")
        at += forms_size
        counts, lengths, places = (
            _numbers(told[begin : begin + 4 * count], count)
            for begin in range(at, at + 12 * count, 4 * count)
        )
        if len(terms) != count or len(forms) != count or 0 in counts:
            raise ValueError("no block of a dictionary")
        return Block(
            terms,
            forms,
            counts,
            list(accumulate(lengths, initial=table.lists[number])),
            list(accumulate(places, initial=table.places[number])),
        )
