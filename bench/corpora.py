"""Reads the corpora that the benches are given: JSON Lines, as they are or packed with xz."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from recto.index.search import Document


def load_documents(path: str, most: int | None = None) -> list[Document]:
    """Return the papers of a file, numbered from 1; `most` of them at most."""
    source = Path(path)
    opened = lzma.open if source.suffix == ".xz" else open
    documents: list[Document] = []
    with opened(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            if most is not None and len(documents) >= most:
                break
            record = json.loads(line)
            documents.append(
                Document(len(documents) + 1, record["title"], record.get("abstract") or "")
            )
    return documents
