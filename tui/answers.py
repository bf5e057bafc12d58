"""The questions that the screen asks the search thread, and what it shows of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from ..index import Counts, Kept, Listing, OtherVersionError, Paper, RectoError, View, readable
from .layouts import BESIDE, TINY
from .messages import ResultsReady, SearchFailed
from .searcher import Answer, Request, Searcher
from .trail import reason_for_nothing, view_name

if TYPE_CHECKING:
    from .main_screen import MainScreen


class Answers:
    """What the list shows: the papers of a view, or what answers the newest question."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._searcher = Searcher(screen.library, ResultsReady, SearchFailed, screen.post_message)
        self._serial = 0
        self._entered = 0
        """The question that Enter asked, if it was the last one."""
        self._asked = ""
        self._rest: Timer | None = None
        self.view = View("all")
        self.sort = "relevance"
        self.related: Paper | None = None
        """The paper whose relatives the list shows."""
        self.is_waiting = False
        """Whether another list is on its way, so that keys must not act on the present one."""
        self.listing: Listing | None = None
        self.suggestion: str | None = None
        """The corrected query that the list answers, where another one was typed."""
        self.counts: Counts | None = None
        """How many of the papers found each view has; None where the list is no answer."""

    def close(self) -> None:
        """Let the thread end."""
        self._searcher.close()

    def ask(
        self,
        *,
        is_typing: bool = False,
        is_final: bool = False,
        is_exact: bool = False,
        is_rest: bool = False,
        keep: int | None = None,
    ) -> None:
        """Ask for what the box and the view say; the cursor stays on `keep` where it can."""
        if self._rest is not None:
            self._rest.stop()
        self.is_waiting = not is_rest
        self._serial += 1
        self._entered = self._serial if is_final and keep is None else 0
        # Only what is being typed may be the beginning of a word.
        is_final = is_final or not (is_typing or is_rest)
        text = self._asked = self._screen.box.text
        related = "" if self.related is None else self.related.id
        self._searcher.ask(
            Request(
                self._serial,
                text,
                self.view,
                self.sort,
                is_typing,
                is_final,
                keep,
                related,
                is_exact,
            )
        )

    def take_answer(self, request: Request, answer: Answer) -> None:
        """Show an answer if it is the one to the newest question."""
        if request.serial != self._serial:
            return
        self.is_waiting = False
        listing, keep, results = answer.listing, request.keep, self._screen.results
        is_same = self.listing is not None and self.listing.text == listing.text
        if request.serial == self._entered and is_same:
            # Whoever has moved on since Enter stays on the paper that was moved to.
            keep = results.pid if results.cursor else keep
        self.suggestion = answer.suggestion
        if not request.is_typing:
            self.counts = answer.counts
            self._screen.show_counts()
        self.show(listing, keep=keep)
        if answer.suggestion is not None:
            text, key = request.text.strip(), self._screen.key("as-typed")
            self._screen.say(
                f"“{text}” is shown as “{answer.suggestion}”; {key} searches as typed."
            )
        elif not request.is_typing and listing.hints:
            self._screen.say(" ".join(listing.hints))

    def recount(self) -> None:
        """Count anew what a query leaves of each view, after a mark."""
        listing = self.listing
        if self.counts is None or listing is None or not listing.is_exact:
            return
        library, pids = self._screen.library, listing.pids

        def count() -> None:
            counts = library.counts_within(library.counts(), pids)
            if self.counts is not None and self.listing is listing:
                self.counts = counts
                self._screen.app.call_from_thread(self._screen.show_counts)

        self._screen.run_worker(count, thread=True, exclusive=True, group="counts")

    def build_itself(self) -> None:
        """Search all the same where the index cannot be kept: it is built for this run alone."""
        self._searcher.builds = True
        if self.is_waiting or self._screen.box.text:
            self.ask(is_final=True)

    def take_failure(self, request: Request, error: RectoError) -> None:
        """Say why there is no answer, unless the index is being built and says so itself."""
        if request.serial != self._serial:
            return
        screen = self._screen
        is_other = isinstance(error, OtherVersionError)
        is_missing = is_other or screen.library.index_state() != "ready"
        if is_other and screen.was_built:
            # The building process is of the version that is installed now, and this one is not.
            error = RectoError(
                "Recto was updated while this window was open",
                hint=f"Leave it ({screen.key('quit')}) and start it again to search.",
            )
        elif is_missing and not screen.building and not self._searcher.builds:
            screen.build_index(str(error))
        # Nothing may be done to the papers of the list that stood here before.
        screen.results.empty_text = f"Nothing could be searched. {screen.key('clear')} goes back."
        if screen.building:
            screen.results.empty_text = "The index is being built; Esc goes back."
        screen.results.show((), None)
        screen.show_paper()
        if not screen.building:
            self.is_waiting = False
            screen.say(str(error), is_error=True)

    def show(self, listing: Listing, *, keep: int | None = None) -> None:
        """Show these papers, with the cursor on `keep` if it is among them."""
        results = self._screen.results
        self.listing = listing
        results.empty_text = reason_for_nothing(listing, self.view, self._screen.key)
        results.show(listing.pids, listing.highlighter, keep=keep)
        self._screen.show_paper()

    @property
    def view_name(self) -> str:
        """The name of the view as people read it."""
        if self.related is not None and self._screen.app.size.width < BESIDE:
            return "Related"
        if self.related is not None:
            return f"Related to {readable(self.related.title)[:24].strip()}…"
        return view_name(self.view)

    @property
    def kept(self) -> Kept | None:
        """What led to the present list, to be kept with a paper that is marked in it."""
        text = self._screen.box.text.strip()
        return Kept(text, str(self.view)) if text or self.view.kind != "all" else None

    @property
    def state(self) -> tuple[str, str]:
        """What the list holds and where one is in it, such as `Bookmarks` and `3/12`."""
        if self.listing is None:
            return "", ""
        total, more = self.listing.total, "" if self.listing.is_exact else "+"
        name = self.view_name
        if self.sort != "relevance" and self._screen.app.size.width >= TINY:
            name = f"{name} by {self.sort}"
        return name, f"{min(self._screen.results.cursor + 1, total)}/{total}{more}"
