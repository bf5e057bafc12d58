"""Which papers are in sight, are of the newest import or came by hand; kept until they change."""

from __future__ import annotations

from typing import NamedTuple

from ..database.database import Database
from ..database.numbers import read_numbers
from .newest import BROUGHT_BY_HAND, NEWEST_PAGES
from .paper_bits import bits_of, flags_of, read_bits

_TOTAL = "SELECT count(*) FROM papers"
"""Counted by whole pages, where `WHERE` would look at each paper."""

_HAS_HIDDEN = "SELECT count(*) FROM (SELECT 1 FROM papers WHERE hidden = 1 LIMIT 1)"

_VISIBLE = "FROM papers WHERE hidden = 0"

_NUMBERS = "SELECT (SELECT min(pid) FROM papers), (SELECT max(pid) FROM papers)"


class Visible(NamedTuple):
    """The papers in sight at one revision of the library."""

    total: int
    papers: int
    """The set of them, see `paper_bits`."""
    last: int
    """The highest row number of a paper."""
    flags: bytes
    """A byte for each row number up to the last; none where all of them are in sight."""


class ShownPapers:
    """Tells which papers there are; safe for threads.

    What is asked for is the library's present `rev`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._visible: tuple[int, Visible] = (-1, Visible(0, 0, 0, b""))
        self._newest: tuple[int, int] = (-1, 0)
        self._by_hand: tuple[int, int] = (-1, 0)

    def visible(self, rev: int) -> Visible:
        """Return the papers in sight."""
        kept, visible = self._visible
        if kept != rev:
            has_hidden = bool(self._database.value(_HAS_HIDDEN))
            total = int(self._database.value(_TOTAL + " WHERE hidden = 0" * has_hidden))
            first, last = self._database.row(_NUMBERS)
            if total == (last or 0) and (first or 1) > 0:
                # There are no gaps in most libraries, and no papers out of sight.
                visible = Visible(total, (1 << total + 1) - 2, total, b"")
            else:
                papers = read_bits(self._database, _VISIBLE)
                visible = Visible(total, papers, last or 0, flags_of(papers, (last or 0) + 1))
            self._visible = rev, visible
        return visible

    def newest(self, rev: int) -> int:
        """Return the set of papers of the newest import, see `paper_bits`."""
        kept, newest = self._newest
        if kept != rev:
            newest = 0
            for (gid,) in self._database.rows(NEWEST_PAGES):
                newest |= read_bits(self._database, "FROM places WHERE gid = ?", (gid,))
            self._newest = rev, newest
        return newest

    def by_hand(self, rev: int) -> int:
        """Return the set of papers that the reader brought in by hand, see `paper_bits`."""
        kept, found = self._by_hand
        if kept != rev:
            found = bits_of(read_numbers(self._database, f"SELECT DISTINCT pid {BROUGHT_BY_HAND}"))
            self._by_hand = rev, found
        return found
