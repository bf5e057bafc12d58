"""The abstract beside or below the list, or in full."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Literal

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip

from ..index import Highlighter, Kept, Paper, readable
from .line_pane import LinePane, strip_of, wrap

MEASURE = 88
"""The widest a line of text gets, in cells: longer ones are hard to follow by eye."""


def kept_words(kept: Kept) -> str:
    """Return in words what led to keeping a paper."""
    query = f"“{kept.query}”" if kept.query else ""
    view = "" if kept.view == "all" else kept.view
    return " in ".join(filter(None, (query, view)))


class AbstractPane(LinePane):
    """One paper: its title, what is known and marked, the abstract, links and sources."""

    class Paged(Message):
        """Another part of the abstract is shown."""

    def __init__(self) -> None:
        super().__init__(id="abstract")
        self.paper: Paper | None = None
        self.highlighter: Highlighter | None = None
        self._lines: list[Strip] = []
        self._matches: list[int] = []
        """The lines with words that matched."""
        self._match = -1
        self._starts: list[int] = []
        """How many characters stand before each line, spaces not counted."""
        self._place = 0
        """The character that the reader left at the upper edge, counted so."""

    def show(self, paper: Paper | None, highlighter: Highlighter | None) -> None:
        """Show a paper from its beginning, or where one was if it is the same paper."""
        is_other = paper is None or self.paper is None or paper.pid != self.paper.pid
        if paper == self.paper and highlighter is self.highlighter:
            return
        self.paper, self.highlighter = paper, highlighter
        self._lay_out()
        self._match = -1
        self.top = self._best_top() if is_other else min(self.top, self.last_top)
        self._keep_place()
        self.repaint()
        self.post_message(self.Paged())

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew, keeping the place in the text."""
        self._lay_out()
        self.top = min(max(0, bisect_right(self._starts, self._place) - 1), self.last_top)
        self.repaint()
        self.post_message(self.Paged())

    def change_look(self) -> None:
        """Lay the paper out anew in other colours or signs."""
        self._lay_out()
        super().change_look()

    @property
    def line_count(self) -> int:
        """Lines of the paper at the present width."""
        return len(self._lines)

    @property
    def pages(self) -> tuple[int, int]:
        """The page shown and how many there are, from 1."""
        step = self._step
        count = 1 + -(-self.last_top // step)
        page = count if self.top >= self.last_top else 1 + self.top // step
        return page, count

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is visible."""
        return self.top >= self.last_top

    @property
    def _step(self) -> int:
        """Lines a page moves: one line stays as a landmark."""
        return max(1, self.height - 1)

    def move(self, lines: int) -> None:
        """Scroll by lines."""
        self._go(self.top + lines)

    def page(self, pages: float) -> None:
        """Scroll by pages, or parts of one."""
        self._go(self.top + round(pages * self._step))

    def to_top(self) -> None:
        """Show the beginning."""
        self._go(0)

    def to_bottom(self) -> None:
        """Show the end."""
        self._go(self.last_top)

    def _go(self, top: int) -> None:
        if self.scroll_to_line(top):
            self._keep_place()
            self.post_message(self.Paged())

    def _keep_place(self) -> None:
        """Remember what stands at the upper edge, to be found again at another width."""
        self._place = self._starts[self.top] if self.top < len(self._starts) else 0

    def draw_line(self, number: int, width: int) -> Strip:
        """Return a line that was laid out before."""
        return self._lines[number]

    def to_match(self, step: int) -> None:
        """Bring the next line with a word that matched to the top, or the previous one."""
        lines = self._matches if step > 0 else reversed(self._matches)
        found = next((line for line in lines if (line - self._match) * step > 0), None)
        if found is not None:
            self._match = found
            self._go(max(0, found - 1))

    def _best_top(self) -> int:
        """Return where a text that does not fit opens: at the page with most of the words."""
        if self.last_top == 0 or not self._matches:
            return 0
        tops = [0, *(line - 1 for line in self._matches if line > self.height)]

        def worth(top: int) -> int:
            return sum(top <= line < top + self.height for line in self._matches)

        best = max(tops, key=worth)
        return min(best, self.last_top) if worth(best) > 2 * worth(0) else 0

    # Layout

    def _lay_out(self) -> None:
        width = self.content_size.width
        if self.paper is None or width < 2:
            self._lines, self._matches, self._starts = [], [], []
            return
        margin = 1 if width < MEASURE + 2 else 2
        room = min(MEASURE, width - 2 * margin)
        is_roomy = self.height >= 14
        lines: list[Text] = []
        look = self.look
        title = Text(readable(self.paper.title), style=self.palette.name)
        self._mark(title, "title")
        lines += wrap(look.text(title), room)
        for fact in self._facts(self.paper):
            lines += wrap(look.text(fact), room)
        if is_roomy:
            lines.append(Text())
        abstract = Text(readable(self.paper.abstract) or "No abstract is known.")
        self._mark(abstract, "abstract")
        lines += wrap(look.text(abstract), room)
        for tail in self._tail(self.paper):
            lines += wrap(look.text(tail), room) if len(tail) else [Text()]
        self._lines = []
        matches = (self.palette.match, self.palette.name_match)
        self._matches = [
            number
            for number, line in enumerate(lines)
            if any(span.style in matches for span in line.spans)
        ]
        sizes = (len("".join(line.plain.split())) for line in lines)
        self._starts = list(accumulate(sizes, initial=0))[:-1]
        for line in lines:
            line.pad_left(margin)
            self._lines.append(strip_of(line))

    def _mark(self, text: Text, field: Literal["title", "abstract"]) -> None:
        if self.highlighter is not None and self.paper is not None and self.paper.abstract:
            style = self.palette.name_match if field == "title" else self.palette.match
            for start, end in self.highlighter.spans(text.plain, field):
                text.stylize(style, start, end)

    def _facts(self, paper: Paper) -> list[Text]:
        """Return the line under the title: marks, date, authors, comments, tags, id."""
        dim = self.palette.dim
        parts: list[Text] = []
        if paper.done:
            parts.append(Text(f"{self.signs.done} done {paper.done}", self.palette.accent))
        if paper.queue:
            parts.append(Text(f"no. {paper.queue} to read", self.palette.accent))
        if paper.bookmarked:
            parts.append(Text(f"{self.signs.bookmark} bookmarked", self.palette.accent))
        if paper.tags:
            parts.append(Text(" ".join(f"#{tag}" for tag in paper.tags), self.palette.accent))
        if paper.published:
            parts.append(Text(paper.published.removeprefix("--"), dim))
        if paper.authors:
            names = ", ".join(paper.authors[:6]) + (" et al." if len(paper.authors) > 6 else "")
            parts.append(Text(names, dim))
        elif paper.author_count:
            word = "author" if paper.author_count == 1 else "authors"
            parts.append(Text(f"{paper.author_count} {word}", dim))
        if paper.organisation:
            parts.append(Text(paper.organisation, dim))
        if paper.upvotes:
            parts.append(Text(f"{paper.upvotes} upvotes", dim))
        if paper.comments:
            word = "comment" if paper.comments == 1 else "comments"
            parts.append(Text(f"{paper.comments} {word}", dim))
        parts.append(Text("read" if paper.read else f"{self.signs.unread} unread", dim))
        parts.append(Text(paper.id, dim))
        return [Text(f" {self.signs.dot} ", dim).join(parts)]

    def _tail(self, paper: Paper) -> list[Text]:
        dim = self.palette.dim
        tail: list[Text] = [Text()]
        if paper.note:
            note = Text(f"{self.signs.note} ", self.palette.accent)
            tail += [note + Text(paper.note, self.palette.text), Text()]
        if paper.has_draft:
            tail += [Text(f"{self.signs.note} a note is half written; e goes on with it"), Text()]
        if paper.kept_from:
            tail.append(Text.assemble(("kept from ", dim), kept_words(paper.kept_from)))
        if paper.link:
            tail.append(Text.assemble(("paper    ", dim), paper.link))
        for link in paper.links:
            tail.append(Text.assemble((f"{link.kind:<9}", dim), link.url))
        for place in paper.sources:
            tail.append(Text.assemble(("source   ", dim), (f"{place.name}, no. {place.rank}", dim)))
        return tail
