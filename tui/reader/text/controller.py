"""A paper's text while it is read: where one is, was and has been, and what is kept of that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ....index import Library, RectoError, fold, sought
from ...widgets.history import History
from ...widgets.text.finding import Found
from ...widgets.text.flow import Place
from ...widgets.text.marks import Marks
from ...widgets.text.pane import TextPane
from .highlighter import Highlighter
from .place_keeper import PlaceKeeper
from .positions import found_again, holds, number_in, position_at

if TYPE_CHECKING:
    from ....index import Paper, Sought, Text, TextHits
    from ..services.text_fetcher import TextFetcher
    from ..stage import LibraryWriter
    from ..state import ReaderState
    from .stage import TextStage

T = TypeVar("T")

LONGEST_WAY = 100
"""Places one can go back to."""


class TextController:
    """Opens texts, knows the ways in them, and writes down where one is."""

    def __init__(
        self, library: Library, stage: TextStage, state: ReaderState, writer: LibraryWriter
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._writer = writer
        self.pane = TextPane(self._moved)
        self.highlighter = Highlighter(library, stage, writer, self.pane)
        self.sought = History()
        """What was looked for in texts."""
        self.told: object = None
        """The link of which it was shown what it leads to."""
        self._wanted = ""
        """The folded words that were looked for last."""
        self._seek: Sought | None = None
        """What looks for them, or for the words of the list, in any form."""
        self._way: list[Place] = []
        """The places one jumped from."""
        self._was_full = False
        self._is_ahead = False
        """Whether one has jumped to the end of the body, so that nothing was read of it."""
        self._keeper = PlaceKeeper(library, stage, writer, self.pane)
        self._fetcher: TextFetcher | None = None

    # In and out

    @property
    def fetcher(self) -> TextFetcher:
        """Who fetches texts that are not here; whoever fetches none goes without."""
        if self._fetcher is None:
            from ..services.text_fetcher import TextFetcher

            self._fetcher = TextFetcher(self._library, self._stage, self)
        return self._fetcher

    @property
    def is_coming(self) -> bool:
        """Whether a text, or the rest of one, is waited for."""
        return self._fetcher is not None and self._fetcher.is_asking

    def stop_fetching(self) -> bool:
        """Wait for no text any more; return whether one was waited for."""
        if self._fetcher is None or not self.is_coming:
            return False
        self._fetcher.stop()
        return True

    def end(self) -> None:
        """Let the thread end: the reader is left."""
        if self._fetcher is not None:
            self._fetcher.close()

    def open(self, paper: Paper, highlight: str = "", *, is_fresh: bool = False) -> bool:
        """Show the text of a paper where one left it, or at a highlight; say if there is one.

        What is damaged or an older Recto has read is read anew first, beside the screen, but if it
        `is_fresh`.
        """
        stage, texts = self._stage, self._library.texts
        try:
            text = texts.get(paper) if is_fresh else texts.ready(paper)
            if text is None and not is_fresh and texts.kept(paper) is not None:
                self.fetcher.read(paper, highlight)
                return True
        except RectoError as error:
            stage.say(str(error), is_error=True)
            return True
        if text is None:
            return False
        self._show(paper, text, highlight)
        if (newer := texts.newer(paper, text)) is not None:
            key = stage.key("text-again")
            stage.say(f"v{newer} is out, this is v{text.version}: {key} fetches it.")
        return True

    def _show(
        self, paper: Paper, text: Text, highlight: str = "", *, is_whole: bool = True
    ) -> None:
        stage, pane = self._stage, self.pane
        if stage.reading is None:
            self._was_full = stage.is_full
            place = self._left(paper, text)
        else:  # another version of what is read
            place = found_again(text, position_at(pane.text, pane.sight.place, pane.sight.percent))
        self._way.clear()
        left = place
        hits = None if highlight or stage.reading is not None else self._state.text_hits
        section = hits.section(paper.rowid) if hits is not None else None
        if section is not None and section.block < len(text.blocks):
            place = Place(section.block)
        pane.open(paper, text, place, stage.text_size(), is_whole=is_whole)
        self._is_ahead = place != Place(0) and pane.shows_end_of_body
        stage.show_text(pane)
        stage.refresh_bar()  # not every text is opened by the key that was pressed last
        if hits is not None and section is not None:
            self._show_hit(hits, left)
        self.highlighter.open(highlight)

    def shows(self, paper: Paper) -> bool:
        """Whether it is this paper's text that is read."""
        shown = self.pane.paper
        return shown is not None and shown.rowid == paper.rowid

    def begin(self, paper: Paper, text: Text) -> bool:
        """Show the beginning of a text, if one's place is in it; say whether it is shown.

        What was looked for in texts may stand anywhere in it.
        """
        position = self._library.positions.of(paper.rowid)
        if self._stage.reading is not None or self._state.text_hits is not None:
            return False
        if position is not None and not holds(text, position):
            return False
        self._show(paper, text, is_whole=False)
        return True

    def complete(self, paper: Paper) -> None:
        """Show all of the text of which the beginning is read."""
        try:
            text = self._library.texts.get(paper)
        except RectoError as error:
            self._stage.say(str(error), is_error=True)
        else:
            if text is not None:
                self.extend(text, is_whole=True)

    def extend(self, text: Text, *, is_whole: bool) -> None:
        """Show more of the text that is read, which does not move."""
        before = self.pane.text
        moved = partial(number_in, text, before)
        self._way = [place._replace(block=moved(place.block)) for place in self._way]
        self.pane.extend(text, moved, is_whole=is_whole)
        self.highlighter.place_anew()
        if is_whole and self.pane.sight.place != Place(0):
            self._keeper.rest()  # by now it is known how far in the paper that is

    def _show_hit(self, hits: TextHits, left: Place) -> None:
        """Go to the first of the words in the section for which the paper was found.

        Where one left the text is not forgotten by that, and the way back leads there.
        """
        self._seek = hits.highlighter.spans
        self.pane.find(self._seek, 1)
        self._way = [left] if left != Place(0) else []
        self._keeper.forget()

    def come_back(self, rowid: int | None) -> None:
        """Open the text again that one left for a list, if its paper is under the cursor."""
        paper = self._stage.results.paper
        if paper is not None and paper.rowid == rowid:
            self.open(paper)

    def close(self) -> None:
        """Go back to where the text was opened."""
        if self._was_full:
            self.leave()
        else:
            self._stage.is_full = False  # whose watcher leaves

    def leave(self) -> None:
        """Put the text away."""
        if self._stage.reading is None:
            return
        self.keep()
        self._stage.hide_text()
        self.pane.close()
        self._stage.presenter.show_parts()  # what was written while one read

    def follow(self, rowid: int | None) -> None:
        """Put the text away if the cursor is on another paper by now."""
        paper = self.pane.paper
        if paper is not None and paper.rowid != rowid:
            self.close()

    # Places

    def _left(self, paper: Paper, text: Text) -> Place:
        """Return where one left a paper, in whatever version its text is by now."""
        position = self._library.positions.of(paper.rowid)
        return Place(0) if position is None else found_again(text, position)

    def _moved(self, is_paged: bool) -> None:
        """Take note of another place in sight; one has paged or scrolled there, or jumped."""
        self.told = None
        shows_end = self.pane.shows_end_of_body
        if not is_paged:
            self._is_ahead = shows_end
        elif shows_end and not self._is_ahead:
            self._writer.count_as_read(self.pane.paper)
        self._keeper.rest()

    def keep(self) -> None:
        """Write down where one is, if that is another place than before."""
        self._keeper.keep()

    def keep_now(self) -> None:
        """Write down where one is at once, on any thread: the reader is left."""
        self._keeper.keep_now()

    def jump(self, place: Place) -> None:
        """Go to a place, remembering this one."""
        self._push(self.pane.sight.place)
        self.pane.go(place)

    def leap(self, move: Callable[[], T]) -> T:
        """Move far within the paper, remembering this place unless one stays there."""
        here = self.pane.sight.place
        result = move()
        if self.pane.sight.place != here:
            self._push(here)
        return result

    def jump_to_block(self, block: int) -> None:
        """Go to the beginning of a block."""
        self.jump(Place(block))

    def _push(self, place: Place) -> None:
        self._way = [*self._way[1 - LONGEST_WAY :], place]

    def back(self) -> bool:
        """Go back to where one jumped from; say whether there is such a place."""
        if not self._way:
            return False
        self.pane.go(self._way.pop())
        return True

    def set_mark(self, letter: str) -> None:
        """Remember this place under a letter, in the library."""
        self._keeper.give_letter(letter)

    def go_to_mark(self, letter: str) -> bool:
        """Go to the place of a letter, or with `'` to the place before; say whether it is there."""
        paper = self.pane.paper
        if not letter or paper is None:
            return True
        if letter == "'":
            here = self.pane.sight.place
            if not self.back():
                return False
            self._way.append(here)
            return True
        position = self._library.positions.letters(paper.rowid).get(letter)
        if position is None:
            return False
        self.jump(found_again(self.pane.text, position))
        return True

    # Finding

    def find(self, words: str, step: int) -> str:
        """Go to the next place with these words, or those of the last time; say what is to say."""
        if folded := fold(" ".join(words.split())):
            self._wanted, self._seek = folded, sought(folded)
        if self._seek is None:
            return "Nothing is looked for; / begins."
        wanted = self._seek
        found = self.leap(lambda: self.pane.find(wanted, step))
        if found is Found.NOWHERE:
            where = "this text" if self.pane.is_whole else "what is read of this text so far"
            return f"“{words or self._wanted}” is nowhere in {where}."
        if found is Found.AROUND:
            return "On from the beginning." if step > 0 else "On from the end."
        return ""

    def skim(self) -> None:
        """Show headings and first sentences only, or all again, from where one has come to."""
        if not self.pane.skim():
            self._keeper.rest()

    def drop(self) -> None:
        """Choose no link, and let nothing stand out."""
        self.told = None
        self.pane.mark(Marks())
