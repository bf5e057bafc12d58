"""Verbs that give papers as text to another program, which has the terminal meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from ....index import RectoError
from ...system.plain_text import READABLE_WIDTH, PrintedPage, sheet
from ...system.programs import ended, run_program, words_of
from ...terminal.suspender import wait_for_key

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen

_FULL_SCREEN = frozenset(
    {"less", "more", "most", "bat", "vim", "vi", "nvim", "view", "nano", "emacs"}
)
"""Programs behind which nothing is left on the screen to be read."""


def pipe(screen: MainScreen, count: int | None) -> None:
    """Ask for a command and give it the papers as `recto show` prints them."""
    if screen.results.rowid is None:
        return

    def answer(text: str) -> None:
        if command := text.strip():
            screen.session.pipes.keep(command)
            _pipe(screen, screen.results.selection.take_targets(), command)

    many = screen.results.selection.count
    sign = f"pipe {many:,} papers to" if many else "pipe to"
    screen.prompt.ask(sign, answer, history=screen.session.pipes)


def page(screen: MainScreen, count: int | None) -> None:
    """Show the papers in $PAGER."""
    if rowids := screen.results.selection.take_targets():
        _lend(screen, lambda: _run_pager(_text(screen, rowids, PrintedPage(_columns(screen)))), "")


def _pipe(screen: MainScreen, rowids: Sequence[int], command: str) -> None:
    what = f"{len(rowids):,} papers" if len(rowids) > 1 else "1 paper"

    def run() -> int:
        # What is foreign goes through standard input alone, never into the command.
        status = run_program(["sh", "-c", command], _text(screen, rowids, PrintedPage()))
        if status != 0 or not fills_screen(command):
            wait_for_key()
        return status

    _lend(screen, run, f"Piped {what} to {command}")


def _lend(screen: MainScreen, run: Callable[[], int], said: str) -> None:
    """Lend the terminal to a program and say how it ended."""
    try:
        status = screen.suspender.run(run)
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    screen.presenter.show_state()
    if status != 0:
        head = f"{said}; it" if said else "The pager"
        screen.say(f"{head} {ended(status)}.", is_whole=True)
    elif said:
        screen.say(f"{said}.", is_whole=True)


def _run_pager(data: bytes) -> int:
    hint = "Set PAGER to a program that is there."
    return run_program(words_of("PAGER", "less"), data, hint)


def fills_screen(command: str) -> bool:
    """Tell whether the last program of a command has the screen for itself while it runs."""
    words = command.rpartition("|")[2].split()
    name = PurePath(words[0]).name if words else ""
    own = {PurePath(os.environ.get(one, "").partition(" ")[0]).name for one in ("PAGER", "EDITOR")}
    return name in _FULL_SCREEN or name in own - {""} or name in ("$PAGER", "$EDITOR")


def _text(screen: MainScreen, rowids: Sequence[int], page: PrintedPage) -> bytes:
    """Return the papers as `recto show` prints them, an empty line between."""
    sheets = ("\n".join(sheet(paper, page)) for paper in screen.library.rows(rowids))
    return ("\n\n".join(sheets) + "\n").encode("utf-8", "replace")


def _columns(screen: MainScreen) -> int:
    return min(READABLE_WIDTH, screen.size.width)
