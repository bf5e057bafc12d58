"""What the list shows of the present listing: its rows, what stands in them, and its last line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ....index import Library, Listing, Paper
from ...widgets.list_offer import ListOffer
from ..leaving_rows import either, leaver
from ..state import AskedFor
from ..text.parts import TextParts
from .columns import column_of

if TYPE_CHECKING:
    from ...widgets.result_list import ResultList
    from ..answers import Answers
    from ..best_first import TasteReasons
    from ..stage import ListStage
    from ..state import ReaderState


class ListPresenter:
    """Hands the list its rows, and what tells how each of them looks."""

    def __init__(
        self,
        library: Library,
        stage: ListStage,
        state: ReaderState,
        answers: Answers,
        results: ResultList,
        *,
        moved: Callable[[], object],
        known: Callable[[Sequence[int]], object],
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._answers = answers
        self._results = results
        self._moved = moved
        """Called where another paper may be under the cursor, or the same one look otherwise."""
        self._known = known
        """Told of which papers of the list it has become known why they stand where they do."""
        self._parts = TextParts(library)
        self._reasons: TasteReasons | None = None

    def show(self, listing: Listing | None, empty_text: str, keep: int | None) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""
        results = self._results
        results.empty_text = empty_text
        if listing is None:
            results.show((), None)
        else:
            self._tell_rows(listing)
            rowids = self._first_rows(listing, keep)
            column = column_of(self._library, listing, self._state.related)
            results.show(
                rowids, listing.highlighter, keep=keep, column=column, signs=self._state.signs
            )
        self.show_offer()
        self._moved()

    def _tell_rows(self, listing: Listing) -> None:
        """Let the list know of each paper whether it has left, why it is there, what is read."""
        results, state, queries = self._results, self._state, self._library.queries
        is_answer = state.related is None
        left = leaver(self._library, listing.view, state.signs) if is_answer else None
        results.facts.has_left = left
        if is_answer and listing.text:
            results.facts.has_left = either(left, lambda paper: paper.rowid in state.left)
        results.facts.part_of = self._parts.now()
        results.facts.reasons_of = None
        if listing.texts is not None:
            results.facts.reasons_of = queries.reasons(listing)
        elif listing.is_wide:
            # Its last word is whole or the beginning of one, whatever is found.
            whole, begun = queries.reasons(listing), queries.reasons(listing, typing=True)
            results.facts.reasons_of = lambda paper: whole(paper) or begun(paper)

    def _first_rows(self, listing: Listing, keep: int | None) -> Sequence[int]:
        """Return the papers that are shown at first; best first there are reasons beside them."""
        self._results.facts.why_of = None
        if listing.sort != "taste" or self._state.related is not None:
            return listing.rowids
        from ..best_first import first_rows, says_why

        if says_why(listing, self._state.counts.searches):
            self.reasons.begin()
            self._results.facts.why_of = self.reasons.in_row
        return first_rows(listing, keep)

    @property
    def reasons(self) -> TasteReasons:
        """Who knows why papers stand where they do; lists in another order go without."""
        if self._reasons is None:
            from ..best_first import TasteReasons

            self._reasons = TasteReasons(self._library, self._stage, self._take_reasons)
        return self._reasons

    def _take_reasons(self, rowids: Sequence[int]) -> None:
        self._results.show_reasons(rowids)
        self._known(rowids)

    def show_parts(self) -> None:
        """Show how much of each text is read by now."""
        self._results.facts.part_of = self._parts.now()
        self._results.repaint()

    @property
    def listed(self) -> Sequence[int]:
        """All papers of the list, those too that it goes on with."""
        listing = self._state.listing
        return self._results.rowids if listing is None or not self._is_cut else listing.rowids

    @property
    def _is_cut(self) -> bool:
        """Whether the list goes on with papers that it does not show yet."""
        listing = self._state.listing
        from ..best_first import first_size

        if listing is None or listing.telling is None or self._state.related is not None:
            return False
        return len(self._results.rowids) == first_size(listing) < len(listing.rowids)

    def go_on(self, count: int | None = None) -> bool:
        """Show what the list goes on with; say whether there was something.

        With a `count` only where that is beyond what is shown.
        """
        is_beyond = count is None or count > len(self._results.rowids)
        if not (self._is_cut and is_beyond) or (listing := self._state.listing) is None:
            return False
        self._results.go_on(listing.rowids)
        self.show_offer()
        self._moved()
        return True

    def show_offer(self) -> None:
        """Offer what the list goes on with, the other reading of the query, or nothing."""
        reading, listing = self._state.reading, self._state.listing
        offer = ListOffer()
        shown = len(self._results.rowids)
        if listing is not None and listing.sort == "taste" and self._state.related is None:
            from ..best_first import ending

            if shown or not listing.rowids:  # and not a list that could not be had
                offer = ending(listing, shown, self._stage.key("last"))
        if reading is not None and not self._is_cut:
            offer = ListOffer(reading.told, f": {self._stage.key('open')} here")
        self._results.show_offer(offer)

    def show_signs(self) -> None:
        """Show which papers are new by now, though the list stays."""
        self._state.signs = self._library.news.signs()
        self._results.show_signs(self._state.signs)
        self._moved()

    def renumber(self) -> None:
        """Go on with the library's own numbers of papers that it has by now, and back."""
        listing, related = self._state.listing, self._state.related
        if listing is None or not isinstance(related, AskedFor) or self._state.is_waiting:
            return
        rowids = self._library.asking.rowids(related.answer)
        if len(rowids) != len(listing.rowids):
            self._answers.ask()
        elif rowids != list(listing.rowids):
            self._state.listing = listing._replace(rowids=rowids)
            self._results.renumber(rowids)
            self._moved()

    def stay_with(self, papers: Sequence[Paper]) -> None:
        """Put the cursor on the first of these papers that the list has, or that belongs to it.

        The list stays as it is; where one of them has come back to it, it is read anew.
        """
        results = self._results
        if results.rowid in {paper.rowid for paper in papers}:
            return
        rows = (results.row_of(paper.rowid) for paper in papers)
        if (row := next((row for row in rows if row is not None), None)) is not None:
            results.move_to(row)
            self._moved()
        elif (has_left := results.facts.has_left) is not None and not self._stage.box.text.strip():
            back = next((paper for paper in papers if not has_left(paper)), None)
            if back is not None:
                self._answers.ask(keep=back.rowid)
