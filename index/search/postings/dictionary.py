"""The dictionary of a segment: its terms in blocks, with where their lists are.

The terms of a field follow each other by their bytes, 128 in a block, which is compressed as a
whole. A small table at the end of the file has the first term of every block. It is read when an
index is opened; a term is then found by a bisection, one read and a look at the block's bytes.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from ..storage import File
from .fields import FIELDS
from .packing import little
from .term_blocks import Block, Entry, pack_block

_TOGETHER = 128
"""Terms of a block."""

_MAGIC = b"RctoDic5"
_END = struct.Struct("<QII8s")
"""Where the table of blocks begins, its bytes, its CRC-32, and what says that it is one."""

_KEPT = 60
"""Blocks that are kept in memory, some 5 kB each, and 20 more once all is taken apart."""

_LEVEL = 6


def pack_forms(term: str, forms: Sequence[str]) -> bytes:
    """Return the forms of a stem in few bytes: what each has behind the letters they share."""
    if not forms or (len(forms) == 1 and forms[0] == term):
        return b""
    told = []
    for form in forms:
        if form.startswith(term):
            told.append(f"0{form[len(term) :]}")
            continue
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
        numbers = self._counts, self._lengths, self._places
        block = pack_block(self._terms, self._forms, numbers)
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


class Run(NamedTuple):
    """Terms of a segment that follow each other."""

    terms: list[bytes]
    counts: array[int]
    """How many papers have each, deleted ones included."""
    offsets: list[int]
    """Where the list of each begins, and where the last one ends; nothing where there is none."""

    def cut(self, end: int, begin: int = 0) -> Run:
        """Return those with these numbers."""
        if not begin and end >= len(self.terms):
            return self
        offsets = self.offsets[begin : end + 1] if self.terms[begin:end] else []
        return Run(self.terms[begin:end], self.counts[begin:end], offsets)


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
        place = block.place(term)
        return None if place is None else (block, place)

    def add_papers(
        self, field: str, terms: Sequence[bytes], found: dict[bytes, int], most: int
    ) -> None:
        """Add to what is known of some terms, which ascend, how many papers have each.

        A block is looked up once for all that it may have. ValueError where more papers than `most`
        are said to have one.
        """
        heads = self._tables[field][0].heads
        begin = bisect_left(terms, heads[0]) if heads else len(terms)
        while begin < len(terms):
            number = bisect_right(heads, terms[begin]) - 1
            block = self._block(field, number)
            end = len(terms)
            if number + 1 < len(heads):
                end = bisect_left(terms, heads[number + 1], begin)
            block.add_papers(terms[begin:end], found, most)
            begin = end

    def run(self, field: str, prefix: bytes, most: int) -> Run:
        """Return the terms with a prefix; `most` of them at most, by their bytes."""
        heads = self._tables[field][0].heads
        terms: list[bytes] = []
        counts: array[int] = array("I")
        offsets: list[int] = []
        number = max(0, bisect_right(heads, prefix) - 1)
        while number < len(heads) and len(terms) < most:
            block = self._block(field, number)
            begin, end = block.begun(prefix)
            if begin < end:
                terms += block.terms[begin:end]
                counts += block.counts[begin:end]
                offsets[-1:] = block.offsets[begin : end + 1]
            if end < len(block.terms):
                break
            number += 1
        return Run(terms, counts, offsets).cut(most)

    def entries(self, field: str, start: bytes = b"") -> Iterator[tuple[bytes, Entry]]:
        """Yield the terms of a field from one on, with what is known of each."""
        first = max(0, bisect_right(self._tables[field][0].heads, start) - 1)
        for number in range(first, len(self._tables[field][0].heads)):
            block = self._block(field, number)
            begin = bisect_left(block.terms, start) if number == first else 0
            for place in range(begin, len(block.terms)):
                yield block.terms[place], block.entry(place)

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
        packed = self._file.read(offsets[number], table.sizes[number])
        return Block(packed, table.lists[number], table.places[number])
