"""A pane that draws its lines itself, so that a million lines cost what a screenful costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from .cell_changes import changed_cells
from .look import Look, Palette, Signs
from .pieces import line_of, marked
from .themes import PLAIN

_CONSOLE = Console(width=80, force_terminal=False, color_system=None)
"""Rich wraps text through a console; this one never writes."""


class LinePane(Widget, can_focus=True):
    """The base of list, abstract, sidebar and help: a first line, a height, and `draw_line`."""

    auto_links = False  # Textual would look for links under the mouse at each frame

    top: int = 0
    """The line shown at the upper edge, from 0."""

    is_typed_in: bool = False
    """The terminal's cursor is shown at its insertion point while it has the focus."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: dict[int, Strip] = {}
        self._shown_width = 0
        self._screen: Screen[Any] | None = None
        self._placed: object = None
        """Where Textual had placed everything when it was looked up last."""
        self._region = self._content = Region()

    @property
    def look(self) -> Look:
        """What the whole application draws with."""
        look: Look = getattr(self.app, "look", PLAIN)
        return look

    @property
    def palette(self) -> Palette:
        """The styles to draw with."""
        return self.look.palette

    @property
    def signs(self) -> Signs:
        """The signs of marks."""
        return self.look.signs

    def change_look(self) -> None:
        """Draw everything anew, since the application looks otherwise now."""
        self._shown.clear()
        self.refresh()

    @property
    def caret(self) -> Offset:
        """Where the eye is, for those who follow the terminal's cursor: a cell of the content."""
        return Offset(0, 0)

    def draw_line(self, number: int, width: int) -> Strip:
        """Return line `number` of the content, from 0; wider or narrower than `width` is mended."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines the content has."""
        raise NotImplementedError

    @property
    def height(self) -> int:
        """How many lines are visible, at least 1."""
        return max(1, self.content_size.height)

    @property
    def last_top(self) -> int:
        """The furthest `top` at which the pane is still full."""
        return max(0, self.line_count - self.height)

    # Where it is: Textual looks it up in trees each time, a tenth of what a letter costs

    @property
    def screen(self) -> Screen[Any]:
        """The screen it is on, which it never leaves."""
        if self._screen is None:
            self._screen = super().screen
        return self._screen

    @property
    def content_region(self) -> Region:
        """The cells of its content on the screen."""
        self._look_up()
        return self._content

    @property
    def content_size(self) -> Size:
        """How large that is."""
        self._look_up()
        return self._content.size

    @property
    def content_offset(self) -> Offset:
        """Where the content begins in the cells of the pane."""
        self._look_up()
        return self._content.offset - self._region.offset

    def _look_up(self) -> None:
        if self._parent is None:
            return
        compositor = self.screen._compositor
        is_known = compositor._full_map is self._placed and compositor._visible_map is None
        if is_known and not compositor._full_map_invalidated:
            return
        self._region = self.region
        self._content = self._region.shrink(self.styles.gutter)
        self._placed = compositor._full_map

    def render_line(self, y: int) -> Strip:
        """Return the visible line `y` (the interface of Textual's line API)."""
        return self.line_at(y, self.content_size.width)

    def line_at(self, y: int, width: int) -> Strip:
        """Return the visible line `y` of a pane that is so wide."""
        self._settle(width)
        if y not in self._shown:
            self._shown[y] = self._draw(y, width, self.line_count)
        return self._shown[y]

    def shown_lines(self, height: int) -> list[Strip] | None:
        """Return what is shown line by line; None where some of it was not drawn yet."""
        try:
            return [self._shown[y] for y in range(height)]
        except KeyError:
            return None

    def repaint(self, numbers: Iterable[int] | None = None) -> bool:
        """Send those cells to the terminal that differ from what it shows; say whether any do.

        `numbers` are the lines of the content that may have changed; without them any may have.
        """
        width, height = self.content_size  # Textual looks it up in a tree: once for all lines
        self._settle(width)
        height, count = max(1, height), self.line_count
        lines = range(height) if numbers is None else [n - self.top for n in numbers]
        changed: list[Region] = []
        for y in lines:
            before = self._shown.get(y)
            if before is None or not 0 <= y < height:
                continue
            after = self._draw(y, width, count)
            if after is before or after == before:
                continue
            self._shown[y] = after
            start, end = changed_cells(before, after)
            if start < end:
                changed.append(Region(start, y, end - start, 1))
        if changed:
            self._ask_for_frame(changed)
        return bool(changed)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint what is asked for; where all is, as Textual does at each change of focus, less.

        What a pane shows is known cell by cell, so that only what has changed need be sent.
        """
        if self._shown and repaint and not (regions or layout or recompose):
            self.repaint()
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _ask_for_frame(self, changed: list[Region]) -> None:
        """Have these cells painted; as Textual does, without two messages for each pane."""
        if self._parent is None or self not in self.screen._compositor.visible_widgets:
            super().refresh(*changed)
            return
        screen = self.screen
        self._set_dirty(*changed)
        screen._dirty_widgets.add(self)
        screen._update_timer.resume()  # as the screen does once it is idle, without a message

    def tell(self, message: Message) -> None:
        """Send the screen a message at once; through every container it would take four times."""
        (self.screen if self.is_attached else self).post_message(message)

    def scroll_to_line(self, top: int) -> bool:
        """Show the content from line `top` on, as far as it goes; say whether anything moved."""
        top = max(0, min(top, self.last_top))
        if top == self.top:
            return False
        self.top = top
        self.repaint()
        return True

    def number_at(self, y: int) -> int:
        """Return which line of the content is the visible line `y`."""
        return self.top + y

    def _settle(self, width: int) -> None:
        """Forget what was shown at another width."""
        if width != self._shown_width:
            self._shown_width = width
            self._shown.clear()

    def _draw(self, y: int, width: int, count: int) -> Strip:
        """Draw the visible line `y` of content that has so many lines."""
        number = self.number_at(y)
        base = self.palette.text
        if number >= count:
            return Strip.blank(width, base)
        strip = self.draw_line(number, width)
        if strip.cell_length != width:
            strip = strip.adjust_cell_length(width, Style.null()).simplify()
        return strip.apply_style(base).simplify() if base else strip


def cut(text: Text, width: int, ellipsis: str) -> None:
    """Cut a text that is longer than `width` cells, and end it with an ellipsis."""
    if text.cell_len <= width:
        return
    text.truncate(max(0, width - len(ellipsis)))
    text.rstrip()
    text.append(ellipsis[: max(0, width)])


def wrap(text: Text, width: int) -> list[Text]:
    """Break a text into lines of at most `width` cells, without spaces at their ends."""
    lines = list(text.wrap(_CONSOLE, width))
    for line in lines:
        line.rstrip()
    return lines


def strip_of(text: Text) -> Strip:
    """Return a line of styled text as a strip; the text must not contain a line break."""
    spans = [(start, end, _plain(style)) for start, end, style in text.spans]
    return line_of(marked(text.plain, _plain(text.style), spans))


def _plain(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
