"""Reads the corpora that the benches are given: JSON Lines, as they are or packed with xz."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from recto.index.search.search_index import Document


def lines_of(path: str, most: int | None = None) -> Iterator[str]:
    """Yield the lines of a file; `most` of them at most."""
    source = Path(path)
    opened = lzma.open if source.suffix == ".xz" else open
    with opened(source, "rt", encoding="utf-8") as lines:
        yield from islice(lines, most)


def iterate_documents(path: str, most: int | None = None) -> Iterator[Document]:
    """Yield the papers of a file, numbered from 1; `most` of them at most."""
    for rowid, line in enumerate(lines_of(path, most), 1):
        record = json.loads(line)
        yield Document(rowid, record["title"], record.get("abstract") or "")


def load_documents(path: str, most: int | None = None) -> list[Document]:
    """Return the papers of a file, numbered from 1; `most` of them at most."""
    return list(iterate_documents(path, most))
