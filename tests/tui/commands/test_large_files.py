"""Large files in the reader and in the shell: how far they are, what goes on, what an end costs."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.adding import parts
from recto.tui.cli.main import main
from recto.tui.commands import adding
from recto.tui.system import progress

from ..conftest import Reader, ReaderFactory
from ..shells import Shell
from ..system.test_progress import Interrupting


class InterruptingLater(Interrupting):
    """Presses Ctrl+C in the middle of the file."""

    def write(self, text: str) -> int:
        return super().write(text if text.startswith(("\r50 ", "recto:")) else "")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.jsonl"
    abstract = "It digs a burrow. " * 500  # more than is read at once
    papers = ({"title": f"Wombat {number} digs", "abstract": abstract} for number in range(95))
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    return path


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 20)
    monkeypatch.setattr(parts, "TOGETHER", 10)
    monkeypatch.setattr(progress, "FIRST", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(adding, "MOST_INDEXED", 50)


class Gate:
    """Holds the adding up between two parts, until it is opened or the reader is closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = False
        self.reader: Reader | None = None
        monkeypatch.setattr(parts, "wait_turn", self._wait)

    async def begin(self, reader: Reader, path: Path) -> None:
        """Have a file added, of which the first part goes in."""
        self.reader = reader
        await reader.add(path)
        await reader.until(lambda: reader.main.library.counts().all == 623, "the first part")

    def _wait(self) -> None:
        while not self.is_open and self.reader is not None and self.reader.main.is_running:
            time.sleep(0.005)


async def test_one_reads_marks_and_searches_while_a_large_file_is_added(
    reader: ReaderFactory, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with reader(120, 40) as r:
        await gate.begin(r, large)
        await r.sees("adding ")
        assert "adding 100 %" not in r.text
        await r.press("b")
        await r.until(lambda: r.main.library.counts().bookmarks == 1, "a bookmark")
        await r.search("pruning")
        assert r.main.results.rowids
        gate.is_open = True
        await r.sees("95 new papers from 1 page")
        await r.until(lambda: r.main.library.index.state() == "ready", "the index")
        await r.until(
            lambda: not r.main.activity.building and not r.main.activity.adding,
            "an end of all work",
        )
        await r.search("wombat")
        assert len(r.main.results.rowids) == 95


async def test_leaving_ends_the_adding_which_goes_on_later(
    reader: ReaderFactory, large: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gate = Gate(monkeypatch)
    async with reader(120, 40) as r:
        await gate.begin(r, large)
    with Library.open(tmp_path / "library") as library:
        assert 623 <= library.counts().all < 603 + 95
        gate.is_open = True
        (report,) = library.add([large])
        assert report.continued >= 20
        assert library.counts().all == 603 + 95
        assert library.search("wombat").total == 95


def test_an_interruption_while_indexing_says_that_all_is_in(
    shell: Shell,
    large: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(parts, "PART", 100)
    monkeypatch.setattr(parts, "TOGETHER", 100)
    with Library.open() as library:
        (library.locations.index / "current").unlink()
    stream = Interrupting()
    with monkeypatch.context() as context:
        context.setattr(sys, "stderr", stream)
        assert main(["add", str(large)]) == 128 + signal.SIGINT
    assert capsys.readouterr().out == "large.jsonl: 95 records, 95 new, 0 known\n"
    assert "Everything is in the library; the next search goes on" in stream.getvalue()
    assert len(shell.lines("search", "--limit", "200", "wombat")) == 95


def test_what_is_gone_on_with_says_so(
    shell: Shell, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(sys, "stderr", InterruptingLater())
        assert main(["add", str(large)]) == 128 + signal.SIGINT
    line = shell.lines("add", str(large))[0]
    assert line.startswith("large.jsonl: 95 records, ")
    assert line.endswith("; gone on with after 40")
