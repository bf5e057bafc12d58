"""The reader as a job of a shell, which has the terminal while the reader is stopped."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

from .terminal import FIRST, Terminal

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


def is_painted(terminal: Terminal) -> bool:
    """Whether search line, list, abstract and bottom line all stand there."""
    lines = terminal.screen.display
    return terminal.text.count(FIRST) == 2 and "/603" in lines[0] and bool(lines[-1].strip())


def is_at_prompt(terminal: Terminal) -> bool:
    """Whether the shell takes the next line; what was typed sooner could be lost."""
    return terminal.raw.endswith(b"prompt: ")


def wait_for_stop(terminal: Terminal) -> None:
    """Wait until the reader has gone to the background and the shell takes the next line."""
    terminal.wait_for(lambda: "Stopped" in terminal.text and is_at_prompt(terminal))


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
