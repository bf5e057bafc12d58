"""The scores of the papers of a block, one by one in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat
from operator import mul

from .blocks import Block, starts_of
from .profiles import Profile
from .scoring import score_by
from .weights import TermWeights


class RowScorer:
    """Scores papers of blocks by one profile."""

    def __init__(self, profile: Profile, table: TermWeights) -> None:
        self._profile = profile
        self._hashes = table.hashes

    def scores(self, block: Block, rows: Iterable[int]) -> list[int]:
        """Return the scores of some papers of a block, by their rows in it."""
        known, others, authors = (
            starts_of(counts)
            for counts in (block.known_counts, block.other_counts, block.author_counts)
        )
        hash_of, says = self._hashes.__getitem__, self._profile.rows.get
        found = []
        for row in rows:
            first = slice(known[row], known[row + 1])
            second = slice(others[row], others[row + 1])
            terms = chain(map(hash_of, block.known[first]), block.others[second])
            weights = chain(block.known_weights[first], block.other_weights[second])
            products = sum(map(mul, weights, map(says, terms, repeat(0))))
            names = block.authors[authors[row] : authors[row + 1]]
            found.append(score_by(products, block.norms[row], names, self._profile).total)
        return found
