"""The reader on terminals of many kinds: what is sent to each, and what is never sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal

FIRST = "A Hardware-Aware System"
SGR = re.compile(r"\x1b\[([0-9;]*)m")
KITTY, QUESTION = re.compile(rb"\x1b\[[<>=][0-9;]*u"), re.compile(rb"\x1b\[\?[0-9]+\$p")

KINDS = ["xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "linux", "vt100"]
OLD = ["linux", "vt100"]


def visit(terminal: Terminal) -> str:
    """Read, search, mark, ask for help and leave; return everything that was sent."""
    terminal.wait_for(FIRST)
    terminal.wait_for("603")
    terminal.send("/git re-bas")
    terminal.wait_for("Git Re-Basin")
    terminal.send("\r")
    terminal.settle()
    terminal.send("b")
    terminal.settle()
    terminal.send("?")
    terminal.wait_for("Keys in the list")
    terminal.send("q")
    terminal.wait_for("Git Re-Basin")
    terminal.send(":theme nonsense\r")
    terminal.wait_for("There is no theme")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    return terminal.raw.decode("ascii" if terminal.raw.isascii() else "utf-8")


def colors(sent: str) -> set[int]:
    """Return the parameters of colours in what was sent; 38 and 48 stand for all behind them."""
    found: set[int] = set()
    for body in SGR.findall(sent):
        words = [int(word or 0) for word in body.split(";")]
        found |= {word for word in words if 30 <= word <= 49 or 90 <= word <= 107}
    return found


@pytest.mark.parametrize("term", KINDS)
def test_every_kind_of_terminal_shows_searches_and_is_given_back(
    spawn: Spawn, indexed: str, term: str
) -> None:
    terminal = spawn(indexed, TERM=term)
    sent = visit(terminal)
    assert terminal.text.strip() == ""
    assert "38;2;" not in sent and "48;2;" not in sent
    if "256" not in term:
        assert "38;5;" not in sent and "48;5;" not in sent
    if term in OLD:
        raw = bytes(terminal.raw)
        assert not KITTY.search(raw) and not QUESTION.search(raw)
        assert "\x1b[?1049" not in sent
    if term == "vt100":
        assert not colors(sent)


@pytest.mark.parametrize(
    ("variables", "true"),
    [
        ({}, False),
        ({"COLORTERM": "truecolor"}, True),
        ({"COLORTERM": "truecolor", "TERM": "vt100"}, False),
    ],
)
def test_true_colours_are_sent_only_where_the_terminal_has_them(
    spawn: Spawn, indexed: str, variables: dict[str, Any], true: bool
) -> None:
    sent = visit(spawn(indexed, "--theme", "dark", **variables))
    assert ("38;2;" in sent) is true
    assert ("38;5;" in sent) is (not true and "TERM" not in variables)


@pytest.mark.parametrize("theme", ["terminal", "dark", "light", "high-contrast"])
@pytest.mark.parametrize(
    ("arguments", "variables"),
    [((), {"NO_COLOR": "1"}), (("--color", "never"), {}), (("--color=never",), {"NO_COLOR": ""})],
)
def test_without_colours_none_is_sent(
    spawn: Spawn, indexed: str, theme: str, arguments: tuple[str, ...], variables: dict[str, Any]
) -> None:
    sent = visit(spawn(indexed, "--theme", theme, *arguments, **variables))
    assert colors(sent) == set()
    assert "\x1b[7m" in sent or "\x1b[1;7m" in sent


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [((), {"NO_COLOR": ""}), (("--color", "always"), {"NO_COLOR": "1"})],
)
def test_colours_are_sent_where_they_are_wanted(
    spawn: Spawn, indexed: str, arguments: tuple[str, ...], variables: dict[str, Any]
) -> None:
    assert 36 in colors(visit(spawn(indexed, *arguments, **variables)))


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (("--ascii",), {}),
        ((), {"PYTHONIOENCODING": "latin-1"}),
        ((), {"PYTHONIOENCODING": "ascii", "LANG": "C"}),
    ],
)
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_ascii_is_all_that_is_sent_where_nothing_else_can_be_shown(
    spawn: Spawn,
    indexed: str,
    arguments: tuple[str, ...],
    variables: dict[str, Any],
    columns: int,
    lines: int,
    tmp_path: Path,
) -> None:
    page = tmp_path / "papers.jsonl"
    page.write_text(
        '{"title": "Übergröße — “naïve” α-β ≤ 漢字 🇩🇪 e\u0301", "abstract": "Größe × ∞ … ☃"}\n'
    )
    added = subprocess.run(
        [sys.executable, "-m", "recto.tui", "add", indexed, str(page)],
        env={**os.environ, "LANG": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert added.returncode == 0
    terminal = spawn(indexed, *arguments, columns=columns, lines=lines, **variables)
    terminal.wait_for("/604")
    terminal.send("/naive\r")
    terminal.wait_for('Ubergrosse -- "naive" alpha-beta <= HanZi DE e')
    terminal.send("t")
    terminal.send("größe\r")
    terminal.wait_for("#grosse")
    terminal.send("e")
    terminal.settle()
    terminal.send("Käse \x1b")
    terminal.settle()
    terminal.send("?")
    terminal.wait_for("Keys in the list")
    terminal.send("q")
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    above = [byte for byte in terminal.raw if byte > 0x7E]
    assert not above
    assert b"\\u" not in terminal.raw


def test_a_c_locale_shows_every_sign(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed, LANG="C")
    terminal.wait_for(FIRST)
    terminal.wait_for("•")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(spawn: Spawn, term: str) -> None:
    terminal = spawn(TERM=term)
    assert terminal.wait_for_exit() == 2
    assert terminal.text.startswith("recto: The reader needs a terminal that can")
    terminal.assert_restored()


@pytest.mark.parametrize(
    "closed", ["<&-", ">&-", "2>&-", "</dev/null", ">/dev/null", "2>/dev/null"]
)
def test_without_a_terminal_it_says_so_and_ends(home: Path, spawn: Spawn, closed: str) -> None:
    terminal = spawn()
    terminal.process.kill()
    terminal.process.wait()
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m recto.tui {closed}', sys.executable],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm"},
        stdin=terminal.slave,
        stdout=terminal.slave,
        stderr=terminal.slave,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    terminal.settle()
    if closed != "2>/dev/null":
        assert "recto: The reader needs a terminal" in terminal.text


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
