"""What is highlighted in the text that is read: kept, shown, placed in whatever version it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....index import RectoError, Spot, quote, readable
from ...widgets.text.flow import Place
from ...widgets.text.ink import Ink, Inked
from ..noted import PassageNote

if TYPE_CHECKING:
    from ....index import Highlight, Library, Marked, Text
    from ...widgets.text.pane import TextPane
    from ..stage import LibraryWriter
    from .stage import TextStage


_SIGNS = 2
"""Letters by which two passages may differ at an end and be one."""


class Placed(NamedTuple):
    """A highlight with where it stands in the text that is read."""

    highlight: Highlight
    spots: tuple[Spot, ...]
    """Empty of an orphan: the text has not got its words."""
    draft: str | None = None
    """What is half typed of its note."""


class Highlighter:
    """Keeps what is marked, and shows what is highlighted."""

    def __init__(
        self, library: Library, stage: TextStage, writer: LibraryWriter, pane: TextPane
    ) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self._pane = pane
        self.placed: tuple[Placed, ...] = ()
        """The highlights of the paper, in the order in which they stand in it; orphans last."""
        self.on_change: Callable[[], object] = lambda: None
        """Told whenever they are others."""
        self._wanted = ""
        """The highlight that is to be gone to once it is placed."""
        self._known: tuple[list[Highlight], dict[str, str]] = [], {}
        """Highlights and drafts, as they were read last."""

    def open(self, wanted: str = "") -> None:
        """Show those of the text that was opened, and go to one of them."""
        self.placed, self._known, self._wanted = (), ([], {}), wanted
        self.look()

    def place_anew(self) -> None:
        """Find them in what there is of the text by now."""
        self._known = [], {}
        self.look()

    def look(self) -> None:
        """Show what is highlighted by now, by whomever; where nothing has changed, do nothing."""
        paper, text = self._pane.paper, self._pane.text
        if paper is None:
            return
        try:
            found = self._library.highlights.of(paper.rowid)
            known = found, self._library.session.drafts() if found else {}
        except RectoError:
            return  # what ails the library is told by whoever does more than look
        if known == self._known:
            return
        self._known = known

        async def go() -> None:
            placed = await asyncio.to_thread(placed_in, text, *known)
            if self._known == known and self._pane.paper is not None:
                self._show(placed)

        self._stage.run_beside(go, group="highlights", exclusive=True)

    def _show(self, placed: tuple[Placed, ...]) -> None:
        self.placed = placed
        self._pane.show_ink(
            Ink(Inked(one.spots, one.draft or one.highlight.note) for one in placed if one.spots)
        )
        wanted, self._wanted = self._wanted, ""
        for one in placed:
            if one.highlight.id == wanted:
                if (there := self.place_of(one)) is not None:
                    self._pane.go(there)
                else:
                    self._stage.say(lost(one.highlight))
        self.on_change()

    def place_of(self, one: Placed) -> Place | None:
        """Return where a highlight begins; None of an orphan."""
        if not one.spots:
            return None
        return self._pane.sight.place_of(one.spots[0].block, one.spots[0].start)

    # Keeping

    @property
    def _passage(self) -> tuple[Text, tuple[int, int], tuple[int, int]] | None:
        passage = self._pane.marker.passage
        return None if passage is None else (self._pane.text, *passage)

    @property
    def present(self) -> Placed | None:
        """The highlight of just what is marked, if there is one already.

        The marks of footnotes and signs at its ends make no other one of it.
        """
        marked = self._pane.marker.passage
        if marked is None:
            return None
        (first, start), (last, end) = marked
        for one in self.placed:
            if one.spots and (one.spots[0].block, one.spots[-1].block) == (first, last):
                distance = abs(one.spots[0].start - start), abs(one.spots[-1].end - end)
                if max(distance) <= _SIGNS:
                    return one
        return None

    def keep(self, *, is_told: bool = True) -> PassageNote | None:
        """Highlight what is marked; return what a note on it is on, None where nothing is."""
        marked, paper = self._passage, self._pane.paper
        if marked is None or paper is None:
            return None
        selection, noted = self._pane.marker.selection, PassageNote(paper)
        self._pane.select(None)

        def work(library: Library) -> Marked:
            passage = noted.passage = quote(*marked)
            done, noted.ident = library.highlights.add(
                paper.rowid,
                passage.text,
                section=passage.section,
                before=passage.before,
                after=passage.after,
            )
            return done

        def refused(error: RectoError) -> None:
            now = self._pane.paper
            if now is not None and now.rowid == paper.rowid and self._stage.reading is not None:
                self._pane.select(selection)  # nothing that was marked is lost
            self._stage.say(str(error), is_error=True)

        told = f"Highlighted; {self._stage.key('undo')} takes it back." if is_told else ""
        self._writer.mark(work, said=lambda done, counts: told, refused=refused)
        return noted

    def remove(self, one: Placed) -> None:
        """Remove a highlight."""
        rowid, ident = one.highlight.rowid, one.highlight.id
        self._writer.mark(lambda library: library.highlights.remove(rowid, ident), is_told=True)

    def note_on(self, one: Placed) -> PassageNote | None:
        """Return what a note on a highlight is on."""
        paper = self._pane.paper
        return None if paper is None else PassageNote(paper, one.highlight)


def lost(highlight: Highlight) -> str:
    """Return what is said of a highlight that the text has not got."""
    words = " ".join(readable(highlight.text).split())
    return f"This text has not got it: “{words}”"


def placed_in(text: Text, found: Sequence[Highlight], drafts: dict[str, str]) -> tuple[Placed, ...]:
    """Return highlights in the order in which they stand in a text, orphans behind all others."""
    from ....index import place  # whoever has highlighted nothing goes without

    placed = [Placed(one, place(text, one), drafts.get(one.id)) for one in found]
    end = Spot(len(text.blocks), 0, 0)
    return tuple(sorted(placed, key=lambda one: one.spots[0] if one.spots else end))
