"""Leaving the reader for a while and coming back: the terminal is lent, never lost."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .terminal import Terminal

FIRST = "A Hardware-Aware System"
ASK = "Press any key"


class Job:
    """The reader started from a shell that controls jobs."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.tools = home / "tools"
        self.tools.mkdir(exist_ok=True)
        env = {
            "HOME": str(home),
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PS1": "prompt: ",
            "HISTFILE": "/dev/null",
            "BASH_SILENCE_DEPRECATION_WARNING": "1",
            **variables,
        }
        shell = ["bash", "--norc", "--noprofile", "-i"]
        self.terminal = Terminal(shell, env)
        self.terminal.wait_for("prompt:")

    def tool(self, name: str, text: str) -> str:
        """Put a program of this name first on the path."""
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    def start(self) -> Terminal:
        self.terminal.send(f"{shlex.quote(sys.executable)} -m recto.tui\r")
        self.terminal.wait_for(FIRST)
        return self.terminal


@pytest.fixture
def start_job(home: Path, seeded: Path) -> Iterator[Callable[..., Job]]:
    jobs: list[Job] = []
    shutil.copytree(seeded, home / "recto")

    def start(**variables: str) -> Job:
        jobs.append(Job(home, RECTO_DATA_DIR=str(home / "recto"), **variables))
        return jobs[-1]

    yield start
    for job in jobs:
        job.terminal.close()


@pytest.fixture
def job(start_job: Callable[..., Job]) -> Job:
    return start_job()


def is_painted(terminal: Terminal) -> bool:
    """Whether search line, list, abstract and bottom line all stand there."""
    lines = terminal.screen.display
    return terminal.text.count(FIRST) == 2 and "/603" in lines[0] and bool(lines[-1].strip())


def is_at_prompt(terminal: Terminal) -> bool:
    """Whether the shell takes the next line; what was typed sooner could be lost."""
    return terminal.raw.endswith(b"prompt: ")


def modes(terminal: Terminal) -> dict[int, bool]:
    """Return which private modes are on, of those that were ever set."""
    last: dict[int, bool] = {}
    for numbers, state in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", terminal.raw):
        for number in numbers.split(b";"):
            last[int(number)] = state == b"h"
    return last


def pipe(terminal: Terminal, command: str) -> None:
    """Give the paper to a command."""
    terminal.send("|")
    terminal.wait_for("pipe to")
    terminal.send(f"{command}\r")


def return_to_reader(terminal: Terminal) -> None:
    """Press a key behind a command that has ended."""
    terminal.wait_for(ASK)
    terminal.send("x")
    terminal.wait_for("Piped 1 paper")


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
    terminal.wait_for("Stopped")
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
    terminal.wait_for("Stopped")
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
        terminal.wait_for("Stopped")
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


EDITORS = {
    "HERE/none": "there is no such program",
    "false": "ended with status 1",
    "sh -c 'kill -9 $$'": "The editor was ended by SIGKILL",
    "/": "Permission denied",
    "'unclosed": "cannot be understood",
}


@pytest.mark.parametrize("editor", EDITORS)
def test_an_editor_that_fails_leaves_the_note_and_the_reader(
    start_job: Callable[..., Job], tmp_path: Path, editor: str
) -> None:
    job = start_job(EDITOR=editor.replace("HERE", str(tmp_path)))
    terminal = job.start()
    terminal.send("emy thought")
    terminal.wait_for("my thought")
    terminal.send("\x0f")
    terminal.wait_for(EDITORS[editor])
    terminal.wait_for("my thought")
    terminal.send(" goes on\x1b")
    terminal.wait_for("my thought goes on")
    terminal.send("j")
    terminal.wait_for("2/603")


def test_an_editor_changes_the_note_and_may_leave_the_terminal_in_disorder(
    start_job: Callable[..., Job],
) -> None:
    job = start_job(EDITOR="scribble")
    mess = r"\033[?1000h\033[?1003h\033[?1006h\033[?25l\033[31m\033[5;10r"
    job.tool("scribble", f"stty -echo raw; printf '{mess}'; echo from the editor > \"$1\"")
    terminal = job.start()
    terminal.send("e\x0f")
    terminal.wait_for("from the editor")
    assert not any(modes(terminal)[number] for number in (1000, 1003, 1006))
    terminal.send("\x1bq")
    terminal.wait_for(lambda: is_at_prompt(terminal))
    terminal.send("stty -a | grep -o ' echo ' ; exit\r")
    terminal.wait_for_exit()
    terminal.assert_restored()


def test_papers_are_piped_to_a_command(job: Job, home: Path) -> None:
    terminal = job.start()
    pipe(terminal, f"cat > {home}/out")
    terminal.wait_for(ASK)
    terminal.send(" ")
    terminal.wait_for("Piped 1 paper to cat")
    assert (home / "out").read_text().startswith(FIRST)
    terminal.send("vvv|")
    terminal.wait_for("pipe 3 papers to")
    terminal.send("\x1b[A; exit 7\r")  # the command before, and more
    terminal.wait_for(lambda: terminal.raw.count(ASK.encode()) == 2)
    terminal.send(" ")
    terminal.wait_for("status 7")
    assert (home / "out").read_text().count("\nIn 000") + 1 >= 3
    terminal.wait_for(FIRST)


@pytest.mark.parametrize("key", ["q", "é", "\x1b[B", "\x1b[1;5B", "\x1bOB", "\r"])
def test_keys_behind_the_one_that_returns_reach_the_reader(job: Job, key: str) -> None:
    terminal = job.start()
    pipe(terminal, "true")
    terminal.wait_for(ASK)
    terminal.send(f"{key}jjtxyz")
    terminal.wait_for("xyz")
    terminal.wait_for("3/603")


def test_escape_alone_returns_too(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "true")
    terminal.wait_for(ASK)
    terminal.send("\x1b")
    terminal.wait_for("Piped 1 paper")
    terminal.send("jj")
    terminal.wait_for("3/603")


def test_a_pager_has_the_screen_and_gives_it_back(job: Job) -> None:
    job.tool("less", 'cat > /dev/null; printf "a page\\n"; read key < /dev/tty')
    terminal = job.start()
    for keys in ("|less\r", ":pager\r"):
        terminal.send(keys)
        terminal.wait_for("a page")
        terminal.send("\r")
        terminal.wait_for(lambda: is_painted(terminal) or "Piped" in terminal.text)
        assert ASK not in terminal.text


def test_a_pager_that_is_missing_is_a_sentence(start_job: Callable[..., Job]) -> None:
    job = start_job(PAGER="nosuchpager -R")
    terminal = job.start()
    terminal.send(":pager\r")
    terminal.wait_for("nosuchpager cannot be started")
    terminal.send("j")
    terminal.wait_for("2/603")


def test_each_command_begins_on_a_line_of_its_own(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "printf o'n'e")
    return_to_reader(terminal)
    pipe(terminal, "printf t'w'o")
    terminal.wait_for("two")
    terminal.wait_for(lambda: terminal.text.count(ASK) == 2)
    lines = [line.rstrip() for line in terminal.text.split("\n")]
    assert [line for line in lines[lines.index("one") :] if line] == [
        *("one", "Press any key to return to Recto."),
        *("two", "Press any key to return to Recto."),
    ]


def test_a_command_that_a_signal_ends_is_told_so(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "kill -TERM $$")
    return_to_reader(terminal)
    terminal.wait_for("it was ended by SIGTERM")


def test_ctrl_c_ends_a_command_and_not_the_reader(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "echo begun; exec sleep 1000")
    terminal.wait_for("begun")
    terminal.send("\x03")
    return_to_reader(terminal)
    terminal.send("j")
    terminal.wait_for("2/603")


def test_a_command_that_is_stopped_takes_the_reader_along(job: Job) -> None:
    terminal = job.start()
    pipe(terminal, "echo begun; cat > /dev/null; head -c 1 < /dev/tty; echo done")
    terminal.wait_for("begun")
    terminal.send("\x1a")
    terminal.wait_for("Stopped")
    terminal.send("fg\r")
    terminal.settle()
    terminal.send("y\r")
    terminal.wait_for("done")
    return_to_reader(terminal)
