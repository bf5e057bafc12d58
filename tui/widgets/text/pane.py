"""The pane in which a whole paper is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip

from ....index import Paper, Sought, Text
from ...painting.pieces import line_of
from .drawing import Overlay, blank, text_line
from .finding import Found, WordSearch
from .flow import MEASURE, At, Flow, Place
from .headed_pane import HeadedPane
from .ink import Ink
from .linking import Link, link_after
from .marker import Marker
from .marks import Marks
from .page import Page
from .selecting import Selection
from .status import name_of, standing_of, status_line

NARROW = 60
"""Columns below which margins are as small as can be."""

_EMPTY = Text((), "plain")


class TextPane(HeadedPane):
    """A paper from its title to its last footnote, below one line that says where one is."""

    def __init__(self, on_move: Callable[[bool], object]) -> None:
        super().__init__(id="text")
        self._on_move = on_move
        """Told whenever another place is shown, and whether one has paged or scrolled there."""
        self._laid_out = Size(0, 0)
        """How large it was when it was laid out."""
        self.expected = Size(0, 0)
        """What it will take once it is on the screen: keys may come before."""
        self.paper: Paper | None = None
        self.text = _EMPTY
        self.is_whole = True
        """Whether all of the paper is there; else more comes while one reads."""
        self.is_skimmed = False
        self.marks = Marks()
        self.ink = Ink()
        """What is highlighted."""
        self.sight = Page(Flow(_EMPTY, self.look, MEASURE), lambda: self.room)
        """What is shown of the paper."""
        self.marker = Marker(self.sight.flow)
        self._shift = 0
        self._search = WordSearch()

    def open(
        self, paper: Paper, text: Text, place: Place, size: Size, *, is_whole: bool = True
    ) -> None:
        """Show a paper from a place on, on so much of the screen as it will have."""
        self.expected, self.is_whole = size, is_whole
        self.paper, self.text, self.is_skimmed, self.marks = paper, text, False, Marks()
        self._shift, self.sight.place = 0, place
        self._search.forget()
        self.ink = Ink()
        self._lay_out(is_other=True)
        self.repaint()

    def extend(self, text: Text, moved: Callable[[int], int], *, is_whole: bool) -> None:
        """Show more of the paper, or all of it, while what is in sight stays where it is.

        `moved` says which number a block has in the new text.
        """
        found = self._search.place(self.sight.flow)
        self.text, self.is_whole = text, is_whole
        self.sight.place = self.sight.place._replace(block=moved(self.sight.place.block))
        if (link := self.marks.link) is not None:
            self.marks = self.marks._replace(link=link._replace(block=moved(link.block)))
        if (flow := self._new_flow()) is not None:
            self.sight.extend(flow, moved)
            self.marker.follow(flow, is_other=False)
        self._search.follow(found, self.sight.flow, moved)
        self.repaint()

    def close(self) -> None:
        """Let go of the paper."""
        self.paper, self.text, self.marks, self.ink = None, _EMPTY, Marks(), Ink()
        self.sight.flow, self.sight.at = Flow(_EMPTY, self.look, MEASURE), At(0, 0)
        self.marker.follow(self.sight.flow, is_other=True)

    def show_paper(self, paper: Paper) -> None:
        """Show the marks of this paper anew, if it is the one that is read."""
        if self.paper is not None and paper.rowid == self.paper.rowid:
            self.paper = paper
            self.repaint([0])

    # Where it is

    @property
    def content_size(self) -> Size:
        """How large it is, or will be."""
        size = super().content_size
        return size if size.height else self.expected

    @property
    def margin(self) -> int:
        """Cells at the left of each line."""
        return 1 if self.content_size.width < NARROW else 3

    @property
    def caret(self) -> Offset:
        """The word where marking goes on, the chosen link, or the first line of the text."""
        if (here := self.marker.line) is not None:
            return Offset(0, 1 + self.sight.row_of(here))
        link = self.marks.link
        row = self.sight.row_of_link(link) if link is not None else None
        return Offset(0, 1) if row is None else Offset(self.margin, 1 + row)

    def _lay_out(self, *, is_other: bool = False) -> None:
        if (flow := self._new_flow()) is not None:
            self.sight.lay_out(flow)
            self.marker.follow(flow, is_other=is_other)

    def _new_flow(self) -> Flow | None:
        """Return the text in the lines it has by now; None where there is no room for any."""
        width = self.content_size.width
        if width < 2:
            return None
        self._laid_out = self.content_size
        cells = min(MEASURE, width - self.margin - 1)
        return Flow(self.text, self.look, cells, is_skimmed=self.is_skimmed)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew, keeping the place, and in sight what is being marked, and the end."""
        before = self._laid_out
        if before != self.content_size:  # what was expected already stands so
            was_at_end = self.sight.at >= self.sight.flow.last_top(max(1, before.height - 1))
            self._lay_out()
            if was_at_end:
                self.sight.at = self.sight.last_top
        self._show_marked()

    def change_look(self) -> None:
        """Lay the paper out anew in other signs."""
        self._lay_out()
        super().change_look()

    def skim(self) -> bool:
        """Show headings and first sentences only, or all again; say which."""
        self.is_skimmed = not self.is_skimmed
        self.marks = self.marks._replace(link=None)
        self._lay_out(is_other=True)
        self.repaint()
        return self.is_skimmed

    # Moving

    @property
    def shows_end_of_body(self) -> bool:
        """Whether what is shown reaches the end of what is neither reference nor appendix."""
        return self.sight.shows_end_of_body and self.is_whole and not self.is_skimmed

    def move(self, lines: int) -> None:
        """Scroll by lines, or go on marking by as many."""
        self._step(lines)

    def page(self, pages: float) -> None:
        """Scroll by pages, or parts of one; a line stays as a landmark. Or go on marking so."""
        self._step(round(pages * max(1, self.room - 1)))

    def _step(self, lines: int) -> None:
        if self.marker.selection is not None:
            self.move_marking(lines)
        else:
            self._go(self.sight.flow.step(self.sight.at, lines), is_paged=True)

    def to_top(self) -> None:
        """Show the beginning, or mark up to it."""
        if self.marker.selection is not None:
            self.select(self.marker.extended_to(0))
        else:
            self._go(At(0, 0))

    def to_bottom(self) -> None:
        """Show the end, or mark up to it."""
        if self.marker.selection is not None:
            self.select(self.marker.extended_to(len(self.sight.flow.blocks) - 1))
            return
        self._go(self.sight.flow.last_top(self.room))

    def to_part(self, percent: int) -> None:
        """Show what stands so far behind the beginning."""
        line = self.sight.flow.total * min(percent, 100) // 100
        self._go(self.sight.flow.near(line))

    def go(self, place: Place, *, before: int = 0) -> None:
        """Show a place at the upper edge, below so many lines that stand before it."""
        at = self.sight.flow.at(place)
        if before:
            at = self.sight.flow.step(at, -before)
        self._go(at)

    def _go(self, at: At, *, is_paged: bool = False) -> None:
        is_other = self.sight.go(at)
        self._search.forget()
        if is_other:
            self.marks = self.marks._replace(link=None)
            self.repaint()
        if is_other or is_paged:
            self._on_move(is_paged)

    def to_section(self, step: int) -> bool:
        """Show the next heading at the upper edge, or one before; say if one has come further."""
        return self._to_start(self.sight.flow.headings, step)

    def to_paragraph(self, step: int) -> bool:
        """Show the next block there, or one that begins before; say if one has come further."""
        return self._to_start(range(len(self.sight.flow.blocks)), step)

    def _to_start(self, blocks: Sequence[int], step: int) -> bool:
        before, at = self.sight.at, self.sight.start(blocks, step)
        if at is not None:
            self._go(at)
        return self.sight.at != before

    def shift(self, cells: int) -> None:
        """Scroll what is wider than the screen to a side."""
        self._shift = max(0, self._shift + cells)
        self.repaint()

    # Finding

    def mark(self, marks: Marks) -> None:
        """Let other things stand out."""
        self.marks = marks
        self.repaint()

    def lay_out_all(self, over: Event) -> None:
        """Lay out all of the text until it is `over`; for a thread, before words are found."""
        flow = self.sight.flow
        flow.lay_out(lambda: self.sight.flow == flow and not over.is_set())

    def find(self, sought: Sought, step: int) -> Found:
        """Go to the next place of what is sought, or to the one before."""
        self.mark(self.marks._replace(sought=sought, link=None))
        flow = self.sight.flow
        spot = self._search.find(flow, self.sight.at, sought, step)
        if spot is None:
            return Found.NOWHERE
        at = flow.at(Place(flow.numbers[spot.nth], spot.letter))
        window = self.sight.window
        if not window or not window[0] <= at <= window[-1]:
            self._go(flow.step(at, -(self.room // 3)))
        self._search.keep(spot)
        return spot.found

    # Links

    def choose_link(self, step: int) -> Link | None:
        """Choose the next link in sight, or the one before; None where there is none."""
        link = link_after(self.sight.links, self.marks.link, step)
        if link is None:
            return None
        self.mark(self.marks._replace(link=link))
        return link

    # Marking

    def begin_marking(self) -> bool:
        """Mark the first sentence in sight, or that of what was found or chosen; say if one is."""
        link, place = self.marks.link, self._search.place(self.sight.flow)
        if link is not None:
            place = Place(link.block, link.start)
        elif place is not None and self.sight.flow.at(place) not in self.sight.window:
            place = None
        is_begun = self.marker.begin(self.sight.window, place)
        self.repaint()
        return is_begun

    def select(self, selection: Selection | None) -> None:
        """Let other words be marked, or none."""
        self.marker.select(selection)
        self._show_marked()

    def move_marking(self, lines: int) -> None:
        """Move the end of what is being marked by lines."""
        self.marker.by_lines(lines)
        self._show_marked()

    def _show_marked(self) -> None:
        """Draw what is being marked; half a page further where its end was out of sight."""
        at, window = self.marker.line, self.sight.window
        if at is not None and window and not window[0] <= at <= window[-1]:
            self._go(self.sight.flow.step(at, -(self.room // 2)))
        self.repaint()

    def show_ink(self, ink: Ink) -> None:
        """Let other passages be highlighted."""
        self.ink = ink
        self.repaint()

    # Drawing

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw where one is, or one of the lines of the text."""
        # What is in sight is laid out before it is told how much that is.
        window = self.sight.window
        if number == 0:
            return self._draw_status(width)
        if number > len(window):
            return blank(width)
        over = Overlay(self.marks, self.ink, self.marker.marked)
        at = window[number - 1]
        return text_line(self.sight.flow, at, self.look, over, self._shift, self.margin, width)

    def _draw_status(self, width: int) -> Strip:
        """Return the line that says which paper this is and where one is in it."""
        paper = self.paper
        named = ("", "") if paper is None else name_of(paper, self.text, self.look)
        return line_of(status_line(named, self.standing, self.look, width))

    @property
    def standing(self) -> tuple[str, str, str]:
        """The section, the page of all pages, and the part of the paper in sight or above."""
        told, is_skimmed = self.marker.told, self.is_skimmed
        return standing_of(self.sight, told, self.signs, self.is_whole, is_skimmed)
