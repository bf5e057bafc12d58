"""Notes, opened and closed for a stand-in of the screen."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from recto.index import Library, Paper
from recto.tui.reader.mark_writer import MarkWriter
from recto.tui.reader.note_controller import NoteController
from recto.tui.reader.noted import PaperNote
from recto.tui.reader.state import ReaderState

from ..stages import Stage, refuse


def notes(two: Library) -> tuple[Stage, MarkWriter, NoteController, Paper]:
    stage = Stage(two)
    marker = MarkWriter(two, stage, ReaderState())
    paper = stage.results.paper
    assert paper is not None
    return stage, marker, NoteController(two, stage, marker), paper


async def test_a_draft_is_kept_and_goes_on_where_it_was_left(two: Library) -> None:
    stage, marker, desk, paper = notes(two)
    desk.open(paper)
    for text in ("h", "ha", "half"):
        desk.keep(text)
    marker.close()  # whatever waits is written
    assert two.rows([paper.rowid])[0].has_draft
    stage, marker, desk, paper = notes(two)
    desk.open(paper)
    assert stage.editor is not None
    assert stage.editor.text == "half"
    assert stage.said == ["This note was not finished; Esc saves it."]
    desk.close()
    await stage.settle()
    assert not desk.is_open
    assert stage.calls[0] == "leave"
    kept = two.rows([paper.rowid])[0]
    assert (kept.note, kept.has_draft) == ("half", False)
    marker.close()


async def test_what_is_typed_while_a_draft_is_taken_up_is_kept_behind_it(two: Library) -> None:
    stage, marker, _, paper = notes(two)

    class Typist(NoteController):
        """Types on while the thread that writes looks for what is typed."""

        has_typed_on = False

        @property
        def _unsaved(self) -> Any:
            found = self._typed
            is_taken_up = found and threading.current_thread() != threading.main_thread()
            if is_taken_up and not self.has_typed_on:
                self.has_typed_on = True
                self.keep("half of it")
            return found

        @_unsaved.setter
        def _unsaved(self, value: Any) -> None:
            self._typed = value

    desk = Typist(two, stage, marker)
    desk.open(paper)
    desk.keep("half")
    await asyncio.to_thread(marker._thread.submit(lambda: None).result)
    marker.close()
    assert PaperNote(paper).draft(two) == "half of it"


async def test_a_note_that_is_refused_is_open_again(
    two: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, marker, desk, paper = notes(two)
    desk.open(paper)
    assert desk.editor is not None
    desk.editor.text = "all of it"
    monkeypatch.setattr(Library, "note", refuse)
    desk.close()
    await stage.settle()
    assert desk.is_open
    assert stage.editor is not None
    assert stage.editor.text == "all of it"
    assert stage.errors == ["The disk is full."]
    marker.close()


async def test_a_note_that_was_not_changed_is_no_act(two: Library) -> None:
    stage, marker, desk, paper = notes(two)
    before = two.log()
    desk.open(paper)
    desk.keep("x")
    desk.close()
    await stage.settle()
    marker.close()
    assert two.log() == before
    assert not two.rows([paper.rowid])[0].has_draft
