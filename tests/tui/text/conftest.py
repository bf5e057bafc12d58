"""A reader on two papers, of which the first has its text here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from recto.index import Library, Text
from recto.tui.widgets.text.pane import TextPane

from ..conftest import Reader, ReaderFactory
from . import sample

OTHER = {
    "title": "Other Nets",
    "abstract": "Nets that are others.",
    "arxiv_id": "2101.00001",
    "published": "2021-01-01",
}
PAPER = {
    "title": sample.TITLE,
    "abstract": "We shuffle rows.",
    "arxiv_id": "2209.04836",
    "published": "2022-09-11",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two papers with its index, to be copied."""
    directory = tmp_path_factory.mktemp("two") / "library"
    with Library.open(directory, seeds=False) as library:
        lines = "\n".join(map(json.dumps, (PAPER, OTHER)))
        library.add_text("two.jsonl", lines.encode())
        library.index.rebuild()
    return directory


OpenText = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def texts(reader: ReaderFactory, made: Path, tmp_path: Path) -> OpenText:
    """Return a way to open a reader of so many columns and rows on a text, under the cursor."""

    def start(
        columns: int = 80, rows: int = 24, text: Text | None = None
    ) -> AbstractAsyncContextManager[Reader]:
        if not (tmp_path / "library").exists():
            shutil.copytree(made, tmp_path / "library")
        with Library.open(tmp_path / "library", seeds=False) as library:
            rowid = library.paper("2209.04836").rowid
            assert library.listing("").rowids[0] == rowid
            sample.put(library, rowid, text or sample.text())
        return reader(columns, rows, seeds=False)

    return start


def pane(r: Reader) -> TextPane:
    """Return the text that is read."""
    assert r.main.reading is not None, r.text
    return r.main.reading


async def open_text(r: Reader) -> TextPane:
    """Open the text of the paper under the cursor."""
    await r.press("T")
    await r.sees("José Ruiz")
    return pane(r)
