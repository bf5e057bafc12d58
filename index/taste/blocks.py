"""Blocks of papers with their terms in columns, and the bytes that they are kept as.

Of native byte order:

    mark, rows, known, others, authors, checksum of the head, checksum of the body, nothing   (32)
    row numbers, revs                                                                         (64)
    lengths of the vectors, words, known, other terms and authors of each                     (32)
    known terms, others, authors                                                              (32)
    weights of known terms, of others                                                         (16)

A head is checked by itself, so that it can be told which papers a block has without the rest.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple
from zlib import crc32

ROWS = 1024
"""Papers of a block at most."""

_MARK = b"TERM"

_HEAD = struct.Struct("=4s7I")

Numbers = Sequence[int]


class Block(NamedTuple):
    """Papers with their terms: `n` of them, each a stretch of the columns beneath it."""

    rowids: Numbers
    """Their row numbers (n)."""
    revs: Numbers
    """The `rev` at which each changed last (n)."""
    norms: Numbers
    """The lengths of their vectors (n)."""
    lengths: Numbers
    """Their words, those of titles twice (n)."""
    known_counts: Numbers
    """How many of the known terms each has (n)."""
    other_counts: Numbers
    author_counts: Numbers
    known: Numbers
    """Places in the table of weights."""
    others: Numbers
    """Hashes of terms that the table has not."""
    authors: Numbers
    """Hashes of names."""
    known_weights: Numbers
    other_weights: Numbers


_CODES = "qqIIIIIIIIHH"
"""The kinds of a block's columns."""


HEAD_SIZE = _HEAD.size


def starts_of(counts: Numbers) -> list[int]:
    """Return where the stretch of each paper begins, and behind them where the last one ends."""
    return [*accumulate(counts, initial=0)]


def rows_of(block: Block) -> Iterator[tuple[Numbers, ...]]:
    """Yield the columns of each paper."""
    known, others, authors = (
        starts_of(counts)
        for counts in (block.known_counts, block.other_counts, block.author_counts)
    )
    for row in range(len(block.rowids)):
        one = slice(row, row + 1)
        first, second, third = (
            slice(starts[row], starts[row + 1]) for starts in (known, others, authors)
        )
        yield (
            *(column[one] for column in block[:7]),
            block.known[first],
            block.others[second],
            block.authors[third],
            block.known_weights[first],
            block.other_weights[second],
        )


def empty() -> list[array[int]]:
    """Return the columns of a block of no papers."""
    return [array(code) for code in _CODES]


class Head:
    """What a block begins with."""

    def __init__(self, data: bytes) -> None:
        """Take the first `HEAD_SIZE` bytes of a block; raises ValueError for what is none."""
        if len(data) != _HEAD.size:
            raise ValueError("cut off")
        mark, *sizes, self._of_ids, self._of_body, _ = _HEAD.unpack(data)
        self.rows, known, others, authors = sizes
        if mark != _MARK or not 0 < self.rows <= ROWS:
            raise ValueError("no block")
        self._start = crc32(data[:_CHECKED])
        self._sizes = (*[self.rows] * 7, known, others, authors, known, others)
        self.ids_size = 16 * self.rows
        """Bytes of the row numbers and revs, which follow."""
        self.size = _size(*sizes)
        """Bytes of the whole block."""

    def ids(self, data: bytes) -> list[array[int]]:
        """Return row numbers and revs of the bytes that follow; raises ValueError for damage."""
        if crc32(data, self._start) != self._of_ids:
            raise ValueError("damaged")
        found = [array("q"), array("q")]
        for column, half in zip(found, (data[: 8 * self.rows], data[8 * self.rows :]), strict=True):
            column.frombytes(half)
        return found

    def block(self, data: memoryview, *, is_checked: bool) -> Block:
        """Return the block of all bytes that follow; raises ValueError for damage."""
        is_right = is_checked or crc32(data[self.ids_size :]) == self._of_body
        if len(data) != self.size - _HEAD.size or not is_right:
            raise ValueError("damaged")
        lengths = (
            array(code).itemsize * size for code, size in zip(_CODES, self._sizes, strict=True)
        )
        bounds = pairwise(accumulate(lengths, initial=0))
        columns = (
            data[low:high].cast(code)  # type: ignore[call-overload]
            for code, (low, high) in zip(_CODES, bounds, strict=True)
        )
        block = Block(*columns)
        counts = block.known_counts, block.other_counts, block.author_counts
        sizes = [*map(len, (block.known, block.others, block.authors))]
        if not is_checked and ([*map(sum, counts)] != sizes or 0 in block.norms):
            raise ValueError("made up")
        return block


def packed(columns: Sequence[array[int]]) -> bytes:
    """Return the bytes of a block."""
    ids = b"".join(column.tobytes() for column in columns[:2])
    body = b"".join(column.tobytes() for column in columns[2:])
    sizes = (len(columns[0]), *map(len, columns[7:10]))
    body += bytes(_size(*sizes) - _HEAD.size - len(ids) - len(body))
    start = crc32(_HEAD.pack(_MARK, *sizes, 0, 0, 0)[:_CHECKED])
    return _HEAD.pack(_MARK, *sizes, crc32(ids, start), crc32(body), 0) + ids + body


_CHECKED = 20
"""Bytes of a head that are checked with the row numbers: its sizes."""


def _size(rows: int, known: int, others: int, authors: int) -> int:
    """Return the bytes of a block, which are a multiple of eight."""
    size = _HEAD.size + 36 * rows + 6 * (known + others) + 4 * authors
    return -(-size // 8) * 8
