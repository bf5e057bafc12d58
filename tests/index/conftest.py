"""Libraries that tests may do anything with: one of the bundled pages, and empty ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.store.store import Store

from .support.on_disk import hasty_store


@pytest.fixture
def library(seeded: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of this test's own, in `tmp_path / "recto"`."""
    shutil.copytree(seeded, tmp_path / "recto")
    with Library.open(tmp_path / "recto") as library:
        yield library


@pytest.fixture
def ids(library: Library) -> list[str]:
    """The ids of its first papers, in the default order."""
    return [paper.id for paper in library.rows(library.listing("").rowids[:20])]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    """A library without any page, in `tmp_path / "empty"`."""
    with Library.open(tmp_path / "empty", seeds=False) as library:
        yield library


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of a library without any page."""
    with hasty_store(tmp_path / "library.db") as store:
        yield store


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks of files are refused, as some network file systems do."""

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
