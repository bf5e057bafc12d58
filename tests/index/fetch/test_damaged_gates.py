"""Gates whose files are none, or that nobody opens any more."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.disk.file_locks import FileLock
from recto.index.errors import FetchError, Interrupted, RectoError
from recto.index.fetch.clock import Stop
from recto.index.fetch.gates import ARXIV, Gate

from .conftest import MovedClock


def as_file(path: Path) -> None:
    path.parent.write_text("")


def as_directory(path: Path) -> None:
    path.mkdir(parents=True)


def as_pipe(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)


def as_full_disk(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to("/dev/full")


@pytest.mark.parametrize("damage", [as_file, as_directory, as_pipe, as_full_disk])
def test_a_file_that_cannot_keep_the_pace_is_told(
    damage: Callable[[Path], None], tmp_path: Path, clock: MovedClock
) -> None:
    if damage is as_full_disk and not Path("/dev/full").exists():
        pytest.skip("no full disk here")
    path = tmp_path / "gates" / "arxiv.gate"
    damage(path)
    gate = Gate(path.parent, ARXIV, clock)
    with pytest.raises(FetchError, match="cannot be used") as raised, gate.passing():
        pytest.fail("it was asked without a pace")
    assert str(path) in raised.value.message


@pytest.mark.parametrize(
    "told",
    ["[0, 9e18, 1, 2]", "[1e999, 1, 1, 1]", "[9e18, 9e18, 0, 0]", "[", "{}", "[1]", "\udcff"],
)
def test_what_a_damaged_file_tells_keeps_nobody_out(
    told: str, tmp_path: Path, clock: MovedClock
) -> None:
    (tmp_path / "arxiv.gate").write_bytes(os.fsencode(told))
    with Gate(tmp_path, ARXIV, clock).passing() as passage:
        passage.went_well()
    assert sum(clock.waits) <= ARXIV.gap


def test_a_turn_that_does_not_come_is_given_up(tmp_path: Path, clock: MovedClock) -> None:
    gate = Gate(tmp_path, ARXIV, clock, longest_turn=0.0)
    with FileLock(tmp_path / "arxiv.gate") as stopped:
        stopped.take()
        with pytest.raises(FetchError, match="Other processes"), gate.passing():
            pytest.fail("two are through at once")
    with gate.passing() as passage:  # the turn that was given up is taken by nobody
        passage.went_well()


def test_who_waits_for_a_turn_can_be_stopped(tmp_path: Path, clock: MovedClock) -> None:
    stop = Stop()
    stop.set()
    with FileLock(tmp_path / "arxiv.gate") as held:
        held.take()
        with pytest.raises(Interrupted), Gate(tmp_path, ARXIV, clock, stop).passing():
            pytest.fail("two are through at once")


def test_that_nothing_is_asked_is_told_where_it_cannot_be_remembered(served: Library) -> None:
    state = served.locations.state
    (state / "offline").mkdir(parents=True)
    with pytest.raises(RectoError, match="directory"):
        served.following.is_offline = False
    (state / "offline").rmdir()
    shutil.rmtree(state)
    state.write_text("")
    with pytest.raises(RectoError, match=str(state)):
        served.following.is_offline = True
