"""What a paper scores for a word: BM25 over title and abstract, and what its title adds.

Scores are whole numbers, rounded once for every impact and idf. Their sums do not depend on the
order of adding, so that either kind of lists puts the same papers in the same order.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

from ..postings.impacts import EDGES, SATURATION, TEXT, WHOLE, abstract_share, title_length

UNIT = 4096
"""What is scored as 1."""
FACTOR_BITS = 8
"""The power of two by which factors of scores are whole numbers."""

TITLE_WEIGHT = 10.0
"""How many occurrences in the abstract one in the title is worth."""
TITLE_BONUS = 4.0
"""What a title gains when it is asked for as a whole, shared among its words."""
UNFINISHED = 0.8
"""What a title's word counts that only begins like the one being typed."""

AS_WRITTEN = 0.8
"""What a title gains for a word that stands there letter for letter, times its idf."""
NEIGHBOURS = 0.2
"""What it gains for two words that follow each other as in the query, times their idfs."""
AT_START = 1.0
"""What it gains for beginning with the query's first word."""

IDF_STEPS = 20
"""Steps of a word's idf that are told apart, for each unit."""


def inverse_document_frequency(frequency: int, papers: int) -> float:
    """Return the idf of BM25 for a term that so many of the papers have: above 0 for every term."""
    return log(1 + (papers - frequency + 0.5) / (frequency + 0.5))


def scaled(score: float) -> int:
    """Return a score as a whole number: 0 only for 0."""
    return max(1, round(UNIT * score)) if score else 0


def factor(share: float) -> int:
    """Return the whole number that scores are multiplied with, before `FACTOR_BITS` are shifted."""
    return round(share * (1 << FACTOR_BITS))


@lru_cache(maxsize=256)
def score_table(field: str, idf_step: int, scope: str = "") -> list[int]:
    """Return what a paper scores for a term of some idf, by its impact there.

    It is 0 where the term does not stand in the `scope`: the title or the abstract.
    """
    idf = UNIT * idf_step / IDF_STEPS
    return [
        max(1, round(idf * gain + bonus)) if gain or bonus else 0
        for gain, bonus in _shares(field, scope)
    ]


@lru_cache(maxsize=16)
def _shares(field: str, scope: str) -> list[tuple[float, float]]:
    """Return for every impact what an idf is multiplied with, and what is added to that."""
    shares: list[tuple[float, float]] = []
    for impact in range(256):
        length = 0.0 if scope == "abstract" else title_length(impact)
        share = abstract_share(impact) if field == TEXT and scope != "title" else 0.0
        amount = SATURATION * share / (1 - share)
        if length:
            is_unfinished = field == EDGES and not impact & WHOLE
            amount += TITLE_WEIGHT * (UNFINISHED if is_unfinished else 1.0)
        bonus = UNIT * TITLE_BONUS / length if length else 0.0
        shares.append((amount / (amount + SATURATION), bonus))
    return shares
