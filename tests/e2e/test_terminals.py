"""The reader on terminals of many kinds: what is sent to each, and what is never sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal


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


@pytest.mark.parametrize(
    ("theme", "arguments", "variables"),
    [
        *((theme, (), {"NO_COLOR": "1"}) for theme in ("terminal", "dark", "light")),
        ("high-contrast", ("--color", "never"), {}),
        ("terminal", ("--color=never",), {"NO_COLOR": ""}),
    ],
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
    ("arguments", "variables", "columns", "lines"),
    [
        (("--ascii",), {}, 80, 24),
        (("--ascii",), {}, 120, 40),
        ((), {"PYTHONIOENCODING": "latin-1"}, 80, 24),
        ((), {"PYTHONIOENCODING": "ascii", "LANG": "C"}, 120, 40),
    ],
)
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
