"""Which papers are in sight, and which came by hand; kept until they change."""

from __future__ import annotations

from typing import NamedTuple

from ..database.database import Database
from ..database.numbers import read_numbers
from ..records.kinds import BY_HAND
from ..stream_names import IS_DAY
from .paper_bits import bits_of, flags_of, read_bits

_TOTAL = "SELECT count(*) FROM papers"
"""Counted by whole pages, where `WHERE` would look at each paper."""

_HAS_HIDDEN = "SELECT count(*) FROM (SELECT 1 FROM papers WHERE hidden = 1 LIMIT 1)"

_VISIBLE = "FROM papers WHERE hidden = 0"

_NUMBERS = "SELECT (SELECT min(pid) FROM papers), (SELECT max(pid) FROM papers)"


_BROUGHT_BY_HAND = f"""SELECT DISTINCT pid FROM places WHERE gid IN (
    SELECT gid FROM pages JOIN sources s USING(sid) WHERE hidden = 0
    AND kind IN {tuple(sorted(BY_HAND))} AND NOT {IS_DAY.format("s.name")})"""
"""The papers of the pages in sight that somebody has put together paper by paper.

What comes by a stream does not, in whichever form.
"""


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

    def by_hand(self, rev: int) -> int:
        """Return the set of papers that the reader brought in by hand, see `paper_bits`."""
        kept, found = self._by_hand
        if kept != rev:
            found = bits_of(read_numbers(self._database, _BROUGHT_BY_HAND))
            self._by_hand = rev, found
        return found
