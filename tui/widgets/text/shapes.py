"""How one block of a paper stands in lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from ....index import Block, lay_out
from ...painting.cell_changes import is_narrow
from ...painting.look import Look, Palette
from ...painting.pieces import Piece, Span, line_starts, marked, plain
from .prose import LINKS, Prose, prose_of, safe
from .tables import table_lines

INDENT = 3
"""Cells before a displayed formula."""

MOST_ROWS = 2000
"""Lines that are shown of one table or of one piece of code."""


class Shape(Protocol):
    """A block in lines of so many cells."""

    @property
    def height(self) -> int:
        """How many lines it takes."""

    def text_of(self, line: int) -> tuple[str, int]:
        """Return what a line says, and the number of its first letter in the block."""

    def line_of(self, letter: int) -> int:
        """Return on which line a letter stands."""

    def pieces(self, line: int, look: Look, spans: Sequence[Span], shift: int) -> list[Piece]:
        """Return a line; `spans` are marked in it, `shift` cells at its beginning are left out."""


class Wrapped(NamedTuple):
    """Words that are broken into lines."""

    prose: Prose
    starts: tuple[int, ...]
    """The first letter of each line, and the end of the text."""
    first: str
    """What stands before the first line."""
    rest: str
    """What stands before each other line, as wide as that."""
    base: str
    """Which style of the palette it has, or nothing."""

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.starts) - 1

    def text_of(self, line: int) -> tuple[str, int]:
        """Return what a line says, and the number of its first letter in the block."""
        start = self.starts[line]
        return self.prose.text[start : self.starts[line + 1]].rstrip(), start

    def line_of(self, letter: int) -> int:
        """Return on which line a letter stands."""
        return max(0, min(bisect_right(self.starts, letter), self.height) - 1)

    def pieces(self, line: int, look: Look, spans: Sequence[Span], shift: int) -> list[Piece]:
        """Return a line of it; none of it is ever left out."""
        palette = look.palette
        text, start = self.text_of(line)
        end = start + len(text)
        base = getattr(palette, self.base) if self.base else Style.null()
        found = [
            (max(first, start) - start, min(behind, end) - start, style_of(span.kind, palette))
            for first, behind, span in self.prose.runs_in(start, end)
        ]
        found += [(first - start, behind - start, style) for first, behind, style in spans]
        found = [(max(0, first), min(behind, len(text)), style) for first, behind, style in found]
        lead = self.rest if line else self.first
        hue = (lead, base) if self.base == "name" else _lead(lead, palette)
        return [hue, *marked(text, base, found)]


class Fixed(NamedTuple):
    """Lines that are not broken: what is wider than the screen is cut, and can be scrolled."""

    rows: tuple[str, ...]
    room: int
    lead: str = ""
    base: str = ""
    heads: frozenset[int] = frozenset()
    """Lines that are headings of a table."""
    tail: str = ""
    """What stands at the right edge of the middle line, such as the number of a formula."""

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.rows)

    def text_of(self, line: int) -> tuple[str, int]:
        """Return what a line says; each line counts as one letter here."""
        return self.rows[line], line

    def line_of(self, letter: int) -> int:
        """Return that line, where there is one."""
        return max(0, min(letter, self.height - 1))

    @property
    def is_wide(self) -> bool:
        """Whether some of it is cut."""
        return any(cell_len(row) > self._room for row in self.rows)

    @property
    def _room(self) -> int:
        return max(1, self.room - len(self.lead))

    def pieces(self, line: int, look: Look, spans: Sequence[Span], shift: int) -> list[Piece]:
        """Return a line of it, cut to the width with a sign."""
        palette = look.palette
        base = getattr(palette, self.base) if self.base else Style.null()
        base = base + palette.name if line in self.heads else base
        row = self.rows[line]
        tail = self.tail if line == self.height // 2 else ""
        room = self._room - (len(tail) + 1 if tail else 0)
        found = marked(row, base, spans)
        if shift and self.is_wide:
            found = _without(found, shift)
        if cell_len(plain(found)) > room:
            sign = look.signs.ellipsis
            found = [*_cut(found, max(0, room - len(sign))), (sign, palette.accent)]
        if tail:
            found.append((" " * (room + 1 - cell_len(plain(found))), Style.null()))
            found.append((tail, palette.dim))
        return [_lead(self.lead, palette), *found]


def _lead(lead: str, palette: Palette) -> Piece:
    """Return what stands before a line; blanks have no colour that would have to be sent."""
    return lead, palette.dim if lead.strip() else Style.null()


def style_of(kind: str, palette: Palette) -> Style:
    """Return what a kind of span has over the style of its block."""
    if kind in LINKS:
        return palette.accent
    if kind == "emphasis":
        return Style(italic=True)
    return palette.name if kind == "strong" else Style.null()


def shape_of(block: Block, room: int, look: Look) -> Shape:
    """Return how a block stands in lines of `room` cells."""
    word = look.word
    if block.kind == "formula":
        told = [span.text for span in block.spans]
        if block.is_doubtful:
            rows = [word(safe(row)) for row in told]  # it is as it was set, and no TeX
        else:
            rows = formula_rows(told, room - INDENT, look)
        tail = f"({block.number})" if block.number else ""
        base = "dim" if block.is_doubtful else ""
        return Fixed(tuple(rows) or ("",), room, " " * INDENT, base, tail=word(tail))
    if block.kind == "code":
        rows = [word(safe(span.text)) for span in block.spans[:MOST_ROWS]]
        return Fixed(tuple(rows) or ("",), room, "  ")
    if block.rows:
        cells = [[prose_of(cell, word).text for cell in row] for row in block.rows[:MOST_ROWS]]
        lines = table_lines(cells, block.head, room, word("─"))[:MOST_ROWS]
        heads = frozenset(number for number, (_, is_head) in enumerate(lines) if is_head)
        return Fixed(tuple(line for line, _ in lines) or ("",), room, heads=heads)
    prose = prose_of(block.spans, word)
    first, rest, base = _leads(block, prose.text)
    first, rest = word(first), word(rest)
    wide = max(8, room - cell_len(first))
    rest = rest + " " * (cell_len(first) - cell_len(rest))
    starts = (*line_starts(prose.text, wide), len(prose.text))
    return Wrapped(prose, starts, first, rest, base)


def _leads(block: Block, text: str) -> tuple[str, str, str]:
    """Return what stands before the first line of a block and before the others, and its style."""
    number = "" if says_number(text, block) else safe(block.number)
    match block.kind:
        case "title":
            return "", "", "name"
        case "heading":
            return (f"{number}  " if number else ""), "", "name"
        case "authors":
            return "", "", "dim"
        case "item":
            deep = "  " * max(0, block.level - 1)
            sign = f"{number}." if number.isalnum() else number or "•"
            return f"{deep} {sign} ", "", ""
        case "caption":
            return f"┌ {f'{number}  ' if number else ''}", "│ ", ""
        case "theorem":
            return "│ ", "│ ", ""
        case "entry":
            return (f"[{number}] " if number else ""), "" if number else "  ", ""
        case "footnote":
            return (f"{number} " if number else "* "), "", ""
        case _:
            return "", "", ""


def says_number(text: str, block: Block) -> bool:
    """Whether the words of a block begin with its number: `3.1 Rows`.

    Those of captions and theorems may begin with their name and that: `Figure 1:`.
    """
    if block.kind not in ("heading", "caption", "theorem"):
        return not block.number
    name = "" if block.kind == "heading" else r"(?:[^\W\d]+\.? )?"
    begun = re.match(rf"{name}{re.escape(block.number)}(?!\w)", text, re.IGNORECASE)
    return not block.number or begun is not None


def formula_rows(rows: Sequence[str], room: int, look: Look) -> list[str]:
    """Return a displayed formula in lines, `room` cells wide where that can be had."""
    return [safe(line) for line in lay_out(rows, max(8, room), is_ascii=look.is_ascii)]


def _cut(pieces: list[Piece], room: int) -> list[Piece]:
    """Return what fits into so many cells."""
    kept: list[Piece] = []
    for text, style in pieces:
        part = set_cell_size(text, room) if cell_len(text) > room else text
        kept.append((part, style))
        room -= cell_len(part)
        if room <= 0:
            break
    return kept


def _without(pieces: list[Piece], cells: int) -> list[Piece]:
    """Return pieces without so many cells at their beginning."""
    left: list[Piece] = []
    for text, style in pieces:
        if cells <= 0:
            left.append((text, style))
            continue
        at = min(cells, len(text)) if is_narrow(text) else _letters(text, cells)
        cells -= cell_len(text[:at])
        if text[at:]:
            left.append((text[at:], style))
    return left


def _letters(text: str, cells: int) -> int:
    """Return how many letters take so many cells, or all."""
    for at in range(len(text)):
        if cell_len(text[:at]) >= cells:
            return at
    return len(text)
