"""Related papers: those that share a paper's own significant words, weighed as BM25 would."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from ...function_words import FUNCTION_WORDS
from ..analysis.words import Stem
from ..filtering.paper_set import PaperSet
from ..lists.operations import Table
from ..postings.impacts import SATURATION, TEXT, abstract_share, impacts_of_paper, title_length
from ..postings.postings import Postings
from .ranking import Ranked
from .scoring import UNIT, inverse_document_frequency, scaled

if TYPE_CHECKING:
    from ..reader import IndexReader

_MOST_TERMS = 30
"""Significant words of a paper that are asked for."""
_MOST_POSTINGS = 100_000
"""Papers that are looked at for all of them; the rarest words come first."""
_LARGEST_SHARE = 0.2
"""The share of all papers above which a word is no mark of one."""
_SOME = 50
"""Papers up to which, in a small library, a word may be in most of them and still be one."""

_IN_TITLE = 2.0
"""How many occurrences in the abstract one in the title is worth, here: papers on one matter share
more than the words of their titles."""


class _Term(NamedTuple):
    """A word of the paper, and what it says about it."""

    stem: str
    papers: int
    """Papers that have it."""
    weight: float


@lru_cache(maxsize=1)
def _table() -> list[float]:
    """Return what every impact says of a word: from 0 to below 1."""
    amounts = []
    for impact in range(256):
        share = abstract_share(impact)
        amount = SATURATION * share / (1 - share) + (_IN_TITLE if title_length(impact) else 0.0)
        amounts.append(amount / (amount + SATURATION))
    return amounts


class Relatives:
    """Finds the papers nearest to one, among those of an open index."""

    def __init__(self, index: IndexReader, stem: Stem) -> None:
        self._index = index
        self._stem = stem

    def find(self, rowid: int, title: str, abstract: str, limit: int) -> Ranked:
        """Return the papers related to one, itself left out; `limit` of them at most.

        The words are those of `title` and `abstract`, whatever the index has of the paper.
        """
        lists = self._index.lists
        found = lists.within(
            lists.accumulated(self._gains(self._significant(title, abstract))),
            (PaperSet(frozenset((rowid,)), True),),
        )
        limit = max(0, limit)
        best = lists.part(lists.ranked(lists.best(found, max(1, limit))), 0, limit)
        rowids, scores = lists.rowids(best.docs), lists.floats(best.scores, UNIT)
        return Ranked(rowids, scores, len(rowids), False)

    def _significant(self, title: str, abstract: str) -> list[_Term]:
        """Return the words that tell this paper from others, the rarest first."""
        impacts, _ = impacts_of_paper(title, abstract, self._stem)
        table = _table()
        most = max(_SOME, _LARGEST_SHARE * self._index.count)
        terms: list[_Term] = []
        idle = set(map(self._stem, FUNCTION_WORDS))
        for stem, impact in impacts.items():
            count = self._index.document_frequency(TEXT, stem)
            # What stands in this paper alone leads to none.
            if 1 < count <= most and len(stem) > 1 and not stem.isdigit() and stem not in idle:
                idf = inverse_document_frequency(count, self._index.count)
                if idf > 0:
                    terms.append(_Term(stem, count, idf * table[impact]))
        chosen = nlargest(_MOST_TERMS, terms, key=lambda term: (term.weight, term.stem))
        chosen.sort(key=lambda term: (term.papers, term.stem))
        total = 0
        kept: list[_Term] = []
        for term in chosen:
            total += term.papers
            if kept and total > _MOST_POSTINGS:
                break
            kept.append(term)
        return kept

    def _gains(self, terms: Sequence[_Term]) -> list[tuple[Postings, Table]]:
        """Return the papers of each word, and what it says of them by its impact."""
        gains = []
        for term in terms:
            found = self._index.postings(TEXT, term.stem)
            if found is not None:
                idf = inverse_document_frequency(term.papers, self._index.count)
                made = [scaled(term.weight * idf * share) for share in _table()]
                gains.append((found, self._index.lists.table(made)))
        return gains
