"""A note that the reader hands to an editor with a window, which comes back at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from recto.index import Library, Paper
from recto.tui.reader.mark_writer import MarkWriter
from recto.tui.reader.note_controller import NoteController
from recto.tui.reader.state import ReaderState

from ..conftest import ReaderFactory
from ..stages import Stage
from ..window_editors import WindowEditor, window

__all__ = ["window"]


class Desk:
    """A note on the first of two papers that is open, and what is said about it."""

    def __init__(self, library: Library) -> None:
        self.stage = Stage(library)
        self.writer = MarkWriter(library, self.stage, ReaderState())
        self.notes = NoteController(library, self.stage, self.writer)
        paper = self.stage.results.paper
        assert paper is not None
        self.library, self.id = library, paper.id
        self.notes.start()

    @property
    def paper(self) -> Paper:
        return self.library.paper(self.id)

    @property
    def text(self) -> str:
        assert self.notes.editor is not None
        return self.notes.editor.text

    def open(self, text: str = "") -> None:
        self.notes.open(self.paper)
        assert self.notes.editor is not None
        if text:
            self.notes.editor.text = text

    async def look(self) -> None:
        """Look whether something was saved, and wait until it is in."""
        self.stage.look()
        await self.stage.settle()
        self.library.paper(self.id)


@asynccontextmanager
async def a_desk(library: Library) -> AsyncIterator[Desk]:
    desk = Desk(library)
    yield desk
    await desk.stage.settle()
    desk.writer.close()


async def test_what_the_window_saves_later_stands_in_the_open_note(
    two: Library, window: WindowEditor
) -> None:
    async with a_desk(two) as desk:
        desk.open("typed here")
        desk.notes.hand_over()
        (said,) = desk.stage.said
        assert said.startswith("Nothing was changed: the editor came back and nothing was saved.")
        assert "such as code --wait" in said
        assert desk.text == "typed here"
        for text in ("typed in the window", "and once more"):
            window.saves(text)
            await desk.look()
            assert desk.text == text
            assert desk.paper.note == text
        assert desk.stage.said[1].startswith("Wrote a note on “")
        acts = len(two.log())
        desk.notes.close()
        await desk.stage.settle()
        assert desk.paper.note == "and once more"
        assert len(two.log()) == acts
        assert not desk.paper.has_draft


async def test_what_was_typed_in_both_is_kept_of_both(two: Library, window: WindowEditor) -> None:
    async with a_desk(two) as desk:
        desk.open("typed here")
        desk.notes.hand_over()
        assert desk.notes.editor is not None
        desk.notes.editor.text = "typed here, and on"
        desk.notes.keep("typed here, and on")
        window.saves("typed in the window")
        await desk.look()
        assert desk.text == "typed here, and on"
        desk.notes.close()
        await desk.stage.settle()
        note = desk.paper.note
        assert note is not None
        assert {"typed here, and on", "typed in the window"} < set(note.split("\n"))


async def test_a_note_that_is_closed_is_written_by_the_window(
    two: Library, window: WindowEditor
) -> None:
    async with a_desk(two) as desk:
        desk.open("typed here")
        desk.notes.hand_over()
        desk.notes.close()
        await desk.stage.settle()
        assert desk.paper.note == "typed here"
        window.saves("typed here, then in the window")
        await desk.look()
        assert desk.paper.note == "typed here, then in the window"
        assert not desk.notes.is_open


async def test_what_is_no_text_is_refused_once_and_the_note_goes_on(
    two: Library, window: WindowEditor
) -> None:
    async with a_desk(two) as desk:
        desk.open("typed here")
        desk.notes.hand_over()
        window.does("printf '\\303\\251 and \\351' > \"$1\"")
        await desk.look()
        await desk.look()
        (error,) = desk.stage.errors
        assert "is no text in UTF-8: line 1." in error
        assert desk.text == "typed here"
        window.does("printf 'caf\\351' > \"$1\"")
        await desk.look()
        assert desk.text == "café"
        assert desk.stage.said[-1].endswith("It is not UTF-8 and was read as Windows-1252.")


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script of the shell that is an editor which waits; the file is `$1`."""
    path = tmp_path / "editor"
    path.write_text("")
    path.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))
    return path


def does(editor: Path, order: str) -> None:
    editor.write_text(f"#!/bin/sh\n{order}\n")


@pytest.mark.parametrize(
    ("order", "text", "said"),
    [
        ("printf 'saved' > \"$1\"", "saved", []),
        ('printf \'saved\' > "$1.n"; mv "$1.n" "$1"', "saved", []),
        ('touch "$1"', "typed here", []),
        (': > "$1"', "", []),
        (
            "printf 'caf\\351' > \"$1\"",
            "café",
            ["The note is not UTF-8 and was read as Windows-1252."],
        ),
        (
            "printf 'saved' > \"$1\"; exit 3",
            "saved",
            ["The editor ended with status 3; Esc saves what it left."],
        ),
        ("exit 3", "typed here", ["The editor ended with status 3; Esc saves what it left."]),
    ],
)
async def test_an_editor_that_waits_is_gone_on_with(
    two: Library, editor: Path, order: str, text: str, said: list[str]
) -> None:
    async with a_desk(two) as desk:
        does(editor, order)
        desk.open("typed here")
        desk.notes.hand_over()
        assert desk.text == text
        assert desk.stage.said == said
        assert desk.stage.errors == []
        assert not two.locations.note_files.exists()


async def test_bytes_that_are_no_text_leave_note_and_file_as_they_are(
    two: Library, editor: Path
) -> None:
    async with a_desk(two) as desk:
        does(editor, "printf '\\303\\251 and \\351' > \"$1\"")
        desk.open("typed here")
        desk.notes.hand_over()
        assert desk.text == "typed here"
        (path,) = two.locations.note_files.glob("*/*")
        (error,) = desk.stage.errors
        assert str(path) in error


async def test_what_was_saved_while_no_reader_was_open_is_taken_at_the_start(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader() as r:
        paper = r.main.results.paper
        assert paper is not None
        with r.main.library.note_files.begin(paper, "") as file:
            path = file.path
    path.write_text("saved in between")
    async with reader() as r:
        await r.sees("Wrote a note on")
        library = r.main.library
        assert library.paper(paper.id).note == "saved in between"
        path.write_text("and while it is open")
        await r.until(lambda: library.paper(paper.id).note == "and while it is open", "taken in")
