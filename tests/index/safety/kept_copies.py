"""Libraries with a log and without one, and what is in the copies that are kept of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database import modes as modes_module

from ..support import on_disk


@pytest.fixture(params=["wal", "delete"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How libraries that are opened now write: with a log, or as on a network file system."""
    monkeypatch.setattr(modes_module, "is_on_network", lambda _: request.param == "delete")
    return str(request.param)


@pytest.fixture
def either(mode: str, seeded: Path, tmp_path: Path) -> Iterator[Library]:
    """A library with a log, and one without."""
    shutil.copytree(seeded, tmp_path / "either")
    with Library.open(tmp_path / "either") as library:
        assert on_disk.value(library, "PRAGMA journal_mode") == mode
        yield library


def first_ids(library: Library) -> list[str]:
    return [paper.id for paper in library.rows(library.listing("").rowids[:20])]


def acts_in(path: Path) -> list[str]:
    with on_disk.opened(path, read_only=True) as store:
        assert store.database.value("PRAGMA integrity_check") == "ok"
        rows = store.database.rows("SELECT act FROM journal ORDER BY seq")
        return [act for (act,) in rows]
