"""Verbs about one library on several machines: in step now, and papers that stay here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .marking import turning

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def sync(screen: MainScreen, count: int | None) -> None:
    """Bring the library in step with other machines now."""
    if not screen.library.sync.is_configured:
        screen.say(
            "There is nowhere to meet yet; :sync FOLDER or :sync HOST:recto.git begins that."
        )
    elif screen.services.syncer.sync(is_asked=True):
        screen.say("")
    else:
        screen.say("That goes on already.")


def take_place(screen: MainScreen, text: str) -> None:
    """Meet in a folder or a repository from now on, and say so in the settings."""
    if screen.services.syncer.sync(is_asked=True, where=text.strip()):
        screen.say("")
    else:
        screen.say("A sync goes on already; try again when that is over.")


def keep_private(screen: MainScreen, count: int | None) -> None:
    """Keep the papers on this machine, or let them travel where all are private."""
    act = turning(
        lambda paper: paper.private,
        lambda library, rowids, on: library.marks.keep_private(rowids=rowids, on=on),
    )
    paper = screen.results.paper
    was_private = paper is not None and paper.private
    if screen.mark_writer.act(act, count):
        screen.say(
            "It goes to other machines again."
            if was_private
            else "It stays on this machine; what has travelled before stays where it is."
        )
