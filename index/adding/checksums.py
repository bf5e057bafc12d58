"""What tells the content of one page from that of another."""

from __future__ import annotations

from collections.abc import Iterable

from ..disk.hashes import sha256

DIGITS = 32
"""Hexadecimal digits of a checksum."""


def checksum(pieces: Iterable[bytes], year: int | None, kind: str | None = None) -> str:
    """Return what tells a page's content: the same bytes read in another way are another."""
    told = sha256(b"")
    for piece in pieces:
        told.update(piece)
    if year is not None:
        told.update(b"\0%d" % year)
    if kind is not None:
        told.update(b"\0" + kind.encode())
    return told.hexdigest()[:DIGITS]
