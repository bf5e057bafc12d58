"""What the reader asks for: a query, a view, an order, and the way back to earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...index import Kept, Library, Paper, View
from ..keys.contexts import TEXT
from ..widgets.history import History
from .state import AskedFor, Duplicates, Stop
from .trail import Origin, Trail, find_row, find_search, usual_order

if TYPE_CHECKING:
    from ...index import Asked
    from .answers import Answers
    from .stage import LibraryWriter, ListStage
    from .state import ReaderState, Related


OLDER = "-is:new -is:queued"
"""What is asked of unread papers that came before those that are new and nobody has queued."""


class Finder:
    """Where one is among queries, views and orders, and where one was."""

    def __init__(
        self,
        library: Library,
        stage: ListStage,
        state: ReaderState,
        answers: Answers,
        writer: LibraryWriter,
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._answers = answers
        self._writer = writer
        self._before: Stop | None = None
        """Where one was when the search box was gone to."""
        self._origin = Origin()
        self._trail = Trail()
        self._given = ""
        """The query that a key has put into the box: nobody typed it, and it is for its list."""
        self.history = History()

    def start(self, session: Mapping[str, Any]) -> None:
        """Show the papers at once, before any thread runs, and where one was the last time."""
        library, state = self._library, self._state
        keep = find_row(library, session.get("paper"))
        state.view = View.parse(str(session.get("view", "all")))
        state.sort = str(session.get("sort", state.sort))
        text = str(session.get("query", ""))
        # What the marks teach is worked out behind the first frame.
        is_by_taste = state.sort == "taste"
        first = "relevance" if is_by_taste else state.sort
        self._answers.start(library.queries.first_listing(state.view, first, keep), keep=keep)
        self.history.texts = [str(text) for text in session.get("history", ())]
        if text:
            self._origin.restore(library, state.view, session)
            self._stage.box.text = text
            self._answers.ask(is_final=True, keep=keep)
        elif is_by_taste:
            self._answers.ask(keep=keep)

    def session(self) -> dict[str, Any]:
        """Return the query, the view and the paper, for the next start."""
        paper, state = self._stage.results.paper, self._state
        home = self._origin.session(self._library, state.view)
        return home | {
            "query": self._stage.box.text,
            "view": str(state.view),
            "sort": state.sort,
            "paper": paper.id if paper else None,
            "history": self.history.texts,
        }

    def typed(self) -> None:
        """Answer what was typed at once, and completely after a rest."""
        if self._stage.box.text == self._answers.asked:
            return  # that is what was asked
        self._state.related = None
        self._order()
        self._answers.ask(is_typing=True)

    def submit(self) -> None:
        """Search for what was typed as it stands, and keep it in the history."""
        self.history.keep(self._stage.box.text)
        self._order()
        self._answers.ask(is_final=True)

    def ask_exactly(self) -> None:
        """Show what the query finds as it was typed, correcting nothing."""
        self._answers.ask(is_final=True, is_exact=True)

    @property
    def is_correction_shown(self) -> bool:
        """Whether the list answers a correction of what stands there, a whole word at its end.

        Only then an operator cannot be what is typed next.
        """
        box, state = self._stage.box, self._state
        is_shown = state.suggestion is not None and not state.is_waiting
        is_answer = is_shown and box.text == self._answers.asked
        return is_answer and box.is_at_end and box.text[-1:].isalnum()

    def take_reading(self) -> bool:
        """Show the papers of the other reading that is offered; say whether one is."""
        reading = self._state.reading
        if reading is None:
            return False
        self.remember()
        self._stage.box.text = reading.query
        self.submit()
        return True

    @property
    def is_recalling(self) -> bool:
        """Whether an earlier query stands in the box."""
        return self.history.is_back

    def recall(self, step: int) -> None:
        """Put an earlier query into the box, or a later one."""
        text = self.history.recall(step, self._stage.box.text)
        if text is not None:
            self._stage.box.text = text
            self._order()
            self._answers.ask(is_typing=True)

    def _order(self) -> None:
        """Begin another search with the best papers first, whatever the order of the list was."""
        before, text = self._before, self._stage.box.text
        if before is not None and before.text == text:
            self._state.sort = before.sort
        else:
            self._state.sort = "relevance" if text.strip() else self._origin.sort(self._state.view)

    def sort_by(self, sort: str) -> None:
        """Show the list in another order, from its top; the way back leads to the paper."""
        self.remember()
        self._state.sort = sort
        self._answers.ask(is_final=bool(self._stage.box.text))

    def begin(self) -> None:
        """Remember where one is, to come back to it on Escape."""
        self._before = self._stop()
        self._origin.leave(self._before)

    def go_back(self) -> None:
        """Return to the query and the paper from before the search."""
        if self._before is not None:
            self._go_to(self._before)

    def give_up(self) -> None:
        """Stop waiting for the index, or for the best to stand first, and show what there is."""
        was_ranking = self._state.sort == "taste"
        self._state.is_waiting = False
        self._stage.box.text, self._state.sort = "", self._origin.sort(self._state.view)
        if was_ranking:
            self._state.sort = "relevance"
        self._answers.ask(keep=None if self._before is None else self._before.rowid)

    @property
    def kept(self) -> Kept | None:
        """What led to the present list, to be kept with a paper that is marked in it."""
        text, view = self._stage.box.text.strip(), self._state.view
        if isinstance(self._state.related, AskedFor):
            return Kept(self._state.related.answer.text, str(View()))
        return Kept(text, str(view)) if text or view.kind != "all" else None

    # Where one was

    def _stop(self) -> Stop:
        stage, state = self._stage, self._state
        rowid, is_reading = stage.results.rowid, stage.where == TEXT
        return Stop(stage.box.text, state.view, state.sort, state.related, rowid, is_reading)

    def _go_to(self, stop: Stop) -> None:
        self._stage.box.text = stop.text
        self._state.view, self._state.sort, self._state.related = stop.view, stop.sort, stop.related
        self._stage.presenter.show_counts()
        self._answers.ask(keep=stop.rowid)

    def remember(self) -> None:
        """Keep the present list for the way back."""
        self._trail.add(self._stop())

    def return_to_previous(self) -> Stop | None:
        """Go back to the list one came from; return it, or None if there was none."""
        stop = self._trail.back()
        if stop is not None:
            self._leave_search()
            self._go_to(stop)
        return stop

    def leave_asked(self) -> bool:
        """Go back from what services have to where one was; say whether one was there.

        The way back leads there again.
        """
        related = self._state.related
        if not isinstance(related, AskedFor):
            return False
        self.remember()
        self._go_to(related.before)
        return True

    def show_duplicates(self) -> None:
        """Show the papers that may be the same."""
        self._show_related(Duplicates())

    def show_related(self, paper: Paper) -> None:
        """Show the papers that are related to one."""
        self._show_related(paper)

    def show_asked(self, answer: Asked) -> None:
        """Show what services have for a query."""
        related = self._state.related
        before = related.before if isinstance(related, AskedFor) else self._stop()
        self._show_related(AskedFor(answer, before))

    def _show_related(self, paper: Related) -> None:
        self.remember()
        self._origin.leave(self._stop())
        self._leave_search()
        self._stage.box.text = ""
        self._state.related = paper
        self._answers.ask()

    def show_view(self, view: View, *, keep: int | None = None) -> None:
        """Show the papers of a view; a query that was typed into the box goes on within it."""
        self.remember()
        self._leave_search()
        self._state.view, self._state.related = view, None
        if self._stage.box.text == self._given:
            self._stage.box.text = ""
        if not self._stage.box.text.strip():
            self._state.sort = usual_order(view)
        self._answers.ask(keep=keep)

    def show_older(self) -> None:
        """Show what is unread and no longer new, best first."""
        self.remember()
        self._leave_search()
        self._state.view, self._state.related, self._state.sort = View("unread"), None, "taste"
        self._stage.box.text = self._given = OLDER
        self._answers.ask(is_final=True)
        self._stage.presenter.show_counts()

    def show_query(self, text: str) -> None:
        """Show what a query finds among all papers; the way back leads here again."""
        self.remember()
        self._origin.leave(self._stop())
        self._leave_search()
        self._state.view, self._state.related = View("all"), None
        self._stage.box.text = self._given = text
        self._answers.ask(is_final=True)
        self._stage.presenter.show_counts()

    def rename(self, view: View, name: str) -> None:
        """Go on showing a tag that has another name now, or one that is nested in it."""
        shown = self._state.view
        if view.kind == shown.kind == "tag" and f"{shown.name}/".startswith(f"{view.name}/"):
            self._state.view = View("tag", name.lstrip("#") + shown.name[len(view.name) :])
            self._answers.ask(is_final=True, keep=self._stage.results.rowid)
            self._stage.presenter.show_counts()

    def show_all(self, *, keep: int | None = None) -> None:
        """Show every paper, without a query."""
        self.remember()
        self._leave_search()
        is_search = bool(self._stage.box.text) or self._state.related is not None
        self._stage.box.text = ""
        self._state.view, self._state.related = View("all"), None
        if is_search:
            self._state.sort = self._origin.sort(self._state.view)
            keep = self._origin.rowid(self._state.view) if keep is None else keep
        self._answers.ask(keep=keep)
        self._stage.presenter.show_counts()

    def open_search(self, name: str) -> None:
        """Show what a saved search finds, at the paper where one left it."""
        search = find_search(self._state.counts, name)
        if search is None:
            self._stage.say(f"There is no saved search {name!r} any more.")
            return
        self.remember()
        self._origin.leave(self._stop())
        self._leave_search()
        self._state.related = None
        self._state.search_name, self._state.view, self._state.sort = name, search.view, search.sort
        self._stage.box.text = search.text
        keep = find_row(self._library, search.position)
        self._answers.ask(is_final=True, is_for_news=True, keep=keep)

    def _leave_search(self) -> None:
        """Remember where one was in the saved search that is left."""
        name, self._state.search_name = self._state.search_name, None
        paper = self._stage.results.paper
        if name is not None and paper is not None:
            self._writer.change(lambda library: library.searches.look(name, paper.id))
        self._state.sort = "relevance"

    def clear(self) -> None:
        """Clear the query, or the view where there is no query, staying on the paper."""
        keep = self._stage.results.rowid
        self.remember()
        self._leave_search()
        if self._state.related is not None:
            self._state.related, self._state.sort = None, self._origin.sort(self._state.view)
        elif self._stage.box.text:
            self._stage.box.text, self._state.sort = "", self._origin.sort(self._state.view)
            if (home := self._origin.rowid(self._state.view)) is not None:
                keep = home
        else:
            self._state.view = View("all")
        self._answers.ask(keep=keep)
