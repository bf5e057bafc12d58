"""What the reader asks for: a query, a view, an order, and the way back to earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..index import Paper, View
from .answers import Answers
from .history import History
from .trail import Home, Stop, Trail, find_row, find_search

if TYPE_CHECKING:
    from .main_screen import MainScreen

REST = 0.4
"""Seconds without a key after which the list is completed and counted."""


class Finder(Answers):
    """Where one is among queries, views and orders, and where one was."""

    def __init__(self, screen: MainScreen) -> None:
        super().__init__(screen)
        self._before: Stop | None = None
        """Where one was when the search box was gone to."""
        self._home = Home()
        self._trail = Trail()
        self.history = History()
        self.search_name: str | None = None
        """The saved search that is open."""

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

    def give_up(self) -> None:
        """Stop waiting for the index and show what was there before."""
        self.is_waiting = False
        self._screen.box.text, self.sort = "", self._home.sort(self.view)
        self.ask(keep=None if self._before is None else self._before.pid)

    # Where one was

    def _stop(self) -> Stop:
        results = self._screen.results
        return Stop(self._screen.box.text, self.view, self.sort, self.related, results.pid)

    def _go_to(self, stop: Stop) -> None:
        self._screen.box.text = stop.text
        self.view, self.sort, self.related = stop.view, stop.sort, stop.related
        self._screen.show_counts()
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
        self._screen.show_counts()

    def open_search(self, name: str) -> None:
        """Show what a saved search finds, at the paper where one left it."""
        search = find_search(self._screen.state.counts, name)
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
