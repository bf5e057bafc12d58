"""Where the panes stand, which of them has the focus, and what a resize does to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.css.scalar import Scalar
from textual.geometry import Size
from textual.reactive import var
from textual.widget import Widget

from ...index import Bars, Paper
from ..keys.contexts import ABSTRACT, FULL, LIST, MARKING, SIDEBAR, TEXT
from ..painting.focus import FocusKeepingScreen
from ..painting.frames import PacedScreen
from ..painting.pane_painter import PaintedScreen
from .abstract_pane import AbstractPane
from .bottom_line import BottomLine
from .layouts import BESIDE, STRIP, TINY, WIDE
from .prompt import Prompt
from .result_list import ResultList
from .search_box import SearchBox
from .sidebar import Sidebar

if TYPE_CHECKING:
    from .note_editor import NoteEditor
    from .text.pane import TextPane

    Pane = ResultList | AbstractPane | Sidebar | TextPane


class PanesScreen(FocusKeepingScreen, PaintedScreen, PacedScreen):
    """Search line, sidebar, list, abstract and bottom line, placed by the size of the terminal."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (TINY, "-small"),
        (BESIDE, "-medium"),
        (WIDE, "-wide"),
    ]

    AUTO_FOCUS = ""
    """Nothing gets the focus but what `give_focus` names."""

    focused: var[Widget | None] = var(None)
    """What has the focus; Textual's own paints the whole screen anew when that changes."""
    is_full: var[bool] = var(False)
    """The abstract has the screen for itself."""
    layout_name: var[str] = var("split")
    """Which of the layouts the panes have."""
    has_sidebar: var[bool] = var(True)
    """The sidebar stands beside the list where there is room for it."""
    has_search_line: var[bool] = var(True)
    """The line at the top stands there also while nobody searches."""
    has_key_bar: var[bool] = var(True)
    """The line at the bottom stands there also while nothing is said."""
    is_sidebar_over: var[bool] = var(False)
    """The sidebar was opened where there is no room for it otherwise."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Paper]]) -> None:
        super().__init__()
        self.results = ResultList(fetch)
        self.abstract = AbstractPane()
        self.sidebar = Sidebar()
        self.box = SearchBox()
        self.bottom = BottomLine(self._place_bottom)
        self.prompt = Prompt()
        self.reading: TextPane | None = None
        """The text that has the screen for itself; it stands before the abstract in full."""
        self._was_shown = False
        self._front: Pane = self.results
        """The pane that had the focus last; it comes back to it after a prompt."""

    def compose(self) -> ComposeResult:
        """Lay out the panes; the stylesheet places them by the width of the terminal."""
        # Textual tells the width only after the first frame, and then styles and draws all again.
        width = self.app.size.width
        self.add_class(
            [name for least, name in self.HORIZONTAL_BREAKPOINTS if width >= least][-1],
            update=False,
        )
        yield self.box
        with Horizontal(id="body"):
            yield self.sidebar
            with Container(id="papers"):
                yield self.results
                yield self.abstract
        yield self.bottom
        yield self.prompt

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style nothing again that was styled a moment ago, when it was mounted."""
        event.refresh_styles = event.refresh_styles and self._was_shown
        self._was_shown = True

    def on_mount(self) -> None:
        """Place the panes before they are drawn for the first time."""
        self.place()
        self.prompt.visible = False
        self.give_focus(self.results)

    @property
    def pane(self) -> Pane:
        """The pane that moves."""
        if self.reading is not None:
            return self.reading
        if self.is_full or self.focused is self.abstract:
            return self.abstract
        return self.sidebar if self.focused is self.sidebar else self.results

    @property
    def where(self) -> str:
        """The pane whose keys are meant: text or marking, full, sidebar, abstract or list."""
        if self.reading is not None:
            return TEXT if self.reading.marker.selection is None else MARKING
        if self.is_full:
            return FULL
        if self.pane is self.sidebar:
            return SIDEBAR
        return ABSTRACT if self.pane is self.abstract else LIST

    def give_focus(self, widget: Widget) -> None:
        """Give the focus to a widget at once: the next key may be here already."""
        if isinstance(widget, ResultList | AbstractPane | Sidebar):
            self._front = widget
        self.place(widget)
        self.set_focus(widget, scroll_visible=False)

    def keeps_focus(self, widget: Widget) -> bool:
        """Leave the focus with what a resize hides for a while.

        The keys that are typed meanwhile would otherwise mean something else.
        """
        panes = (self.results, self.abstract, self.sidebar, self.box, self.prompt)
        return widget in panes or widget is self.reading

    def show_text(self, pane: TextPane) -> None:
        """Put a text in the place of all other panes; it is mounted when it comes first."""
        if not pane.is_attached:
            self.query_one("#papers").mount(pane)
        self.reading = pane
        self.add_class("-text", "-full")  # at once: each time all styles are found anew
        self.is_full = True
        self.give_focus(pane)

    def hide_text(self) -> None:
        """Put the panes back that the text stood before."""
        self.reading = None
        self.remove_class("-text")
        self.focus_pane()

    def open_editor(self, editor: NoteEditor) -> None:
        """Put the editor in the place of the abstract, and give it the focus."""
        self.query_one("#papers").mount(editor)
        self.add_class("-noting")
        self.give_focus(editor)

    def close_editor(self, editor: NoteEditor) -> None:
        """Give the place and the focus back."""
        editor.remove()
        self.remove_class("-noting")
        self.focus_pane()

    def text_size(self) -> Size:
        """Return how much of the screen a text has."""
        width, height = self.app.size
        return Size(width, max(2, height - self.has_key_bar))

    @property
    def panes_at_hand(self) -> list[Pane]:
        """The panes that the focus can go to, from left to right.

        Told from what was asked for: the next key may come before it is on the screen.
        """
        if self.is_full:
            return [self.reading or self.abstract]
        panes: list[Pane] = [self.results]
        if self.layout_name != "list":
            panes.append(self.abstract)
        if self.is_sidebar_over or (self.has_sidebar and self.app.size.width >= BESIDE):
            panes.insert(0, self.sidebar)
        return panes

    @property
    def is_abstract_shown(self) -> bool:
        """Whether the abstract is on the screen."""
        is_there = self.abstract in self.panes_at_hand
        return is_there and (self.app.size.width >= TINY or self._is_abstract_in_front)

    @property
    def _is_abstract_in_front(self) -> bool:
        return self.is_full or (self._front is self.abstract and self.layout_name != "list")

    def turn_focus(self, step: int) -> None:
        """Give the focus to the next pane."""
        panes = self.panes_at_hand
        here = next((n for n, pane in enumerate(panes) if pane is self.focused), -step)
        self.go_to_pane(panes[(here + step) % len(panes)])

    def go_to_pane(self, pane: Pane) -> None:
        """Give the focus to a pane; a sidebar that leaves no room for others makes way."""
        if self.is_sidebar_over and pane is not self.sidebar and self.app.size.width < TINY:
            self.is_sidebar_over = False
        self.give_focus(pane)

    def focus_pane(self) -> None:
        """Give the focus to the pane that had it before a prompt."""
        panes = self.panes_at_hand
        if self._front in panes:
            self.give_focus(self._front)
        else:
            self.give_focus(self.pane if self.is_full else self.results)

    def lay_out(self, layout: str) -> None:
        """Give the panes a layout."""
        self.layout_name = layout
        if self.focused not in (self.sidebar, self.box):
            is_reading = layout == "reader" and self.app.size.width < TINY
            stays = self.focused is self.abstract and layout == "reader"
            self.give_focus(self.abstract if is_reading or stays else self.results)
        self.place()

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar; where there is no room for it, over the list."""
        if self.is_full:
            return
        if self.app.size.width >= BESIDE:
            self.has_sidebar = not self.has_sidebar
            if self.focused is self.sidebar:
                self.give_focus(self.results)
        else:
            self.is_sidebar_over = not self.is_sidebar_over
            self.give_focus(self.sidebar if self.is_sidebar_over else self.results)

    def watch_has_sidebar(self) -> None:
        """Place the panes."""
        self.place()

    def watch_is_sidebar_over(self) -> None:
        """Place the panes."""
        self.place()

    def watch_has_search_line(self) -> None:
        """Place the panes."""
        self.place()

    def watch_has_key_bar(self) -> None:
        """Place the panes."""
        self.place()

    def _place_bottom(self) -> None:
        """Show the line at the bottom while it says something, where it is not to stand always."""
        if not self.has_key_bar:
            self.place()

    @property
    def bars(self) -> Bars:
        """Which bars stand on the screen."""
        return Bars(self.has_search_line, self.has_key_bar, self.has_sidebar)

    @bars.setter
    def bars(self, bars: Bars) -> None:
        self.has_search_line, self.has_key_bar = bars.search, bars.keys
        self.has_sidebar = bars.sidebar

    def on_resize(self, event: events.Resize) -> None:
        """Place the panes anew; the focus stays where it can."""
        is_beside = event.size.width >= BESIDE
        if is_beside or self.focused is self.sidebar:
            self.is_sidebar_over = not is_beside
        if self.focused is None or (
            isinstance(self.focused, ResultList | AbstractPane | Sidebar)
            and self.focused not in self.panes_at_hand
        ):
            self.focus_pane()
        self.place()

    def place(self, focused: Widget | None = None) -> None:
        """Tell the stylesheet what is to be seen, and share the height.

        `focused` is what will have the focus, which can only be given to what is to be seen.
        """
        width, height = self.app.size
        is_searching = (focused or self.focused) is self.box
        is_silent = not self.has_key_bar and not self.bottom.is_speaking
        self.set_class(not self.has_sidebar, "-no-sidebar")
        self.set_class(self.is_sidebar_over, "-sidebar-over")
        self.set_class(not self.has_search_line and not is_searching, "-no-search")
        self.set_class(is_silent, "-no-keys")
        self.set_class(self.layout_name == "list", "-list-alone")
        self.set_class(self.layout_name == "reader", "-reader")
        self.set_class(width < TINY and self._is_abstract_in_front, "-abstract-in-front")
        body = height - self.has_search_line - self.has_key_bar
        rows = max(min(10, body // 2), round(body * 0.42))
        if self.layout_name == "reader":
            rows = max(2, min(STRIP, body // 4))
        is_stacked = TINY <= width < WIDE and self.layout_name != "list"
        if self.results.styles.height != (tall := Scalar.parse(str(rows) if is_stacked else "1fr")):
            self.results.styles.height = tall
