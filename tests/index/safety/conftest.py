"""A library in which everything has happened, made once a run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library

from ...conftest import MakeOnce
from .eventful_library import let_everything_happen


@pytest.fixture(scope="session")
def eventful(few: Path, make_once: MakeOnce) -> Path:
    """A library in which everything has happened that can happen: to be copied, never changed."""

    def make(data_dir: Path) -> None:
        shutil.copytree(few, data_dir)
        with Library.open(data_dir) as library:
            let_everything_happen(library)
            library.taste.prepare(lambda: True)  # else each copy cuts its texts into stems anew

    return make_once("eventful", make)


@pytest.fixture
def rich(eventful: Path, tmp_path: Path) -> Iterator[Library]:
    """A library in which everything has happened, of this test's own, in `tmp_path / "recto"`."""
    shutil.copytree(eventful, tmp_path / "recto")
    with Library.open(tmp_path / "recto") as library:
        yield library
