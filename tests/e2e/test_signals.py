"""Signals and terminals that go away, wherever one is: all is given back, and nothing stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import termios
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recto.index import Library

from .terminal import FIRST, wait_until

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal

ROOM = 3500
"""Bytes in a pty that nobody reads, from which on it soon takes no more."""


def in_list(terminal: Terminal) -> None:
    terminal.settle()


def in_search_box(terminal: Terminal) -> None:
    terminal.send("/lottery tick")
    terminal.wait_for("Lottery Ticket")


def in_note(terminal: Terminal) -> None:
    terminal.send("e")
    terminal.wait_for("save")
    terminal.send("half a thought")
    terminal.wait_for("half a thought")


def in_help(terminal: Terminal) -> None:
    terminal.send("?")
    terminal.wait_for("Keys in the list")


def in_prompt(terminal: Terminal) -> None:
    terminal.send("t")
    terminal.send("half-a-tag")
    terminal.wait_for("half-a-tag")


def in_abstract(terminal: Terminal) -> None:
    terminal.send("\r")
    terminal.wait_for("page 1/")


EDITOR_THAT_SAVES = """#!{python}
import pathlib, signal, sys
file = pathlib.Path(sys.argv[1])
def end(*_):
    if {last!r}:
        file.write_text({last!r})
    sys.exit()
signal.signal(signal.SIGHUP, end)
file.write_text("from the editor\\n")
print('it is saved', flush=True)
signal.pause()
"""

PLACES: list[tuple[Callable[[Terminal], None], signal.Signals]] = [
    (in_list, signal.SIGINT),
    (in_search_box, signal.SIGTERM),
    (in_note, signal.SIGINT),
    (in_help, signal.SIGHUP),
    (in_prompt, signal.SIGTERM),
    (in_abstract, signal.SIGHUP),
]


def note_of(home: Path) -> str | None:
    """Return the half-typed note on the first paper."""
    with Library.open(home / "library", seeds=False) as library:
        return library.notes.draft(library.rows([library.listing("").rowids[0]])[0])


@pytest.mark.parametrize(("place", "number"), PLACES)
def test_a_signal_restores_the_terminal_everywhere(
    spawn: Spawn,
    home: Path,
    indexed: str,
    place: Callable[[Terminal], None],
    number: signal.Signals,
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    place(terminal)
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()
    assert terminal.text.strip() == ""
    assert terminal.left_behind() == []
    assert (note_of(home) == "half a thought") is (place is in_note)
    with Library.open(home / "library", seeds=False) as library:
        assert ("lottery tick" in str(library.session.load())) is (place is in_search_box)


@pytest.mark.parametrize("place", [in_list, in_note])
def test_a_closed_terminal_ends_the_reader(
    spawn: Spawn, home: Path, indexed: str, place: Callable[[Terminal], None]
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    place(terminal)
    assert terminal.hang_up() == 128 + signal.SIGHUP
    assert terminal.left_behind() == []
    assert (note_of(home) == "half a thought") is (place is in_note)
    with Library.open(home / "library", seeds=False) as library:
        assert library.session.load()


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_first_start_that_is_cut_short_leaves_no_index_builder(
    spawn: Spawn, home: Path, is_closed: bool
) -> None:
    terminal = spawn()
    terminal.wait_for("indexing")
    if is_closed:
        assert terminal.hang_up() == 128 + signal.SIGHUP
    else:
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        terminal.assert_restored()
    assert terminal.left_behind() == []
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.wait_for(lambda: "indexing" not in terminal.text)
    in_search_box(terminal)


def fill(terminal: Terminal) -> None:
    """Let the reader write until the terminal, which nobody reads, takes no more."""
    for _ in range(200):
        terminal.send("?q")
    wait_until(lambda: terminal.waiting > ROOM)


def stop_output(terminal: Terminal) -> None:
    """Stop the output as ctrl+s does."""
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send("?q" * 20)


@pytest.mark.parametrize(
    ("stall", "number"), [(fill, signal.SIGTERM), (stop_output, signal.SIGHUP)]
)
def test_stalled_output_does_not_keep_the_terminal(
    spawn: Spawn,
    indexed: str,
    stall: Callable[[Terminal], None],
    number: signal.Signals,
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.settle()
    stall(terminal)
    terminal.process.send_signal(number)
    assert terminal.process.wait(30) == 128 + number
    assert termios.tcgetattr(terminal.slave) == terminal.settings
    assert os.get_blocking(terminal.slave)
    while terminal.read(0.1):
        pass
    terminal.assert_restored()
    assert terminal.left_behind() == []


@pytest.mark.parametrize("keys", ["q", ":quit\r"])
def test_who_leaves_a_stalled_terminal_need_not_wait_for_it(
    spawn: Spawn, indexed: str, keys: str
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.settle()
    terminal.send("b")
    terminal.wait_for("★")
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send(f"jj{keys}")
    assert terminal.process.wait(30) == 0
    assert termios.tcgetattr(terminal.slave) == terminal.settings
    assert os.get_blocking(terminal.slave)
    while terminal.read(0.1):
        pass
    terminal.assert_restored()
    assert terminal.left_behind() == []
    terminal = spawn(indexed)
    terminal.wait_for("3/603")  # where one was
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


def test_ctrl_c_leaves_a_terminal_that_has_stalled_with_more_than_it_takes(
    spawn: Spawn, indexed: str
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    terminal.settle()
    stop_output(terminal)

    def has_ended() -> bool:
        terminal.send("?q\x03")
        return terminal.process.poll() is not None

    wait_until(has_ended)
    assert terminal.process.returncode == 128 + signal.SIGINT
    assert termios.tcgetattr(terminal.slave) == terminal.settings
    while terminal.read(0.1):
        pass
    terminal.assert_restored()
    assert terminal.left_behind() == []


def test_a_stalled_note_is_kept(spawn: Spawn, home: Path, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    in_note(terminal)
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send(" typed unseen" * 20)
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.process.wait(30) == 128 + signal.SIGHUP
    # Keys that the reader had no chance to look at any more are not part of it.
    note = note_of(home)
    assert note
    assert note.startswith("half a thought")
    assert ("half a thought" + " typed unseen" * 20).startswith(note)


def test_a_note_is_kept_however_long_another_window_writes(
    spawn: Spawn, home: Path, indexed: str
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    in_note(terminal)
    database = home / "library" / "library.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.send(" and more")
        terminal.wait_for("half a thought and more")
        terminal.process.send_signal(signal.SIGTERM)
        # Whoever waits no longer for an orderly end gives the terminal back in one piece.
        terminal.wait_for(lambda: b"\x1b[?2026l\x1b[?2004l\x1b[?1016l" in terminal.raw)
        other.execute("ROLLBACK")
    assert terminal.wait_for_exit() == 128 + signal.SIGTERM
    assert note_of(home) == "half a thought and more"


def test_a_signal_ends_the_editor_too(spawn: Spawn, home: Path, indexed: str) -> None:
    editor = home / "editor"
    editor.write_text(f"#!{sys.executable}\nprint('editing', flush=True)\ninput()\n")
    editor.chmod(0o755)
    terminal = spawn(indexed, EDITOR=str(editor))
    terminal.wait_for(FIRST)
    in_note(terminal)
    terminal.send("\x0f")
    terminal.wait_for("editing")
    assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    terminal.assert_restored()
    assert terminal.left_behind() == []
    assert note_of(home) == "half a thought"


def in_editor(spawn: Spawn, indexed: str, editor: Path) -> Terminal:
    """Return a reader whose note is in an editor that has saved it."""
    editor.chmod(0o755)
    terminal = spawn(indexed, EDITOR=str(editor))
    terminal.wait_for(FIRST)
    in_note(terminal)
    terminal.send("\x0f")
    terminal.wait_for("it is saved")
    return terminal


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize("last", ["", "saved at the end"])
def test_what_the_editor_has_saved_is_kept_when_a_signal_ends_both(
    spawn: Spawn, home: Path, indexed: str, number: signal.Signals, last: str
) -> None:
    editor = home / "editor"
    editor.write_text(EDITOR_THAT_SAVES.format(python=sys.executable, last=last))
    terminal = in_editor(spawn, indexed, editor)
    assert terminal.kill(number) == 128 + number
    terminal.assert_restored()
    assert terminal.left_behind() == []
    assert note_of(home) == (last or "from the editor")
    assert not (home / "library" / "notes").exists()


def test_what_an_editor_that_stays_goes_on_with_is_not_removed(
    spawn: Spawn, home: Path, indexed: str
) -> None:
    editor = home / "editor"
    # It ends by itself in the end, when nobody looks at it any more.
    deaf = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\nsignal.alarm(60)"
    stays = f"{deaf}\nprint('it is saved', flush=True)"
    text = EDITOR_THAT_SAVES.format(python=sys.executable, last="").replace(
        "print('it", f"{stays}#"
    )
    editor.write_text(text)
    terminal = in_editor(spawn, indexed, editor)
    assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    assert note_of(home) == "from the editor"
    (file,) = (home / "library").glob("notes/*/note-*.md")
    assert file.read_text() == "from the editor\n"


def test_bytes_that_are_no_text_do_no_harm(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    os.write(terminal.master, b"\xff\xfe\xc3(")
    terminal.send("j")
    terminal.wait_for("2/603")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
