"""What long work says of itself on standard error, and what an interruption leaves behind."""

from __future__ import annotations

import io
import signal
import sys

import pytest
from recto.index import Library
from recto.tui.cli.main import main
from recto.tui.system import progress as module
from recto.tui.system.progress import EVERY, FIRST, Progress, duration

from ..shells import Shell


class Watched(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(stream: io.StringIO, steps: int, seconds: float, total: int = 10_000) -> Progress:
    """Report a thousand papers after every so many seconds."""
    clock = Clock()
    progress = Progress(stream, clock)
    for step in range(steps):
        progress(1000 * step, total)
        clock.now += seconds
    return progress


def test_rate_and_remaining_time() -> None:
    stream = Watched()
    run(stream, 5, 0.5)
    assert stream.getvalue().endswith("\r4,000 of 10,000 papers, 2,000 papers/s, 3 s left")


def test_rate_follows_what_happens_now() -> None:
    stream, clock = Watched(), Clock()
    progress = Progress(stream, clock)
    for done in (0, 10_000, 20_000):
        progress(done, 100_000)
        clock.now += 1
    for done in range(20_100, 22_100, 100):
        progress(done, 100_000)
        clock.now += 1
    assert stream.getvalue().rstrip().endswith("100 papers/s, 13 min left")


def test_unknown_total_has_no_remaining_time() -> None:
    stream = Watched()
    run(stream, 4, 0.5, total=0)
    assert stream.getvalue().rstrip().endswith("\r3,000 papers, 2,000 papers/s")


def test_quick_work_says_nothing() -> None:
    stream = Watched()
    with run(stream, 5, FIRST / 10):
        pass
    assert stream.getvalue() == ""


def test_lines_are_not_written_faster_than_one_reads() -> None:
    stream = Watched()
    run(stream, 1000, EVERY / 100, total=10**6)
    assert 4 <= stream.getvalue().count("\r") <= 10


def test_nothing_is_said_where_nobody_watches() -> None:
    stream = io.StringIO()
    with run(stream, 10, 1.0):
        pass
    assert stream.getvalue() == ""


def test_line_is_empty_afterwards_even_after_a_failure() -> None:
    stream = Watched()
    with pytest.raises(KeyboardInterrupt), run(stream, 5, 0.5):
        raise KeyboardInterrupt
    last = stream.getvalue().split("\r")[-3:]
    assert last[1].strip() == last[2] == ""
    assert len(last[1]) == len(last[0])


def test_other_work_begins_at_its_own_pace() -> None:
    stream, clock = Watched(), Clock()
    progress = Progress(stream, clock)
    for done in (0, 1000, 2000, 0, 10, 20, 30):
        progress(done, 10_000)
        clock.now += 1
    assert stream.getvalue().rstrip().endswith("30 of 10,000 papers, 10 papers/s, 17 min left")


@pytest.mark.parametrize("error", [OSError, BrokenPipeError])
def test_closed_standard_error_is_no_failure(error: type[OSError]) -> None:
    class Closed(Watched):
        def write(self, text: str) -> int:
            raise error

    with run(Closed(), 5, 1.0):
        pass


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (59.4, "59 s"), (60, "1 min"), (3540, "59 min"), (5400, "1 h 30 min")],
)
def test_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


class Interrupting(Watched):
    """Presses Ctrl+C when the work speaks for the first time."""

    def write(self, text: str) -> int:
        if "papers/s" in text:
            raise KeyboardInterrupt
        return super().write(text)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work speak at once."""
    monkeypatch.setattr(module, "FIRST", 0.0)
    monkeypatch.setattr(module, "EVERY", 0.0)


def interrupt(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Give a command, and interrupt it as soon as it tells how far it is."""
    with monkeypatch.context() as context:
        context.setattr(sys, "stderr", Interrupting())
        assert main([*words]) == 128 + signal.SIGINT


@pytest.mark.usefixtures("impatient")
def test_reindex_shows_its_progress(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Watched()
    monkeypatch.setattr(sys, "stderr", stream)
    assert main(["reindex"]) == 0
    assert "of 603 papers" in stream.getvalue()
    assert stream.getvalue().endswith("\r")


@pytest.mark.usefixtures("impatient")
def test_interrupted_reindex_leaves_the_old_index(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shell.lines("search", "pruning")
    with Library.open() as library:
        files = sorted(library.locations.index.rglob("*"))
    interrupt(monkeypatch, "reindex")
    with Library.open() as library:
        assert library.index.state() == "ready"
        assert sorted(library.locations.index.rglob("*")) == files
    assert shell.lines("search", "pruning") == before


@pytest.mark.usefixtures("impatient")
def test_interrupted_first_build_is_done_by_the_next_search(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shell.lines("search", "pruning")
    with Library.open() as library:
        (library.locations.index / "current").unlink()
    interrupt(monkeypatch, "search", "pruning")
    with Library.open() as library:
        assert library.index.state() == "missing"
    assert shell.lines("search", "pruning") == before
