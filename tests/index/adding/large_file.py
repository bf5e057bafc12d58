"""A file of papers that goes into a library in several parts, and ways to interrupt that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recto.index import Interrupted, Library, Paper
from recto.index.adding import parts
from recto.index.database import turns

from ..support.interrupting import stop_at

COUNT = 95
"""Papers of the file: four parts of twenty, and one of fifteen."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 20)
    monkeypatch.setattr(parts, "TOGETHER", 10)
    monkeypatch.setattr(turns, "_TURN", 0)


def lines(number: int = COUNT, **marks: Callable[[int], object]) -> bytes:
    """Return a file of papers, of which every seventh repeats an earlier title."""
    text = ""
    for place in range(number):
        title = f"Wombat {place - 6 if place % 7 == 6 else place} digs"
        paper: dict[str, Any] = {"title": title, "abstract": f"It digs {place} burrows."}
        paper |= {name: value(place) for name, value in marks.items()}
        text += json.dumps(paper) + "\n"
    return text.encode()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.jsonl"
    path.write_bytes(lines())
    return path


def interrupt(library: Library, path: Path, place: int) -> str:
    """Add a file and interrupt that; return what is said."""
    library.index.progress = stop_at(place)
    with pytest.raises(Interrupted) as stopped:
        library.add([path])
    library.index.progress = None
    return str(stopped.value)


def shown(library: Library) -> list[Paper]:
    """Return all papers in their order, with places and marks."""
    return library.rows(library.listing("").rowids)


@pytest.fixture
def whole(large: Path, seeded: Path, tmp_path: Path) -> list[Paper]:
    """What a library shows to which the file was added without a break."""
    shutil.copytree(seeded, tmp_path / "whole")
    with Library.open(tmp_path / "whole") as library:
        (report,) = library.add([large])
        assert (report.records, report.new, report.known) == (COUNT, 82, 13)
        assert library.counts().all == 603 + 82
        return shown(library)
