"""How much each term says: a table that comes with Recto, so that it is the same everywhere.

Made by `bench/term_weights.py` from counts of the words in a hundred thousand abstracts. A term is
known by the CRC-32 of its stems; its weight is one byte, ln(papers / papers with it) to the power
of 1.25, averaged over two corpora and scaled; of a pair of words seven tenths of that. 0 is a word
that says nothing.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from zlib import crc32

MAGIC = b"recto taste 1\n\0\0"
"""What the file begins with; then the number of terms, of four bytes, their hashes in order, of
four bytes each, and their weights; least bytes first."""

UNKNOWN_WORD, UNKNOWN_PAIR = 224, 150
"""Weights of what the table has not: a word in next to no paper, a pair of words in a few; where
both corpora count alike."""

_FILE = Path(__file__).with_name("weights.bin")


class TermWeights:
    """The table, in half a megabyte; a term is found in a microsecond."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("no table of weights")
        start = len(MAGIC) + 4
        count = int.from_bytes(data[len(MAGIC) : start], "little")
        self.hashes = array("I", data[start : start + 4 * count])
        """Those of the terms, in order; not to be changed."""
        if sys.byteorder == "big":
            self.hashes.byteswap()
        self.weights = data[start + 4 * count :]
        """Those of the terms, in the order of their hashes."""
        if len(self.weights) != count:
            raise ValueError("the table of weights is cut off")
        self.checksum = crc32(data)
        """Tells whether what was made with a table was made with this one."""

    def of(self, term: int, unknown: int) -> int:
        """Return the weight of a term by its hash, `unknown` for one that the table has not."""
        at = self.find(term)
        return self.weights[at] if at >= 0 else unknown

    def find(self, term: int) -> int:
        """Return the place of a term in the table by its hash, -1 for one that it has not."""
        at = bisect_left(self.hashes, term)
        return at if at < len(self.hashes) and self.hashes[at] == term else -1


@lru_cache(maxsize=1)
def term_weights() -> TermWeights:
    """Return the table, read once."""
    return TermWeights(_FILE.read_bytes())
