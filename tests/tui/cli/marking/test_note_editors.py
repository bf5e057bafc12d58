"""Editors that do not do as one hopes: they come back at once, save nothing, or no UTF-8."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ...shells import Shell
from ...window_editors import WindowEditor, window

__all__ = ["window"]

NOTHING = "Nothing was changed: the editor came back and nothing was saved."


def edit(shell: Shell, id: str) -> str:
    """Edit a note in an editor that saves nothing for now; return what is said."""
    status, out, err = shell("note", id, "--edit")
    assert (status, out) == (1, "")
    return err


@pytest.fixture
def one(shell: Shell) -> str:
    (first,) = shell.ids(1)
    return first


def taken(shell: Shell, *words: str) -> str:
    """Return what a command says of notes that were saved meanwhile."""
    status, _, err = shell(*words)
    assert status == 0
    return err


@pytest.mark.parametrize("before", ["", "as it was"])
def test_what_a_window_saves_later_is_taken(
    shell: Shell, one: str, window: WindowEditor, before: str
) -> None:
    if before:
        shell.lines("note", one, before)
    said = edit(shell, one)
    assert said.startswith(f"recto: {NOTHING}")
    (path,) = shell.library.glob("notes/*/*")
    assert f"What it saves later in {path} is taken in then." in said
    assert "code --wait, gvim -f, subl -w, mate -w" in said
    assert shell.paper(one)["note"] == (before or None)
    window.saves("typed in the window")
    assert taken(shell, "stats").startswith("recto: Wrote a note on “")
    assert shell.lines("note", one) == ["typed in the window"]
    window.saves("and once more")
    assert taken(shell, "show", one).startswith("recto: Wrote a note on “")
    assert shell.lines("note", one) == ["and once more"]
    shell.lines("undo", "2")
    assert shell.paper(one)["note"] == (before or None)


@pytest.mark.parametrize(
    "order",
    [
        'printf \'renamed\\n\' > "$1.new"; mv "$1.new" "$1"',
        'cp "$1" "$1~"; printf \'renamed\\n\' > "$1"',
        'mv "$1" "$1.bak"; printf \'renamed\\n\' > "$1"; rm "$1.bak"',
    ],
    ids=["by renaming", "with a backup", "by moving away"],
)
def test_however_a_window_saves(shell: Shell, one: str, window: WindowEditor, order: str) -> None:
    shell.lines("note", one, "before")
    edit(shell, one)
    window.does(order)
    assert "Wrote a note" in taken(shell, "stats")
    assert shell.lines("note", one) == ["renamed"]


def test_two_windows_on_one_note_lose_neither(shell: Shell, one: str, window: WindowEditor) -> None:
    edit(shell, one)
    shell.lines("note", one, "typed on the shell")
    window.saves("typed in the window")
    taken(shell, "stats")
    assert {"typed on the shell", "typed in the window"} < set(shell.lines("note", one))


def test_another_encoding_is_said_and_what_fits_none_is_refused(
    shell: Shell, one: str, window: WindowEditor
) -> None:
    edit(shell, one)
    window.does("printf 'caf\\351\\n' > \"$1\"")
    said = taken(shell, "stats")
    assert "The note is not UTF-8 and was read as Windows-1252." in said
    assert shell.lines("note", one) == ["café"]
    window.does("printf '\\303\\251 and \\351\\n' > \"$1\"")
    said = taken(shell, "stats")
    (path,) = shell.library.glob("notes/*/*")
    assert f"{path} is no text in UTF-8: line 1." in said
    assert shell("note", one)[1] == "café\n"
    window.saves("coffee")
    taken(shell, "stats")
    assert shell.lines("note", one) == ["coffee"]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that is an editor which waits: what Python does with the file `path`."""
    path = tmp_path / "editor.py"
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{path}'")
    return path


def does(editor: Path, order: str) -> None:
    editor.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{order}\n")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"caf\xe9\n", "café"),
        ("dix €\n".encode("cp1252"), "dix €"),
        (b"\xff\xfe" + "Straße".encode("utf-16-le"), "Straße"),
    ],
)
def test_a_note_saved_in_another_encoding_is_read_and_that_is_said(
    shell: Shell, one: str, editor: Path, data: bytes, note: str
) -> None:
    does(editor, f"path.write_bytes({data!r})")
    status, out, err = shell("note", one, "--edit")
    assert status == 0
    assert out.startswith("noted  ")
    assert err.startswith("recto: The note is not UTF-8 and was read as ")
    assert shell.lines("note", one) == [note]
    assert list(shell.library.glob("notes/*/*")) == []


def test_a_note_that_is_no_text_is_refused_and_kept(shell: Shell, one: str, editor: Path) -> None:
    shell.lines("note", one, "kept")
    does(editor, r"path.write_bytes(b'\xc3\xa9 and \xe9')")
    said = shell.fails("note", one, "--edit", status=2)
    (path,) = shell.library.glob("notes/*/*")
    assert str(path) in said
    assert path.read_bytes() == b"\xc3\xa9 and \xe9"
    assert shell("note", one)[1] == "kept\n"
    path.write_text("saved as UTF-8: é")
    assert "Wrote a note" in taken(shell, "stats")
    assert shell.lines("note", one) == ["saved as UTF-8: é"]


def test_emptying_the_file_removes_the_note_and_leaving_it_does_not(
    shell: Shell, one: str, editor: Path
) -> None:
    shell.lines("note", one, "kept")
    does(editor, "")
    assert NOTHING in edit(shell, one)
    assert shell.lines("note", one) == ["kept"]
    does(editor, "path.write_bytes(b'')")
    assert shell.lines("note", one, "--edit")[0].startswith("note removed  ")


def test_an_editor_that_fails_with_an_empty_file_costs_no_draft(
    shell: Shell, one: str, editor: Path
) -> None:
    shell.lines("note", one, "kept")
    does(editor, "path.write_text('half a thought')\nsys.exit(1)")
    assert "What was typed is kept" in shell.fails("note", one, "--edit", status=2)
    does(editor, "path.write_bytes(b'')\nsys.exit(1)")
    shell.fails("note", one, "--edit", status=2)
    does(editor, "path.touch()")
    shell.lines("note", one, "--edit")
    assert shell.lines("note", one) == ["half a thought"]


def test_an_editor_that_takes_the_file_away_is_a_sentence(
    shell: Shell, one: str, editor: Path
) -> None:
    shell.lines("note", one, "kept")
    does(editor, "path.unlink()")
    assert "The editor left no " in shell.fails("note", one, "--edit", status=2)
    assert shell.lines("note", one) == ["kept"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("vim", None),
        ("nano -w", None),
        ("code --wait", None),
        ("something -w", None),
        ("emacsclient -t", None),
        ("code", "Set EDITOR to “code --wait”"),
        ("codium --new-window", "Set EDITOR to “codium --new-window --wait”"),
        ("gvim", "Set EDITOR to “gvim -f”"),
        ("vim -g", "Set EDITOR to “vim -g -f”"),
        ("subl", "Set EDITOR to “subl --wait”"),
        ("mate", "Set EDITOR to “mate -w”"),
        ("emacsclient -n", "emacsclient waits without -n."),
        ("something", "Set EDITOR to one that waits, such as code --wait"),
    ],
)
def test_the_sentence_says_how_to_make_that_editor_wait(
    shell: Shell,
    one: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    said: str | None,
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / command.split()[0]
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    monkeypatch.setenv("VISUAL", command)
    heard = edit(shell, one)
    if said is None:
        assert heard == "recto: Nothing was changed.\n"
        assert not (shell.library / "notes").exists()
    else:
        assert said in heard
        assert len(list(shell.library.glob("notes/*/*"))) == 1


def test_a_note_from_a_pipe_in_another_encoding(shell: Shell, one: str) -> None:
    status, _, err = shell("note", one, "-", stdin=b"caf\xe9")
    assert status == 0
    assert err == "recto: Standard input is not UTF-8 and was read as Windows-1252.\n"
    assert shell.lines("note", one) == ["café"]
    assert "line 1" in shell.fails("note", one, "-", stdin=b"\xc3\xa9\xe9", status=2)
    assert shell.lines("note", one) == ["café"]


def test_a_note_in_the_command_line_in_another_encoding(shell: Shell, one: str) -> None:
    status, _, err = shell("note", one, b"caf\xe9".decode("utf-8", "surrogateescape"))
    assert status == 0
    assert err == "recto: TEXT is not UTF-8 and was read as Windows-1252.\n"
    assert shell.lines("note", one) == ["café"]
