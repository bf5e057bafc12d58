"""The checksum of a write-ahead log's frames, and of the shared memory beside it."""

from __future__ import annotations

import struct
import sys
from typing import Literal

Order = Literal["<", ">"]
"""In which order the bytes of a word are, as `struct` says it."""

Sums = tuple[int, int]
"""A checksum: two words."""

NATIVE: Order = "<" if sys.byteorder == "little" else ">"
"""That of this machine."""

_MASK = 0xFFFFFFFF


def checksum(data: bytes, order: Order, start: Sums = (0, 0)) -> Sums:
    """Return the checksum of data that goes on from another one.

    See sqlite.org/fileformat2.html#checksum_algorithm; the length is a multiple of 8.
    """
    first, second = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second


def numbers(data: bytes) -> Sums:
    """Return two words as a log has them."""
    first, second = struct.unpack(">II", data)
    return first, second
