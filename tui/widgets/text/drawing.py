"""A line of a text as it is drawn: its words, and in its margins what the reader made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from ...painting.look import Look
from ...painting.pieces import Piece, Span, line_of, plain
from .flow import At, Flow
from .ink import Ink, LineInk, letters_on
from .marks import CHOSEN, Marks, lettered, spans_on
from .shapes import Shape
from .words import shown

CARET = Style(bold=True)
"""The word at the end that moves, beside what is marked."""

_LONGEST_NOTE = 48
_SHORTEST_NOTE = 6
"""Cells of the words of a note in the margin."""


class Marked(NamedTuple):
    """What is being marked, in letters of `Block.text`, by the block of the flow."""

    letters: Mapping[int, tuple[int, int]]
    caret: tuple[int, int, int]
    """The block of the flow, and the letters of the word at the end that moves."""


class Overlay(NamedTuple):
    """What stands out in a text."""

    marks: Marks
    ink: Ink
    marked: Marked | None = None


def text_line(
    flow: Flow, at: At, look: Look, over: Overlay, shift: int, margin: int, width: int
) -> Strip:
    """Return a line of the flow on `width` cells, of which the first `margin` are free."""
    line = at.line - flow.above(at.nth)
    if line < 0:
        return blank(width)
    block, shape = flow.blocks[at.nth], flow.shape(at.nth)
    number, palette = flow.numbers[at.nth], look.palette
    ink = over.ink.on(shape, line, number, block)
    length = len(shape.text_of(line)[0])
    spans: list[Span] = [  # of a whole line the bar says it, in fewer bytes
        (start, end, palette.highlight) for start, end in ink.letters if end - start < length
    ]
    spans += spans_on(shape, line, number, over.marks, palette.match)
    if over.marked is not None:
        spans += _marked_on(flow, at.nth, shape, line, over.marked)
    pieces = shape.pieces(line, look, spans, shift)
    pieces = lettered(pieces, shape, line, number, over.marks, palette.match)
    is_doubtful = block.is_doubtful and line == 0
    pieces = [*_left(look, ink, margin, is_doubtful=is_doubtful), *pieces]
    if ink.note:
        edge = min(width - 1, margin + flow.room)
        pieces = _with_note(pieces, ink.note, look, edge, width)
    return line_of(pieces)


def blank(width: int) -> Strip:
    """Return an empty line, of the very style that the margins of others have."""
    return line_of([(" " * width, Style.null())], width)


def _marked_on(flow: Flow, nth: int, shape: Shape, line: int, marked: Marked) -> list[Span]:
    """Return what is being marked on a line."""
    block, found = flow.blocks[nth], []
    if nth in marked.letters:
        on_line = letters_on(shape, line, *shown(shape, block, *marked.letters[nth]))
        if on_line is not None:
            found.append((*on_line, CHOSEN))
    if marked.caret[0] == nth:
        on_line = letters_on(shape, line, *shown(shape, block, *marked.caret[1:]))
        if on_line is not None:
            found.append((*on_line, CARET))
    return found


def _left(look: Look, ink: LineInk, margin: int, *, is_doubtful: bool) -> list[Piece]:
    """Return the margin: a bar beside what is highlighted, and a sign of doubt."""
    doubt = "?" if is_doubtful and margin > 1 else ""
    if not ink.letters:
        return [(doubt.rjust(margin - 1) + " ", look.palette.dim if doubt else Style.null())]
    bar = (look.signs.bar, look.palette.accent)
    if margin == 1:
        return [bar]
    hue = look.palette.dim if doubt else Style.null()
    return [(doubt.rjust(margin - 2), hue), bar, (" ", Style.null())]


def _with_note(pieces: list[Piece], note: str, look: Look, edge: int, width: int) -> list[Piece]:
    """Return a line with the first words of a note at its right edge, as far as there is room.

    Where there is none the sign of notes takes the place of the bar.
    """
    sign, palette = look.signs.note, look.palette
    used = cell_len(plain(pieces))
    room = min(_LONGEST_NOTE, width - 1 - used - 2 - cell_len(sign) - 1)
    if room < _SHORTEST_NOTE:
        at = next(n for n, piece in enumerate(pieces) if piece[0] == look.signs.bar)
        return [*pieces[:at], (sign, palette.accent), *pieces[at + 1 :]]
    words = look.word(note)
    if cell_len(words) > room:
        ellipsis = look.signs.ellipsis
        words = set_cell_size(words, room - cell_len(ellipsis)).rstrip() + ellipsis
    told = f"{sign} {words}"
    blanks = max(2, edge - used - cell_len(told))
    return [*pieces, (" " * blanks, Style.null()), (told, palette.dim)]
