"""The line above a text: which paper it is, and where one is in it."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from ....index import Block, Paper, Text, name_span, readable
from ...painting.look import Look, Signs
from ...painting.pieces import Piece
from .page import Page
from .prose import safe
from .shapes import says_number

SOURCES = {
    "arxiv": "arXiv HTML",
    "ar5iv": "ar5iv",
    "huggingface": "Hugging Face",
    "html": "HTML",
    "markdown": "Markdown",
    "pdf": "PDF",
    "plain": "plain text",
}
"""What the forms of texts are called."""

_LEAST = 8
"""Cells below which a name is left out."""


def name_of(paper: Paper, text: Text, look: Look) -> tuple[str, str]:
    """Return what a paper is called, its marks before; and its tags and where its text is from."""
    signs = look.signs
    told = (
        (signs.done, paper.done),
        (signs.bookmark, paper.bookmarked),
        (signs.note, paper.note or paper.has_draft),
    )
    marks = "".join(sign for sign, is_there in told if is_there)
    title = readable(paper.title)
    name = title[: name_span(title)] or title
    tags = " ".join(f"#{tag}" for tag in paper.tags)
    version = f"v{text.version}" if text.version else ""
    ident = f"{paper.arxiv_id}{version}" if paper.arxiv_id else ""
    source = ", ".join(filter(None, (ident, SOURCES.get(text.source, text.source))))
    return f"{marks} {name}".strip(), f" {signs.dot} ".join(filter(None, (tags, source)))


def status_line(
    named: tuple[str, str], standing: tuple[str, str, str], look: Look, width: int
) -> list[Piece]:
    """Return the line, of so many cells.

    `named` is as `name_of` tells it; `standing` is the section, the page and the part of the paper.
    """
    dim, dot, ellipsis = look.palette.dim, f" {look.signs.dot} ", look.signs.ellipsis
    room = max(0, width - 2)
    section, *rest = map(look.word, standing)
    right = dot.join(rest)
    most = room * 2 // 3 - cell_len(right) - len(dot)
    if section and most > _LEAST:
        right = f"{_cut(section, most, ellipsis)}{dot}{right}"
    left = room - cell_len(right) - 2
    name, behind = map(look.word, named)
    behind = f"{dot}{behind}" if behind else ""
    if left < cell_len(behind) + 2 * _LEAST:
        behind = ""
    name = _cut(name, left - cell_len(behind), ellipsis) + behind if left > _LEAST else ""
    blanks = " " * (room - cell_len(name) - cell_len(right))
    return [(f" {name}{blanks}{right} ", dim)]


def _cut(text: str, room: int, ellipsis: str) -> str:
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, max(0, room - len(ellipsis))).rstrip() + ellipsis


def standing_of(
    page: Page, marked: str, signs: Signs, is_whole: bool, is_skimmed: bool
) -> tuple[str, str, str]:
    """Return the section, the page of all pages, and the part of the paper in sight or above.

    `marked` is told in place of the section where something is being marked.
    """
    heading = page.flow.heading_before(page.at.nth)
    section = marked or ("" if heading is None else section_name(page.flow.blocks[heading]))
    if is_skimmed:
        section = f"skimmed {signs.dot} {section}" if section else "skimmed"
    number, count = page.number
    if not is_whole:
        return section, f"{number}/{signs.ellipsis}", f"{signs.ellipsis}%"
    return section, f"{number}/{count}", f"{page.percent}%"


def section_name(block: Block) -> str:
    """Return what a heading says, its number before."""
    words = safe("".join(span.text for span in block.spans if span.kind != "note"))
    words = " ".join(words.split())
    return words if says_number(words, block) else f"{safe(block.number)} {words}"
