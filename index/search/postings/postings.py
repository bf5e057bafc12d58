"""Posting lists: which papers of a segment have a term, and how they are put into few bytes."""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from typing import NamedTuple

HEADER = 5
"""Bytes before a packed list: how wide its steps are, and how many bytes follow."""

_COMPRESSED = 128
_WORTH_COMPRESSING = 64
_LEVEL = 6


class Postings(NamedTuple):
    """The papers of a term within one segment of the index."""

    ids: array[int]
    """The documents' numbers in their segment, ascending."""
    impacts: bytes
    """What is known of the term in each of them."""


EMPTY = Postings(array("I"), b"")

ABSENT = 256
"""The place in a table of what a paper scores that does not have the term."""

_BISECT = 8
"""From this many times more postings than papers in question, each paper is looked up alone."""


def impacts_of(found: Postings, docs: Sequence[int]) -> Iterable[int]:
    """Return the impact of every document for a term, `ABSENT` where it has it not."""
    ids, impacts = found
    if docs is ids:
        return impacts
    if len(docs) * _BISECT > len(ids):
        return map(dict(zip(ids, impacts, strict=True)).get, docs, repeat(ABSENT))
    end = len(ids)
    positions = [bisect_left(ids, doc) for doc in docs]
    return [
        impacts[position] if position < end and ids[position] == doc else ABSENT
        for position, doc in zip(positions, docs, strict=True)
    ]


def pack(ids: array[int], impacts: bytes) -> bytes:
    """Return a posting list as bytes: the header, the steps between ids, the impacts.

    The low bytes of all steps stand before the high ones: apart, both shrink better.
    """
    steps = array("I", ids)
    for position in range(len(ids) - 1, 0, -1):
        steps[position] -= ids[position - 1]
    largest = max(steps)
    code = "B" if largest < 1 << 8 else "H" if largest < 1 << 16 else "I"
    flat = _little(array(code, steps)).tobytes()
    width = len(flat) // len(ids)
    body = b"".join(flat[plane::width] for plane in range(width)) + impacts
    if len(body) > _WORTH_COMPRESSING:
        squeezed = zlib.compress(body, _LEVEL)
        if len(squeezed) < len(body):
            return bytes((width | _COMPRESSED,)) + len(squeezed).to_bytes(4, "little") + squeezed
    return bytes((width,)) + len(body).to_bytes(4, "little") + body


def body_length(header: bytes) -> int:
    """Return how many bytes follow a header; ValueError if it is none."""
    if len(header) != HEADER or header[0] & ~_COMPRESSED not in (1, 2, 4):
        raise ValueError("not a posting list")
    return int.from_bytes(header[1:], "little")


def unpack(header: bytes, body: bytes) -> Postings:
    """Return a packed posting list; ValueError or zlib.error if it is none."""
    width = header[0] & ~_COMPRESSED
    if header[0] & _COMPRESSED:
        body = zlib.decompress(body)
    count, rest = divmod(len(body), width + 1)
    if rest:
        raise ValueError("not a posting list")
    if width == 1:
        return Postings(array("I", accumulate(body[:count])), body[count:])
    flat = bytearray(count * width)
    for plane in range(width):
        flat[plane::width] = body[plane * count : (plane + 1) * count]
    steps = array("H" if width == 2 else "I")
    steps.frombytes(flat)
    return Postings(array("I", accumulate(_little(steps))), body[count * width :])


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
