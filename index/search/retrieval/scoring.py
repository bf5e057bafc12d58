"""What a paper scores for a word: BM25 over title and abstract, and what its title adds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log

from ..postings.impacts import EDGES, LATE, SATURATION, TEXT, WHOLE, abstract_share, title_length
from ..postings.postings import ABSENT

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

_NOWHERE = -9


def inverse_document_frequency(frequency: int, papers: int) -> float:
    """Return the idf of BM25 for a term that so many of the papers have: above 0 for every term."""
    return log(1 + (papers - frequency + 0.5) / (frequency + 0.5))


@lru_cache(maxsize=256)
def score_table(field: str, idf_step: int, scope: str = "") -> list[float]:
    """Return what a paper scores for a term of some idf, by its impact there.

    It is 0 where the term does not stand in the `scope`: the title or the abstract.
    """
    idf = idf_step / IDF_STEPS
    scores: list[float] = []
    for impact in range(256):
        length = 0.0 if scope == "abstract" else title_length(impact)
        share = abstract_share(impact) if field == TEXT and scope != "title" else 0.0
        amount = SATURATION * share / (1 - share)
        if length:
            is_unfinished = field == EDGES and not impact & WHOLE
            amount += TITLE_WEIGHT * (UNFINISHED if is_unfinished else 1.0)
        bonus = TITLE_BONUS / length if length else 0.0
        scores.append(idf * amount / (amount + SATURATION) + bonus)
    scores.append(0.0)
    return scores


class TitleGains:
    """What titles gain for words that stand there as they were typed, in their order."""

    def __init__(self, number: int) -> None:
        self.gains = [0.0] * number
        """What every one of the papers gains."""
        self._before: list[int] = []
        self._weight_before = 0.0

    def add(self, impacts: Iterable[int], weight: float, is_prefix: bool) -> None:
        """Take the query's next word in: its idf, and what every paper has of it."""
        here: list[int] = []
        gains, before = self.gains, self._before
        for place, impact in enumerate(impacts):
            position = _NOWHERE
            if impact != ABSENT and (is_prefix or impact & WHOLE):
                gains[place] += AS_WRITTEN * weight
                position = impact & LATE
                if position == LATE:
                    position = _NOWHERE
                elif before and before[place] + 1 == position:
                    gains[place] += NEIGHBOURS * (weight + self._weight_before)
                elif not before and position == 0:
                    gains[place] += AT_START
            here.append(position)
        self._before, self._weight_before = here, weight
