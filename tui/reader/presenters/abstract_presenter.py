"""What the abstract shows of a paper, with what the present list knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Paper
    from ...widgets.abstract_pane import AbstractPane
    from ...widgets.result_list import ResultList
    from ..note_controller import NoteController
    from ..stage import Stage
    from ..state import ReaderState
    from ..text.snippets import SnippetReader
    from .list_presenter import ListPresenter


class AbstractPresenter:
    """Hands the abstract the paper under the cursor, and again what becomes known of it."""

    def __init__(
        self,
        stage: Stage,
        state: ReaderState,
        abstract: AbstractPane,
        results: ResultList,
        lists: ListPresenter,
        notes: NoteController,
    ) -> None:
        self._stage = stage
        self._state = state
        self._abstract = abstract
        self._results = results
        self._lists = lists
        self._notes = notes
        self._snippets: SnippetReader | None = None

    def show(self) -> None:
        """Show the paper under the cursor."""
        paper, editor = self._results.paper, self._notes.editor
        if paper is not None and editor is not None and editor.paper.rowid == paper.rowid:
            paper = replace(paper, has_draft=False)  # what is half written is open beside it
        self._show(paper)

    def show_anew(self, papers: Sequence[Paper]) -> bool:
        """Show anew the one of these that is shown; say whether one is."""
        shown = self._abstract.paper
        for paper in papers:
            if shown is not None and paper.rowid == shown.rowid:
                self._show(paper)
                return True
        return False

    def take_known(self, rowids: Sequence[int]) -> None:
        """Show the paper that is shown with what is known by now, if it is one of these."""
        paper = self._abstract.paper
        if paper is not None and paper.rowid in rowids:
            self._show(paper)

    def _show(self, paper: Paper | None) -> None:
        """Show an abstract, and the sentence of its text for which the paper was found."""
        hits, snippet = self._state.text_hits, None
        if paper is not None and hits is not None:
            if self._snippets is None:
                from ..text.snippets import SnippetReader  # most lists have none

                self._snippets = SnippetReader(self._stage, lambda rowid: self.take_known([rowid]))
            snippet = self._snippets.of(hits, paper.rowid)
        why = None
        if paper is not None and self._results.facts.why_of is not None:
            why = self._lists.reasons.of(paper.rowid) or ()  # whose line waits for them
        signs = self._state.signs
        self._abstract.show(paper, self._results.facts.highlighter, signs, snippet, why)
