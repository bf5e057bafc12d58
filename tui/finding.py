"""What the list shows and why: the query, the view, the newest question and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from ..index import Listing, RectoError, View
from .messages import ResultsReady, SearchFailed
from .searcher import Request, Searcher

if TYPE_CHECKING:
    from .main_screen import MainScreen

REST = 0.4
"""Seconds without a key after which the list is completed and counted."""
VIEW_NAMES = {"all": "All", "new": "New", "bookmarks": "Bookmarks", "unread": "Unread"}


class Finder:
    """The screen's questions to the search thread, and what becomes of the answers."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._searcher = Searcher(screen.library, ResultsReady, SearchFailed, screen.post_message)
        self._serial = 0
        self._asked = ""
        self._rest: Timer | None = None
        self._before: tuple[str, int | None] = ("", None)
        self.view = View("all")
        self.sort = "relevance"
        self.listing: Listing | None = None

    def start(self) -> None:
        """Show the papers at once, before any thread runs."""
        self.show(self._screen.library.listing("", view=self.view))
        self._searcher.start()

    def close(self) -> None:
        """Let the thread end."""
        self._searcher.close()

    # Questions

    def ask(
        self,
        *,
        is_typing: bool = False,
        is_final: bool = False,
        keep: int | None = None,
    ) -> None:
        """Ask for what the box and the view say; the cursor stays on `keep` where it can."""
        if self._rest is not None:
            self._rest.stop()
        self._serial += 1
        text = self._asked = self._screen.box.text
        self._searcher.ask(
            Request(self._serial, text, self.view, self.sort, is_typing, is_final, keep)
        )

    def typed(self) -> None:
        """Answer what was typed at once, and completely after a rest."""
        if self._screen.box.text == self._asked:
            return  # Enter or Escape came before the news of the last letter
        self.ask(is_typing=True)
        self._rest = self._screen.set_timer(REST, self._complete)

    def _complete(self) -> None:
        if self.listing is None or not self.listing.is_exact:
            self.ask(keep=self._screen.results.pid)

    def begin(self) -> None:
        """Remember where one is, to come back to it on Escape."""
        self._before = (self._screen.box.text, self._screen.results.pid)

    def go_back(self) -> None:
        """Return to the query and the paper from before the search."""
        text, pid = self._before
        self._screen.box.text = text
        self.ask(keep=pid)

    def show_view(self, view: View, *, keep: int | None = None) -> None:
        """Show the papers of a view; a query that stands in the box goes on within it."""
        self.view = view
        self.ask(keep=keep)

    def clear(self) -> None:
        """Clear the query, or the view where there is no query, staying on the paper."""
        keep = self._screen.results.pid
        if self._screen.box.text:
            self._screen.box.text = ""
        else:
            self.view = View("all")
        self.ask(keep=keep)

    # Answers

    def take_answer(self, request: Request, listing: Listing) -> None:
        """Show an answer if it is the one to the newest question."""
        if request.serial == self._serial:
            self.show(listing, keep=request.keep)

    def take_failure(self, request: Request, error: RectoError) -> None:
        """Say why there is no answer, unless the index is being built and says so itself."""
        if request.serial == self._serial and not self._screen.building:
            self._screen.say(str(error), is_error=True)

    def show(self, listing: Listing, *, keep: int | None = None) -> None:
        """Show these papers, with the cursor on `keep` if it is among them."""
        results = self._screen.results
        row = 0
        if keep is not None:
            row = next((row for row, pid in enumerate(listing.pids) if pid == keep), 0)
        self.listing = listing
        results.empty_text = self._reason_for_nothing(listing)
        results.show(listing.pids, listing.highlighter, cursor=row)
        self._screen.show_paper()

    def _reason_for_nothing(self, listing: Listing) -> str:
        if listing.pids:
            return ""
        if listing.text.strip():
            return "No paper has all these words. Esc clears the query."
        if self.view.kind == "all":
            return "No papers yet. Leave with q and run: recto add FILE"
        return "Nothing here. Esc shows all papers."

    @property
    def state(self) -> tuple[str, str]:
        """What the list holds and where one is in it, such as `Bookmarks` and `3/12`."""
        if self.listing is None:
            return "", ""
        name = VIEW_NAMES.get(self.view.kind, self.view.name)
        if self.view.kind == "tag":
            name = f"#{name}"
        total, more = self.listing.total, "" if self.listing.is_exact else "+"
        return name, f"{min(self._screen.results.cursor + 1, total)}/{total}{more}"
