"""The sidebar: views, tags and sources, each with its count."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from ...index import Counts, View
from ..painting.line_pane import LinePane, cut, strip_of
from .sidebar_entries import BUNDLED, FOLD, SidebarEntry, entries_of

_STAYING = 6
"""Of so many lines the foot keeps one, of twice as many two, where entries leave no room for it."""


class Sidebar(LinePane):
    """Views, tags and sources; one is shown in the list, one is under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="sidebar")
        self.entries: list[SidebarEntry] = []
        self.cursor = 0
        self.view = View("all")
        self._counts: Counts | None = None
        self._is_unfolded = self._has_bundled = False
        self.is_answer = False
        """The counts are what a query leaves of each view."""
        self._standings: Sequence[str] = ()
        self._known_foot: tuple[object, list[str]] = None, []
        """What the foot was made of last, and its lines."""
        self._lost: View | None = None
        """What the cursor was on when it went away, for the case that it comes back."""

    def show(self, counts: Counts, view: View, *, is_answer: bool = False) -> None:
        """Show these counts, with `view` as the one the list shows.

        Of an answer to a query zeros are not shown.
        """
        self._counts = counts
        if is_answer != self.is_answer:
            self.is_answer = is_answer
            self.repaint()
        entries = entries_of(
            counts, view, is_unfolded=self._is_unfolded, has_bundled=self._has_bundled
        )
        if entries == self.entries and view == self.view:
            return
        here = self.entries[self.cursor].view if self.entries else view
        if view != self.view:
            here = view
        self.view, self.entries = view, entries
        places: dict[View | None, int] = {
            entry.view: number for number, entry in enumerate(entries) if entry.view
        }
        if self._lost in places:
            here, self._lost = self._lost, None
        elif here not in places:
            self._lost = here
        self.cursor = places.get(here, 0)
        self._follow()
        self.repaint()

    def show_standings(self, parts: Sequence[str]) -> None:
        """Show at the foot how followed sources are doing, and other machines."""
        if parts != self._standings:
            self._standings = parts
            self.scroll_to_line(self.top)
            self._follow()
            self.repaint()

    def _foot(self) -> list[str]:
        """Return the lines of the foot.

        Where the entries leave no room for all of them and a gap, the last ones stay, in which is
        what presses most, and the entries move above them.
        """
        width, height = self.content_size
        key = (self._standings, width, height, len(self.entries))
        if self._known_foot[0] != key:
            lines: list[str] = []
            for part in self._standings:
                if lines and cell_len(f"{lines[-1]}  {part}") <= width - 2:
                    lines[-1] += f"  {part}"
                else:
                    lines.append(part)
            if len(self.entries) + 1 + len(lines) > height:
                kept = min(2, height // _STAYING)
                lines = lines[-kept:] if kept else []
            self._known_foot = key, lines
        return self._known_foot[1]

    def turn_fold(self) -> bool:
        """Show more sources or fewer if the cursor is on a line for that; return whether it is.

        The cursor goes to the first source that comes, which may be far above the line.
        """
        if self._counts is None or self.chosen not in (FOLD, BUNDLED):
            return False
        before = {entry.view for entry in self.entries}
        if self.chosen == FOLD:
            self._is_unfolded = not self._is_unfolded
        else:
            self._has_bundled = not self._has_bundled
        self.show(self._counts, self.view, is_answer=self.is_answer)
        come = (n for n, one in enumerate(self.entries) if one.view and one.view not in before)
        self.cursor = next(come, self.cursor)
        self._follow()
        self.repaint()
        return True

    @property
    def chosen(self) -> View | None:
        """The view under the cursor."""
        return self.entries[self.cursor].view if self.entries else None

    def move(self, steps: int) -> None:
        """Move the cursor over the lines that can be chosen."""
        stops = [number for number, entry in enumerate(self.entries) if entry.view]
        if not stops:
            return
        self._lost = None
        here = stops.index(self.cursor) if self.cursor in stops else 0
        before, self.cursor = self.cursor, stops[max(0, min(here + steps, len(stops) - 1))]
        if not self._follow():
            self.repaint([before])
            self.repaint([self.cursor])

    def go_to(self, kind: str) -> None:
        """Put the cursor on the first entry of a kind, such as `tag`."""
        stops = [entry.view for entry in self.entries if entry.view]
        first = next((n for n, view in enumerate(stops) if view.kind == kind), None)
        if first is not None:
            self.to_top()
            self.move(first)

    def page(self, pages: float) -> None:
        """Move by screenfuls."""
        self.move(round(pages * max(1, self.height // 2)))

    def to_top(self) -> None:
        """Go to the first view."""
        self.move(-len(self.entries))

    def to_bottom(self) -> None:
        """Go to the last line."""
        self.move(len(self.entries))

    @property
    def height(self) -> int:
        """How many lines of entries are visible, at least 1."""
        return max(1, self.content_size.height - len(self._foot()))

    @property
    def line_count(self) -> int:
        """One line an entry; the numbers of the foot's lines are behind those that are visible."""
        foot = len(self._foot())
        return self._foot_number + foot if foot else len(self.entries)

    @property
    def last_top(self) -> int:
        """The furthest `top` at which the pane is still full."""
        return max(0, len(self.entries) - self.height)

    @property
    def _foot_number(self) -> int:
        """The number of the foot's first line, which no entry has, nor a line of the gap."""
        return len(self.entries) + self.height

    def number_at(self, y: int) -> int:
        """Return which entry, or line of the foot, is the visible line `y`."""
        below = y - self.height
        return super().number_at(y) if below < 0 else self._foot_number + below

    @property
    def caret(self) -> Offset:
        """The beginning of the line under the cursor."""
        return Offset(0, max(0, self.cursor - self.top))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view, and waste no room that has come."""
        self.scroll_to_line(self.top)
        self._follow()
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor as the active one, or as resting."""
        super().watch_has_focus(has_focus)
        self.repaint([self.cursor])

    def _follow(self) -> bool:
        if self.cursor < self.top:
            return self.scroll_to_line(0 if self.cursor < self.height else self.cursor)
        if self.cursor + 1 >= self.top + self.height:
            return self.scroll_to_line(self.cursor + 2 - self.height)
        return False

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw one entry: label on the left, count on the right."""
        if number >= len(self.entries):
            foot, place = self._foot(), number - self._foot_number
            told = Text(f" {self.look.word(foot[place])}" if place >= 0 else "", self.palette.dim)
            cut(told, width - 1, self.signs.ellipsis)
            return strip_of(told)
        entry = self.entries[number]
        if entry.view is None:
            words = Text(" " + self.look.word(entry.label), style=self.palette.heading)
            cut(words, width - 1, self.signs.ellipsis)
            return strip_of(words)
        count = "" if entry.papers is None else f"{entry.papers} "
        if self.is_answer and not entry.papers:
            count = ""  # of what a query finds nothing in, the list itself says so
        if count and entry.unit:
            count += f"{entry.unit} "
        room = max(1, width - 2 - len(count) - 1)
        is_shown = entry.view == self.view
        is_active = number == self.cursor and self.has_focus
        palette = self.palette.cursor if is_active and self.palette.cursor else self.palette
        line = Text(style=palette.text)
        line.append(self.signs.cursor if is_shown else " ", palette.accent)
        line.append(" ")
        hue = palette.tag if entry.view.kind == "tag" else Style.null()
        style = hue + palette.name if is_shown else hue
        label = Text(self.look.word(entry.label), style)
        if entry.aside:
            label.append(f"  {self.look.word(entry.aside)}", palette.dim)
        cut(label, room, self.signs.ellipsis)
        label.pad_right(room - label.cell_len)
        line.append_text(label)
        line.append(" " + count, palette.dim)
        return strip_of(line)
