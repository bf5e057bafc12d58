"""Styled text in pieces of one style each.

Rich's `Text` can do more, and takes most of the time of a screenful of lines at each key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rich._wrap import divide_line
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from .cell_changes import is_narrow

Piece = tuple[str, Style]
Span = tuple[int, int, Style]
"""The first character, the one behind the last, and their style."""


def marked(text: str, base: Style, spans: Iterable[Span]) -> list[Piece]:
    """Return a text in pieces: each span has its style on top of the spans before it."""
    spans = [span for span in spans if span[0] < span[1]]
    if not spans:
        return [(text, base)]
    length = len(text)
    cuts = {0, length, *(start for start, _, _ in spans), *(end for _, end, _ in spans)}
    pieces = []
    for start, end in pairwise(sorted(cut for cut in cuts if 0 <= cut <= length)):
        style = base
        for first, behind, its_style in spans:
            if first <= start and behind >= end:
                style += its_style
        pieces.append((text[start:end], style))
    return pieces


def plain(pieces: Iterable[Piece]) -> str:
    """Return the text alone."""
    return "".join([text for text, _ in pieces])


def between(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """Return the pieces from one character to another."""
    found = []
    for text, style in pieces:
        if part := text[max(0, start) : max(0, end)]:
            found.append((part, style))
        start, end = start - len(text), end - len(text)
        if end <= 0:
            break
    return found


def fitted(pieces: list[Piece], width: int, ellipsis: str, base: Style) -> list[Piece]:
    """Return exactly `width` cells: cut with an ellipsis where it is longer, else padded."""
    text = plain(pieces)
    cells = cell_len(text)
    if cells > width:
        kept = set_cell_size(text, max(0, width - len(ellipsis))).rstrip()
        pieces = [*between(pieces, 0, len(kept)), (ellipsis[: max(0, width)], base)]
        cells = cell_len(kept) + len(pieces[-1][0])
    return [*pieces, (" " * (width - cells), base)] if cells < width else pieces


def broken(pieces: list[Piece], width: int) -> list[tuple[int, list[Piece]]]:
    """Break a text between its words into lines of at most `width` cells.

    Each comes with the number of its first character, and without spaces at its end.
    """
    text, lines, begun = plain(pieces), [], 0
    for part in text.split("\n"):
        for start, end in pairwise([*line_starts(part, width), len(part)]):
            line, place = part[start:end].rstrip(), begun + start
            if len(pieces) == 1:
                lines.append((place, [(line, pieces[0][1])]))
            else:
                lines.append((place, between(pieces, place, place + len(line))))
        begun += len(part) + 1
    return lines


def line_starts(text: str, width: int) -> list[int]:
    """Return where lines begin, as Rich breaks them, of which this takes a third of the time."""
    if not is_narrow(text):
        return [0, *divide_line(text, width)]
    line, starts, at = _line(width), [0], 0
    while found := line.match(text, at):
        at = found.end()
        if at == len(text):
            return starts
        starts.append(at)
    return [0, *divide_line(text, width)]  # a word longer than a line, or a space to begin with


@lru_cache(64)
def _line(width: int) -> re.Pattern[str]:
    return re.compile(rf"\S.{{0,{width - 1}}}(?!\S)\s*")


def line_of(pieces: Iterable[Piece], width: int | None = None) -> Strip:
    """Return a line, as few segments as there are styles; of so many cells, if that is known."""
    segments: list[Segment] = []
    text, style = "", Style.null()
    for next_text, next_style in pieces:
        if next_style is style or next_style == style:
            text += next_text
        else:
            if text:
                segments.append(Segment(text, style))
            text, style = next_text, next_style
    if text:
        segments.append(Segment(text, style))
    return Strip(segments, width)
