"""The pages that Recto ships with, for a new library."""

from __future__ import annotations

from pathlib import Path

from ..pages.daily.dumps import read_dump
from ..pages.files import decode
from .checksums import checksum
from .imports import Source


def load_seeds() -> list[Source]:
    """Return the pages that Recto ships with."""
    from ... import seeds

    (directory,) = seeds.__path__
    sources = []
    for path in sorted(Path(directory).glob("*.txt")):
        data = path.read_bytes()
        page = read_dump(decode(data, path.name))
        sources.append(Source(path.name, checksum([data], None), page.records, page.day, "text"))
    return sources
