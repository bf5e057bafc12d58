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


def test_what_is_marked_costs_its_cells_and_what_is_highlighted_outlives_a_kill(
    spawn: Spawn, with_text: str, home: Path
) -> None:
    terminal = spawn(with_text)
    open_text(terminal)
    terminal.send("v")
    terminal.wait_for("3 words")
    terminal.settle()
    sizes = []
    for key, words in ((")", "6 words"), ("(", "3 words"), ("b", "2 words")):
        before = len(terminal.raw)
        terminal.send(key)
        terminal.wait_for(words)
        terminal.settle()
        sizes.append(len(terminal.raw) - before)
    assert max(sizes) < 300, sizes
    terminal.send("e")
    terminal.wait_for("Esc save")
    terminal.send("half a th")

    def half() -> bool:
        with Library.open(home / "library") as library:
            return [*library.session.drafts().values()] == ["half a th"]

    terminal.wait_for(half)
    terminal.process.send_signal(signal.SIGKILL)
    terminal.process.wait()
    again = spawn("--ascii", with_text, NO_COLOR="1")
    again.wait_for("=  ")
    again.send("T")
    again.wait_for("n half a th")
    again.settle()
    (line,) = {line for line in again.text.splitlines() if "We shuffle" in line}
    assert line.startswith(" | ")
    assert bytes(again.raw).isascii()
    assert not re.search(rb"\x1b\[[\d;]*[34]\dm", bytes(again.raw))
    again.send("ghe")
    again.wait_for("This note was not finished")
    again.send("ought\x1b")
    again.wait_for("n half a thought")


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
    terminal.wait_for("+ Table 1  What is kept.")
    terminal.wait_for("| Theorem 1.")
