"""Keys that come faster than lists: they wait for the list they are meant for."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from recto.index import Library

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn, Terminal


def papers(home: Path, *words: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "recto.tui", "search", *words, "--json"],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("keys", ["/pruning\rjb", "/pruning\rGb", "/pruning\rt+x\r.b"])
def test_marks_reach_the_papers_of_the_list_that_was_asked_for(
    spawn: Spawn, home: Path, keys: str
) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.wait_for(lambda: "indexing" not in terminal.text)
    terminal.send(keys)
    terminal.wait_for("★")
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    (marked,) = papers(home, "is:bookmarked")
    assert marked["id"] in {paper["id"] for paper in papers(home, "pruning")}


@pytest.mark.usefixtures("settled")
def test_all_read_means_the_list_that_was_asked_for(spawn: Spawn, home: Path) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.wait_for(lambda: "indexing" not in terminal.text)
    terminal.send("/lottery ticket\rAA")
    # Ten papers fit on the screen, so the first key was enough.
    terminal.wait_for("Nothing in this list is unread.")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    read = {paper["id"] for paper in papers(home, "is:read")}
    assert read == {paper["id"] for paper in papers(home, "lottery ticket")}


@pytest.mark.usefixtures("settled")
def test_a_view_is_there_before_the_next_key_acts(spawn: Spawn, home: Path) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("ajjagqjb")
    terminal.wait_for("★")
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    (marked,) = papers(home, "is:bookmarked")
    assert marked["queue"] == 2


@pytest.mark.usefixtures("settled")
def test_keys_that_edit_a_note_stay_among_the_letters(spawn: Spawn, home: Path) -> None:
    terminal = spawn()
    terminal.wait_for(FIRST)
    terminal.send("eabcd\x7f\x7f\x1b[DX\x01<\x05>")
    terminal.wait_for("<aXb>")
    terminal.send("\x1b")
    terminal.wait_for("✎")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    (paper,) = papers(home, "has:note")
    assert paper["note"] == "<aXb>"


@pytest.mark.usefixtures("settled")
def test_a_missing_editor_leaves_the_reader_alive(spawn: Spawn, tmp_path: Path) -> None:
    terminal = spawn(EDITOR=str(tmp_path / "none"))
    terminal.wait_for(FIRST)
    terminal.send("e")
    terminal.wait_for("save")
    terminal.send("abc\x0f")
    terminal.wait_for("cannot be started")
    terminal.send("d\x1b")
    terminal.wait_for("✎")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0


def lacks(terminal: Terminal, text: str) -> bool:
    return text not in terminal.text


def test_escape_acts_before_any_key_that_comes_with_it(spawn: Spawn, indexed: str) -> None:
    places = (("tzq", "zq"), ("/zq", "/ zq"), (":zq", "zq"))
    terminal = spawn(indexed)
    terminal.wait_for("1/603")
    for (place, mark), key in itertools.product(places, ("\\", "^", "_", "]", "P", "j", "\t\t\t")):
        terminal.send(place)
        terminal.wait_for(mark)
        terminal.send(f"\x1b{key}")
        terminal.wait_for(partial(lacks, terminal, mark))
        terminal.settle(0.2)
        terminal.send("\x1b\x1b")
        terminal.settle(0.2)


def test_escape_ends_a_note_before_any_key_that_comes_with_it(
    spawn: Spawn, home: Path, indexed: str
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for("1/603")
    for key in ("^", "_", "]", "\\"):  # the last goes to the sidebar
        terminal.send("e+")
        terminal.wait_for("ctrl+o")
        terminal.send(f"\x1b{key}")
        terminal.wait_for(lambda: "ctrl+o" not in terminal.text)
    terminal.settle()
    terminal.send("qq")  # from the sidebar to the list, and out
    assert terminal.wait_for_exit() == 0
    with Library.open(home / "library") as library:
        (rowid,) = library.listing("has:note").rowids
        assert library.rows([rowid])[0].note == "++++"


ANSWERS = [
    "\x1b]11;rgb:1e1e/1e1e/bbbb\x1b\\",
    "\x1b]10;rgb:bbbb/1e1e/1e1e\x07",
    "\x1bP1$rb 0m\x1b\\",
    "\x1bP>|bterm(370)\x1b\\",
    "\x1b_Gi=31;b\x1b\\",
]
"""What terminals answer to what other programs have asked them."""


def test_what_a_terminal_says_of_itself_is_not_typed(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for("1/603")
    for number, answer in enumerate(ANSWERS, 2):
        terminal.send(f"{answer}t{answer}xyz")
        terminal.wait_for("xyz")
        terminal.send("\x1bj")
        terminal.wait_for(f"{number}/603")
        assert "★" not in terminal.text
