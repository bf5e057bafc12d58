"""A library of the bundled pages for the tests of what the reader does with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled pages with its index, to be copied, never changed."""
    directory = tmp_path_factory.mktemp("template")
    with Library.open(directory) as library:
        library.reindex()
    return directory


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of this test's own, in `tmp_path / "recto"`."""
    shutil.copytree(template, tmp_path / "recto")
    with Library.open(tmp_path / "recto") as library:
        yield library


@pytest.fixture
def ids(library: Library) -> list[str]:
    """The ids of its first papers, in the default order."""
    return [paper.id for paper in library.rows(library.listing("").pids[:20])]
