"""Large files go into the library part by part: interrupted anywhere, and gone on with."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import Library, Paper, RectoError, SourceError, View
from recto.index.adding import parts

from ..support import on_disk
from ..support.interrupting import stop_at
from ..support.soundness import assert_is_sound
from .large_file import COUNT, interrupt, large, lines, shown, small_parts, whole

__all__ = ["large", "small_parts", "whole"]


ADD = """
import signal, sys
from recto.index.adding import parts
from recto.tui.cli import main as cli
from recto.tui.system import progress

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
parts.PART, parts.TOGETHER = 20, 10
progress.Progress = Progress
sys.exit(cli.main(["add", sys.argv[1]]))
"""


def test_one_part_and_many_make_the_same_library(
    large: Path, whole: list[Paper], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", COUNT + 1)
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


def test_marks_that_a_file_carries_are_set_with_its_last_part(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_bytes(lines(45, read=lambda place: place % 2 == 0, queue=lambda place: 50 - place))
    interrupt(library, path, 40)
    assert library.counts().queue == 0
    library.add([path])
    queue = library.rows(library.listing("", view=View("queue")).rowids)
    assert [paper.title for paper in queue][:2] == ["Wombat 44 digs", "Wombat 43 digs"]
    assert len(queue) == 39
    library.undo()
    assert library.counts().queue == 0
    assert library.counts().all == 603 + 39
    library.undo()
    assert library.counts().all == 603


def test_what_is_interrupted_is_taken_back_wholly(empty: Library, large: Path) -> None:
    first = {"title": "Wombat 3 digs", "abstract": "Short."}
    empty.add_text("first.jsonl", json.dumps(first).encode())
    before = shown(empty)
    interrupt(empty, large, 50)
    assert empty.paper(before[0].id).abstract == "It digs 3 burrows."
    empty.undo()
    assert shown(empty) == before
    assert_is_sound(empty)
    empty.redo()
    empty.add([large])
    assert len(on_disk.rows(empty, "SELECT 1 FROM records")) == COUNT + 1
    empty.undo()
    assert shown(empty) == before
    assert_is_sound(empty)


def test_a_smaller_file_goes_in_wholly_or_not_at_all(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    path.write_bytes(lines(19))
    library.index.progress = stop_at(10)
    with pytest.raises(KeyboardInterrupt):
        library.add([path])
    assert library.counts().all == 603
    assert all(source.name != "small.jsonl" for source in library.counts().sources)


@pytest.mark.parametrize(("count", "kept"), [(15, 0), (55, 40)])
def test_damage_costs_nothing_of_what_came_before(library: Library, count: int, kept: int) -> None:
    damaged = gzip.compress(lines(count) + b"\n" * (1 << 19))[:-20]
    report = library.add_text("damaged.jsonl.gz", damaged)
    assert isinstance(report.error, SourceError)
    assert ("The 40 papers before that are in the library." in str(report.error)) == bool(kept)
    assert library.search("wombat", correct=False).total == (35 if kept else 0)


def test_progress_estimates_how_many_there_will_be(library: Library, large: Path) -> None:
    told: list[tuple[int, int]] = []
    library.index.progress = lambda done, total: told.append((done, total))
    library.add([large])
    adding = told[: next((n for n, (done, _) in enumerate(told) if done == 90), 0) + 1]
    assert [done for done, _ in adding] == [*range(10, 100, 10)]
    assert all(total >= done for done, total in adding)


def test_nothing_is_said_of_parts_where_nothing_came_in(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(b'{"name": 1}\n' * 50)
    (report,) = library.add([path])
    assert isinstance(report.error, RectoError)
    assert "papers before" not in str(report.error)
