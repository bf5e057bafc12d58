"""The verb that makes one text of a note that was written in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import RectoError, readable
from ..reader.services.sync_words import noted_apart
from .viewing import search_for

if TYPE_CHECKING:
    from ...index import NoteVersion, Paper
    from ..reader.main_screen import MainScreen

APART = 'note:"also written elsewhere"'
"""The query that finds notes of several texts by the words between them."""


def unite(screen: MainScreen, count: int | None) -> None:
    """Show the texts of the paper's note; where it is of one piece, list those that are not."""
    paper = screen.results.paper
    try:
        versions = screen.library.notes.versions(paper.id) if paper and paper.note else []
        others = screen.library.notes.apart() if len(versions) < 2 else []
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    if paper is not None and len(versions) > 1:
        _show(screen, paper, versions)
    elif others:
        search_for(screen, APART)
        told = noted_apart(len(others))
        screen.say(f"{told} two texts; {screen.key('unite')} on one shows them.")
    else:
        screen.say("Every note is of one text.")


def _show(screen: MainScreen, paper: Paper, versions: list[NoteVersion]) -> None:
    from ..widgets.note_versions import NotesScreen, NoteText

    lines = [{line for line in one.text.split("\n") if line.strip()} for one in versions]
    common = frozenset(set.intersection(*lines))
    texts = [NoteText(_head(screen, one), one.text, common) for one in versions]

    def take(keep: int | None) -> None:
        screen.mark_writer.mark(
            lambda library: library.notes.unite(paper.id, keep),
            said=lambda done, _: (
                f"One note now; {screen.key('undo')} brings the texts back."
                if done.act
                else "The note is of one text already."
            ),
        )

    def edit() -> None:
        screen.note_controller.open(paper)

    screen.app.push_screen(NotesScreen(f"{readable(paper.title)}: two texts", texts, take, edit))


def _head(screen: MainScreen, version: NoteVersion) -> str:
    """Return where and when a text was written."""
    where = screen.library.sync.name_of(version.machine) if version.machine else "elsewhere"
    return f"{where}, {version.wall[:16].replace('T', ' ')}" if version.wall else where
