"""The questions that the screen asks the search thread, and what it shows of the answers."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...index import Counts, Library, Listing, OtherVersionError, RectoError, View
from .leaving_rows import can_leave
from .messages import PapersLeft, ReadingFound, ResultsReady, SearchFailed
from .searcher import Answer, Request, Searcher
from .state import AskedFor
from .trail import reason_for_nothing
from .typing_pace import TypingPace

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from textual.message import Message

    from ...index import Reading
    from .stage import ListStage
    from .state import ReaderState

SOON = 0.4
"""Seconds behind which it is said what is waited for."""


class Answers:
    """Asks for what the state and the box say, and shows what answers the newest question."""

    def __init__(
        self,
        library: Library,
        stage: ListStage,
        state: ReaderState,
        post: Callable[[Message], object],
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._searcher = Searcher(
            library, ResultsReady, SearchFailed, ReadingFound, PapersLeft, post
        )
        self._serial = 0
        self._entered = 0
        """The question that Enter asked, if it was the last one."""
        self.asked = ""
        """What stood in the box when the newest question was asked."""
        self._pace = TypingPace()
        self._rest: TimerHandle | None = None
        self._insisted = ""
        """The query that is meant as it was typed."""
        self._read_of: tuple[str, View] | None = None
        """The query and the view whose other reading is known."""
        self._said = ""
        """What was said of the answer that is shown."""
        self._is_closed = False

    def start(self, listing: Listing, *, keep: int | None = None) -> None:
        """Show the first papers, and answer questions from now on."""
        self._state.signs = self._library.counts.signs_at_start()
        self.show(listing, keep=keep)
        self._searcher.start()

    def read_on(self, then: Callable[[], object]) -> None:
        """Read what the first list did not need, and count what was only known from before.

        On a thread of its own; on the event loop `then` is called.
        """
        library, listing = self._library, self._state.listing
        if listing is None or (
            library.queries.is_complete(listing) and not library.counts.are_kept
        ):
            return

        def work() -> None:
            library.queries.complete(listing, lambda: not self._is_closed)
            library.counts()

        async def go() -> None:
            with contextlib.suppress(RectoError):  # whoever asks for a paper of it is told
                await asyncio.to_thread(work)
                then()

        self._stage.run_beside(go, group="list")

    def close(self) -> None:
        """Let the threads end."""
        self._is_closed = True
        if self._rest is not None:
            self._rest.cancel()
        self._searcher.close()

    def ask(
        self,
        *,
        is_typing: bool = False,
        is_final: bool = False,
        is_exact: bool = False,
        is_rest: bool = False,
        is_for_news: bool = False,
        keep: int | None = None,
    ) -> None:
        """Ask for what the box and the view say; the cursor stays on `keep` where it can.

        Or it goes to the first paper that is new, where one is and the list `is_for_news`.

        While one types only the first rows are asked for; a rest brings the others, corrects what
        finds next to nothing, and looks for another reading, unless something else is asked before.
        """
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        if is_typing:
            self._pace.observe(asyncio.get_running_loop().time())
            self._rest = self._stage.call_in(self._pace.rest, self._complete)
        if not is_rest:
            self._stage.hold_frame()
        state = self._state
        # What completes a list takes the place of an answer that may still be on its way.
        state.is_waiting |= not is_rest
        self._serial += 1
        self._entered = self._serial if is_final and keep is None else 0
        # Only what is being typed may be the beginning of a word.
        is_final = is_final or not (is_typing or is_rest)
        text = self.asked = self._stage.box.text
        self._insisted = text if is_exact or text == self._insisted else ""
        is_exact = bool(text) and text == self._insisted
        related = "" if state.related is None else state.related.id
        asked = state.related if isinstance(state.related, AskedFor) else None
        shown = state.listing
        # What was corrected at rest is asked for, too.
        is_shown = shown is not None and shown.view == state.view
        is_shown = is_shown and shown is not None and shown.text in (text, state.suggestion)
        first = shown.rowids[0] if self._entered and is_shown and shown and shown.total else None
        # What is new is asked for as it is by now: whoever goes on at once has passed it, too.
        is_of_news = is_for_news or (state.view.kind == "new" and not is_typing)
        passed = self._stage.passed if is_of_news else ()
        # Whoever asks for the same list anew has not gone on from the paper that he is on.
        is_anew = is_shown and not is_typing and state.view.kind == "new" and state.related is None
        here = self._stage.results.rowid
        # It has the sign of what is new, unless all of the list was passed in so many words.
        is_new = here is not None and here >= 0 and bool(state.signs.new >> here & 1)
        stays = here if is_anew and is_new and not is_for_news else None
        passed = [rowid for rowid in passed if rowid != stays]
        if state.sort == "taste" and not (is_typing or is_rest):
            self._stage.call_in(SOON, functools.partial(self._tell_ranking, self._serial))
        self._searcher.ask(
            Request(
                self._serial,
                text,
                state.view,
                state.sort,
                is_typing,
                is_final,
                keep,
                related,
                asked,
                is_exact,
                first,
                is_for_news,
                passed,
                stays,
            )
        )

    def _tell_ranking(self, serial: int) -> None:
        """Say what is waited for, if it still is; the answer takes that away."""
        if serial == self._serial and self._state.is_waiting:
            self._said = "Ranking by your marks; ctrl+c leaves it."
            self._stage.say(self._said)

    def _complete(self) -> None:
        if self._state.listing is not None:
            self.ask(is_rest=True, keep=self._stage.results.rowid)

    def take_answer(self, request: Request, answer: Answer) -> None:
        """Show an answer if it is the one to the newest question."""
        if request.serial != self._serial:
            return
        self._stage.release_frame()
        state, listing, keep = self._state, answer.listing, request.keep
        state.is_waiting = False
        is_same = state.listing is not None and state.listing.text == listing.text
        if request.serial == self._entered and is_same:
            # Whoever has moved on since Enter stays on the paper that was moved to.
            keep = self._stage.results.rowid if self._stage.results.cursor else keep
        if answer.signs is not None:
            state.signs = answer.signs
        if (stays := request.stays) is not None and stays in listing.rowids[:1]:
            keep = stays if keep is None else keep
            state.signs = state.signs._replace(new=state.signs.new | 1 << stays)
        if request.is_for_news and (first := state.signs.first_new(listing.rowids)) is not None:
            keep = first
        state.suggestion = answer.suggestion
        if not request.is_typing:
            state.found = answer.counts
            self._stage.presenter.show_counts()
            if not request.is_final:
                state.reading, self._read_of = answer.reading, (listing.text, listing.view)
        self.show(listing, keep=keep)
        if listing.lacks_texts:
            self._stage.index_texts()
        said = "" if request.is_typing else self._said_of(answer)
        if said or (self._said and self._said == self._stage.bottom.message):
            self._stage.say(said)  # or no more what was said of the answer before
        self._said = said

    def _said_of(self, answer: Answer) -> str:
        from .answer_text import said_of  # nothing is said of the first list

        said = said_of(answer, self._stage.key)
        unranked = self._library.taste.unranked if answer.listing.sort == "taste" else ""
        return f"{said} {unranked}".strip()

    def take_reading(self, request: Request, reading: Reading | None) -> None:
        """Offer how else the newest question can be read."""
        state, listing = self._state, self._state.listing
        if request.serial == self._serial and listing is not None:
            state.reading, self._read_of = reading, (listing.text, listing.view)
            self._stage.presenter.show_reading()

    def check_left(self) -> None:
        """Find out which papers have left the list by what was done to them."""
        listing = self._state.listing
        if listing is not None and self._state.related is None and can_leave(listing):
            self._searcher.check(listing)

    def take_left(self, listing: Listing, rowids: frozenset[int]) -> None:
        """Dim the papers of the present list that its query finds no longer."""
        if listing is self._state.listing and rowids != self._state.left:
            self._state.left = rowids
            self._stage.presenter.show_left()

    def recount(self) -> None:
        """Count anew what a query leaves of each view, after a mark."""
        library, state, listing = self._library, self._state, self._state.listing
        if state.found is None or listing is None or not listing.is_exact:
            return

        def count() -> Counts:
            return library.counts.within(library.counts(), listing.rowids)

        async def go() -> None:
            counts = await asyncio.to_thread(count)
            if state.found is not None and state.listing is listing:
                state.found = counts
                self._stage.presenter.show_counts()

        self._stage.run_beside(go, group="counts", exclusive=True)

    def build_itself(self) -> None:
        """Search all the same where the index cannot be kept: it is built for this run alone."""
        self._searcher.builds = True
        if self._state.is_waiting or self._stage.box.text:
            self.ask(is_final=True)

    def take_failure(self, request: Request, error: RectoError) -> None:
        """Say why there is no answer, unless the index is being built and says so itself."""
        if request.serial != self._serial:
            return
        self._stage.release_frame()
        stage = self._stage
        is_other = isinstance(error, OtherVersionError)
        is_missing = is_other or self._library.index.state() != "ready"
        if is_other and self._state.index_was_built:
            # The building process is of the version that is installed now, and this one is not.
            error = RectoError(
                "Recto was updated while this window was open",
                hint=f"Leave it ({stage.key('quit')}) and start it again to search.",
            )
        elif is_missing and not stage.activity.building and not self._searcher.builds:
            stage.build_index(str(error))
        self._state.reading = None
        # Nothing may be done to the papers of the list that stood here before.
        if stage.activity.building:
            stage.presenter.show_list(None, "The index is being built; Esc goes back.")
        else:
            stage.presenter.show_list(
                None, f"Nothing could be searched. {stage.key('clear')} goes back."
            )
            self._state.is_waiting = False
            stage.say(str(error), is_error=True)

    def show(self, listing: Listing, *, keep: int | None = None) -> None:
        """Show these papers, with the cursor on `keep` if it is among them."""
        state = self._state
        state.listing, state.left = listing, frozenset()
        if self._read_of != (listing.text, listing.view):
            state.reading = None
        empty_text = reason_for_nothing(listing, state.view, self._stage.key)
        if isinstance(state.related, AskedFor) and empty_text:
            empty_text = f"Nobody there has any. {self._stage.key('clear')} goes back."
        self._stage.presenter.show_list(listing, empty_text, keep)
