"""Large days are read and taken by another process, and come in as they would without it."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Interrupted, Library, Stop
from recto.index.fetch import apart

from .conftest import MovedClock
from .world import World, ids_of, moment, pages_of

FOLLOWS = ("huggingface", "arxiv:cs.LG")


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    clock.at = moment("2026-11-19T13:00")
    return world


@pytest.fixture
def processes() -> list[subprocess.Popen[bytes]]:
    """Those that were begun."""
    return []


@pytest.fixture
def begun(
    processes: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> list[list[str]]:
    """What processes were begun; even the smallest list counts as large."""
    found: list[list[str]] = []

    class Process(subprocess.Popen[bytes]):
        def __init__(self, line: list[str], **options: Any) -> None:
            super().__init__(line, **options)
            found.append(line)
            processes.append(self)

    monkeypatch.setattr(apart, "_LARGE", 0)
    monkeypatch.setattr(apart, "_MANY", 0)
    monkeypatch.setattr(subprocess, "Popen", Process)
    return found


def test_a_process_of_its_own_takes_in_what_this_one_would(
    served: Library, world: World, clock: MovedClock, begun: list[list[str]]
) -> None:
    served.following.follow(*FOLLOWS)
    served.following.works_apart = True
    outcomes = served.following.fetch()
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert sum(outcome.new for outcome in outcomes) == len(served.listing("").rowids) == 8
    assert len(begun) == 1  # one for all days of a fetch
    assert ids_of(clock_day := world.newest())[0] in pages_of(served)[f"arxiv:cs.LG/{clock_day}"]
    assert served.search("Paper", limit=50).total == 4
    clock.at += 86_400
    world.is_confused = True
    confused = served.following.fetch(["arxiv:cs.LG"])[0]
    assert "are those of a day before" in str(confused.error)
    assert len(begun) == 2
    # One fetch is one step, whoever has taken its days in.
    served.undo()
    assert not served.listing("").rowids


def test_whoever_leaves_does_not_wait_for_a_process_that_stands_still(
    served: Library,
    world: World,
    begun: list[list[str]],
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "standing.py").write_text("import signal\nsignal.pause()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "_CHILD", "standing")
    served.following.follow("arxiv:cs.LG")
    served.following.works_apart = True
    stop = Stop()
    raised: list[BaseException] = []

    def fetch() -> None:
        try:
            served.following.fetch(stopped=stop)
        except Interrupted as error:
            raised.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    while not begun:
        thread.join(0.01)
    stop.leave()  # which returns while the process is still asked
    assert thread.is_alive()
    processes[-1].kill()
    thread.join()
    assert raised and not served.listing("").rowids


def test_where_no_process_is_to_be_had_it_is_done_here(
    served: Library, world: World, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_CHILD", "recto.index.fetch.nothing")
    served.following.follow(*FOLLOWS)
    served.following.works_apart = True
    outcomes = served.following.fetch()
    assert sum(outcome.new for outcome in outcomes) == len(served.listing("").rowids) == 8
    assert len(begun) == 1
