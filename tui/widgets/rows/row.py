"""One paper of the list as one line or two: marks, title, tags, date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from ....index import Highlighter, Paper, name_span, readable
from ...painting.look import Look, Palette
from ...painting.pieces import Piece, between, fitted, line_of, marked, plain
from .row_column import BYLINE_CELLS, PLACE_CELLS, Column, byline, cut_to, place_of

if TYPE_CHECKING:
    from ....index import Newness, Reason

MARGIN = 5
"""Cells before the title: cursor or selection, unread or done, bookmark, note, space."""
TITLE = 42
"""Cells that tags and columns leave to the title at least."""


class RowState(NamedTuple):
    """What the list knows of a row beside its paper."""

    is_here: bool
    """The cursor is on it."""
    is_active: bool
    """And the list has the focus."""
    is_selected: bool
    is_gone: bool = False
    """It belongs to the list no more, and leaves it when that is shown anew."""
    reason: str = ""
    """Why it is there although its text does not have all that was asked for."""
    newness: Newness = "unread"
    """Whether it was new when the list was shown."""
    part: int | None = None
    """How much of its text is read, from 0 to 100; None where that is not here."""


class RowColumns(NamedTuple):
    """What stands behind the title."""

    column: Column
    value: str = ""
    """What was loaded for this row."""
    this_year: str = ""
    has_byline: bool = False
    has_place: bool = False
    why: int = 0
    """Cells in which each row says why it is there; 0 for as many as that takes."""


_REMEMBERED = 256
"""Rows that are kept as they were drawn, a few screenfuls."""


class RowPainter:
    """Draws rows, and keeps them: a letter more in a query leaves most of them as they are."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[int, int | None], tuple[_Row, Strip]] = {}

    def draw(
        self,
        look: Look,
        paper: Paper,
        highlighter: Highlighter | None,
        state: RowState,
        columns: RowColumns,
        width: int,
        part: int | None,
    ) -> Strip:
        """Return the whole row, or its upper or lower line where it has two (`part` 0 or 1)."""
        shown = readable(paper.title)
        matches = [] if highlighter is None else highlighter.spans(shown, "title")
        row = _Row(look, paper, shown, matches, state, columns, width, part)
        place = (paper.rowid, part)
        if (drawn := self._drawn.get(place)) is not None and drawn[0] == row:
            return drawn[1]
        if len(self._drawn) >= _REMEMBERED:
            self._drawn.clear()
        strip = row.draw()
        self._drawn[place] = row, strip
        return strip


class _Row(NamedTuple):
    """All that a row depends on."""

    look: Look
    paper: Paper
    title: str
    matches: list[tuple[int, int]]
    state: RowState
    columns: RowColumns
    width: int
    part: int | None

    def draw(self) -> Strip:
        """Return the row."""
        paper, state, width, part = self.paper, self.state, self.width, self.part
        palette = self.look.palette
        is_active = state.is_active and palette.cursor is not None
        if is_active and palette.cursor:
            palette = palette.cursor
        base = palette.text
        room = width - MARGIN - 1
        is_bold = state.is_here and not is_active and not state.is_gone
        is_unread = state.newness in ("new", "version", "unread") and not paper.rejected
        title = self._title(palette, is_bold=is_bold, is_unread=is_unread)
        if is_bold:
            title = [(text, style + palette.resting_cursor) for text, style in title]
        extra: list[Piece] = []
        if part is None:
            extra = self._extra(paper, room - TITLE, palette)
        else:
            title = _split(title, room)[part]
            if part == 1:
                left = room - cell_len(plain(title)) if state.reason else 0
                extra = self._extra(paper, max(width // 2, left), palette)
        line = [
            *([(" " * MARGIN, base)] if part == 1 else self._marks(paper, state, palette)),
            *fitted(title, max(0, room - cell_len(plain(extra))), self.look.signs.ellipsis, base),
            *extra,
            (" ", base),
        ]
        if state.is_selected and not is_active:
            line = [(text, style + palette.selected) for text, style in line]
        return line_of(line, width)

    def _marks(self, paper: Paper, state: RowState, palette: Palette) -> list[Piece]:
        signs = self.look.signs
        is_resting = state.is_here and not state.is_active
        first = signs.selected if state.is_selected else signs.cursor if is_resting else " "
        unread = signs.unread if state.newness == "unread" else " "
        unread = signs.new if state.newness in ("new", "version") else unread
        read = signs.done if paper.done else unread
        read = signs.rejected if paper.rejected else read
        bookmark = signs.bookmark if paper.bookmarked else " "
        note = signs.note if paper.note or paper.has_draft else " "
        base = palette.text
        is_put_away = paper.done or paper.rejected
        hue = base + palette.accent if is_put_away else base + palette.unread
        behind = bookmark + note
        # Where no sign is, no other colour need be sent, nor a piece be made.
        return [
            (first, base if first == " " else base + palette.accent),
            (read, base if read == " " else hue),
            (f"{behind} ", base if behind == "  " else base + palette.accent),
        ]

    def _text(self, part: int) -> str:
        """Return the sign of a text, with how much of it is read once it is begun."""
        return f"{self.look.signs.text} {part} %" if part else self.look.signs.text

    def _title(self, palette: Palette, *, is_bold: bool, is_unread: bool) -> list[Piece]:
        name = name_span(self.title)
        spans = [(0, name, palette.name)]
        for start, end in self.matches:
            match = palette.name_match if is_bold or start < name else palette.match
            spans.append((start, end, match))
        if self.state.is_gone or self.paper.rejected:
            spans = [(0, len(self.title), palette.dim)]
        base = palette.text + palette.unread_title if is_unread else palette.text
        pieces = marked(self.title, base, spans)
        if self.look.is_ascii:
            return [(self.look.word(text), style) for text, style in pieces]
        return pieces

    def _extra(self, paper: Paper, room: int, palette: Palette) -> list[Piece]:
        """Return tags and columns, as much as there is room for.

        Why the paper was found comes first, then the column of what the list is ordered by, tags,
        who wrote it, and where it stands. Columns begin at the same place in each row, but where
        the first ones are empty the title has their room.
        """
        columns, word = self.columns, self.look.word
        column = columns.column
        dim = palette.text + palette.dim
        why: list[Piece] = []
        is_version = self.state.newness == "version"
        if self.state.reason or columns.why:
            reason = word(self.state.reason)
            if is_version and cell_len(reason) > room - 2:
                reason = reason.partition(" ")[0]  # which version it is says most
            cells = columns.why if columns.why and not is_version else room - 2
            reason = cut_to(reason, max(0, min(room - 2, cells)))
            reason += " " * (columns.why - cell_len(reason))
            why = [("  ", dim), (reason, dim + palette.accent)]
            room -= cell_len(reason) + 2
        if room < column.cells + 2:
            return why  # that matters more than its day
        value = column.value(paper, columns.value, self.look, columns.this_year)
        room -= column.cells + 2
        shown: list[tuple[str, int]] = []
        for is_shown, cells, told in (
            (columns.has_byline, BYLINE_CELLS, byline),
            (columns.has_place, PLACE_CELLS, place_of),
        ):
            if is_shown and room >= cells + 2:
                text = cut_to(word(told(paper)), cells)
                if text or shown:
                    shown.append((text, cells))
                    room -= cells + 2
        here = [] if self.state.part is None else [self._text(self.state.part)]
        place = [f"queue {paper.queue}"] if paper.queue and column.kind != "queue" else []
        tags = _as_fits([*here, *place, *(word(f"#{tag}") for tag in paper.tags)], room - 2)
        if not (tags or shown or value):
            return why
        extra = [*why, ("  ", dim)]
        if tags:
            extra += [(tags, dim + palette.tag), ("  ", dim)]
        for text, cells in shown:
            extra.append((text + " " * (cells - cell_len(text) + 2), dim))
        extra.append((" " * (column.cells - cell_len(value)) + value, dim))
        return extra


def version_words(paper: Paper) -> str:
    """Return that a paper of mine has another version, such as `v3 of a paper you noted`."""
    kept = (paper.note, paper.highlights, paper.queue, paper.tags, paper.bookmarked, True)
    words = ("noted", "highlighted", "queued", "tagged", "bookmarked", "added")
    done = next(word for mark, word in zip(kept, words, strict=True) if mark)
    return f"v{paper.arxiv_version} of a paper you {done}"


def reason_words(reasons: Sequence[Reason]) -> str:
    """Return in a few words why a paper was found; nothing where its text has all the words."""
    if not reasons:
        return ""
    from ...system.plain_text import reason_text  # most lists stand without

    return ", ".join(map(reason_text, reasons))


def _as_fits(words: list[str], room: int) -> str:
    """Return as many words as fit, and how many more there are."""
    for count in range(len(words), 0, -1):
        more = [f"+{len(words) - count}"] if count < len(words) else []
        text = " ".join(words[:count] + more)
        if cell_len(text) <= room:
            return text
    return ""


def _split(pieces: list[Piece], width: int) -> tuple[list[Piece], list[Piece]]:
    """Break a title after the last word that fits into `width` cells."""
    text = plain(pieces)
    if cell_len(text) <= width:
        return pieces, []
    cut, cells = 0, 0
    for index, sign in enumerate(text):
        cells += cell_len(sign)
        if cells > width:
            break
        cut = index + 1
    space = text.rfind(" ", 0, cut + 1)
    cut = space if space > cut // 2 else cut
    behind = cut + 1 if text.startswith(" ", cut) else cut
    return between(pieces, 0, cut), between(pieces, behind, len(text))
