"""What one question may cost: its work is counted, not timed, and ends when nobody waits for it.

The unit is about what it takes to read one posting. What is counted does not depend on what other
questions have left in memory, so that a library refuses a query always or never. It is the same
work for either kind of lists; only what one term costs beside its postings has another price.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import inf
from typing import NamedTuple

from ...errors import CostlyQueryError, Superseded

FIXED = 250_000
PER_PAPER = 22
"""Units that a question may take, and how many more for every paper of the library: some thirty
times what two words take that many papers have."""

LOOKED_UP = 200
"""Units of looking up one term in the dictionary, or a statement of SQL."""


class Prices(NamedTuple):
    """What is done once for each term, whatever the number of its postings, in units.

    NumPy's arrays make a posting a tenth as dear, and a term not at all: to read a list into them
    takes as long as some thousand postings that are there.
    """

    looked_up: int
    """To look a term up in the dictionary."""
    read: int
    """To read its list."""
    spelt: int
    """To look up the spellings of a word: all parts of the dictionary have some of them."""


PLAIN = Prices(LOOKED_UP, LOOKED_UP, 0)
ARRAYS = Prices(LOOKED_UP, 2_500, 150_000)


class Effort:
    """The work of one question; called, it tells whether anybody still waits for the answer."""

    def __init__(self, is_stale: Callable[[], bool] | None = None) -> None:
        self._is_stale = is_stale
        self._limit: float = inf
        self._read: set[Hashable] = set()
        self._apart: Effort | None = None
        self.spent = 0
        """Units so far."""

    @classmethod
    def of(cls, is_stale: Callable[[], bool] | None) -> Effort:
        """Return the effort that is handed on as `is_stale`, or a new one."""
        return is_stale if isinstance(is_stale, Effort) else cls(is_stale)

    def __call__(self) -> bool:
        """Whether nobody waits any more."""
        return self._is_stale is not None and self._is_stale()

    @property
    def apart(self) -> Effort:
        """What the same question may cost in another index, all of its parts together."""
        if self._apart is None:
            self._apart = Effort(self)
        return self._apart

    def allow(self, papers: int) -> None:
        """Set the bound for a library of so many papers."""
        self._limit = FIXED + PER_PAPER * papers

    def check(self) -> None:
        """Raise Superseded once nobody waits for the answer any more."""
        if self():
            raise Superseded

    def read(self, what: Hashable, units: int) -> None:
        """Count what it takes to read something, once: from then on it is kept in memory."""
        if what not in self._read:
            self.note(what)
            self.spend(units)

    def note(self, what: Hashable) -> None:
        """Remember that something was read, and counted."""
        self._read.add(what)

    def spend(self, units: int) -> None:
        """Count work that is about to be done; it stays undone if it is too much.

        Raises CostlyQueryError, and Superseded once nobody waits for the answer any more.
        """
        # Said out, since it is asked some dozen times for a letter.
        if self._is_stale is not None and self._is_stale():
            raise Superseded
        self.spent += units
        if self.spent > self._limit:
            raise CostlyQueryError(
                "The query asks for too much at once",
                "Looking for all of it would take many times as long as for two words.",
                "Ask for fewer words, filters or OR; give what ends in * more letters.",
            )
