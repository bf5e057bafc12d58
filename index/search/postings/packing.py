"""Posting lists as bytes: steps between papers and impacts, in few bytes, and back.

A list of up to `SHORT` papers is a number of four bytes each: the document below, its impact above.
A longer one is a byte of flags, the steps between documents and the impacts. The low bytes of all
steps stand before the high ones: apart, both shrink better. All numbers are little-endian.

How many postings a list has, and where its bytes are, is in the dictionary.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate

from .postings import Postings

SHORT = 4
"""Postings up to which a list is kept as it is."""

MOST_DOCUMENTS = (1 << 24) - 1
"""Documents that a segment may have: their numbers have three bytes beside an impact."""

COMPRESSED = 128
"""The flag of what zlib has made shorter."""

_WORTH_COMPRESSING = 48
LEVEL = 4
"""zlib's level: 6 takes half as long again for a hundredth of the bytes."""
_LONG = 1024
"""Bytes from which a list is searched for runs of one byte alone: in steps and impacts there is
little else that comes again, and what there is takes several times as long to find."""

_NUMBER = 0xFFFFFF


def pack(steps: array[int], impacts: bytes) -> bytes:
    """Return a list as bytes: of its steps, the first of which is the first document itself.

    `impacts` is empty in a field that has none.
    """
    count = len(steps)
    if count <= SHORT:
        return pack_short(accumulate(steps), impacts)
    width = (max(steps).bit_length() + 7) // 8 or 1
    flat = little(array("I", steps)).tobytes()
    return sealed(width, b"".join(flat[plane::4] for plane in range(width)) + impacts, is_list=True)


def pack_short(ids: object, impacts: bytes) -> bytes:
    """Return the few documents of a short list with their impacts as bytes."""
    numbers: array[int] = array("I", ids)  # type: ignore[call-overload]
    for place, impact in enumerate(impacts):
        numbers[place] |= impact << 24
    return little(numbers).tobytes()


def sealed(width: int, body: bytes, *, is_list: bool = False) -> bytes:
    """Return what is behind a byte of flags, compressed where that makes it shorter.

    `is_list` is what has steps between documents and impacts, and no places.
    """
    if len(body) > _WORTH_COMPRESSING:
        if is_list and len(body) >= _LONG:
            runs = zlib.compressobj(LEVEL, strategy=zlib.Z_RLE)
            squeezed = runs.compress(body) + runs.flush()
        else:
            squeezed = zlib.compress(body, LEVEL)
        if len(squeezed) < len(body):
            return bytes((width | COMPRESSED,)) + squeezed
    return bytes((width,)) + body


def opened(packed: bytes) -> tuple[int, bytes]:
    """Return the flags and the body of what `sealed` has made; zlib.error if it is damaged."""
    flags = packed[0]
    return flags & ~COMPRESSED, zlib.decompress(packed[1:]) if flags & COMPRESSED else packed[1:]


def steps_of(packed: bytes, count: int, has_impacts: bool) -> tuple[array[int], bytes]:
    """Return the steps and impacts of a list; ValueError, IndexError or zlib.error if it is none.

    The first of the steps is the first document itself.
    """
    if count <= SHORT:
        ids, impacts = _short(packed, count, has_impacts)
        for place in range(count - 1, 0, -1):
            ids[place] -= ids[place - 1]
        return ids, impacts
    width, body = opened(packed)
    return _steps(body, width, count, has_impacts), body[count * width :]


def unpack(packed: bytes, count: int, base: int, has_impacts: bool) -> Postings:
    """Return a list, its documents numbered from `base`; errors as those of `steps_of`."""
    if count <= SHORT:
        ids, impacts = _short(packed, count, has_impacts)
        if base:
            ids = array("I", [doc + base for doc in ids])
        return Postings(ids, impacts)
    width, body = opened(packed)
    steps = _steps(body, width, count, has_impacts)
    steps[0] += base
    return Postings(array("I", accumulate(steps)), body[count * width :])


def _short(packed: bytes, count: int, has_impacts: bool) -> tuple[array[int], bytes]:
    numbers = array("I", packed)
    little(numbers)
    if len(numbers) != count:
        raise ValueError("not a posting list")
    impacts = bytes([number >> 24 for number in numbers]) if has_impacts else b""
    return array("I", [number & _NUMBER for number in numbers]), impacts


def _steps(body: bytes, width: int, count: int, has_impacts: bool) -> array[int]:
    if not 1 <= width <= 4 or len(body) != count * (width + has_impacts):
        raise ValueError("not a posting list")
    if width == 1:
        return array("I", list(body[:count]))
    flat = bytearray(4 * count)
    for plane in range(width):
        flat[plane::4] = body[plane * count : (plane + 1) * count]
    steps = array("I")
    steps.frombytes(flat)
    return little(steps)


def little(numbers: array[int]) -> array[int]:
    """Turn an array's numbers into little-endian ones, or back; most machines have them so."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
