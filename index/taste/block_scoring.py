"""The scores of the papers of a block, one by one in plain Python."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import repeat
from operator import itemgetter, mul

from .blocks import Block, starts_of
from .profiles import Profile
from .scoring import total_by
from .weights import TermWeights

_FEW = 500
"""Papers for which it is not worth while to put the profile in the order of the table."""


class RowScorer:
    """Scores papers of blocks by one profile."""

    def __init__(self, profile: Profile, table: TermWeights) -> None:
        self.profile = profile
        self._hashes = table.hashes
        self._rows: Sequence[int] = ()
        """Those of the profile by their places in the table, 0 for what it has not."""
        self._expected = 0

    def expect(self, papers: int) -> None:
        """Make ready for so many papers more."""
        self._expected += papers
        if self._expected > _FEW and not self._rows:
            self._rows = [*map(self.profile.rows.get, self._hashes, repeat(0))]

    def scores(self, block: Block, rows: Sequence[int]) -> list[int]:
        """Return the scores of some papers of a block, by their rows in it.

        Raises IndexError where it names terms that the table has not.
        """
        known, others, authors = (
            starts_of(counts)
            for counts in (block.known_counts, block.other_counts, block.author_counts)
        )
        says = self.profile.rows
        found = []
        for row in rows:
            own = slice(known[row], known[row + 1])
            places = array("I", bytes(block.known[own]))
            weights = array("H", bytes(block.known_weights[own]))
            if self._rows:
                # In one step; of two more, since of one alone there would be no tuple.
                values = itemgetter(*places, 0, 0)(self._rows)
            else:
                values = map(says.get, map(self._hashes.__getitem__, places), repeat(0))
            products = sum(map(mul, weights, values))
            # Next to none of the other terms stand in a profile.
            own = slice(others[row], others[row + 1])
            rare = array("I", bytes(block.others[own]))
            for term in says.keys() & rare:
                products += says[term] * block.other_weights[own.start + rare.index(term)]
            names = block.authors[authors[row] : authors[row + 1]]
            found.append(total_by(products, block.norms[row], names, self.profile))
        return found
