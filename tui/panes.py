"""Where the panes stand, which of them has the focus, and what a resize does to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from ..index import Paper
from .abstract_pane import AbstractPane
from .bottom_line import BottomLine, Prompt
from .command import ABSTRACT, FULL, LIST, SIDEBAR
from .line_pane import LinePane
from .result_list import ResultList
from .search_box import SearchBox
from .sidebar import Sidebar

BESIDE, WIDE, TINY = 100, 170, 60
"""Columns from which the sidebar stands beside the list, the abstract does, and below which
one pane is shown at a time; the stylesheet has the same numbers as breakpoints."""


class PanesScreen(Screen[None]):
    """Search line, sidebar, list, abstract and bottom line, placed by the size of the terminal."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (TINY, "-small"),
        (BESIDE, "-medium"),
        (WIDE, "-wide"),
    ]

    AUTO_FOCUS = ""
    """Nothing gets the focus but what `give_focus` names."""

    is_full: var[bool] = var(False)
    """The abstract has the screen for itself."""
    has_sidebar: var[bool] = var(True)
    """The sidebar stands beside the list where there is room for it."""
    is_sidebar_over: var[bool] = var(False)
    """The sidebar was opened where there is no room for it otherwise."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Paper]]) -> None:
        super().__init__()
        self.results = ResultList(fetch)
        self.abstract = AbstractPane()
        self.sidebar = Sidebar()
        self.box = SearchBox()
        self.bottom = BottomLine()
        self.prompt = Prompt()

    def compose(self) -> ComposeResult:
        """Lay out the panes; the stylesheet places them by the width of the terminal."""
        yield self.box
        with Horizontal(id="body"):
            yield self.sidebar
            with Container(id="papers"):
                yield self.results
                yield self.abstract
        yield self.bottom
        yield self.prompt

    def on_mount(self) -> None:
        """Place the panes before they are drawn for the first time."""
        self._share_height(self.app.size)
        self.prompt.display = False
        self.give_focus(self.results)

    @property
    def pane(self) -> ResultList | AbstractPane | Sidebar:
        """The pane that moves."""
        if self.is_full or self.focused is self.abstract:
            return self.abstract
        return self.sidebar if self.focused is self.sidebar else self.results

    @property
    def where(self) -> str:
        """The pane whose keys are meant: full, sidebar, abstract or list."""
        if self.is_full:
            return FULL
        if self.pane is self.sidebar:
            return SIDEBAR
        return ABSTRACT if self.pane is self.abstract else LIST

    def give_focus(self, widget: Widget) -> None:
        """Give the focus to a widget at once: the next key may be here already."""
        self.set_focus(widget, scroll_visible=False)

    def turn_focus(self, step: int) -> None:
        """Give the focus to the next pane that is shown."""
        panes: list[LinePane] = [self.sidebar, self.results, self.abstract]
        shown = [pane for pane in panes if pane.size.area]
        if shown:
            here = next((n for n, pane in enumerate(shown) if pane is self.focused), -step)
            self.give_focus(shown[(here + step) % len(shown)])

    def focus_pane(self) -> None:
        """Give the focus to the list, or to the abstract where it is in full."""
        self.give_focus(self.abstract if self.is_full else self.results)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar; where there is no room for it, over the list."""
        if self.is_full:
            return
        if self.size.width >= BESIDE:
            self.has_sidebar = not self.has_sidebar
            if self.focused is self.sidebar:
                self.give_focus(self.results)
        else:
            self.is_sidebar_over = not self.is_sidebar_over
            self.give_focus(self.sidebar if self.is_sidebar_over else self.results)

    def watch_has_sidebar(self, has_sidebar: bool) -> None:
        """Tell the stylesheet."""
        self.set_class(not has_sidebar, "-no-sidebar")

    def watch_is_sidebar_over(self, is_over: bool) -> None:
        """Tell the stylesheet."""
        self.set_class(is_over, "-sidebar-over")

    def on_resize(self, event: events.Resize) -> None:
        """Share the height anew; close a sidebar that there is room for beside the list now."""
        self._share_height(event.size)
        if event.size.width >= BESIDE:
            self.is_sidebar_over = False

    def _share_height(self, size: Size) -> None:
        """Share the height between list and abstract where one stands over the other."""
        body = size.height - 2
        rows = max(min(10, body // 2), round(body * 0.42))
        self.results.styles.height = rows if TINY <= size.width < WIDE else "1fr"
