"""A prompt that closes leaves nothing of itself on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn

TAGS = "ml/pruning/structured/another-very-long-tag-name-for-testing-the-prompt-line +second +third"


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 12)])
def test_nothing_of_a_prompt_stays_when_it_closes(
    spawn: Spawn, indexed: str, columns: int, lines: int
) -> None:
    terminal = spawn(indexed, columns=columns, lines=lines)
    terminal.wait_for("1/603")
    terminal.send("j")
    terminal.wait_for("2/603")
    terminal.wait_for("/ search  Enter")
    terminal.settle()
    keys = terminal.text.split("\n")[-1]
    for question, typed in (("t", TAGS), (":", "x" * 90), ("|", "cat " * 30)):
        terminal.send(question)
        terminal.wait_for(lambda: terminal.text.split("\n")[-1] != keys)
        terminal.send(typed)
        terminal.wait_for(typed[-9:].strip())
        terminal.send("\x1b")
        terminal.wait_for(lambda: terminal.text.split("\n")[-1] == keys)
