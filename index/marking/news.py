"""What the reader has gone past in lists: no act and no mark, and never new again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..database.connections import BUSY_SECONDS
from ..parts.context import Context
from ..store.paper_bits import bits_of, flags_of, rowids_of
from ..store.passed import pass_papers

if TYPE_CHECKING:
    from ..paper import Paper


Newness = Literal["new", "version", "unread", "past", "read"]
"""Whether a paper is new, new by another version, unread but passed, neither though nobody has read
it, or read."""


class Signs(NamedTuple):
    """Which papers were new at one moment, and which neither new nor unread; sets of papers."""

    new: int = 0
    past: int = 0
    """Nobody has read them, but they count as unread no more."""
    renewed: int = 0
    """Those of the new ones that were there, and of which there is another version."""
    unpassed: int = 0
    """Those that going past them makes new no more: the new ones, and others that are not new only
    for a mark on them."""

    def of(self, paper: Paper) -> Newness:
        """Return what a paper is."""
        if self.renewed and paper.rowid >= 0 and self.renewed >> paper.rowid & 1:
            return "version"
        if paper.read:
            return "read"
        if paper.rowid < 0:  # one that the library does not have
            return "unread"
        if self.past >> paper.rowid & 1:
            return "past"
        return "new" if self.new >> paper.rowid & 1 else "unread"

    def first_new(self, rowids: Sequence[int]) -> int | None:
        """Return the first of some papers that was new; None where none was."""
        if not self.new:
            return None
        flags = flags_of(self.new, max(0, max(rowids, default=0)) + 1)
        return next((rowid for rowid in rowids if rowid >= 0 and flags[rowid]), None)


class News:
    """What is new in the library, and the register of what was passed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def signs(self) -> Signs:
        """Return which papers are new and which are past being unread."""
        with self._database.moment():
            marked = self._context.marked.now()
            news = self._context.news
            sets = news.new(marked), news.past(marked), news.renewed(marked)
            return Signs(*sets, news.unpassed(marked))

    def is_only_passed(self, rowid: int) -> bool:
        """Whether a paper would be new but for having been passed."""
        with self._database.moment():
            only_passed = self._context.news.only_passed(self._context.marked.now())
        return rowid >= 0 and bool(only_passed >> rowid & 1)

    def pass_over(self, rowids: Sequence[int], patience: float = BUSY_SECONDS) -> int:
        """Note that these papers were passed, in one transaction; return how many were new.

        Of those that are marked, too, so that they are not new once the mark goes. It is no act:
        there is nothing to undo, and of what is passed already nothing is written.
        Raises StoreError, also where another process writes for longer than so many seconds.
        """
        signs = self.signs()
        chosen = bits_of([rowid for rowid in rowids if rowid >= 0])
        if passed := rowids_of(chosen & signs.unpassed):
            with self._database.transaction(patience):
                pass_papers(self._database, passed)
        return (chosen & signs.new).bit_count()
