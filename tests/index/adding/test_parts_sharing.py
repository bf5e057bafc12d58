"""Files that go in part by part while they are taken back, or others write, here or elsewhere."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from recto.index import Library, Paper, SourceError
from recto.index.adding import parts

from .large_file import interrupt, large, lines, shown, small_parts, whole

__all__ = ["large", "small_parts", "whole"]


def test_undo_takes_the_page_away_and_redo_brings_it_back(library: Library, large: Path) -> None:
    interrupt(library, large, 50)
    undone = library.undo()
    assert undone is not None
    assert "large.jsonl" in str(undone)
    assert library.counts().all == 603
    library.redo()
    assert library.counts().all == 638
    library.add([large])
    library.undo()
    assert library.counts().all == 603
    library.redo()
    assert library.counts().all == 603 + 82


def test_adding_goes_on_with_a_page_that_was_taken_back(
    library: Library, large: Path, whole: list[Paper]
) -> None:
    interrupt(library, large, 50)
    library.undo()
    assert library.add([large])[0].continued == 40
    assert shown(library) == whole
    library.undo()
    assert library.counts().all == 603


def test_a_page_taken_back_while_it_is_added_stays_away(
    library: Library, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "wait_turn", library.undo)
    (report,) = library.add([large])
    assert isinstance(report.error, SourceError)
    assert "taken away again" in str(report.error)
    assert library.counts().all == 603
    monkeypatch.undo()
    assert library.add([large])[0].error is None
    assert library.counts().all == 603 + 82


def test_others_can_write_between_two_parts(
    library: Library, large: Path, whole: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    with Library.open(library.locations.data) as other:

        def mark() -> None:
            newest = other.rows(other.listing("").rowids[:1])
            other.bookmark(newest)
            counted.append(other.counts().all)

        monkeypatch.setattr(parts, "wait_turn", mark)
        library.add([large])
    assert len(counted) == 4
    assert counted == sorted(set(counted))
    assert [paper.id for paper in shown(library)] == [paper.id for paper in whole]
    assert library.counts().bookmarks >= 1


def test_another_process_that_adds_the_same_file_helps(
    library: Library, large: Path, whole: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(library.locations.data) as other:
        helped: list[bool] = []

        def help_once() -> None:
            if not helped:
                helped.append(True)
                interrupt(other, large, 70)

        monkeypatch.setattr(parts, "wait_turn", help_once)
        library.add([large])
    assert shown(library) == whole


def test_a_page_added_between_two_sittings_stays_the_newer_one(
    library: Library, large: Path
) -> None:
    interrupt(library, large, 30)
    library.add_text("late", b"".join(line + b"\n" for line in lines().splitlines()[70:74]))
    before = [paper.title for paper in shown(library)[:4]]
    library.add([large])
    assert [paper.title for paper in shown(library)[:4]] == before


def test_an_interrupted_page_goes_on_on_another_machine(
    library: Library, large: Path, whole: list[Paper], tmp_path: Path
) -> None:
    interrupt(library, large, 50)
    exported = io.BytesIO()
    library.export_library(exported)
    page = next(line for line in exported.getvalue().splitlines() if b'"large.jsonl"' in line)
    assert json.loads(page)["done"] == 40
    with Library.open(tmp_path / "other") as other:
        other.import_library(io.BytesIO(exported.getvalue()))
        assert other.counts().all == 638
        assert other.add([large])[0].continued == 40
        assert [paper.id for paper in shown(other)] == [paper.id for paper in whole]
        finished = io.BytesIO()
        other.export_library(finished)
    library.import_library(io.BytesIO(finished.getvalue()))
    assert [paper.id for paper in shown(library)] == [paper.id for paper in whole]
    assert library.add([large])[0].unchanged
