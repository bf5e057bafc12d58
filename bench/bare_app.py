"""What Textual alone costs: `python bench/bare_app.py FILE`, a list of titles, one on each line.

The same panes as Recto's, a virtual list, no library, no search; for other benches to compare with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input, Static

_HERE = Style(reverse=True)


class Titles(ScrollView, can_focus=True):
    """Titles, one of them under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j,down", "move(1)"),
        ("k,up", "move(-1)"),
        ("pagedown", "page(1)"),
        ("pageup", "page(-1)"),
        ("g", "first"),
        ("G", "last"),
    ]

    def __init__(self, titles: list[str]) -> None:
        super().__init__(id="list")
        self.titles = titles
        self.cursor = 0

    def on_mount(self) -> None:
        """Be as high as all titles."""
        self.virtual_size = Size(80, len(self.titles))

    def render_line(self, y: int) -> Strip:
        """Return one title."""
        row, width = y + self.scroll_offset.y, self.size.width
        if row >= len(self.titles):
            return Strip.blank(width)
        style = _HERE if row == self.cursor else Style()
        return Strip([Segment(f" {self.titles[row]}", style)]).adjust_cell_length(width, style)

    def move_to(self, row: int) -> None:
        """Put the cursor on a row and show its title in the other pane."""
        before, self.cursor = self.cursor, max(0, min(row, len(self.titles) - 1))
        if self.cursor == before:
            return
        top, height = self.scroll_offset.y, self.size.height
        if top <= self.cursor < top + height:
            self.refresh_line(before - top)
            self.refresh_line(self.cursor - top)
        else:
            self.scroll_to(y=max(0, self.cursor - height // 2), animate=False)
            self.refresh()
        self.screen.query_one("#abstract", Static).update(self.titles[self.cursor], layout=False)

    def action_move(self, rows: int) -> None:
        """Move by rows."""
        self.move_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move by pages."""
        self.move_to(self.cursor + pages * self.size.height)

    def action_first(self) -> None:
        """Go to the first title."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last title."""
        self.move_to(len(self.titles) - 1)


class BareApp(App[None]):
    """Search line, sidebar, list, abstract and bottom line, and nothing behind them."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("slash", "search"), ("escape", "leave")]
    CSS = """
    Input { dock: top; height: 1; border: none; padding: 0 1; }
    #bottom { dock: bottom; height: 1; }
    #sidebar { width: 29; }
    #papers { width: 1fr; }
    #list { height: 42%; scrollbar-size: 0 0; }
    #abstract { height: 1fr; }
    """

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        search = Input()
        search.cursor_blink = False  # a terminal that is never quiet cannot be waited for
        yield search
        with Horizontal():
            yield Static("All\nNew\nBookmarks\nUnread\nQueue", id="sidebar")
            with Container(id="papers"):
                yield Titles(self._titles)
                yield Static(markup=False, id="abstract")
        yield Static("j down   k up   / search", id="bottom")

    def on_mount(self) -> None:
        """Let keys move."""
        self.query_one(Titles).focus()

    def action_search(self) -> None:
        """Let keys be typed."""
        self.query_one(Input).focus()

    def action_leave(self) -> None:
        """Let keys move again."""
        self.query_one(Titles).focus()


if __name__ == "__main__":
    BareApp(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()).run(mouse=False)
