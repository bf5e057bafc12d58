"""A pane that draws its lines itself, so that a million lines cost what a screenful costs."""

from __future__ import annotations

from itertools import pairwise

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from .look import TERMINAL, UNICODE, Palette, Signs

_CONSOLE = Console(width=80, force_terminal=False, color_system=None)
"""Rich wraps text through a console; this one never writes."""


class LinePane(Widget, can_focus=True):
    """The base of list, abstract, sidebar and help: a first line, a height, and `draw_line`."""

    palette: Palette = TERMINAL
    signs: Signs = UNICODE

    top: int = 0
    """The line shown at the upper edge, from 0."""

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

    def render_line(self, y: int) -> Strip:
        """Draw the visible line `y` (the interface of Textual's line API)."""
        width = self.content_size.width
        number = self.top + y
        if number >= self.line_count:
            return Strip.blank(width, Style())
        return self.draw_line(number, width).adjust_cell_length(width, Style())

    def scroll_to_line(self, top: int) -> bool:
        """Show the content from line `top` on, as far as it goes; say whether anything moved."""
        top = max(0, min(top, self.last_top))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def refresh_line(self, number: int) -> None:
        """Repaint one line of the content where it is visible."""
        y = number - self.top
        if 0 <= y < self.height:
            left, upper = self.styles.gutter.left, self.styles.gutter.top
            self.refresh(Region(left, upper + y, self.content_size.width, 1))


def wrap(text: Text, width: int) -> list[Text]:
    """Break a text into lines of at most `width` cells, without spaces at their ends."""
    lines = list(text.wrap(_CONSOLE, width))
    for line in lines:
        line.rstrip()
    return lines


def strip_of(text: Text) -> Strip:
    """Return a line of styled text as a strip; the text must not contain a line break."""
    spans = sorted(text.spans, key=lambda span: span.start)
    if not spans:
        return Strip([Segment(text.plain, _plain(text.style))])
    cuts = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    cuts = [cut for cut in cuts if 0 <= cut <= len(text)]
    base = _plain(text.style)
    segments = []
    for start, end in pairwise(cuts):
        style = base
        for span in text.spans:
            if span.start <= start and span.end >= end:
                style += _plain(span.style)
        segments.append(Segment(text.plain[start:end], style))
    return Strip(segments)


def _plain(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
