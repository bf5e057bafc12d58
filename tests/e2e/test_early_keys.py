"""Keys typed before there is anything to see: they wait, and none is lost or taken for another."""

from __future__ import annotations

import shutil
import signal
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recto.index import Library

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal


def is_kept(terminal: Terminal) -> bool:
    """Tell whether the terminal hands keys on as they are; nobody has painted anything yet."""
    return not termios.tcgetattr(terminal.slave)[3] & termios.ICANON


@pytest.fixture
def library(home: Path, seeded: Path) -> Path:
    """A library with its index, so that the reader starts as on any other day."""
    data_dir = shutil.copytree(seeded, home / "library")
    with Library.open(data_dir) as library:
        library.session.save({"query": ""})
    return data_dir


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        ("jjb", "3/603"),
        ("5jb", "6/603"),
        ("jj\x7fb", "3/603"),  # in its usual mode a terminal deletes a letter by this key
        ("/zoo\rb", "Stitchable"),
        ("/zooo\x7f\rb", "Stitchable"),
        ("\r\x7fjb", "2/603"),
    ],
)
def test_keys_typed_at_once_do_what_they_do_later(
    spawn: Spawn, library: Path, keys: str, seen: str
) -> None:
    terminal = spawn("--data-dir", str(library))
    terminal.wait_for(lambda: is_kept(terminal))
    terminal.send(keys)
    terminal.wait_for("★")
    terminal.wait_for(seen)
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    with Library.open(library) as opened:
        assert opened.counts().bookmarks == 1


def test_keys_typed_before_the_program_runs_are_taken_too(spawn: Spawn, library: Path) -> None:
    terminal = spawn("--data-dir", str(library))
    terminal.send("/zoo\rb")
    terminal.wait_for("★")
    terminal.wait_for("Stitchable")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


def test_keys_typed_at_the_very_first_start_wait_for_the_library(spawn: Spawn, home: Path) -> None:
    terminal = spawn()
    terminal.wait_for(lambda: is_kept(terminal))
    terminal.send("jje")
    terminal.send("a note written early\x1bjb")
    terminal.wait_for("★")
    terminal.wait_for("✎")
    terminal.wait_for("4/603")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


def test_what_was_typed_before_the_list_was_there_does_not_leave_it(
    spawn: Spawn, library: Path
) -> None:
    terminal = spawn("--data-dir", str(library))
    terminal.wait_for(lambda: is_kept(terminal))
    terminal.send("qb")
    terminal.wait_for("★")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_the_first_screen_gives_the_terminal_back(
    spawn: Spawn, library: Path, number: signal.Signals
) -> None:
    terminal = spawn("--data-dir", str(library))
    terminal.wait_for(lambda: is_kept(terminal))
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()


def test_a_reader_that_cannot_start_gives_the_terminal_back(spawn: Spawn, home: Path) -> None:
    (home / "file").touch()
    terminal = spawn("--data-dir", str(home / "file"))
    assert terminal.wait_for_exit() == 2
    terminal.assert_restored()
    assert "Traceback" not in terminal.text


def test_an_editor_gets_the_terminal_as_it_was_found(spawn: Spawn, library: Path) -> None:
    """Not as it was while the keys typed early were kept."""
    script = library / "editor"
    script.write_text('#!/bin/sh\nstty -a | tr " ;" "\\n\\n" > "$1"\n')
    script.chmod(0o755)
    terminal = spawn("--data-dir", str(library), EDITOR=str(script))
    terminal.wait_for("1/603")
    terminal.send("e")
    terminal.wait_for("save")
    terminal.send("\x0f")
    terminal.wait_for("echoke")
    terminal.settle()
    terminal.send("\x1b")
    terminal.wait_for("✎")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    with Library.open(library) as opened:
        (paper,) = opened.rows(opened.listing("").rowids[:1])
        words = (paper.note or "").split()
    for word in ("icanon", "echo", "icrnl", "isig"):
        assert word in words
