"""Leaving by signals: the terminal is given back, and what was begun is there the next time."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import tty
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recto.index import Library

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_half_typed_note_survives_a_signal(spawn: Spawn, number: signal.Signals) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("jje")
    terminal.wait_for("save")
    terminal.send("half a thought about")
    terminal.wait_for("half a thought about")
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()

    terminal = spawn()
    terminal.wait_for("3/603")
    terminal.wait_for("✎")
    terminal.send("e")
    terminal.wait_for("half a thought about")
    terminal.send(" pruning\x1b")
    terminal.wait_for(lambda: "half a thought about pruning" in terminal.text)
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("keys", ["qb", "qyb", "q:undo\r", "bqbb", "ybq", "yuq"])
def test_keys_behind_the_one_that_leaves_do_nothing(
    spawn: Spawn, indexed: str, home: Path, keys: str
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for("/603")
    terminal.send("jk")  # the card of the first start is several lines
    terminal.wait_for(lambda: "lists every command" not in terminal.text)
    terminal.settle()
    before = len(terminal.raw)
    terminal.send(keys)
    assert terminal.wait_for_exit() == 0
    assert b"\n" not in terminal.raw[before:]  # no words of Python's own on the shell's screen
    terminal.assert_restored()
    with Library.open(home / "library") as library:
        kinds = [act.kind for act in library.log()]
    # What is copied is cited, if it is copied before the key that leaves.
    done = [kind for kind in kinds if kind not in ("bundled", "cite")]
    assert done == ["bookmark"] * keys.startswith("b")
    assert "cite" not in kinds or keys == "ybq"


@pytest.mark.usefixtures("settled")
def test_a_half_typed_note_survives_kill_9(spawn: Spawn) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("e")
    terminal.wait_for("save")
    terminal.send("nearly lost")
    terminal.wait_for("nearly lost")
    terminal.settle()
    terminal.kill()
    terminal = spawn()
    terminal.wait_for("✎")
    terminal.send("e")
    terminal.wait_for("nearly lost")


@pytest.mark.usefixtures("settled")
def test_the_next_start_is_where_one_left(spawn: Spawn) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.wait_for(lambda: "indexing" not in terminal.text)
    terminal.send("/lottery")
    terminal.wait_for("Lottery Ticket")
    terminal.send("\r")
    terminal.settle()
    terminal.send("jj")
    terminal.wait_for("· 3/")  # both keys are done, however long the second one takes
    place = terminal.text.splitlines()[0].rsplit("·", 1)[1]
    terminal.send("q")
    assert terminal.wait_for_exit() == 0

    terminal = spawn()
    terminal.wait_for("/ lottery")
    terminal.wait_for(place.strip())
    terminal.send("q")
    assert terminal.wait_for_exit() == 0

    terminal = spawn("--fresh")
    terminal.wait_for(FIRST)
    terminal.wait_for("1/603")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


WRITER = """
import os, sys, threading
from recto.tui.system.leaving import give_back
threading.Thread(target=os.write, args=(2, b"x" * 500_000), daemon=True).start()
sys.stdin.readline()
give_back(None)
os._exit(0)
"""


def test_a_terminal_is_given_back_while_a_long_write_to_it_is_under_way() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    program = subprocess.Popen([sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stderr=slave)
    waiting = 0
    while waiting < 3500:  # what a terminal that nobody reads takes at least
        count = fcntl.ioctl(master, termios.FIONREAD, b"\0" * 4)
        waiting = struct.unpack("i", count)[0]
        assert program.poll() is None
    program.communicate(b"\n")
    os.close(slave)
    seen = b""
    while not seen.endswith(b"\x1b[0m"):
        seen += os.read(master, 1 << 16)  # an error where the end does not come
    assert b"\x1b[?1049l\x1b[?25h" in seen
    os.close(master)
