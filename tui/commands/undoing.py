"""Verbs that do the last act again, take acts back, and do again what was taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...index import Library, Undone, UndoStep
    from ..reader.main_screen import MainScreen


def repeat(screen: MainScreen, count: int | None) -> None:
    """Do the last act again, on the present paper or selection."""
    if not screen.mark_writer.repeat(count):
        screen.say("There is no act to repeat yet.")


def undo(screen: MainScreen, count: int | None) -> None:
    """Take back the newest act that is not taken back yet.

    One of another day, of the shell, of a fetch or of more papers than a screen holds is named
    first, and taken back by the second press.
    """
    writer, results = screen.mark_writer, screen.results
    named = writer.named if screen.key_dispatcher.was_last("undo") else None
    most = max(1, results.height // results.row_height)

    def work(library: Library) -> Undone | str | None:
        step = library.journal.next_undo()
        if step is None or step.act == named or not (why := _why_named(step, most)):
            writer.named = None
            return None if step is None else library.undo(step.act)
        writer.named = step.act
        return f"{screen.key('undo')} once more takes back what {why}: {step.sentence}"

    writer.revise(work, "Nothing is left to undo.")


def _why_named(step: UndoStep, most: int) -> str:
    """Return why an act is named before it is taken back; empty where it need not be."""
    if step.count > most:
        return f"was done to {step.count:,} papers"
    if step.is_fetched:
        return f"was fetched on {step.day}"
    if step.is_of_shell:
        return f"the shell did on {step.day}"
    return f"was done on {step.day}" if step.day != date.today().isoformat() else ""


def take_back(screen: MainScreen, text: str) -> None:
    """Take back as many acts as a number says, all or none."""
    if not text.isdecimal() or not int(text[:9]):
        screen.say(f"How many acts are to be taken back? {text} is no such number.", is_error=True)
        return

    def work(library: Library) -> Undone | None:
        steps = library.journal.undo_steps(int(text[:9]))
        if len(steps) < 2:
            return steps[0] if steps else None
        last = steps[-1]
        return replace(last, sentence=f"Took back {len(steps):,} acts. The last: {last.sentence}")

    screen.mark_writer.revise(work, "Nothing is left to undo.")


def redo(screen: MainScreen, count: int | None) -> None:
    """Do again what was taken back last."""
    screen.mark_writer.revise(lambda library: library.redo(), "Nothing is left to redo.")
