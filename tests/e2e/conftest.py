"""Starting the program on a real terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from recto.index import Library
from recto.index.locations import Locations

from .jobs import Job
from .terminal import Terminal, start_recto

__all__ = ["Spawn", "Terminal"]


class Spawn(Protocol):
    """Starts `recto` with arguments on a terminal of a size."""

    def __call__(
        self, *arguments: str, columns: int = 80, lines: int = 24, **variables: str
    ) -> Terminal: ...


@pytest.fixture
def spawn(home: Path) -> Iterator[Spawn]:
    terminals: list[Terminal] = []

    def start(*arguments: str, columns: int = 80, lines: int = 24, **variables: str) -> Terminal:
        terminals.append(start_recto(home, *arguments, columns=columns, lines=lines, **variables))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def indexed(home: Path, seeded: Path) -> str:
    """Return `--data-dir=` with a library of this test's own that need not be built first."""
    shutil.copytree(seeded, home / "library")
    return f"--data-dir={home / 'library'}"


@pytest.fixture
def settled(home: Path, seeded: Path) -> None:
    """Put such a library where Recto looks by itself, for tests that are not of a first start."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CACHE", "CONFIG", "STATE"):
            patch.delenv(f"XDG_{name}_HOME")
        places = Locations.find("")
    shutil.copytree(seeded, places.data)
    Library.open(places.data).close()  # a copy that is at home here keeps its index
    places.cache.parent.mkdir(exist_ok=True)
    (places.data / "cache").rename(places.cache)


@pytest.fixture
def start_job(home: Path, seeded: Path) -> Iterator[Callable[..., Job]]:
    jobs: list[Job] = []
    shutil.copytree(seeded, home / "recto")

    def start(**variables: str) -> Job:
        jobs.append(Job(home, RECTO_DATA_DIR=str(home / "recto"), **variables))
        return jobs[-1]

    yield start
    for job in jobs:
        job.terminal.close()


@pytest.fixture
def job(start_job: Callable[..., Job]) -> Job:
    return start_job()
