"""Texts that are kept as if they had been derived, and an index of them."""

from __future__ import annotations

import hashlib
import json
from itertools import count
from pathlib import Path

from recto.index.search.query.effort import Effort
from recto.index.search.query.nodes import Inside
from recto.index.search.query.query import Query
from recto.index.texts.blocks import Block, Span, Text, pack
from recto.index.texts.deriving import VERSION
from recto.index.texts.file_marks import BLOCKS, RAW
from recto.index.texts.keeping import TextFiles
from recto.index.texts.search.text_index import TextIndex

_versions = count()


def paper(title: str, **sections: str) -> Text:
    """Return a text whose sections have these names, `_` for a blank, and a paragraph each."""
    blocks = [Block("title", (Span(title),), place="front")]
    for number, (name, words) in enumerate(sections.items(), 1):
        heading = Span(name.replace("_", " "))
        blocks.append(Block("heading", (heading,), level=1, number=str(number)))
        blocks.append(Block("paragraph", (Span(words),)))
    return Text(tuple(blocks), "markdown")


def keep(files: TextFiles, name: str, text: Text) -> None:
    """Keep a text; each time as that of another file."""
    files.directory.mkdir(mode=0o700, exist_ok=True)
    raw = f"file {next(_versions)}".encode()
    digest = hashlib.sha256(raw).hexdigest()
    told: dict[str, str | None] = {
        "form": "markdown",
        "name": "paper.md",
        "kept": "2026-11-30T08:00:00Z",
    }
    told |= {"digest": digest, "version": None, "license": "", "source": ""}
    for ending, head, data in (
        (RAW, told, raw),
        (BLOCKS, {"by": VERSION, "of": digest}, pack(text)),
    ):
        path = files.directory / f"{name}{ending}"
        path.unlink(missing_ok=True)
        path.write_bytes(json.dumps(head).encode() + b"\n" + data)


def leaves(query: str) -> tuple[Inside, ...]:
    """Return what a query asks of texts."""
    return Query.parse(query).inside_leaves


def found(index: TextIndex, query: str) -> dict[str, str]:
    """Return the texts that have all of it in a section, each with the section's name."""
    told = {}
    for name, spot in index.find(leaves(query), Effort()).items():
        section = index.section(spot)
        assert section is not None
        assert section[0] == name
        told[name] = section[3]
    return told


def opened(directory: Path, files: TextFiles) -> TextIndex:
    """Return the index of these texts."""
    return TextIndex(directory / "index-texts", "a-library", files)
