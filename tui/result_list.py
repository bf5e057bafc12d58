"""The list of papers: virtual, so that it asks only for the rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip

from ..index import Highlighter, Paper, name_span
from .line_pane import LinePane, strip_of
from .look import Palette

FETCH = 64
"""Rows asked for at once around a row that is not at hand."""
KEPT = 1024
"""Rows kept at hand before the oldest are forgotten."""
NARROW = 60
"""Below this width a row takes two lines."""
MARGIN = 4
"""Cells before the title: cursor, unread dot, bookmark, space."""


class ResultList(LinePane):
    """The papers of the present listing, one of them under the cursor."""

    class Moved(Message):
        """The cursor stands on another paper, or on none."""

        def __init__(self, pid: int | None) -> None:
            super().__init__()
            self.pid = pid

        def can_replace(self, message: Message) -> bool:
            """Only the newest position matters."""
            return isinstance(message, ResultList.Moved)

    def __init__(self, fetch: Callable[[Sequence[int]], list[Paper]]) -> None:
        super().__init__(id="list")
        self._fetch = fetch
        self._papers: dict[int, Paper] = {}
        self.pids: Sequence[int] = ()
        self.cursor = 0
        self.highlighter: Highlighter | None = None
        self.empty_text = ""
        """What stands in the middle of an empty list."""

    # What is shown

    def show(
        self, pids: Sequence[int], highlighter: Highlighter | None, *, cursor: int = 0
    ) -> None:
        """Show these papers with the cursor on row `cursor`."""
        self.pids = pids
        self.highlighter = highlighter
        self.cursor = max(0, min(cursor, len(pids) - 1))
        self.top = min(self.top, self.last_top)
        self._follow()
        self.refresh()
        self.post_message(self.Moved(self.pid))

    def forget(self, pids: Sequence[int] | None = None) -> None:
        """Read these rows (or all) anew when they are drawn next."""
        if pids is None:
            self._papers.clear()
        else:
            for pid in pids:
                self._papers.pop(pid, None)
        self.refresh()

    def forget_unseen(self, seen: Sequence[int]) -> None:
        """Read every row but these anew when it is drawn next."""
        self._papers = {pid: self._papers[pid] for pid in seen if pid in self._papers}

    def keep(self, papers: Sequence[Paper]) -> None:
        """Take these newer values of rows and repaint those that are visible."""
        changed = {p.pid: p for p in papers if self._papers.get(p.pid, p) != p}
        self._papers.update(changed)
        first = self.top // self.row_height
        last = (self.top + self.height) // self.row_height + 1
        for row, pid in enumerate(self.pids[first:last], first):
            if pid in changed:
                self._refresh_row(row)

    @property
    def pid(self) -> int | None:
        """The paper under the cursor."""
        return self.pids[self.cursor] if self.pids else None

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor with everything known about it."""
        return self.paper_at(self.cursor) if self.pids else None

    def paper_at(self, row: int) -> Paper | None:
        """Return the paper of a row, fetching it with its neighbours when it is not at hand."""
        pid = self.pids[row]
        if pid not in self._papers:
            if len(self._papers) > KEPT:
                self._papers.clear()
            first = max(0, row - FETCH // 4)
            wanted = [p for p in self.pids[first : first + FETCH] if p not in self._papers]
            self._papers.update((paper.pid, paper) for paper in self._fetch(wanted))
        return self._papers.get(pid)

    # Moving

    def move_to(self, row: int) -> None:
        """Put the cursor on a row; the highlight moves, the page only at its edge."""
        row = max(0, min(row, len(self.pids) - 1))
        if row == self.cursor or not self.pids:
            return
        before, self.cursor = self.cursor, row
        if not self._follow():
            self._refresh_row(before)
            self._refresh_row(row)
        self.post_message(self.Moved(self.pid))

    def move(self, rows: int) -> None:
        """Move the cursor down, or up when negative."""
        self.move_to(self.cursor + rows)

    def page(self, pages: float) -> None:
        """Move the cursor by screenfuls."""
        rows = max(1, round(abs(pages) * (self.height // self.row_height)))
        self.move(rows if pages > 0 else -rows)

    def to_top(self) -> None:
        """Go to the first paper."""
        self.move_to(0)

    def to_bottom(self) -> None:
        """Go to the last paper."""
        self.move_to(len(self.pids) - 1)

    def _follow(self) -> bool:
        """Bring the cursor into view, by half a page, since every line crosses the network."""
        high = self.row_height
        upper, lower = self.cursor * high, self.cursor * high + high
        half = max(high, self.height // 2 // high * high)
        if upper < self.top:
            distance = self.top - upper
            return self.scroll_to_line(
                self.top - max(half, distance) if distance <= half else upper
            )
        if lower > self.top + self.height:
            distance = lower - self.top - self.height
            return self.scroll_to_line(self.top + half if distance <= half else lower - self.height)
        return False

    # Drawing

    @property
    def row_height(self) -> int:
        """Lines a row takes: two where the list is narrow."""
        return 2 if 0 < self.content_size.width < NARROW else 1

    @property
    def line_count(self) -> int:
        """Lines of the whole list, or of the text that explains why it is empty."""
        return len(self.pids) * self.row_height or (self.height // 2 + 1 if self.empty_text else 0)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view when the pane changes its size."""
        self.top = min(self.top // self.row_height * self.row_height, self.last_top)
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor as the active one."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Show the cursor as resting."""
        self._refresh_row(self.cursor)

    def _refresh_row(self, row: int) -> None:
        for line in range(row * self.row_height, (row + 1) * self.row_height):
            self.refresh_line(line)

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw one line of one row."""
        if not self.pids:
            middle = number == self.line_count - 1
            return strip_of(
                Text(self.empty_text.center(width) if middle else "", style=self.palette.dim)
            )
        row, part = divmod(number, self.row_height)
        paper = self.paper_at(row)
        if paper is None:
            return Strip.blank(width)
        is_active = row == self.cursor and self.has_focus
        palette = self.palette.cursor if is_active and self.palette.cursor else self.palette
        line = Text(style=palette.text)
        title = self._title(paper, palette)
        room = width - MARGIN - 1
        extra = self._extra(paper, room - 42 if self.row_height == 1 else width // 2, palette)
        if self.row_height == 1:
            line.append_text(self._marks(paper, row, palette))
            line.append_text(self._beside(title, extra, room))
        elif part == 0:
            line.append_text(self._marks(paper, row, palette))
            line.append_text(_split(title, room)[0])
        else:
            line.append(" " * MARGIN)
            line.append_text(self._beside(_split(title, room)[1], extra, room))
        line.pad_right(max(0, width - line.cell_len))
        if row == self.cursor and not is_active:
            line.stylize(palette.resting_cursor)
        return strip_of(line)

    def _marks(self, paper: Paper, row: int, palette: Palette) -> Text:
        is_resting = row == self.cursor and not self.has_focus
        line = Text(self.signs.cursor if is_resting else " ", style=palette.accent)
        line.append(" " if paper.read else self.signs.unread)
        line.append(self.signs.bookmark if paper.bookmarked else " ")
        line.append(" ")
        return line

    def _title(self, paper: Paper, palette: Palette) -> Text:
        title = Text(paper.title, style=palette.text)
        title.stylize(palette.name, 0, name_span(paper.title))
        if self.highlighter is not None:
            for start, end in self.highlighter.spans(paper.title):
                title.stylize(palette.match, start, end)
        return title

    def _extra(self, paper: Paper, room: int, palette: Palette) -> Text:
        """Return tags and date, as much of them as there is room for."""
        date = (paper.published or "")[:7].replace("--", "")
        tags = " ".join(f"#{tag}" for tag in paper.tags)
        extra = Text("  ", style=palette.dim)
        if tags and cell_len(tags) + len(date) + 4 <= room:
            extra.append(tags, palette.accent)
            if date:
                extra.append("  ")
        if date and len(date) + 2 <= room:
            extra.append(date)
        return extra if len(extra) > 2 else Text()

    def _beside(self, left: Text, right: Text, width: int) -> Text:
        """Put `right` at the right edge and cut `left` with an ellipsis where it does not fit."""
        room = max(0, width - right.cell_len)
        if left.cell_len > room:
            left.truncate(max(0, room - 1))
            left.append(self.signs.ellipsis)
        left.pad_right(max(0, room - left.cell_len))
        return left.append_text(right)


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
