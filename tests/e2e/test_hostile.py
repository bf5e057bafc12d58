"""Hostile text on a real terminal: wherever it stands, it is text and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unicodedata import combining, normalize

import pytest
from recto.index import Library, clean
from wcwidth import wcwidth

from ..hostile import HOSTILE
from .hostile_library import assert_harmless, make, recto
from .terminal import Terminal, start_recto

LISTINGS = [
    ("search", "paper", "--limit", "100"),
    ("show", "-"),
    ("log",),
    ("tags",),
    ("sources",),
    ("searches",),
    ("stats",),
    ("export", "--format", "csv"),
]
TYPED = [evil[:200].encode("utf-8", "ignore").decode() for evil in HOSTILE]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def ids(library: Path) -> list[str]:
    with Library.open(library, seeds=False) as opened:
        return [paper.id for paper in opened.rows(opened.listing("").rowids)]


@pytest.fixture(scope="module")
def reader(library: Path) -> Iterator[Terminal]:
    """A reader with all three panes; in the end nothing was run and the terminal is as before."""
    terminal = start_recto(
        library.parent, "--no-seeds", f"--data-dir={library}", columns=180, lines=60
    )
    terminal.wait_for(f"1/{len(HOSTILE)}")
    yield terminal
    terminal.send("\x1b\x1b")
    terminal.settle()
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    assert_harmless(terminal.raw)
    assert not list(library.parent.rglob("owned"))
    assert not list(library.rglob("crash-*"))
    terminal.close()


def to_top(terminal: Terminal) -> None:
    terminal.send("ga")
    terminal.settle(0.2)
    terminal.send("gg")
    terminal.wait_for(f" 1/{len(HOSTILE)}")
    terminal.settle(0.2)  # the rest of that frame


def drawn(text: str) -> str:
    """Return text as the screen of the test keeps it, which drops what takes no cell."""
    return normalize("NFC", "".join(c for c in text if wcwidth(c) or combining(c)))


def assert_aligned(terminal: Terminal) -> None:
    """Check that the rules between the panes are straight."""
    rows = terminal.screen.buffer
    lines = range(1, terminal.screen.lines - 1)
    for column in (28, 104):
        found = {rows[line][column].data for line in lines}
        assert found == {"│"}, (column, terminal.text)


def test_lists_and_sidebar_show_it_as_text(reader: Terminal) -> None:
    to_top(reader)
    seen = ""
    for _ in range(3):
        seen += normalize("NFC", reader.text)
        assert_aligned(reader)
        reader.send("\x06")
        reader.settle(0.2)
    for evil in HOSTILE:
        title = drawn(clean(evil))[:20].strip()
        assert title in seen, repr(evil)
    reader.send("\t\t")
    for _ in range(4):
        reader.send("\x06")
        reader.settle(0.2)
        assert_aligned(reader)
    assert_harmless(reader.raw)


def test_every_abstract_shows_it_as_text(reader: Terminal) -> None:
    to_top(reader)
    reader.send("\r")
    for number in range(1, len(HOSTILE) + 1):
        reader.wait_for(f" {number}/{len(HOSTILE)}")
        reader.send("J")
    reader.send("\x7f")
    reader.settle(0.2)
    assert_harmless(reader.raw)


def test_what_is_typed_and_said_shows_it_as_text(reader: Terminal) -> None:
    to_top(reader)
    for before in ("/", ":", "S", "t", "t+", "F"):
        for evil in TYPED if before == "/" else TYPED[::5]:
            reader.send(f"{before[0]}{before[1:]}\x1b[200~{evil}\x1b[201~")
            reader.send("\x1b" if before in ("/", "F", "t", "t+") else "\r")
            reader.settle(0.02)
        reader.settle(0.2)
        assert_harmless(reader.raw)
        to_top(reader)


def test_completions_show_it_as_text(reader: Terminal) -> None:
    to_top(reader)
    reader.send("t+")
    reader.settle(0.2)
    reader.send("\t" * 12)
    reader.settle(0.2)
    reader.send("\x1b")
    reader.send("/tag:")
    reader.settle(0.3)
    reader.send("\t\x1b")
    reader.settle(0.2)
    assert_harmless(reader.raw)


def test_the_note_editor_shows_it_as_text(reader: Terminal, library: Path) -> None:
    to_top(reader)
    for at in range(0, 30, 3):
        reader.send(f"e\x1b[200~{TYPED[30 + at]}\x1b[201~")
        reader.settle(0.1)
        reader.send("\x1b")
        reader.settle(0.1)
        reader.send("j")
    reader.send("?")
    reader.wait_for("Keys in")
    reader.send("q")
    reader.settle(0.2)
    assert_harmless(reader.raw)


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_commands_print_it_as_text(library: Path, ids: list[str], words: tuple[str, ...]) -> None:
    stdin = "\n".join(ids[::3]).encode() if "-" in words else b""
    printed = recto(library, *words, stdin=stdin)
    assert (printed.returncode, printed.stderr) == (0, b"")
    assert_harmless(printed.stdout, may_style=False)
    if words[0] in ("search", "show", "log"):
        printed = recto(library, *words, "--json", stdin=stdin)
        assert (printed.returncode, printed.stderr) == (0, b"")
        assert_harmless(printed.stdout, may_style=False)
    asked = [ids[0] if word == "-" else word for word in words]
    terminal = start_recto(library.parent, "--no-seeds", f"--data-dir={library}", *asked)
    assert terminal.wait_for_exit() == 0
    assert_harmless(terminal.raw)
    terminal.close()


def test_lines_that_cannot_be_taken_are_reported_as_text(library: Path) -> None:
    page = library.parent / "pro\x1b]0;x\x07b\u202el.jsonl"
    lines = (f'{{"title": {at}, "x": "{evil[:9]}\n' for at, evil in enumerate(TYPED))
    page.write_bytes("".join(lines).encode("utf-8", "surrogatepass"))
    for path in (page, library.parent / "\x1b[31mmissing\x9b"):
        added = recto(library, "add", os.fspath(path))
        assert added.returncode
        assert_harmless(added.stdout + added.stderr, may_style=False)


def test_saved_pages_are_read_as_text(tmp_path: Path) -> None:
    banner = "Get trending papers in your email inbox once a day!\n" * 2
    prose = "A sentence of an abstract that says nothing in particular. " * 6
    papers = [
        f"{evil[:60]} Paper {at}\nFor {evil[:60]} this is number {at}. {prose}\n"
        for at, evil in enumerate(TYPED)
        if not set(evil) & set("\0\n\r")
    ]
    page = tmp_path / "page\x1b]0;x\x07.txt"
    page.write_text(f"{banner}Subscribe{''.join(papers)}", encoding="utf-8")
    data_dir = tmp_path / "library"
    for words in (("add", str(page)), ("search", "--limit", "100"), ("search", "particular")):
        printed = recto(data_dir, *words)
        assert (printed.returncode, b"Traceback" in printed.stderr) == (0, False)
        assert_harmless(printed.stdout + printed.stderr, may_style=False)
    assert recto(data_dir, "search", "--limit", "100").stdout.count(b"aper ") == len(papers)
