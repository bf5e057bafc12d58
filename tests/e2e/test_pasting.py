"""Pasting on a real terminal: text is put where text is typed, and is a command nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recto.index import Library

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn

EVIL = [
    "b\x1b[Aq",
    "\x1bb\x1bq",
    "Aq\x1b[200~bq",
    "\rq\x1b[B\x1b[Bb",
    "\x1b\x1b\x1b:quit\r",
    "b\x1bOAq",
]
"""What would mark a paper or leave, were it typed."""


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_a_paste_is_a_command_nowhere(spawn: Spawn, home: Path, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for(FIRST)
    for evil in EVIL:
        terminal.send(pasted(evil))
    terminal.send("?")
    terminal.wait_for("Keys in the list")
    for evil in EVIL:
        terminal.send(pasted(evil))
    terminal.send("q\r")
    terminal.wait_for("page 1/")
    for evil in EVIL:
        terminal.send(pasted(evil))
    terminal.send("q")
    terminal.wait_for(" 1/603")
    terminal.send("b:" + pasted("all-r\x1bead"))  # the mark has to be on disk before the colon acts
    terminal.wait_for(": all-read")
    terminal.send("\x1b")
    terminal.settle()
    terminal.send("b")
    terminal.settle()
    terminal.send(":")
    terminal.send(pasted("boo\x1b[Akmark\x1b[201~q"))
    terminal.wait_for(": bookmarkq")
    terminal.send("\x1b/")
    terminal.send(pasted("lottery\x1b[201~ \x1bti\x1b[31mcket"))
    terminal.wait_for("/ lottery ticket")
    terminal.send("\x1b")
    terminal.wait_for(" 1/603")
    terminal.settle()
    terminal.send("e")
    terminal.wait_for("save")
    terminal.send(pasted("one\x1b[A\x1b\r\x1bqtwo"))
    terminal.wait_for("one")
    terminal.send("\x1b")
    terminal.wait_for("✎")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    with Library.open(home / "library", seeds=False) as library:
        counts = library.counts()
        first = library.rows([library.listing("").rowids[0]])[0]
    assert (counts.bookmarks, counts.unread, counts.queue) == (0, 602, 0)
    assert first.note == "one\nqtwo"
