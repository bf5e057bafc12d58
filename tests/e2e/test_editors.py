"""Notes that another program edits, which may fail or leave the terminal in disorder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .jobs import Job, is_at_prompt, modes

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
