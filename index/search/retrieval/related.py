"""Related papers: those that share a paper's own significant words, weighed as BM25 would."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from ...function_words import FUNCTION_WORDS
from ..analysis.words import Stem
from ..postings.impacts import SATURATION, TEXT, abstract_share, impacts_of_paper, title_length
from .ranking import Ranked
from .scoring import inverse_document_frequency

if TYPE_CHECKING:
    from ..reader import IndexReader as Segment

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

    def __init__(self, segments: Sequence[Segment], stem: Stem) -> None:
        self._segments = segments
        self._stem = stem
        self._papers = sum(segment.count for segment in segments)

    def find(self, rowid: int, title: str, abstract: str, limit: int) -> Ranked:
        """Return the papers related to one, itself left out; `limit` of them at most.

        The words are those of `title` and `abstract`, whatever the index has of the paper.
        """
        terms = self._significant(title, abstract)
        rowids: list[int] = []
        scores: list[float] = []
        for segment in self._segments:
            for doc, score in self._nearest(segment, terms, limit + 1):
                if segment.rowids[doc] != rowid:
                    rowids.append(segment.rowids[doc])
                    scores.append(score)
        order = sorted(
            range(len(rowids)), key=lambda position: (-scores[position], rowids[position])
        )
        best = order[: max(0, limit)]
        return Ranked(
            array("q", (rowids[position] for position in best)),
            array("d", (scores[position] for position in best)),
            len(best),
            False,
        )

    def _significant(self, title: str, abstract: str) -> list[_Term]:
        """Return the words that tell this paper from others, the rarest first."""
        impacts, _ = impacts_of_paper(title, abstract, self._stem)
        table = _table()
        most = max(_SOME, _LARGEST_SHARE * self._papers)
        terms: list[_Term] = []
        idle = set(map(self._stem, FUNCTION_WORDS))
        for stem, impact in impacts.items():
            count = sum(segment.document_frequency(TEXT, stem) for segment in self._segments)
            # What stands in this paper alone leads to none.
            if 1 < count <= most and len(stem) > 1 and not stem.isdigit() and stem not in idle:
                idf = inverse_document_frequency(count, self._papers)
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

    def _nearest(
        self, segment: Segment, terms: Sequence[_Term], limit: int
    ) -> list[tuple[int, float]]:
        """Return the documents of a segment that share most, with what they score."""
        table = _table()
        scores = [0.0] * len(segment.rowids)
        for term in terms:
            found = segment.postings(TEXT, term.stem)
            if found is None:
                continue
            idf = inverse_document_frequency(term.papers, self._papers)
            own = term.weight
            gains = [own * idf * share for share in table]
            for doc, impact in zip(found.ids, found.impacts, strict=True):
                scores[doc] += gains[impact]
        for doc in segment.deleted:
            scores[doc] = 0.0
        best = nlargest(
            limit, range(len(scores)), key=lambda doc: (scores[doc], -segment.rowids[doc])
        )
        return [(doc, scores[doc]) for doc in best if scores[doc] > 0]
