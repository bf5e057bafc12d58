"""The abstract beside or below the list, or in full."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from ...index import Highlighter, Newness, Paper, Signs, readable
from ..painting.line_pane import LinePane
from ..painting.pieces import Piece, broken, line_of, marked, plain
from .paper_lines import facts, people, tail

if TYPE_CHECKING:
    from ...index import Snippet, TasteReason

Field = Literal["title", "note", "abstract"]

MEASURE = 88
"""The widest a line of text gets, in cells: longer ones are hard to follow by eye."""


class AbstractPane(LinePane):
    """One paper: its title, what is known and marked, the abstract, links and sources."""

    class Wrapped(Message):
        """The abstract has other lines, since it is shown at another width."""

    def __init__(self) -> None:
        super().__init__(id="abstract")
        self.paper: Paper | None = None
        self.highlighter: Highlighter | None = None
        self._newness: Newness = "unread"
        self._snippet: Snippet | None = None
        self._why: Sequence[TasteReason] | None = None
        self._spans: dict[Field, list[tuple[int, int]]] = {}
        """Which words of title and abstract match."""
        self._lines: list[list[Piece]] = []
        self._matches: list[int] = []
        """The lines with words that matched."""
        self._head = 0
        """Lines with title, people and facts, which stay at the upper edge."""
        self._starts: list[int] = []
        """How many characters stand before each line, spaces not counted."""
        self._place = 0
        """The character that the reader left at the upper edge, counted so."""

    def show(
        self,
        paper: Paper | None,
        highlighter: Highlighter | None,
        signs: Signs = Signs(),  # noqa: B008 - it never changes
        snippet: Snippet | None = None,
        why: Sequence[TasteReason] | None = None,
    ) -> None:
        """Show a paper from its beginning, or where one was if it is the same paper.

        The `signs` tell whether it is new, the `snippet` for what in its whole text it was found,
        `why` what speaks for it and against it.
        """
        is_other = paper is None or self.paper is None or paper.rowid != self.paper.rowid
        before_this, self._newness = self._newness, signs.of(paper) if paper else "read"
        is_same = paper == self.paper and self._newness == before_this
        is_same = is_same and snippet == self._snippet and why == self._why
        if is_same and highlighter is self.highlighter:
            return
        self.paper, self.highlighter, self._snippet = paper, highlighter, snippet
        self._why = why
        before, self._spans = self._spans, self._matching_spans()
        if is_same and self._spans == before:
            return  # a letter more, and the words that match are the same
        self._lay_out()
        self.top = self._best_top() if is_other else min(self.top, self.last_top)
        self._keep_place()
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew, keeping the place in the text."""
        self._lay_out()
        line = bisect_right(self._starts, self._place) - 1
        self.top = min(max(0, line - self.fixed), self.last_top)
        self.repaint()
        self.tell(self.Wrapped())

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
        return max(1, self.height - self.fixed - 1)

    @property
    def fixed(self) -> int:
        """Lines at the upper edge that stay while the others scroll: all of the head or none.

        None where it would take more than two fifths of the pane: there reading needs the room.
        """
        return self._head if 5 * self._head <= 2 * self.height else 0

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

    def _keep_place(self) -> None:
        """Remember what stands at the upper edge, to be found again at another width."""
        line = self.top + self.fixed
        self._place = self._starts[line] if line < len(self._starts) else 0

    def number_at(self, y: int) -> int:
        """Return which line is the visible line `y`: one of the head, or what was scrolled to."""
        return y if y < self.fixed else self.top + y

    def draw_line(self, number: int, width: int) -> Strip:
        """Return a line that was laid out before."""
        line = self._lines[number]
        rest = width - cell_len(plain(line))
        return line_of([*line, (" " * rest, Style.null())], width if rest >= 0 else None)

    def to_match(self, step: int) -> None:
        """Scroll to the next line with a word that matched, or to the previous one."""
        tops = [self._top_for(line) for line in self._matches]
        found = [top for top in tops if (top - self.top) * step > 0]
        if found:
            self._go(min(found) if step > 0 else max(found))

    def _top_for(self, line: int) -> int:
        """Return where the text is scrolled to for a line to be seen, with the one before it."""
        return max(0, line - 1 - self.fixed)

    def _best_top(self) -> int:
        """Return where a text that does not fit opens: at the page with most of the words."""
        if self.last_top == 0 or not self._matches:
            return 0
        head = self.fixed
        tops = [0, *(self._top_for(line) for line in self._matches if line > self.height)]

        def worth(top: int) -> int:
            return sum(
                line < head or top + head <= line < top + self.height for line in self._matches
            )

        best = max(tops, key=worth)
        return min(best, self.last_top) if worth(best) > 2 * worth(0) else 0

    # Layout

    def _lay_out(self) -> None:
        width = self.content_size.width
        self._lines, self._matches, self._starts, self._head = [], [], [], 0
        if self.paper is None or width < 2:
            return
        margin = (" " if width < MEASURE + 2 else "  ", Style.null())
        room = min(MEASURE, width - 2 * len(margin[0]))
        word = self.look.word
        place = 0
        heads = 2 + bool(people(self.paper)) + (self._why is not None)
        for block, (pieces, matches) in enumerate(self._blocks(self.paper, room)):
            shown = [(word(text), style) for text, style in pieces]
            lines = broken(shown, room)
            starts = [start for start, _ in lines]
            for number in matches:
                start = len(plain(shown[:number]))
                end = start + len(shown[number][0]) - 1
                first, last = (bisect_right(starts, at) - 1 for at in (start, end))
                count = len(self._lines)
                self._matches.extend(range(count + first, count + last + 1))
            for _, line in lines:
                self._lines.append([margin, *line])
                self._starts.append(place)
                place += len("".join(plain(line).split()))
            if block < heads:
                self._head = len(self._lines)
        self._matches = sorted(set(self._matches))

    def _blocks(self, paper: Paper, room: int) -> Iterator[tuple[list[Piece], list[int]]]:
        """Yield each part that begins a line, and which of its pieces are words that matched.

        `room` is the cells of a line.
        """
        palette = self.palette
        yield self._marked(readable(paper.title), "title", palette.name)
        if who := people(paper):
            yield [(who, palette.dim)], []
        yield facts(paper, self._newness, self.look, room), []
        if self._why is not None:
            from .why_words import pane_words  # most lists say nothing of it

            why = pane_words(self._why, self.look, room) if self._why else [(" ", palette.dim)]
            yield why, []
        if self.height >= 14:
            yield [], []
        if paper.note:
            sign = (f"{self.signs.note} ", palette.accent)
            note, matches = self._marked(_note(paper), "note", palette.accent + palette.text)
            yield [sign, *note], [number + 1 for number in matches]
            yield [], []
        if self._snippet is not None:
            yield self._found_in(self._snippet), []
            yield [], []
        abstract = readable(paper.abstract) or "No abstract is known."
        yield self._marked(abstract, "abstract", Style.null())
        for pieces in tail(paper, self.look):
            yield pieces, []

    def _found_in(self, snippet: Snippet) -> list[Piece]:
        """Return the sentence of a whole text for which a paper was found, and where that is."""
        palette = self.palette
        where = f"text {snippet.section.name}: " if snippet.section.name else "text: "
        spans = [(start, end, palette.match) for start, end in snippet.spans]
        return [(where, palette.dim + palette.accent), *marked(snippet.text, Style.null(), spans)]

    def _matching_spans(self) -> dict[Field, list[tuple[int, int]]]:
        paper, highlighter = self.paper, self.highlighter
        if paper is None or highlighter is None or not paper.abstract:
            return {}
        noted = highlighter.spans(_note(paper)) if paper.note else []
        return {
            "note": noted,
            "title": highlighter.spans(readable(paper.title), "title"),
            "abstract": highlighter.spans(readable(paper.abstract), "abstract"),
        }

    def _marked(self, text: str, field: Field, base: Style) -> tuple[list[Piece], list[int]]:
        if not self._spans:
            return [(text, base)], []
        style = self.palette.name_match if field == "title" else self.palette.match
        spans = [(start, end, style) for start, end in self._spans[field]]
        pieces = marked(text, base, spans)
        return pieces, [number for number, piece in enumerate(pieces) if piece[1] is not base]


def _note(paper: Paper) -> str:
    """Return the note as it is shown."""
    return (paper.note or "").expandtabs()
