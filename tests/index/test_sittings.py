"""Large files go into the library part by part: interrupted anywhere, gone on with, taken back."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recto.index import Interrupted, Library, Paper, RectoError, SourceError, View
from recto.index.store import sittings

COUNT = 95
"""Papers of the file: four parts of twenty, and one of fifteen."""

ADD = """
import signal, sys
from recto.index.store import sittings
from recto.tui import cli, progress

class Progress:
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def __call__(self, done, total):
        print(done, flush=True)
        if done >= 50:
            sys.stdin.readline()

signal.signal(signal.SIGINT, signal.default_int_handler)
sittings.PART, sittings.TOGETHER = 20, 10
progress.Progress = Progress
sys.exit(cli.main(["add", sys.argv[1]]))
"""


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sittings, "PART", 20)
    monkeypatch.setattr(sittings, "TOGETHER", 10)
    monkeypatch.setattr(sittings, "_TURN", 0)


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


def stop_at(place: int) -> Callable[[int, int], None]:
    def stop(done: int, total: int) -> None:
        if done >= place:
            raise KeyboardInterrupt

    return stop


def interrupt(library: Library, path: Path, place: int) -> str:
    """Add a file and interrupt that; return what is said."""
    library.progress = stop_at(place)
    with pytest.raises(Interrupted) as stopped:
        library.add([path])
    library.progress = None
    return str(stopped.value)


def shown(library: Library) -> list[Paper]:
    """Return all papers in their order, with places and marks."""
    return library.rows(library.listing("").pids)


@pytest.fixture
def whole(large: Path, tmp_path: Path) -> list[Paper]:
    """What a library shows to which the file was added without a break."""
    with Library.open(tmp_path / "whole") as library:
        (report,) = library.add([large])
        assert (report.records, report.new, report.known) == (COUNT, 82, 13)
        assert library.counts().all == 603 + 82
        return shown(library)


def test_one_part_and_many_make_the_same_library(
    large: Path, whole: list[Paper], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sittings, "PART", COUNT + 1)
    library.add([large])
    assert shown(library) == whole


@pytest.mark.parametrize("places", [(30,), (40,), (90,), (30, 60, 70)])
def test_interrupted_adding_is_gone_on_with(
    large: Path, whole: list[Paper], library: Library, places: tuple[int, ...]
) -> None:
    for place in places:
        kept = (place - 1) // 20 * 20
        assert interrupt(library, large, place) == (
            f"Interrupted: {kept} papers of large.jsonl are in the library; "
            "adding it again goes on from there."
        )
        assert library.search(f"wombat {kept - 2}").total == 1
        assert library.search(f"wombat {kept + 1}", correct=False).total == 0
        source = next(one for one in library.counts().sources if one.name == "large.jsonl")
        assert source.count == library.counts().all - 603 == library.search("wombat").total
    (report,) = library.add([large])
    assert (report.records, report.continued) == (COUNT, kept)
    assert report.new + report.known == COUNT
    assert shown(library) == whole
    assert library.search("wombat").total == 82
    assert library.add([large])[0].unchanged


@pytest.mark.parametrize("kind", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_process_that_is_stopped_leaves_what_it_took_in(
    large: Path, whole: list[Paper], library: Library, kind: str
) -> None:
    number = signal.Signals[kind]
    process = subprocess.Popen(
        [sys.executable, "-c", ADD, str(large)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "RECTO_DATA_DIR": str(library.locations.data)},
    )
    assert process.stdout is not None
    assert next(line for line in process.stdout if int(line) >= 50)
    process.send_signal(number)
    _, said = process.communicate()
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 130
        assert said == (
            "recto: Interrupted: 40 papers of large.jsonl are in the library; "
            "adding it again goes on from there.\n"
        )
    assert library.search("wombat").total == 35
    assert library.add([large])[0].continued == 40
    assert shown(library) == whole


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
    monkeypatch.setattr(sittings, "wait_turn", library.undo)
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
            newest = other.rows(other.listing("").pids[:1])
            other.bookmark(newest)
            counted.append(other.counts().all)

        monkeypatch.setattr(sittings, "wait_turn", mark)
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

        monkeypatch.setattr(sittings, "wait_turn", help_once)
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


def test_marks_that_a_file_carries_are_set_with_its_last_part(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_bytes(lines(45, read=lambda place: place % 2 == 0, queue=lambda place: 50 - place))
    interrupt(library, path, 40)
    assert library.counts().queue == 0
    library.add([path])
    queue = library.rows(library.listing("", view=View("queue")).pids)
    assert [paper.title for paper in queue][:2] == ["Wombat 44 digs", "Wombat 43 digs"]
    assert len(queue) == 39
    library.undo()
    assert library.counts().queue == 0
    assert library.counts().all == 603 + 39
    library.undo()
    assert library.counts().all == 603


def test_a_smaller_file_goes_in_wholly_or_not_at_all(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    path.write_bytes(lines(19))
    library.progress = stop_at(10)
    with pytest.raises(KeyboardInterrupt):
        library.add([path])
    assert library.counts().all == 603
    assert all(source.name != "small.jsonl" for source in library.counts().sources)


@pytest.mark.parametrize(("count", "kept"), [(15, 0), (55, 40)])
def test_damage_costs_nothing_of_what_came_before(library: Library, count: int, kept: int) -> None:
    damaged = lines(count) + b'{"title": "' + b"x" * (5 << 20)
    report = library.add_text("damaged.jsonl", damaged)
    assert isinstance(report.error, SourceError)
    assert ("The 40 papers before that are in the library." in str(report.error)) == bool(kept)
    assert library.search("wombat", correct=False).total == (35 if kept else 0)


def test_progress_estimates_how_many_there_will_be(library: Library, large: Path) -> None:
    told: list[tuple[int, int]] = []
    library.progress = lambda done, total: told.append((done, total))
    library.add([large])
    adding = told[: next((n for n, (done, _) in enumerate(told) if done == 90), 0) + 1]
    assert [done for done, _ in adding] == [*range(10, 100, 10)]
    assert all(total >= done for done, total in adding)


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


def test_nothing_is_said_of_parts_where_nothing_came_in(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(b'{"name": 1}\n' * 50)
    (report,) = library.add([path])
    assert isinstance(report.error, RectoError)
    assert "papers before" not in str(report.error)
