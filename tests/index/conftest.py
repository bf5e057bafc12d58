"""A library of the bundled pages for the tests of what the reader does with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library


@pytest.fixture
def library(seeded: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of this test's own, in `tmp_path / "recto"`."""
    shutil.copytree(seeded, tmp_path / "recto")
    with Library.open(tmp_path / "recto") as library:
        yield library


@pytest.fixture
def ids(library: Library) -> list[str]:
    """The ids of its first papers, in the default order."""
    return [paper.id for paper in library.rows(library.listing("").pids[:20])]
