"""A note that cannot be written is refused at once, or stays on the screen with every letter."""

from __future__ import annotations

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import Database
from recto.index.marking.notes import Notes
from textual import events

from ..conftest import ReaderFactory


def refuse(*_: object, **__: object) -> None:
    raise StoreError("The disk is full", "There is no room left; nothing was changed.")


def refuse_to_write(patch: pytest.MonkeyPatch) -> None:
    """Let every library be found open for reading only, from now on."""
    check = Database.check_writable

    def check_unwritable(database: Database) -> None:
        database.read_only = True
        check(database)

    patch.setattr(Database, "check_writable", check_unwritable)


async def test_a_note_that_cannot_be_written_is_open_again_with_all_of_it(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(120, 40) as r:
        await r.press("e")
        await r.type("first words")
        with monkeypatch.context() as patch:
            patch.setattr(Notes, "save_draft", refuse)
            patch.setattr(Library, "note", refuse)
            await r.type(" and more")
            await r.sees("What you type is not kept yet.")
            await r.press("escape")
            await r.until(
                lambda: r.main.note_controller.editor is not None, "the note is open again"
            )
            await r.sees("first words and more")
            await r.sees("The disk is full")
        await r.press("end")
        await r.type("!")
        await r.press("escape")
        await r.sees("✎")
        paper = r.main.results.paper
        assert paper is not None
        await r.until(
            lambda: r.main.library.paper(paper.id).note == "first words and more!", "on disk"
        )


async def test_a_note_is_refused_before_it_is_written_where_it_could_not_be_kept(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(120, 40) as r:
        refuse_to_write(monkeypatch)
        await r.press("b")
        await r.sees("open for reading only")
        refusal = r.main.bottom.message
        await r.press("j")
        await r.lacks("open for reading only")
        await r.press("e")
        await r.sees("open for reading only")
        assert r.main.bottom.message == refusal
        assert r.main.note_controller.editor is None
        with pytest.raises(Exception, match="reading only"):
            r.main.library.journal.check_writable()


async def test_a_note_that_is_open_is_not_told_to_be_half_written(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        paper = r.main.results.paper
        assert paper is not None
        await r.press("e")
        await r.type("half")
        await r.until(lambda: r.main.library.notes.draft(paper.id) == "half", "kept")
        r.main.results.forget()
        r.main.presenter.show_paper()
        assert r.main.results.paper != paper
        assert r.main.abstract.paper == paper


async def test_what_is_typed_for_a_note_that_is_refused_runs_as_no_command(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(120, 40) as r:
        refuse_to_write(monkeypatch)
        for key in ("j", "e", "j", "j", "t", "q"):
            r.main.app.post_message(events.Key(key, key))
        await r.sees("open for reading only")
        await r.sees("2/603")
        await r.press("j")
        await r.sees("3/603")
        await r.lacks("open for reading only")
