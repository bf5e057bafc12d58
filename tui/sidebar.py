"""The sidebar: views, tags and sources, each with its count."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.strip import Strip

from ..index import Counts, View
from .line_pane import LinePane, strip_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar; without a view it is a heading, a file name or a gap."""

    label: str
    count: int | None = None
    view: View | None = None
    is_detail: bool = False
    """Belongs to the line above, as a file name to its source."""


def entries_of(counts: Counts) -> list[Entry]:
    """Return the sidebar's lines for these counts."""
    entries = [
        Entry("All", counts.all, View("all")),
        Entry("New", counts.new, View("new")),
        Entry("Bookmarks", counts.bookmarks, View("bookmarks")),
        Entry("Unread", counts.unread, View("unread")),
        Entry("Queue", counts.queue, View("queue")),
    ]
    if counts.done:
        entries.append(Entry("Done", counts.done, View("done")))
    if counts.searches:
        entries += [Entry(""), Entry("Searches")]
        for search in counts.searches:
            label = f"{search.slot} {search.name}" if search.slot else search.name
            entries.append(Entry(label, search.new or None, View("search", search.name)))
    if counts.tags:
        entries += [Entry(""), Entry("Tags")]
        for tag, count in counts.tags:
            depth, _, name = tag.count("/"), None, tag.rpartition("/")[2]
            entries.append(Entry("  " * depth + name, count, View("tag", tag)))
    if counts.sources:
        entries += [Entry(""), Entry("Sources")]
        for source in counts.sources:
            view = View("source", source.name)
            entries.append(Entry(source.label or source.name, source.count, view))
            if source.label:
                entries.append(Entry(source.name, None, None, is_detail=True))
    return entries


class Sidebar(LinePane):
    """Views, tags and sources; one is shown in the list, one is under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="sidebar")
        self.entries: list[Entry] = []
        self.cursor = 0
        self.view = View("all")

    def show(self, counts: Counts, view: View) -> None:
        """Show these counts, with `view` as the one the list shows."""
        entries = entries_of(counts)
        if entries == self.entries and view == self.view:
            return
        here = self.entries[self.cursor].view if self.entries else view
        if view != self.view:
            here = view
        self.view, self.entries = view, entries
        self.cursor = next((n for n, entry in enumerate(entries) if entry.view == here), 0)
        self._follow()
        self.repaint()

    @property
    def chosen(self) -> View | None:
        """The view under the cursor."""
        return self.entries[self.cursor].view if self.entries else None

    def move(self, steps: int) -> None:
        """Move the cursor over the lines that can be chosen."""
        stops = [number for number, entry in enumerate(self.entries) if entry.view]
        if not stops:
            return
        here = stops.index(self.cursor) if self.cursor in stops else 0
        before, self.cursor = self.cursor, stops[max(0, min(here + steps, len(stops) - 1))]
        if not self._follow():
            self.repaint([before])
            self.repaint([self.cursor])

    def page(self, pages: float) -> None:
        """Move by screenfuls."""
        self.move(round(pages * max(1, self.height // 2)))

    def to_top(self) -> None:
        """Go to the first view."""
        self.move(-len(self.entries))

    def to_bottom(self) -> None:
        """Go to the last source."""
        self.move(len(self.entries))

    @property
    def line_count(self) -> int:
        """One line an entry."""
        return len(self.entries)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        self._follow()
        self.repaint()

    def on_focus(self) -> None:
        """Show the cursor as the active one."""
        self.repaint([self.cursor])

    def on_blur(self) -> None:
        """Show the cursor as resting."""
        self.repaint([self.cursor])

    def _follow(self) -> bool:
        if self.cursor < self.top:
            return self.scroll_to_line(0 if self.cursor < self.height else self.cursor)
        if self.cursor + 1 >= self.top + self.height:
            return self.scroll_to_line(self.cursor + 2 - self.height)
        return False

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw one entry: label on the left, count on the right."""
        entry = self.entries[number]
        if entry.view is None:
            indent = "   " if entry.is_detail else " "
            style = self.palette.dim if entry.is_detail else self.palette.heading
            return strip_of(Text(set_cell_size(indent + entry.label, width), style=style))
        count = "" if entry.count is None else f"{entry.count} "
        room = max(1, width - 2 - len(count) - 1)
        label = entry.label
        if cell_len(label) > room:
            label = set_cell_size(label, room - 1) + self.signs.ellipsis
        is_shown = entry.view == self.view
        is_active = number == self.cursor and self.has_focus
        palette = self.palette.cursor if is_active and self.palette.cursor else self.palette
        line = Text(style=palette.text)
        line.append(self.signs.cursor if is_shown else " ", palette.accent)
        line.append(" ")
        line.append(set_cell_size(label, room), palette.name if is_shown else "")
        line.append(" " + count, palette.dim)
        return strip_of(line)
