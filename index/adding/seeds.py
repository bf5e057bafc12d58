"""The pages that Recto ships with, for a new library."""

from __future__ import annotations

from pathlib import Path

from ..digests import sha256
from ..pages.daily.dumps import read_dump
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
        sources.append(Source(path.name, digest(data, None), page.records, page.day))
    return sources


def digest(data: bytes, year: int | None, kind: str | None = None) -> str:
    """Return what tells a page's content: the same bytes read in another way are another."""
    told = data if year is None else data + b"\0%d" % year
    told = told if kind is None else told + b"\0" + kind.encode()
    return sha256(told).hexdigest()[:DIGITS]
