"""What all panes show together: each change is handed to those that are about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..cursor_follower import CursorFollower
from .abstract_presenter import AbstractPresenter
from .list_presenter import ListPresenter
from .sidebar_presenter import SidebarPresenter
from .state_text import state_text

if TYPE_CHECKING:
    from ....index import Library, Listing, Paper
    from ..answers import Answers
    from ..note_controller import NoteController
    from ..passing import Passing
    from ..state import ReaderState
    from .stage import PanesStage


class PanesPresenter:
    """Knows list, abstract and sidebar, the text before them, and the search line's right end."""

    def __init__(
        self,
        library: Library,
        stage: PanesStage,
        state: ReaderState,
        answers: Answers,
        notes: NoteController,
        passing: Passing,
        *,
        counted: Callable[[], object],
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._passing = passing
        self._counted = counted
        """Called once other counts are shown."""
        results = stage.results
        self.list = ListPresenter(
            library,
            stage,
            state,
            answers,
            results,
            moved=self.show_paper,
            known=self._take_reasons,
        )
        self.sidebar = SidebarPresenter(state, stage.sidebar)
        self._abstract = AbstractPresenter(stage, state, stage.abstract, results, self.list, notes)
        self._follower = CursorFollower(self.show_paper, stage.call_in)

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = None) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""
        self.list.show(listing, empty_text, keep)
        self._passing.show()

    def show_parts(self) -> None:
        """Show how much of each text is read, once that is written."""
        if self._stage.reading is None:
            self.list.show_parts()

    def show_reading(self) -> None:
        """Offer the other reading of the state below the list, or none."""
        self.list.show_offer()

    def show_left(self) -> None:
        """Show which papers have left the list."""
        self._stage.results.repaint()

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these papers anew where they are on the screen."""
        self.list.renumber()
        self._stage.results.keep(papers)
        if (reading := self._stage.reading) is not None:
            self._stage.texts.highlighter.look()
            for paper in papers:
                reading.show_paper(paper)
        if self._abstract.show_anew(papers):
            self.show_state()

    def refresh_rows(self) -> None:
        """Read the rows that are shown anew."""
        results = self._stage.results
        rowids = results.visible_rowids
        results.forget_unseen(rowids)
        self.show_papers(self._library.rows(rowids))

    def stay_with(self, papers: Sequence[Paper]) -> None:
        """Put the cursor on the first of these papers that the list has, or that belongs to it."""
        self.list.stay_with(papers)

    def show_counts(self) -> None:
        """Show the counts of the state in the sidebar."""
        self.sidebar.show_counts()
        self._counted()

    def follow_cursor(self) -> None:
        """Let the abstract follow the cursor, and a text give way to it."""
        rowid = self._stage.results.rowid
        if self._stage.reading is not None:
            self._stage.texts.follow(rowid)
        if not self._follower.follow(rowid):
            self.show_state()

    def show_paper(self) -> None:
        """Show the abstract of the paper under the cursor."""
        self._follower.has_shown(self._stage.results.rowid)
        self._abstract.show()
        self.show_state()

    def show_state(self) -> None:
        """Show what the list holds, where one is, and what goes on."""
        stage, work = self._stage, self._stage.activity.words
        full = stage.abstract if stage.is_full else None
        width = stage.app.size.width
        told = state_text(self._state, stage.results, full, bool(work), width)
        stage.box.show_state(told, work)

    def _take_reasons(self, rowids: Sequence[int]) -> None:
        self._abstract.take_known(rowids)
