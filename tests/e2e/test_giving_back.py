"""Keys typed while the terminal changes hands: printed into no frame, and kept for nobody else."""

from __future__ import annotations

import signal
import termios
import tty
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .jobs import Job, is_painted, wait_for_stop
from .terminal import FIRST, wait_until
from .test_crashing import break_at

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal

SIGN = "~"
"""What is typed, and stands nowhere else."""

PROGRAM = """
exec < /dev/tty
stty -icanon -echo min 0 time 0
printf 'the keys are [%s] for the program' "$(dd bs=100 count=1 2>/dev/null)"
"""
"""Says what was typed before it ran."""


STARTS_WHEN_TYPED_TO = """
import importlib, select
library = importlib.import_module("recto.index").Library
begin = library.open
def wait_and_begin(*words, **more):
    select.select([0], [], [])
    return begin(*words, **more)
library.open = wait_and_begin
"""
"""Opens no library before a key was typed."""


NEVER_STALLED = """
import importlib
importlib.import_module("recto.tui.system.leaving").STALLED = float("inf")
"""
"""Waits for the terminal as long as the test likes: typing behind a key takes a while, and whoever
types on once the terminal is given back is printed by the terminal itself."""


@pytest.fixture
def patient(tmp_path: Path) -> str:
    """Return a path for PYTHONPATH on which no reader ends since its terminal takes nothing."""
    (tmp_path / "patient").mkdir()
    (tmp_path / "patient" / "sitecustomize.py").write_text(NEVER_STALLED)
    return str(tmp_path / "patient")


def type_behind(terminal: Terminal, key: str) -> None:
    """Press a key while the terminal takes no output, and type on until nobody reads any more."""
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send(f"{key}{SIGN}\r")
    left: list[int] = []

    def nobody_reads() -> bool:
        terminal.send(f"{SIGN}\r")
        left.append(terminal.unread)
        # What is left lying once may only not have been looked at yet.
        return len(left) > 10 and all(left[-10:])

    wait_until(nobody_reads)


def assert_kept_to_itself(terminal: Terminal, before: int) -> None:
    """Check that what was typed was neither printed nor left to whoever has the terminal next."""
    assert SIGN.encode() not in terminal.raw[before:]
    tty.setraw(terminal.slave, termios.TCSANOW)  # or only whole lines are counted
    assert terminal.unread == 0


@pytest.mark.parametrize("color", ["xterm-256color", "vt100"])
def test_keys_behind_the_one_that_leaves_are_not_the_shells(
    spawn: Spawn, indexed: str, patient: str, color: str
) -> None:
    terminal = spawn(indexed, TERM=color, PYTHONPATH=patient)
    terminal.wait_for("1/603")
    terminal.settle()
    before = len(terminal.raw)
    type_behind(terminal, "q")
    termios.tcflow(terminal.slave, termios.TCOON)
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    assert_kept_to_itself(terminal, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_keys_behind_are_not_the_shells_either_where_a_signal_ends_a_stalled_end(
    spawn: Spawn, indexed: str, patient: str, number: signal.Signals
) -> None:
    terminal = spawn(indexed, PYTHONPATH=patient)
    terminal.wait_for("1/603")
    terminal.settle()
    before = len(terminal.raw)
    type_behind(terminal, "q")
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()
    assert_kept_to_itself(terminal, before)


def test_keys_behind_one_that_crashes_are_not_the_shells(
    spawn: Spawn, indexed: str, tmp_path: Path
) -> None:
    broken = break_at(tmp_path / "breaking", "recto.tui.commands.moving", "last")
    terminal = spawn(indexed, PYTHONPATH=broken)
    terminal.wait_for("1/603")
    terminal.settle()
    before = len(terminal.raw)
    type_behind(terminal, "G")
    termios.tcflow(terminal.slave, termios.TCOON)
    assert terminal.wait_for_exit() == 70
    terminal.assert_restored()
    assert_kept_to_itself(terminal, before)


def test_keys_of_a_reader_that_cannot_start_are_not_the_shells(spawn: Spawn, home: Path) -> None:
    (home / "file").touch()
    (home / "waiting").mkdir()
    (home / "waiting" / "sitecustomize.py").write_text(STARTS_WHEN_TYPED_TO)
    terminal = spawn("--data-dir", str(home / "file"), PYTHONPATH=str(home / "waiting"))
    terminal.wait_for(lambda: not termios.tcgetattr(terminal.slave)[3] & termios.ICANON)
    before = len(terminal.raw)
    terminal.send(f"{SIGN}\r")
    assert terminal.wait_for_exit() == 2
    terminal.assert_restored()
    assert_kept_to_itself(terminal, before)


def test_keys_behind_ctrl_z_are_neither_the_shells_nor_the_readers(job: Job) -> None:
    terminal = job.start()
    terminal.wait_for(lambda: is_painted(terminal))
    terminal.settle()
    before = len(terminal.raw)
    type_behind(terminal, "\x1ajj")
    termios.tcflow(terminal.slave, termios.TCOON)
    wait_for_stop(terminal)
    assert SIGN.encode() not in terminal.raw[before:]
    terminal.send("fg\r")
    terminal.wait_for(lambda: is_painted(terminal))
    terminal.settle()
    assert "1/603" in terminal.text


@pytest.mark.parametrize("key", ["\x0f", "\x1b|keys\r", "\x1b:pager\r"])
def test_keys_behind_the_one_that_starts_a_program_are_dropped(
    start_job: Callable[..., Job], key: str
) -> None:
    job = start_job(EDITOR="keys", PAGER="keys")
    job.tool("keys", PROGRAM)
    terminal = job.start()
    terminal.send("ea thought")
    terminal.wait_for("a thought")
    terminal.settle()
    before = len(terminal.raw)
    type_behind(terminal, f"{key}jj")
    termios.tcflow(terminal.slave, termios.TCOON)
    terminal.wait_for(lambda: b"for the program" in terminal.raw)
    assert b"the keys are [] for the program" in terminal.raw
    terminal.settle()
    terminal.send("x\x1b" if key == "\x0f" else " ")
    terminal.wait_for("a thoughtx" if key == "\x0f" else FIRST)
    terminal.wait_for(lambda: is_painted(terminal))
    terminal.settle()
    assert "1/603" in terminal.text
    assert SIGN.encode() not in terminal.raw[before:]


def test_keys_behind_the_end_of_a_program_are_the_readers(start_job: Callable[..., Job]) -> None:
    job = start_job(PAGER="program")
    job.tool("program", "exec < /dev/tty; printf begun; read line")
    terminal = job.start()
    terminal.send(":pager\r")
    terminal.wait_for("begun")
    before = len(terminal.raw)
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send("\r")
    # Before anything of the reader's own page is written, the terminal prints no keys.
    wait_until(lambda: not termios.tcgetattr(terminal.slave)[3] & termios.ECHO)
    terminal.send(f"jj{SIGN}")
    termios.tcflow(terminal.slave, termios.TCOON)
    terminal.wait_for("3/603")
    terminal.wait_for(f"{SIGN} does nothing here")
    # The reader names the key, and nobody else has printed it.
    printed = terminal.raw[before:]
    assert printed.count(SIGN.encode()) == printed.count(f"{SIGN} does nothing".encode())
