"""Where the cursor of the terminal stands: readers of screens and input methods follow it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal


def cursor(terminal: Terminal) -> tuple[int, int, bool]:
    """Return column, line and whether the terminal's cursor is seen."""
    where = terminal.screen.cursor
    return where.x, where.y, not where.hidden


def test_the_cursor_of_the_terminal_is_where_one_types(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.wait_for("603")
    terminal.settle()
    assert cursor(terminal) == (0, 1, False), "on the first row, unseen"
    terminal.send("jj")
    terminal.wait_for(lambda: cursor(terminal) == (0, 3, False))
    terminal.send("/")
    terminal.wait_for(lambda: cursor(terminal) == (3, 0, True))
    terminal.send("pruning")
    terminal.wait_for(lambda: cursor(terminal) == (10, 0, True))
    terminal.send("\x1b[D\x1b[D")
    terminal.wait_for(lambda: cursor(terminal) == (8, 0, True))
    terminal.send("\x01漢")
    terminal.wait_for(lambda: cursor(terminal) == (5, 0, True))
    terminal.send("\x15\x1b")
    terminal.wait_for(lambda: not cursor(terminal)[2])
    terminal.settle()
    terminal.send(":")
    terminal.wait_for(lambda: cursor(terminal) == (3, 23, True))
    terminal.send("the")
    terminal.wait_for(lambda: cursor(terminal) == (6, 23, True))
    terminal.send("\x1b")
    terminal.wait_for(lambda: not cursor(terminal)[2])
    terminal.settle()
    terminal.send("e")
    terminal.wait_for(lambda: cursor(terminal)[2])
    terminal.settle()
    x, y, _ = cursor(terminal)
    terminal.send("note")
    terminal.wait_for(lambda: cursor(terminal) == (x + 4, y, True))
    terminal.send("\r")
    terminal.wait_for(lambda: cursor(terminal) == (x, y + 1, True))
    terminal.send("\x1b")
    terminal.wait_for(lambda: not cursor(terminal)[2])
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


def test_the_cursor_is_seen_in_the_list_where_that_is_wanted(
    spawn: Spawn, indexed: str, home: Path
) -> None:
    (home / "library" / "config.toml").write_text("cursor = true\n")
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.wait_for(lambda: cursor(terminal) == (0, 1, True))
    terminal.settle()
    terminal.send("j")
    terminal.wait_for(lambda: cursor(terminal) == (0, 2, True))
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


def test_a_note_is_seen_as_it_is_typed(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.settle()
    terminal.send("e")
    terminal.wait_for(lambda: cursor(terminal)[2])
    terminal.settle()
    _, y, _ = cursor(terminal)

    def note() -> list[str]:
        return [line.strip() for line in terminal.screen.display[y : y + 4]]

    def stands(x: int, y: int) -> bool:
        return cursor(terminal) == (x, y, True)

    def begins(line: str) -> bool:
        return note()[0] == line

    terminal.send("one tow\rthree 漢字x")
    terminal.wait_for(lambda: note() == ["one tow", "three 漢字x", "", ""])
    terminal.send("\x7f")
    terminal.wait_for(lambda: note()[1] == "three 漢字")
    for key, place in (("\x1b[A", (8, y)), ("\x01", (1, y)), ("\x05", (8, y))):
        terminal.send(key)
        terminal.wait_for(partial(stands, *place))
    for key, line in (("\x7f", "one to"), ("\x7f", "one t"), ("w", "one tw"), ("o", "one two")):
        terminal.send(key)
        terminal.wait_for(partial(begins, line))
    terminal.wait_for(lambda: note() == ["one two", "three 漢字", "", ""])
    terminal.send("\r\rzero")
    terminal.wait_for(lambda: note() == ["one two", "", "zero", "three 漢字"])
    terminal.send("\x7f" * 6)
    terminal.wait_for(lambda: note() == ["one two", "three 漢字", "", ""])
    terminal.send(" " + "long words " * 9)
    terminal.wait_for(lambda: note()[2] == "three 漢字")
    terminal.send("\x1b")
    terminal.wait_for("one two long")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
