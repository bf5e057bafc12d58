"""The list of papers: virtual, so that it asks only for the rows it shows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from ...index import Highlighter, Paper, Signs
from ..painting.line_pane import LinePane
from .list_offer import ListOffer
from .rows.empty_text import draw, line_count
from .rows.paper_cache import PaperCache
from .rows.row import RowPainter
from .rows.row_column import BY_DAY, Column
from .rows.row_facts import RowFacts
from .rows.row_selection import RowSelection
from .rows.row_window import RowWindow

NARROW = 60
"""Below this width a row takes two lines."""


class ResultList(LinePane):
    """The papers of the present listing, one of them under the cursor."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Paper]]) -> None:
        super().__init__(id="list")
        self._cache = PaperCache(fetch)
        self._painter = RowPainter()
        self.facts = RowFacts()
        self.rowids: Sequence[int] = ()
        self.cursor = 0
        self._offer = ListOffer()
        self.empty_text = ""
        """What stands in the middle of an empty list, in as many lines as it takes."""
        self._first = 0
        """The row that the reader left at the upper edge, whatever a resize has made of it."""
        self._was_shown = False
        self.selection = RowSelection(self, self._show_selected)

    # What is shown

    def show(
        self,
        rowids: Sequence[int],
        highlighter: Highlighter | None,
        *,
        keep: int | None = None,
        column: Column = BY_DAY,
        signs: Signs = Signs(),  # noqa: B008 - it never changes
    ) -> None:
        """Show these papers with the cursor on `keep` if it is among them, else on the first.

        Beside each of them stands the `column`; the `signs` tell which are new.
        """
        self.facts.signs = signs
        self._cache.use(column)
        self.rowids = rowids
        self.selection.forget()
        self.facts.highlighter = highlighter
        self.cursor = 0 if keep is None else self.row_of(keep) or 0
        self.top = min(self.top, self.last_top)
        self._follow()
        self._keep_place()
        self.repaint()

    def renumber(self, rowids: Sequence[int]) -> None:
        """Go on with other row numbers of the same papers, each in the row where it is."""
        self.selection.renumber(dict(zip(self.rowids, rowids, strict=True)))
        self.rowids = rowids
        self._cache.forget_values()
        self.repaint()

    def show_offer(self, offer: ListOffer) -> None:
        """Show in the last line of the list what else could be found, or nothing.

        It is a row of its own behind the papers, always in sight.
        """
        if offer == self._offer:
            return
        self._offer = offer
        self.cursor = min(self.cursor, max(0, self._last_row))
        self.top = min(self.top, self.last_top)
        self._follow()
        self.repaint()

    @property
    def is_on_offer(self) -> bool:
        """Whether the cursor stands on what is offered, and on no paper."""
        return bool(self._offer) and self.cursor == len(self.rowids)

    @property
    def _last_row(self) -> int:
        """The last row that the cursor can be on."""
        return len(self.rowids) - (not self._offer)

    def go_on(self, rowids: Sequence[int]) -> None:
        """Show more papers behind those that are there, the cursor on the first of them."""
        self._offer = ListOffer()
        self.cursor, self.rowids = min(len(self.rowids), len(rowids) - 1), rowids
        self.top = min(self.cursor * self.row_height, self.last_top)
        self._keep_place()
        self.repaint()

    def show_reasons(self, rowids: Sequence[int]) -> None:
        """Draw these papers anew where they are in sight: it is known by now why they are there."""
        known = frozenset(rowids)
        for row in self.window.rows:
            if self.rowids[row] in known:
                self._refresh_row(row)

    def show_signs(self, signs: Signs) -> None:
        """Show anew which papers are new."""
        self.facts.signs = signs
        self.repaint()

    def forget(self, rowids: Sequence[int] | None = None) -> None:
        """Read these rows (or all) anew when they are drawn next."""
        if rowids is None:
            self._cache.forget_all()
        else:
            self._cache.forget(rowids)
        self.repaint()

    def forget_unseen(self, seen: Sequence[int]) -> None:
        """Read every row but these anew when it is drawn next."""
        self._cache.keep_only(seen)

    def keep(self, papers: Sequence[Paper]) -> None:
        """Take these newer values of rows and repaint those that are visible."""
        changed = self._cache.keep(papers)
        for row in self.window.rows:
            if self.rowids[row] in changed:
                self._refresh_row(row)

    def row_of(self, rowid: int) -> int | None:
        """Return the row of a paper, None where the list has it not."""
        try:
            return self.rowids.index(rowid)  # an array's own: a loop would hold the keys
        except ValueError:
            return None

    @property
    def window(self) -> RowWindow:
        """What is in sight of the list."""
        return RowWindow(self.top, self.height, self.row_height, len(self.rowids))

    @property
    def visible_rowids(self) -> list[int]:
        """The papers on the screen and the one under the cursor."""
        rowids = [self.rowids[row] for row in self.window.rows]
        return rowids if self.rowid is None or self.rowid in rowids else [*rowids, self.rowid]

    @property
    def rowid(self) -> int | None:
        """The paper under the cursor."""
        return self.rowids[self.cursor] if self.cursor < len(self.rowids) else None

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor with everything known about it."""
        return self.paper_at(self.cursor) if self.cursor < len(self.rowids) else None

    def paper_at(self, row: int) -> Paper | None:
        """Return the paper of a row, fetching it with its neighbours when it is not at hand."""
        return self._cache.paper(self.rowids, row, self.height)

    def _show_selected(self, row: int | None) -> None:
        if row is None:
            self.repaint()
        else:
            self._refresh_row(row)

    # Moving

    def shift(self, steps: int) -> None:
        """Move the row under the cursor within the list, the cursor staying on it."""
        rowids = array("q", self.rowids)
        rowid = rowids.pop(self.cursor)
        row = max(0, min(self.cursor + steps, len(rowids)))
        rowids.insert(row, rowid)
        self.rowids, self.cursor = rowids, row
        self._follow()
        self._keep_place()
        self.repaint()

    def move_to(self, row: int) -> None:
        """Put the cursor on a paper; the highlight moves, the page only at its edge."""
        if self.rowids:
            self._go_to(max(0, min(row, len(self.rowids) - 1)))

    def _go_to(self, row: int) -> None:
        if row == self.cursor:
            return
        before, self.cursor = self.cursor, row
        if self.selection.is_open:
            self.repaint()
        if not self._follow():
            self._refresh_row(before)
            self._refresh_row(row)
        self._keep_place()

    def move(self, rows: int) -> None:
        """Move the cursor down, or up when negative; from the last paper on to what is offered."""
        if rows > 0 and self.cursor >= len(self.rowids) - 1:
            self._go_to(max(0, self._last_row))
        else:
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
        self.move_to(len(self.rowids) - 1)

    def _keep_place(self) -> None:
        """Remember which row stands at the upper edge; of a list not shown yet the cursor's."""
        if self.size.height:
            self._first = self.top // self.row_height
        elif not self._was_shown:
            self._first = self.cursor

    def _follow(self) -> bool:
        """Bring the cursor into view, by half a page, since every line crosses the network."""
        if not self.size.height:
            return False  # a list that is not shown follows when it is
        if self.is_on_offer:
            return self.scroll_to_line(self.last_top)
        top = self.window.top_with(self.cursor)
        return top != self.top and self.scroll_to_line(top)

    @property
    def last_top(self) -> int:
        """The furthest upper edge: that of a row, so that none is cut there."""
        return -(-super().last_top // self.row_height) * self.row_height

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows; the cursor comes along where it would leave the window."""
        self.top = max(0, min(self.top + rows * self.row_height, self.last_top))
        self._keep_place()
        whole = self.window.whole
        self.cursor = min(max(self.cursor, whole[0]), whole[-1])
        self.repaint()

    # Drawing

    @property
    def row_height(self) -> int:
        """Lines a row takes: two where the list is narrow."""
        return _row_height(self.content_size.width)

    @property
    def height(self) -> int:
        """How many lines are there for papers, at least 1: what is offered has one of its own."""
        return max(1, super().height - bool(self._offer))

    @property
    def line_count(self) -> int:
        """Lines of the whole list, or of the text that explains why it is empty."""
        if self.rowids:
            return len(self.rowids) * self.row_height
        return line_count(self.empty_text, self.look, self.content_size.width, self.height)

    @property
    def _offer_line(self) -> int:
        """The visible line of what is offered: behind the papers, as long as that is in sight."""
        lines = len(self.rowids) * self.row_height - self.top
        return min(lines, super().height - 1)

    @property
    def caret(self) -> Offset:
        """The beginning of the row under the cursor."""
        if self.is_on_offer:
            return Offset(0, self._offer_line)
        return Offset(0, max(0, self.cursor * self.row_height - self.top))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place in the list and the cursor in view when the pane changes its size."""
        self._was_shown = self._was_shown or bool(self.size.height)
        self.top = min(self._first * self.row_height, self.last_top)
        self._follow()
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor as the active one, or as resting."""
        super().watch_has_focus(has_focus)
        self._refresh_row(self.cursor)

    def _refresh_row(self, row: int) -> None:
        self.repaint(range(row * self.row_height, (row + 1) * self.row_height))

    def _draw(self, y: int, width: int, count: int) -> Strip:
        """Draw the visible line `y`."""
        if self._offer and y == self._offer_line:
            is_here, has_focus = self.is_on_offer, self.has_focus
            return self._offer.draw(self.look, width, is_here=is_here, is_active=has_focus)
        return super()._draw(y, width, count)

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw one line of one row."""
        if not self.rowids:
            return draw(self.empty_text, self.look, number, width, self.height)
        high = _row_height(width)
        row, part = divmod(number, high)
        paper = self.paper_at(row)
        if paper is None:
            return Strip.blank(width)
        is_here = row == self.cursor
        state = self.facts.state(
            paper,
            self.look,
            width,
            is_here=is_here,
            is_active=is_here and self.has_focus,
            is_selected=self.selection.has(row),
        )
        why = self.facts.why_cells(width) if high == 1 else 0
        columns = self._cache.columns(self.rowids, row, self.height, self.app.size.width, why)
        return self._painter.draw(
            self.look,
            paper,
            self.facts.highlighter,
            state,
            columns,
            width,
            part if high == 2 else None,
        )


def _row_height(width: int) -> int:
    return 2 if 0 < width < NARROW else 1
