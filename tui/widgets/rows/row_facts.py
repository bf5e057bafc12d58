"""What the list is told of its rows beside their papers, all of it set with each list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ....index import Highlighter, Paper, Signs
from ...painting.look import Look
from .row import RowState, reason_words, version_words
from .row_column import why_cells

if TYPE_CHECKING:
    from ....index import Reason


class RowFacts:
    """Tells of each paper how its row looks."""

    def __init__(self) -> None:
        self.signs = Signs()
        """Which papers are new."""
        self.highlighter: Highlighter | None = None
        """Tells which words of a title were looked for."""
        self.has_left: Callable[[Paper], bool] | None = None
        """Tells which papers belong to the list no more; they stay, dimmed, until it is shown anew.
        """
        self.reasons_of: Callable[[Paper], Sequence[Reason]] | None = None
        """Tells why papers are there whose texts do not have all that was asked for."""
        self.why_of: Callable[[int, int, Look], str] | None = None
        """Tells in so many cells at most why a paper stands where it does; nothing where that is
        not known yet."""
        self.part_of: Callable[[Paper], int | None] | None = None
        """Tells how much of a paper's text is read, where that is here."""

    def why_cells(self, width: int) -> int:
        """Return the cells in which each row of a list so wide says why it is there."""
        return 0 if self.why_of is None else why_cells(width)

    def state(
        self,
        paper: Paper,
        look: Look,
        width: int,
        *,
        is_here: bool,
        is_active: bool,
        is_selected: bool,
    ) -> RowState:
        """Return what is known of a row beside its paper, in a list so many cells wide."""
        newness = self.signs.of(paper)
        reason = "" if self.reasons_of is None else reason_words(self.reasons_of(paper))
        if self.why_of is not None:
            reason = self.why_of(paper.rowid, why_cells(width), look)
        return RowState(
            is_here,
            is_active,
            is_selected,
            self.has_left is not None and self.has_left(paper),
            version_words(paper) if newness == "version" else reason,
            newness,
            None if self.part_of is None else self.part_of(paper),
        )
