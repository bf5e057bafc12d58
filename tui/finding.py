"""What the list shows and why: the query, the view, the newest question and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from ..index import Counts, Kept, Listing, Paper, RectoError, View, readable
from .history import History
from .layouts import BESIDE, TINY
from .messages import ResultsReady, SearchFailed
from .searcher import Answer, Request, Searcher
from .trail import Home, Stop, Trail, find_row, find_search, reason_for_nothing, view_name

if TYPE_CHECKING:
    from .main_screen import MainScreen

REST = 0.4
"""Seconds without a key after which the list is completed and counted."""


class Finder:
    """The screen's questions to the search thread, and what becomes of the answers."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._searcher = Searcher(screen.library, ResultsReady, SearchFailed, screen.post_message)
        self._serial = 0
        self._entered = 0
        """The question that Enter asked, if it was the last one."""
        self._asked = ""
        self._rest: Timer | None = None
        self._before: Stop | None = None
        """Where one was when the search box was gone to."""
        self._home = Home()
        self._trail = Trail()
        self.history = History()
        self.view = View("all")
        self.sort = "relevance"
        self.related: Paper | None = None
        """The paper whose relatives the list shows."""
        self.is_waiting = False
        """Whether another list is on its way, so that keys must not act on the present one."""
        self.search_name: str | None = None
        """The saved search that is open."""
        self.listing: Listing | None = None
        self.suggestion: str | None = None
        """The corrected query that the list answers, where another one was typed."""
        self.counts: Counts | None = None
        """How many of the papers found each view has; None where the list is no answer."""

    def start(self, session: Mapping[str, Any]) -> None:
        """Show the papers at once, before any thread runs, and where one was the last time."""
        library = self._screen.library
        keep = find_row(library, session.get("paper"))
        self.view = View.parse(str(session.get("view", "all")))
        self.sort = str(session.get("sort", self.sort))
        text = str(session.get("query", ""))
        self.show(library.listing("", view=self.view, sort=self.sort), keep=keep)
        self._searcher.start()
        self.history.texts = [str(text) for text in session.get("history", ())]
        if text:
            self._home.restore(library, self.view, session)
            self._screen.box.text = text
            self.ask(is_final=True, keep=keep)

    def session(self) -> dict[str, Any]:
        """Return the query, the view and the paper, for the next start."""
        paper = self._screen.results.paper
        home = self._home.session(self._screen.library, self.view)
        return home | {
            "query": self._screen.box.text,
            "view": str(self.view),
            "sort": self.sort,
            "paper": paper.id if paper else None,
            "history": self.history.texts,
        }

    def close(self) -> None:
        """Let the thread end."""
        self._searcher.close()

    # Questions

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

    def typed(self) -> None:
        """Answer what was typed at once, and completely after a rest."""
        if self._screen.box.text == self._asked:
            return  # Enter or Escape came before the news of the last letter
        self.related = None
        self._order()
        self.ask(is_typing=True)
        self._rest = self._screen.set_timer(REST, self._complete)

    def _complete(self) -> None:
        listing = self.listing
        if listing is not None:
            self.ask(is_rest=True, keep=self._screen.results.pid)

    def submit(self) -> None:
        """Search for what was typed as it stands, and keep it in the history."""
        self.history.keep(self._screen.box.text)
        self._order()
        self.ask(is_final=True)

    def ask_exactly(self) -> None:
        """Show what the query finds as it was typed, correcting nothing."""
        self.ask(is_final=True, is_exact=True)

    def recall(self, step: int) -> None:
        """Put an earlier query into the box, or a later one."""
        text = self.history.recall(step, self._screen.box.text)
        if text is not None:
            self._screen.box.text = text
            self._order()
            self.ask(is_typing=True)

    def _order(self) -> None:
        """Begin another search with the best papers first, whatever the order of the list was."""
        before, text = self._before, self._screen.box.text
        if before is not None and before.text == text:
            self.sort = before.sort
        else:
            self.sort = "relevance" if text.strip() else self._home.sort(self.view)

    def sort_by(self, sort: str) -> None:
        """Show the list in another order, staying on the paper."""
        self.sort = sort
        self.ask(keep=self._screen.results.pid)

    def begin(self) -> None:
        """Remember where one is, to come back to it on Escape."""
        self._before = self._stop()
        self._home.leave(self._before)

    def go_back(self) -> None:
        """Return to the query and the paper from before the search."""
        if self._before is not None:
            self._go_to(self._before)

    # Where one was

    def _stop(self) -> Stop:
        results = self._screen.results
        return Stop(self._screen.box.text, self.view, self.sort, self.related, results.pid)

    def _go_to(self, stop: Stop) -> None:
        self._screen.box.text = stop.text
        self.view, self.sort, self.related = stop.view, stop.sort, stop.related
        self._screen.marker.show_counts(self._screen.marker.counts)
        self.ask(keep=stop.pid)

    def _remember(self) -> None:
        """Keep the present list for the way back."""
        self._trail.add(self._stop())

    def return_to_previous(self) -> bool:
        """Go back to the list one came from; say whether there was one."""
        stop = self._trail.back()
        if stop is not None:
            self._leave_search()
            self._go_to(stop)
        return stop is not None

    def show_related(self, paper: Paper) -> None:
        """Show the papers that are related to one."""
        self._remember()
        self._home.leave(self._stop())
        self._leave_search()
        self._screen.box.text = ""
        self.related = paper
        self.ask()

    def show_view(self, view: View, *, keep: int | None = None) -> None:
        """Show the papers of a view; a query that stands in the box goes on within it."""
        self._remember()
        self._leave_search()
        self.view, self.related = view, None
        self.ask(keep=keep)

    def show_all(self, *, keep: int | None = None) -> None:
        """Show every paper, without a query."""
        self._remember()
        self._leave_search()
        is_search = bool(self._screen.box.text) or self.related is not None
        self._screen.box.text = ""
        self.view, self.related = View("all"), None
        if is_search:
            self.sort = self._home.sort(self.view)
            keep = self._home.pid(self.view) if keep is None else keep
        self.ask(keep=keep)
        self._screen.marker.show_counts(self._screen.marker.counts)

    def open_search(self, name: str) -> None:
        """Show what a saved search finds, at the paper where one left it."""
        search = find_search(self._screen.marker.counts, name)
        if search is None:
            self._screen.say(f"There is no saved search {name!r} any more.")
            return
        self._remember()
        self._home.leave(self._stop())
        self._leave_search()
        self.related = None
        self.search_name, self.view, self.sort = name, search.view, search.sort
        self._screen.box.text = search.text
        self.ask(is_final=True, keep=find_row(self._screen.library, search.position))
        self._screen.marker.change(lambda library: library.look(name, search.position))

    def _leave_search(self) -> None:
        """Remember where one was in the saved search that is left."""
        name, self.search_name = self.search_name, None
        paper = self._screen.results.paper
        if name is not None and paper is not None:
            self._screen.marker.change(lambda library: library.look(name, paper.id, is_fresh=False))
        self.sort = "relevance"

    def clear(self) -> None:
        """Clear the query, or the view where there is no query, staying on the paper."""
        keep = self._screen.results.pid
        self._remember()
        self._leave_search()
        if self.related is not None:
            self.related, self.sort = None, self._home.sort(self.view)
        elif self._screen.box.text:
            self._screen.box.text, self.sort = "", self._home.sort(self.view)
            if (home := self._home.pid(self.view)) is not None:
                keep = home
        else:
            self.view = View("all")
        self.ask(keep=keep)

    # Answers

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
            self._screen.marker.show_counts(self._screen.marker.counts)
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
                self._screen.app.call_from_thread(
                    self._screen.marker.show_counts, self._screen.marker.counts
                )

        self._screen.run_worker(count, thread=True, exclusive=True, group="counts")

    def build_itself(self) -> None:
        """Search all the same where the index cannot be kept: it is built for this run alone."""
        self._searcher.builds = True
        if self.is_waiting or self._screen.box.text:
            self.ask(is_final=True)

    def give_up(self) -> None:
        """Stop waiting for the index and show what was there before."""
        self.is_waiting = False
        self._screen.box.text, self.sort = "", self._home.sort(self.view)
        self.ask(keep=None if self._before is None else self._before.pid)

    def take_failure(self, request: Request, error: RectoError) -> None:
        """Say why there is no answer, unless the index is being built and says so itself."""
        if request.serial != self._serial:
            return
        screen = self._screen
        is_missing = screen.library.index_state() != "ready"
        if is_missing and not screen.building and not self._searcher.builds:
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
        row = 0
        if keep is not None:
            row = next((row for row, pid in enumerate(listing.pids) if pid == keep), 0)
        self.listing = listing
        results.empty_text = reason_for_nothing(listing, self.view, self._screen.key)
        results.show(listing.pids, listing.highlighter, cursor=row)
        self._screen.show_paper()

    @property
    def view_name(self) -> str:
        """The name of the view as people read it."""
        if self.related is not None and self._screen.size.width < BESIDE:
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
        if self.sort != "relevance" and self._screen.size.width >= TINY:
            name = f"{name} by {self.sort}"
        return name, f"{min(self._screen.results.cursor + 1, total)}/{total}{more}"
