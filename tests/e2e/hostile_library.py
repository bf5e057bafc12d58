"""A library in which every text that can be foreign is hostile, and what may reach a terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from pathlib import Path

from recto.index import Library, RectoError, View

from ..hostile import HOSTILE

OWN = re.compile(
    r"\x1b\[(?:[0-9]+(?:;[0-9]+)*)?m"
    r"|\x1b\[[0-9]+;[0-9]+H"
    r"|\x1b\[\?(?:25|7|12|1004|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\[[<>][0-9]*u"
    r"|\x1b\[[0-9] q"
    r"|\x1b\[K"
    r"|\x1b\[[0-9]+;[0-9]+r\x1b\[[0-9]+H(?:(?:\r*\n)+|(?:\x1bM)+)\x1b\[r"
    r"|\r+\n"
)
"""What Recto and its toolkit send themselves: colours, places, modes, line ends, lines scrolled."""

FOREIGN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    "|[\u0300-\u036f]{5}"
)
"""What would move the cursor, reorder or hide text, or pile up on a letter."""


def assert_harmless(raw: bytes | bytearray, *, may_style: bool = True) -> None:
    """Check that no control character has reached the terminal but in sequences of Recto's own."""
    text = getincrementaldecoder("utf-8")().decode(raw)  # its end may still be on the way
    text = OWN.sub("", text) if may_style else text.replace("\r\n", "").replace("\n", "")
    found = FOREIGN.search(text)
    assert not found, repr(text[max(0, found.start() - 60) : found.end() + 60])


def recto(data_dir: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command on a library with its output in pipes."""
    return subprocess.run(
        [sys.executable, "-m", "recto.tui", "--no-seeds", "--data-dir", str(data_dir), *words],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=data_dir.parent,
    )


def make(directory: Path) -> Path:
    """Make a library of hostile papers, tags, notes, sources and searches; return where it is."""
    data_dir = directory / "library"
    for number, name in enumerate(
        ("plain", "\x1b]0;x\x07\x1b[31m", "\u202e[red]漢字 é'$(touch owned)")
    ):
        papers = [
            {
                "title": f"{evil} Paper {at}",
                "abstract": f"This is number {at}: {evil} {evil[:300]}. "
                + "It says no more. " * 20,
                "authors": [evil[:100], "A. Author"],
                "organisation": evil[:100],
                "url": f"https://example.org/{at}",
            }
            for at, evil in enumerate(HOSTILE)
            if at % 3 == number
        ]
        page = directory / f"{name}.jsonl"
        page.write_text("".join(f"{json.dumps(paper)}\n" for paper in papers))
        added = recto(data_dir, "add", str(page))
        assert added.returncode == 0, added.stderr
        assert_harmless(added.stdout + added.stderr, may_style=False)
    with Library.open(data_dir, seeds=False) as library:
        ids = [paper.id for paper in library.rows(library.listing("").rowids)]
        for id, evil in zip(ids, HOSTILE, strict=False):
            library.note(id, f"Note: {evil}\nand {evil[:300]}")
            with suppress(RectoError):  # some are no names for tags
                library.tag([id], add=[evil[:60]])
        for evil in HOSTILE:
            with suppress(RectoError):
                library.searches.save(evil[:60], evil[:200], View())
        for source in library.counts().sources:
            with suppress(RectoError):
                library.sources.rename(source.name, f"{source.name} [/x] \x1b]0;x\x07\u202e漢字")
        library.index.rebuild()
    return data_dir
