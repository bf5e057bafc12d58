"""One paper of the list as one line or two: marks, title, tags, date."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual.strip import Strip

from ..index import Highlighter, Paper, name_span, readable
from .line_pane import cut, strip_of
from .look import Look, Palette

MARGIN = 5
"""Cells before the title: cursor or selection, unread or done, bookmark, note, space."""
TITLE = 42
"""Cells that tags and date leave to the title at least."""
DATE = len("2025-01")


class RowState(NamedTuple):
    """What the list knows of a row beside its paper."""

    is_here: bool
    """The cursor is on it."""
    is_active: bool
    """And the list has the focus."""
    is_selected: bool


class RowPainter(NamedTuple):
    """Draws rows in one look."""

    look: Look
    highlighter: Highlighter | None

    def draw(self, paper: Paper, state: RowState, width: int, part: int | None) -> Strip:
        """Return the whole row, or its upper or lower line where it has two (`part` 0 or 1)."""
        palette = self.look.palette
        is_active = state.is_active and palette.cursor is not None
        if is_active and palette.cursor:
            palette = palette.cursor
        room = width - MARGIN - 1
        line = Text(" " * MARGIN) if part == 1 else self._marks(paper, state, palette)
        line = Text(style=palette.text).append_text(line)
        is_bold = state.is_here and not is_active
        title = self._title(paper, palette, is_bold=is_bold)
        if part == 0:
            line.append_text(_split(title, room)[0])
        elif part == 1:
            rest = _split(title, room)[1]
            line.append_text(self._beside(rest, self._extra(paper, width // 2, palette), room))
        else:
            extra = self._extra(paper, room - TITLE, palette)
            line.append_text(self._beside(title, extra, room))
        line.pad_right(max(0, width - line.cell_len))
        if is_bold:
            line.stylize(palette.resting_cursor)
        return strip_of(line)

    def _marks(self, paper: Paper, state: RowState, palette: Palette) -> Text:
        signs = self.look.signs
        is_resting = state.is_here and not state.is_active
        first = signs.selected if state.is_selected else signs.cursor if is_resting else " "
        line = Text(first, style=palette.accent)
        line.append(signs.done if paper.done else " " if paper.read else signs.unread)
        line.append(signs.bookmark if paper.bookmarked else " ")
        line.append(signs.note if paper.note or paper.has_draft else " ")
        return line.append(" ")

    def _title(self, paper: Paper, palette: Palette, *, is_bold: bool) -> Text:
        shown = readable(paper.title)
        title = Text(shown, style=palette.text)
        title.stylize(palette.name, 0, name_span(shown))
        if self.highlighter is not None:
            for start, end in self.highlighter.spans(shown, "title"):
                is_within_bold = is_bold or start < name_span(shown)
                title.stylize(palette.name_match if is_within_bold else palette.match, start, end)
        return self.look.text(title)

    def _extra(self, paper: Paper, room: int, palette: Palette) -> Text:
        """Return the place in the queue, tags and date, as much as there is room for.

        Tags end before the column of dates, even in a row without one.
        """
        date = (paper.published or "")[:7].replace("--", "")
        place = [f"queue {paper.queue}"] if paper.queue else []
        words = [*place, *(self.look.word(f"#{tag}") for tag in paper.tags)]
        tags = _as_fits(words, room - DATE - 4)
        extra = Text("  ", style=palette.dim)
        if tags:
            extra.append(tags, palette.accent)
            extra.append("  ")
        elif not date:
            return Text()
        if room >= DATE + 2:
            extra.append(date.ljust(DATE))
        return extra if len(extra) > 2 else Text()

    def _beside(self, left: Text, right: Text, width: int) -> Text:
        """Put `right` at the right edge and cut `left` with an ellipsis where it does not fit."""
        room = max(0, width - right.cell_len)
        cut(left, room, self.look.signs.ellipsis)
        left.pad_right(max(0, room - left.cell_len))
        return left.append_text(right)


def _as_fits(words: list[str], room: int) -> str:
    """Return as many words as fit, and how many more there are."""
    for count in range(len(words), 0, -1):
        more = [f"+{len(words) - count}"] if count < len(words) else []
        text = " ".join(words[:count] + more)
        if cell_len(text) <= room:
            return text
    return ""


def _split(text: Text, width: int) -> tuple[Text, Text]:
    """Break a title after the last word that fits into `width` cells."""
    if text.cell_len <= width:
        return text, Text()
    cut, cells = 0, 0
    for index, sign in enumerate(text.plain):
        cells += cell_len(sign)
        if cells > width:
            break
        cut = index + 1
    space = text.plain.rfind(" ", 0, cut + 1)
    cut = space if space > cut // 2 else cut
    first, rest = text.divide([cut])
    if rest.plain.startswith(" "):
        rest = rest[1:]
    return first, rest
