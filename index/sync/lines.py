"""Lines of a log: JSON objects that say which number they have, and whether they are whole.

An object is one of an exported library (docs/library-format.md). The last two of its keys are `n`,
its number among all lines of its machine, from 1, and `sum`, the CRC-32 of all bytes before. A line
that was cut off, or has only half arrived, is told by its sum.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from zlib import crc32

_TAIL = re.compile(
    rb'(?:,"at":"([0-9T:+.-]{1,40})")?,"n":([1-9]\d{0,15}),"sum":"([0-9a-f]{8})"\}\Z'
)
_FILLED = re.compile(rb"[^\n]+")
_SUM = len(',"sum":"01234567"}')
_TYPE = re.compile(rb'\{"type":"([a-z-]{1,32})"')

LONGEST = 1 << 28
"""Bytes of the longest line taken in: an act on a million papers has a third of it."""


class Line(NamedTuple):
    """One whole line, not yet understood."""

    kind: str
    """The `type` of its object; empty where that does not come first."""
    number: int
    at: str
    """The wall time at which it was written, with its offset from UTC; mostly empty."""
    raw: bytes

    def told(self) -> dict[str, Any]:
        """Return the object without what the log has added; raises ValueError."""
        try:
            told = json.loads(self.raw)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        if not isinstance(told, dict):
            raise ValueError("it is no JSON object")
        for name in ("at", "n", "sum"):
            told.pop(name, None)
        return told


def encode(told: Mapping[str, Any], number: int, at: str = "") -> bytes:
    """Return an object as a line with its end."""
    named = {**told, "at": at, "n": number} if at else {**told, "n": number}
    text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    body = text[:-1].encode("utf-8", "surrogatepass")
    return b'%b,"sum":"%08x"}\n' % (body, crc32(body))


def decode(raw: bytes) -> Line | None:
    """Return a line, without its end; None where it is not whole."""
    tail = _TAIL.search(raw, max(0, len(raw) - 120))
    if tail is None or len(raw) > LONGEST or crc32(raw[:-_SUM]) != int(tail[3], 16):
        return None
    kind = _TYPE.match(raw)
    return Line(
        kind[1].decode() if kind else "", int(tail[2]), (tail[1] or b"").decode("ascii"), raw
    )


def filled_lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines of data that are not empty, one at a time: there may be millions."""
    return (found[0] for found in _FILLED.finditer(data))


def whole_lines(data: bytes) -> Iterator[Line | None]:
    """Yield the lines of data that ends with one; None for those that are not whole."""
    yield from map(decode, filled_lines(data[: data.rfind(b"\n") + 1]))
