"""A small index of made-up papers, for tests of how an index lies on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index.search.query.query import Query
from recto.index.search.search_index import Document, SearchIndex

__all__ = ["PAPERS", "find", "folder", "index", "live"]

PAPERS = [
    Document(rowid, f"Paper {rowid} on topic{rowid % 7}", "common words") for rowid in range(1, 61)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[SearchIndex]:
    opened = SearchIndex(folder, "library")
    opened.build(PAPERS, 1)
    yield opened
    opened.close()


def find(index: SearchIndex, text: str) -> list[int]:
    return sorted(index.search(Query.parse(text), limit=None).rowids)


def live(folder: Path) -> Path:
    name: str = json.loads((folder / "current").read_bytes())["directory"]
    return folder / name
