"""The reader on a real terminal: what a person sees, types and finds again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .terminal import FIRST, wait_until

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal

"""How the title of the first paper begins in a library of the bundled pages."""

SIZES = [(80, 24), (120, 40), (40, 12), (200, 50)]


def recto(home: Path, *words: str) -> list[dict[str, Any]]:
    """Return what a command prints as JSON lines, from the library of the reader in this home."""
    done = subprocess.run(
        [sys.executable, "-m", "recto.tui", *words, "--json"],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def search(terminal: Terminal, text: str, found: str) -> None:
    """Search in the reader and go to the results, one of which is known."""
    terminal.send("/")
    terminal.send(text)
    terminal.wait_for(found)
    terminal.send("\r")
    terminal.settle()


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_the_reader_opens_on_papers_and_leaves_no_trace(
    spawn: Spawn, columns: int, lines: int
) -> None:
    terminal = spawn(columns=columns, lines=lines)
    terminal.wait_for(FIRST)
    terminal.wait_for("603")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    assert terminal.text.strip() == ""


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_a_search_is_answered_while_it_is_typed(spawn: Spawn, columns: int, lines: int) -> None:
    terminal = spawn(columns=columns, lines=lines)
    terminal.wait_for(FIRST)
    terminal.send("/git re-bas")
    terminal.wait_for("Git Re-Basin")
    terminal.send("\r")
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.usefixtures("settled")
def test_at_80x24_ten_papers_and_eight_lines_of_abstract_are_visible(spawn: Spawn) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("jk")  # the card of the first start goes with the first key
    terminal.wait_for(lambda: "lists every command" not in terminal.text)
    terminal.settle()
    rows = [paper["title"] for paper in recto_of(spawn)[:10]]
    for title in rows:
        terminal.wait_for(title[:40])
    abstract = recto_of(spawn)[0]["abstract"]

    def shown() -> int:
        screen = " ".join(terminal.text.split())
        return max(place for place in range(len(abstract)) if abstract[:place] in screen)

    terminal.wait_for(lambda: shown() > 8 * 60)


def recto_of(spawn: Spawn) -> list[dict[str, Any]]:
    return recto(Path(os.environ["HOME"]), "search", "--limit", "10")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 12)])
def test_four_keys_are_enough_to_get_about(spawn: Spawn, columns: int, lines: int) -> None:
    terminal = spawn(columns=columns, lines=lines)
    terminal.wait_for(FIRST)
    terminal.send("\r")
    terminal.wait_for("Recent advances in Neural")
    terminal.send(" ")
    terminal.wait_for(lambda: "Recent advances in Neural" not in terminal.text)
    terminal.send("\x7f")
    terminal.wait_for("Magnitude Invariant")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.usefixtures("settled")
def test_marks_are_there_after_kill_9_and_without_the_index(spawn: Spawn, home: Path) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    search(terminal, "git re-basin", "Git Re-Basin: Merging Models")
    terminal.send("b")
    terminal.wait_for("★")
    terminal.kill()
    (paper,) = [x for x in recto(home, "search", "git re-basin") if x["title"].startswith("Git")]
    assert paper["bookmarked"] is True
    terminal = spawn()
    terminal.wait_for(FIRST)
    search(terminal, "git re-basin", "★")
    terminal.send("t")
    terminal.settle()
    terminal.send("+symmetry\r")
    terminal.wait_for("#symmetry")
    terminal.kill()
    shutil.rmtree(home / ".cache")
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("gb")
    terminal.wait_for(lambda: FIRST not in terminal.text and "Git Re-Basin" in terminal.text)
    assert recto(home, "show", paper["id"])[0]["tags"] == ["symmetry"]


@pytest.mark.usefixtures("settled")
def test_a_mark_made_in_one_window_shows_in_the_other(spawn: Spawn) -> None:
    first, second = spawn(), spawn()
    first.wait_for(FIRST)
    second.wait_for(FIRST)
    first.send("b")
    first.wait_for("★")
    second.wait_for("★")
    for terminal in (first, second):
        terminal.send("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal(spawn: Spawn, number: signal.Signals) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.settle()
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()


@pytest.mark.usefixtures("settled")
def test_the_reader_survives_any_size(spawn: Spawn) -> None:
    terminal = spawn(columns=120, lines=40)
    terminal.wait_for(FIRST)
    for columns, lines in ((40, 12), (20, 6), (3, 2), (200, 60), (80, 24)):
        terminal.resize(columns, lines)
        os.kill(terminal.process.pid, signal.SIGWINCH)
        terminal.settle()
    terminal.wait_for(FIRST)
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_cursor_is_told_so(spawn: Spawn, term: str) -> None:
    terminal = spawn(TERM=term)
    assert terminal.wait_for_exit() == 2
    assert "recto: The reader needs a terminal that can move its cursor" in terminal.text
    assert b"\x1b" not in terminal.raw


def test_ctrl_c_before_the_first_screen_is_quiet(spawn: Spawn, home: Path) -> None:
    terminal = spawn("search")
    # Sooner it is Python that is stopped, while it loads its own modules, and says so.
    wait_until(lambda: any(home.rglob("library.db*")) or terminal.process.poll() is not None)
    terminal.send("\x03")
    assert terminal.wait_for_exit() in (0, 130, -signal.SIGINT)


@pytest.mark.usefixtures("settled")
def test_commands_wrap_and_colour_on_a_terminal(spawn: Spawn) -> None:
    terminal = spawn("search", "git re-basin", "--limit", "2", columns=50)
    assert terminal.wait_for_exit() == 0
    assert b"\x1b[1;33mGit" in terminal.raw
    assert b"\x1b[1;33mBasin" in terminal.raw or b"\x1b[1;33mRe-Basin" in terminal.raw
    plain = spawn("search", "git re-basin", NO_COLOR="1", columns=50)
    assert plain.wait_for_exit() == 0
    assert b"\x1b" not in plain.raw
    assert "Git Re-Basin: Merging Models modulo" in plain.text


def test_the_reader_refuses_a_place_without_room_in_one_sentence(
    spawn: Spawn, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    terminal = spawn("--data-dir", str(tmp_path / "file"))
    assert terminal.wait_for_exit() == 2
    assert terminal.text.startswith("recto: ")
    terminal.assert_restored()
