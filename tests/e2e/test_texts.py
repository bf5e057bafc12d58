"""A whole paper read on a real terminal: what crosses the line, and what is left of a kill."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recto.index import Library

from ..tui.text import sample
from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal


@pytest.fixture
def with_text(indexed: str, home: Path) -> str:
    """A library whose first paper has its text here."""
    with Library.open(home / "library") as library:
        sample.put(library, library.listing("").rowids[0], sample.text(8))
    return indexed


def open_text(terminal: Terminal) -> None:
    terminal.wait_for(FIRST)
    terminal.wait_for("/603")
    terminal.send("T")
    terminal.wait_for("José Ruiz")
    terminal.settle(0.8)


def test_a_page_costs_little_more_than_its_letters_and_rest_costs_nothing(
    spawn: Spawn, with_text: str
) -> None:
    terminal = spawn(with_text)
    open_text(terminal)
    for _ in range(6):
        before = len(terminal.raw)
        terminal.send(" ")
        terminal.settle()
        sent = len(terminal.raw) - before
        shown = "\n".join(line.rstrip() for line in terminal.text.splitlines())
        assert 0 < sent <= 1.15 * len(shown.encode()) + 200
    before, lines = len(terminal.raw), 6
    for _ in range(lines):
        terminal.send("j")
        terminal.settle()
    assert 0 < len(terminal.raw) - before <= 300 * lines
    assert b"\x1b[r" in terminal.raw[before:]
    terminal.settle(1.5)  # by then it is written where one is
    before = len(terminal.raw)
    terminal.settle(0.8)
    assert len(terminal.raw) == before
    terminal.send("qq")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_what_ends_in_the_middle_is_gone_on_with(
    spawn: Spawn, with_text: str, home: Path, number: signal.Signals
) -> None:
    terminal = spawn(with_text)
    open_text(terminal)
    terminal.send("  ")
    terminal.wait_for("Part 2")
    terminal.settle()

    def parts() -> list[int]:
        with Library.open(home / "library") as library:
            return [*library.positions.parts().values()]

    if number == signal.SIGKILL:
        terminal.wait_for(lambda: bool(parts()))
    terminal.process.send_signal(number)
    terminal.process.wait()
    (part,) = parts()
    assert 10 < part < 40
    again = spawn(with_text)
    if number == signal.SIGKILL:
        again.wait_for(f"▤ {part} %")
        again.send("T")
    again.wait_for("Part 2")
    assert "José Ruiz" not in again.text


def test_a_terminal_without_unicode_and_colour_gets_neither(spawn: Spawn, with_text: str) -> None:
    terminal = spawn("--ascii", with_text, NO_COLOR="1")
    terminal.wait_for(FIRST)
    terminal.wait_for("/603")
    terminal.wait_for(" =  ")
    before = len(terminal.raw)
    terminal.send("T")
    terminal.wait_for("Jose Ruiz")
    terminal.send(" ")
    terminal.wait_for("alpha = beta")
    terminal.settle()
    sent = bytes(terminal.raw[before:])
    assert sent.isascii()
    assert not re.search(rb"\x1b\[[\d;]*[34]\dm", sent)
    assert "+ Table 1  What is kept." in terminal.text
    assert "| Theorem 1." in terminal.text
