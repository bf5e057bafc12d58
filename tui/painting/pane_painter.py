"""How a frame is painted: what panes have changed themselves goes to the terminal as it is.

Textual's compositor cuts every line at the edges of every widget and renders, filters and joins
the parts anew. A pane knows the cells that have changed and what stands there, so that a frame in
which nothing else has changed needs none of this: a third of what a key costs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual.color import TRANSPARENT
from textual.filter import LineFilter
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from .cell_changes import is_narrow, parts_by_width
from .line_pane import LinePane
from .scrolling import FEWEST, Scroll, can_scroll, scroll_of

_MANY_BLANKS = "    "
"""More than the sequence takes that erases them."""

Span = tuple[int, int, int]
"""A line of the screen, the first cell and the one behind the last."""


class Pen:
    """Writes segments as a terminal wants them, through the filters that Textual's lines pass.

    What the filters make of a style is looked up once: none looks at the text for it, and none
    changes letters of ASCII.
    """

    def __init__(self, filters: Sequence[LineFilter], colors: ColorSystem) -> None:
        self.filters, self.colors = filters, colors
        self._sequences: dict[Style | None, str] = {}

    def write(self, segments: Iterable[Segment], line: int, column: int) -> str:
        """Return the segments with the sequences of their styles; they begin in this cell."""
        sequences, written = self._sequences, []
        for segment in segments:
            text, style, _ = segment
            if (sequence := sequences.get(style)) is None:
                sequence = sequences[style] = self._sequence(style)
            if not (text.isascii() and text.isprintable()):
                text = "".join(part.text for part in self._filtered(segment))
                cells = cell_len(text)
                text = text if is_narrow(text) else _placed(text, line, column)
            else:
                cells = len(text)
            column += cells
            written.append(f"{sequence}{text}\x1b[0m" if sequence else text)
        return "".join(written)

    def is_plain(self, style: Style | None) -> bool:
        """Whether a style looks as a terminal does by itself: what is erased looks so too."""
        if style not in self._sequences:
            self._sequences[style] = self._sequence(style)
        return not self._sequences[style]

    def _sequence(self, style: Style | None) -> str:
        styles = [part.style for part in self._filtered(Segment("x", style))]
        codes = Strip.render_ansi(styles[0], self.colors) if styles and styles[0] else ""
        return f"\x1b[{codes}m" if codes else ""

    def _filtered(self, segment: Segment) -> list[Segment]:
        segments = [segment]
        for line_filter in self.filters:
            segments = line_filter.apply(segments, TRANSPARENT)  # none looks at the background
        return segments


class PanesUpdate(CompositorUpdate):
    """A frame of changed cells of panes, each span with its part of the line."""

    def __init__(
        self,
        spans: list[Span],
        parts: list[list[Segment]],
        pen: Pen,
        width: int,
        scrolled: tuple[str, range] | None = None,
    ) -> None:
        self.spans = spans
        self._parts = parts
        self._pen = pen
        self._width = width
        """The cells of a line of the screen."""
        self._scroll, lines = scrolled or ("", range(0))
        self.lines = {*lines, *(y for y, *_ in spans)}
        """The lines of the screen that look otherwise now."""

    def render_segments(self, console: Console) -> str:
        """Return what goes to the terminal."""
        return self._scroll + "".join(
            f"{_to(y, x)}{self._written(part, y, x, end)}"
            for (y, x, end), part in zip(self.spans, self._parts, strict=True)
        )

    def _written(self, part: list[Segment], line: int, column: int, end: int) -> str:
        """Return cells as a terminal wants them; blanks up to the edge of the screen are erased."""
        if part and end == self._width and part[-1].text.endswith(_MANY_BLANKS):
            text, style, _ = part[-1]
            if self._pen.is_plain(style):
                rest = Segment(text.rstrip(" "), style)
                return f"{self._pen.write([*part[:-1], rest], line, column)}\x1b[K"
        return self._pen.write(part, line, column)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the cells without their places; Textual asks for `render_segments`."""
        for part in self._parts:
            yield from part


class PaintedScreen(Screen[None]):
    """A screen whose panes are painted so (there is no public hook for it)."""

    @cached_property
    def _painter(self) -> PanePainter:
        return PanePainter(self)

    def _compositor_refresh(self) -> None:
        """Paint a frame."""
        app = self.app
        is_on_top = self is app.screen and not app.is_inline
        if is_on_top and (update := self._painter.update()) is not None:
            app._display(self, update)
            self._dirty_widgets.clear()
        else:
            super()._compositor_refresh()
        self._painter.remember(is_on_top=is_on_top)


class PanePainter:
    """Makes frames of what the panes of one screen have changed."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._pen: Pen | None = None
        self._placed: object = None
        """Where everything stood when it was found out what is free."""
        self._free: list[tuple[LinePane, Region]] = []
        self._shown: dict[LinePane, tuple[Region, list[Strip]]] = {}
        """What the terminal shows of panes that go from its left edge to its right one."""

    def remember(self, *, is_on_top: bool) -> None:
        """Take note of what the terminal shows behind a frame; where that is not known, of nothing.

        The frame may not have been sent, or the screen be covered by another one.
        """
        self._shown.clear()
        if not is_on_top or self._screen.app._batch_count:
            return
        width = self._screen._compositor.size.width
        for pane, region in self._contents():
            if region.x == 0 and region.width == width:
                strips = pane.shown_lines(region.height)
                if strips is not None:
                    self._shown[pane] = region, strips

    def update(self) -> PanesUpdate | None:
        """Return a frame of everything that has changed, None where that is more than panes."""
        compositor: Compositor = self._screen._compositor
        dirty = compositor._dirty_regions
        if not dirty or compositor.size.region in dirty:
            return None
        spans, parts = list(compositor._regions_to_spans(dirty)), []
        reached: list[Span] = []
        edge = compositor.size.width
        contents = self._contents()
        scrolled = None
        if found := self._scroll(spans, contents):
            scroll, first = found
            lines = range(first + scroll.top, first + scroll.bottom + 1)
            scrolled = scroll.sequence(first), lines
            spans = [span for span in spans if span[0] not in lines]
            spans += [(first + y, *cells) for y, cells in sorted(scroll.rest.items())]
        for y, start, end in spans:
            place = next((place for place in contents if _holds(place[1], y, start, end)), None)
            if place is None:
                return None
            pane, (left, top, width, _) = place
            strip = pane.line_at(y - top, width)
            # What is blank already behind the cells that are not is erased with them.
            is_rest = left + width == edge and _is_blank_from(strip, end - left, width)
            reached.append((y, start, edge if is_rest else end))
            parts.append(_part(strip, start - left, reached[-1][2] - left))
        dirty.clear()
        return PanesUpdate(reached, parts, self._chosen_pen(), edge, scrolled)

    def _scroll(
        self, spans: list[Span], contents: list[tuple[LinePane, Region]]
    ) -> tuple[Scroll, int] | None:
        """Return how the terminal is to scroll a pane of its whole width, and its first line."""
        if len(spans) < FEWEST:
            return None
        rows = Counter(y for y, *_ in spans)
        for pane, region in contents:
            known = self._shown.get(pane)
            if known is None or known[0] != region or len(known[1]) != region.height:
                continue
            if sum(rows[y] for y in range(region.y, region.bottom)) < FEWEST:
                continue
            after = [pane.line_at(y, region.width) for y in range(region.height)]
            scroll = scroll_of(known[1], after, region.width)
            if scroll is not None and can_scroll(os.environ.get("TERM", "")):
                return scroll, region.y
        return None

    def _chosen_pen(self) -> Pen:
        app = self._screen.app
        filters = app.get_line_filters()
        colors = app.console._color_system or ColorSystem.TRUECOLOR  # as Textual writes lines
        if self._pen is None or self._pen.filters is not filters or self._pen.colors is not colors:
            self._pen = Pen(filters, colors)
        return self._pen

    def _contents(self) -> list[tuple[LinePane, Region]]:
        """Return the panes that nothing covers, and where on the screen their lines are."""
        placed = self._screen._compositor.visible_widgets
        if placed is not self._placed:
            self._placed, self._free = placed, _free(placed)
        return self._free


def _to(line: int, column: int) -> str:
    """Return the sequence that goes to a cell."""
    return f"\x1b[{line + 1};{column + 1}H"


def _placed(text: str, line: int, column: int) -> str:
    """Return a text with letters about whose width terminals disagree, each part in its place.

    Nothing is left beside a letter that comes out narrower than its cells, and what follows one
    that comes out wider is written over what it takes too much.
    """
    written = []
    for number, part in enumerate(parts_by_width(text)):
        cells, is_disputed = cell_len(part), number % 2 and not is_narrow(part)
        if is_disputed and cells:
            written += [" " * cells, _to(line, column), part, _to(line, column + cells)]
        else:
            written += [part, _to(line, column) if is_disputed else ""]
        column += cells
    return "".join(written)


def _free(placed: dict[Widget, tuple[Region, Region]]) -> list[tuple[LinePane, Region]]:
    """Return the panes that are wholly in sight and the cells of their content.

    The widgets come from front to back.
    """
    free, before = [], list[Region]()
    for widget, (region, clip) in placed.items():
        is_whole = clip.contains_region(region) and not any(map(region.overlaps, before))
        if isinstance(widget, LinePane) and is_whole:
            free.append((widget, widget.content_region))
        before.append(region.intersection(clip))
    return free


def _holds(region: Region, y: int, start: int, end: int) -> bool:
    """Whether all of a span lies in a region."""
    left, top, width, height = region
    return left <= start and end <= left + width and top <= y < top + height


def _is_blank_from(strip: Strip, cell: int, width: int) -> bool:
    """Whether a line that ends in many blanks of one style has nothing else from a cell on."""
    last = strip._segments[-1].text if strip._segments else ""
    blanks = len(last) - len(last.rstrip(" "))
    return cell < width and width - blanks + len(_MANY_BLANKS) <= cell


def _part(strip: Strip, start: int, end: int) -> list[Segment]:
    """Return some cells of a line."""
    if start == 0 and end == strip.cell_length:
        return strip._segments
    if not is_narrow(strip.text):
        return strip.crop(start, end)._segments
    parts, at = [], 0
    for text, style, _ in strip._segments:
        if at >= end:
            break
        if part := text[max(0, start - at) : end - at]:
            parts.append(Segment(part, style))
        at += len(text)
    return parts
