"""The pages that Recto ships with, for a new library."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..digests import sha256
from ..pages.dumps import read_dump
from ..pages.files import decode
from .imports import Source

DIGITS = 32
"""Hexadecimal digits of a digest."""


def load_seeds() -> list[Source]:
    """Return the pages that Recto ships with."""
    from ... import seeds

    (directory,) = seeds.__path__
    sources = []
    for path in sorted(Path(directory).glob("*.txt")):
        data = path.read_bytes()
        page = read_dump(decode(data, path.name))
        sources.append(Source(path.name, digest([data], None), page.records, page.day))
    return sources


def digest(pieces: Iterable[bytes], year: int | None, kind: str | None = None) -> str:
    """Return what tells a page's content: the same bytes read in another way are another."""
    told = sha256(b"")
    for piece in pieces:
        told.update(piece)
    if year is not None:
        told.update(b"\0%d" % year)
    if kind is not None:
        told.update(b"\0" + kind.encode())
    return told.hexdigest()[:DIGITS]
