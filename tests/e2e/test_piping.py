"""Papers given to commands and pagers: both have the terminal, and give it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from .jobs import ASK, Job, is_painted, pipe, return_to_reader
from .terminal import FIRST, Terminal


def has_shown(terminal: Terminal, pages: int) -> bool:
    return terminal.raw.count(b"a page\r") == pages


def has_asked(terminal: Terminal, times: int) -> bool:
    return terminal.raw.count(ASK.encode()) == times


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


def test_keys_behind_the_one_that_returns_reach_the_reader(job: Job) -> None:
    terminal = job.start()
    for number, key in enumerate(["q", "é", "\x1b[B", "\x1b[1;5B", "\x1bOB", "\r"], 1):
        pipe(terminal, "true")
        terminal.wait_for(partial(has_asked, terminal, number))
        terminal.send(f"{key}jjthalf-a-tag")
        terminal.wait_for("half-a-tag")
        terminal.wait_for(f"{1 + 2 * number}/603")
        terminal.send("\x1b")
        terminal.wait_for(lambda: "half-a-tag" not in terminal.text)


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
    for number, keys in enumerate(("|less\r", ":pager\r"), 1):
        terminal.send(keys)
        # Not what the one before has left, which stands there a moment sooner.
        terminal.wait_for(partial(has_shown, terminal, number))
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
    pipe(terminal, "echo be'g'un; exec sleep 1000")
    terminal.wait_for("begun")
    terminal.send("\x03")
    return_to_reader(terminal)
    terminal.send("j")
    terminal.wait_for("2/603")
