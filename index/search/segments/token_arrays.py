"""The tokens of many texts told apart with NumPy: each one is looked up once, however often it is.

Importing this imports NumPy.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.words import fold
from .vocabulary import APART, Vocabulary

Numbers = NDArray[Any]

_APART = bytearray(range(256))
_APART[: len(APART)] = APART.encode()
_APART[ord("\n")] = ord("\n")
"""The same table of bytes, but that lines stay lines."""

_HALF = 8
"""Bytes of a token that are one number; what two of them do not hold is looked up each time."""
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_HALF + 1)], np.uint64)

_MIX, _OTHER_MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
"""Odd numbers that make a token's two halves one number with bits of all of them at the top."""
_SLOTS = 18
"""The bits of a place in a table of tokens, which has several for each that it is to hold."""


def numbered(vocabulary: Vocabulary, texts: Sequence[str]) -> tuple[array[int], list[int]]:
    """Return the numbers of the tokens of some texts, in their order, and how many each text has.

    Tokens are those of `vocabulary.tokens_of`, but for a point at their end, which is of no word.
    They are learnt in the order in which they come.
    """
    told = "\n".join(map(_line, texts)).encode().translate(_APART)
    padded = told + bytes(2 * _HALF)
    codes = np.frombuffer(padded, np.uint8)
    # Of signs up to the space there are only spaces, ends of lines and the padding.
    edges = np.flatnonzero(np.diff(codes > ord(" "), prepend=False))
    starts, ends = edges[::2], edges[1::2]
    upto = np.searchsorted(starts, np.flatnonzero(codes == ord("\n")))
    counts = np.diff(np.append(upto, len(starts)), prepend=0).tolist()
    ends = ends - (codes[ends - 1] == ord("."))
    kinds, kind_of = _kinds(padded, starts, ends - starts)
    first, last = starts[kinds].tolist(), ends[kinds].tolist()
    tokens = [told[start:end].decode() for start, end in zip(first, last, strict=True)]
    numbers = np.fromiter(map(vocabulary.__getitem__, tokens), np.uint32, len(tokens))
    return array("I", numbers[kind_of].tobytes()), counts


def _line(text: str) -> str:
    """Return a text folded, as one line, with no other white space than that of ASCII."""
    folded = fold(text)
    return folded.replace("\n", " ") if folded.isascii() else " ".join(folded.split())


def _kinds(padded: bytes, starts: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Return where one of each kind of tokens comes first, ascending, and the kind of each token.

    None is of two kinds; several may be of one token.
    """
    at_each = np.ndarray((len(padded) - _HALF + 1,), "<u8", padded, strides=(1,))
    low = at_each[starts] & _MASKS[np.minimum(sizes, _HALF)]
    high = at_each[starts + _HALF] & _MASKS[np.clip(sizes - _HALF, 0, _HALF)]
    firsts = np.arange(len(starts))
    left = np.flatnonzero(sizes <= 2 * _HALF)
    for mix, other in ((_MIX, _OTHER_MIX), (_OTHER_MIX, _MIX)):
        slots = (low[left] * np.uint64(mix) ^ high[left] * np.uint64(other)) >> 64 - _SLOTS
        holders = np.zeros(1 << _SLOTS, np.int64)
        holders[slots[::-1]] = left[::-1]  # of several the first one stays
        held = holders[slots]
        is_same = (low[held] == low[left]) & (high[held] == high[left])
        firsts[left[is_same]] = held[is_same]
        # Whose place another has looks for one once more, and then is a kind of its own each time.
        left = left[~is_same]
    is_first = firsts == np.arange(len(starts))
    return np.flatnonzero(is_first), (np.cumsum(is_first) - 1)[firsts]
