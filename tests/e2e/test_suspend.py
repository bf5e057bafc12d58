"""Leaving the reader for a while and coming back: the terminal is lent, never lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .jobs import (
    Job,
    is_at_prompt,
    is_painted,
    modes,
    pipe,
    return_to_reader,
    wait_for_stop,
)
from .terminal import FIRST, Terminal

PLACES = {
    "the list": "jj",
    "the search box": "/pru",
    "a prompt": "tsur",
    "the help": "?",
    "the note editor": "esome",
}


@pytest.mark.parametrize("place", PLACES)
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(job: Job, place: str) -> None:
    terminal = job.start()
    terminal.send(PLACES[place])
    terminal.settle()
    before = terminal.text
    terminal.send("\x1a")
    wait_for_stop(terminal)
    assert not modes(terminal)[1049]
    assert modes(terminal)[25]
    terminal.send("echo al''ive\r")
    terminal.wait_for("alive")
    terminal.send("fg\r")
    terminal.wait_for(lambda: terminal.text == before)
    assert modes(terminal)[1049]
    assert modes(terminal)[2004]
    assert not modes(terminal).get(1000, False)


def test_the_size_may_change_meanwhile(job: Job) -> None:
    terminal = job.start()
    terminal.wait_for(lambda: is_painted(terminal))
    terminal.send("\x1a")
    wait_for_stop(terminal)
    terminal.resize(100, 30)
    terminal.send("fg\r")
    terminal.wait_for(lambda: is_painted(terminal) and len(terminal.screen.display) == 30)
    terminal.send("j")
    terminal.wait_for("2/603")


def test_suspended_many_times_it_still_leaves_the_terminal_as_it_was(job: Job) -> None:
    terminal = job.start()
    for _ in range(3):
        terminal.wait_for(lambda: is_painted(terminal))
        terminal.send("\x1a")
        wait_for_stop(terminal)
        terminal.send("clear; fg\r")
    terminal.wait_for(lambda: is_painted(terminal))
    terminal.send("q")
    terminal.wait_for(lambda: is_at_prompt(terminal))
    terminal.send("stty -a | grep -o ' icanon'; echo st''atus $?\r")
    terminal.wait_for("status 0")
    terminal.send("exit\r")
    terminal.wait_for_exit()
    terminal.assert_restored()


def test_stopped_and_continued_from_outside_it_reads_on(job: Job) -> None:
    terminal = job.start()
    terminal.wait_for(lambda: is_painted(terminal))
    pipe(terminal, "kill -CONT $PPID")
    return_to_reader(terminal)
    terminal.send("jjj")
    terminal.wait_for("4/603")
    terminal.send("q")
    terminal.wait_for(lambda: is_at_prompt(terminal))
    terminal.send("exit\r")
    terminal.wait_for_exit()
    terminal.assert_restored()


def test_without_a_shell_beneath_it_stays(home: Path) -> None:
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm-256color"}
    terminal = Terminal([sys.executable, "-m", "recto.tui"], env | {"LANG": "C.UTF-8"})
    terminal.wait_for(FIRST)
    terminal.send("\x1a")
    terminal.wait_for("There is no shell beneath")
    terminal.wait_for(FIRST)
    terminal.send("j")
    terminal.wait_for("2/603")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


def test_a_command_that_is_stopped_takes_the_reader_along(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "echo be'g'un; cat > /dev/null; head -c 1 < /dev/tty; echo done")
    terminal.wait_for("begun")
    terminal.send("\x1a")
    wait_for_stop(terminal)
    terminal.send("fg\r")
    terminal.settle()
    terminal.send("y\r")
    terminal.wait_for("done")
    return_to_reader(terminal)
