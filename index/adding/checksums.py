"""What tells the content of one page from that of another."""

from __future__ import annotations

from ..disk.hashes import sha256

DIGITS = 32
"""Hexadecimal digits of a checksum."""


def checksum(data: bytes, year: int | None, kind: str | None = None) -> str:
    """Return what tells a page's content: the same bytes read in another way are another."""
    told = data if year is None else data + b"\0%d" % year
    told = told if kind is None else told + b"\0" + kind.encode()
    return sha256(told).hexdigest()[:DIGITS]
