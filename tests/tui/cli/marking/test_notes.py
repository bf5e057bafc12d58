"""Notes on the shell: printed, written, piped, and edited in an editor of the reader's."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from recto.index import Library

from ...shells import Run, Shell


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that edits: it gets the file's name as its argument, what it prints is kept."""
    path = tmp_path / "an editor.py"
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{path}'")
    return path


def left_behind(path: Path) -> list[str]:
    return [found.name for found in path.glob("**/notes/*/*")]


def test_a_note_is_written_printed_and_removed(shell: Shell) -> None:
    (first,) = shell.ids(1)
    assert "There is no note" in shell.fails("note", first)
    assert shell.lines("note", first, "compare", "with", "-b")[0].startswith(f"noted  {first}  ")
    assert shell.lines("note", first) == ["compare with -b"]
    assert shell.paper(first)["note"] == "compare with -b"
    assert shell.objects("note", first) == [shell.paper(first)]
    assert shell.lines("note", "-", stdin=first) == ["compare with -b"]
    assert shell.lines("note", first, "")[0].startswith(f"note removed  {first}  ")
    assert shell.paper(first)["note"] is None
    shell.lines("undo")
    assert shell.lines("note", first) == ["compare with -b"]


def test_a_note_goes_through_a_pipe_as_it_is(shell: Shell) -> None:
    (first,) = shell.ids(1)
    text = "Why:\n- one\n    - two\n\nlast\x1b[2J\n"
    shell.lines("note", first, "-", stdin=text)
    lines = shell.lines("note", first)
    assert lines[:4] == ["Why:", "- one", "    - two", ""]
    assert all(line.isprintable() for line in lines)
    before = shell.paper(first)["note"]
    shell.lines("note", first, "-", stdin="\n".join(lines))
    assert shell.paper(first)["note"] == before


def test_an_empty_input_does_not_remove_a_note(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("note", first, "kept")
    assert "Standard input is empty" in shell.fails("note", first, "-", stdin=" \n", status=2)
    assert shell.lines("note", first) == ["kept"]


def test_a_note_is_on_one_paper(shell: Shell) -> None:
    first, second = shell.ids(2)
    said = shell.fails("note", "-", "text", stdin=f"{first}\n{second}\n", status=2)
    assert "Standard input names 2" in said
    assert "nosuchid" in shell.fails("note", "nosuchid", "text")


def test_a_note_is_edited_in_the_editor(shell: Shell, editor: Path, tmp_path: Path) -> None:
    (first,) = shell.ids(1)
    shell.lines("note", first, "before")
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.name + '\\n' + path.read_text() + ', after\\n')"
    )
    assert shell.lines("note", first, "--edit")[0].startswith(f"noted  {first}  ")
    assert shell.lines("note", first) == [f"note-{first}.md", "before, after"]
    assert left_behind(tmp_path) == []
    editor.write_text("import sys\nopen(sys.argv[1], 'w').close()")
    assert shell.lines("note", "--edit", first)[0].startswith(f"note removed  {first}  ")


def test_what_is_half_written_is_gone_on_with(shell: Shell, editor: Path) -> None:
    (first,) = shell.ids(1)
    with Library.open(shell.library) as library:
        library.notes.save_draft(first, "half a")
    assert "half written" in shell("note", first)[2]
    editor.write_text("import sys\nopen(sys.argv[1], 'a').write(' thought')")
    shell.lines("note", first, "--edit")
    assert shell.lines("note", first) == ["half a thought"]


def test_an_editor_that_fails_leaves_the_note_and_what_was_typed(
    shell: Shell, editor: Path
) -> None:
    (first,) = shell.ids(1)
    shell.lines("note", first, "kept")
    editor.write_text("import sys\nopen(sys.argv[1], 'a').write(' and typed')\nsys.exit(3)")
    said = shell.fails("note", first, "--edit", status=2)
    assert "The editor ended with status 3. What was typed is kept" in said
    assert shell("note", first)[:2] == (0, "kept\n")
    editor.write_text("import pathlib, sys\npathlib.Path(sys.argv[1]).touch()")
    shell.lines("note", first, "--edit")
    assert shell.lines("note", first) == ["kept and typed"]
    editor.write_text("import sys\nsys.exit(1)")
    assert shell.fails("note", first, "--edit", status=2).endswith("with status 1.\n")
    editor.write_text("import os\nos.kill(os.getpid(), 9)")
    assert shell.fails("note", first, "--edit", status=2).endswith("was ended by SIGKILL.\n")
    assert shell.lines("note", first) == ["kept and typed"]


def test_what_another_window_wrote_meanwhile_is_kept_too(shell: Shell, editor: Path) -> None:
    (first,) = shell.ids(1)
    editor.write_text(
        "import sys\nfrom recto.index import Library\n"
        f"with Library.open({str(shell.library)!r}) as library:\n"
        f"    library.note({first!r}, 'theirs')\n"
        "open(sys.argv[1], 'w').write('mine')"
    )
    shell.lines("note", first, "--edit")
    note = shell.paper(first)["note"]
    assert "theirs" in note
    assert "mine" in note


def test_what_cannot_be_saved_stays_in_its_file(shell: Shell, editor: Path, tmp_path: Path) -> None:
    (first,) = shell.ids(1)
    editor.write_text(
        "import sqlite3, sys\nopen(sys.argv[1], 'w').write('long thoughts')\n"
        f"library = sqlite3.connect({str(shell.library / 'library.db')!r})\n"
        # The one row that is there stays alone.
        "library.execute('CREATE UNIQUE INDEX refuse ON journal(kind IS NULL)')\n"
        "library.commit()\n"
    )
    said = shell.fails("note", first, "--edit", status=2)
    (path,) = shell.library.glob("notes/*/*")
    assert f"What was typed is in {path}; " in said
    assert path.read_text() == "long thoughts"


@pytest.mark.parametrize(
    ("visual", "said"),
    [
        ("no-such-editor -w", "no-such-editor: there is no such program"),
        ("'unclosed", "VISUAL cannot be understood"),
        ("/", "The editor cannot be started"),
    ],
)
def test_an_editor_that_is_not_there_is_a_sentence(
    shell: Shell,
    editor: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    visual: str,
    said: str,
) -> None:
    (first,) = shell.ids(1)
    monkeypatch.setenv("VISUAL", visual)
    assert said in shell.fails("note", first, "--edit", status=2)
    assert left_behind(tmp_path) == []


def test_an_interrupt_is_the_editor_s_own(run: Run, editor: Path) -> None:
    """Ctrl+C reaches both; the editor decides what it means and Recto waits."""
    editor.write_text(
        "import os, signal, sys\nos.kill(os.getppid(), signal.SIGINT)\n"
        "open(sys.argv[1], 'w').write(str(signal.getsignal(signal.SIGINT)))"
    )
    first = run("search", "--limit", "1").stdout.split()[0]
    done = run("note", first, "--edit", env={"VISUAL": f"'{sys.executable}' '{editor}'"})
    assert (done.returncode, done.stderr) == (0, "")
    assert run("note", first).stdout.strip() == str(signal.default_int_handler)
