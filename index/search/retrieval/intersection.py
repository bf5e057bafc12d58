"""Which papers of a segment meet what words need, and what each scores for it.

Needs are met one after the other, by passes over whole lists: a loop of Python's for every paper is
what makes a search slow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress
from operator import add, not_
from typing import TYPE_CHECKING

from ...errors import Superseded
from ..filtering.paper_set import Members
from ..postings.postings import grades_of
from .clauses import Lexicon, Need, Term, Way
from .scoring import RARITY_STEPS, table

if TYPE_CHECKING:
    from ..segments.segment import Segment

_RARER = 4
"""How many times rarer it must be to begin with the word being typed, or with a few papers."""

Found = tuple[Sequence[int], list[float]]
"""Documents of a segment in any order, and what each of them scores."""


class Passes:
    """The passes of one search."""

    def __init__(self, lexicon: Lexicon, is_stale: Callable[[], bool] | None) -> None:
        self._lexicon = lexicon
        self._is_stale = is_stale or (lambda: False)

    def check_stale(self) -> None:
        """Raise Superseded once nobody waits for the answer any more."""
        if self._is_stale():
            raise Superseded

    def meet(
        self,
        segment: Segment,
        needs: list[Need],
        closing: Need | None,
        wanted: Members | None,
    ) -> Found:
        """Return the documents that meet all needs, of which the first is the rarest."""
        if wanted is not None and wanted.is_complement:
            found = self.meet(segment, needs, closing, None)
            pids = map(segment.pids.__getitem__, found[0])
            return kept(found, map(not_, map(wanted.pids.__contains__, pids)))
        few = None if wanted is None else wanted.pids
        reach = self._lexicon.reach
        if not closing:
            return self.meet_all(segment, needs, few)
        if not needs:
            return self._start(segment, closing, few)
        if few is not None or _RARER * reach(closing) < reach(needs[0]):
            return self.meet_all(segment, sorted([closing, *needs], key=reach), few)
        # The next letter asks for the same finished words.
        key = tuple(needs)
        if segment.last_met and segment.last_met[0] == key:
            found = segment.last_met[1]
        else:
            found = self.meet_all(segment, needs, None)
            segment.last_met = key, found
        return self.narrow(segment, found, closing)

    def meet_all(
        self, segment: Segment, needs: Sequence[Need], wanted: Collection[int] | None
    ) -> Found:
        """Return the documents that meet all needs, in the order of these."""
        found = self._start(segment, needs[0], wanted)
        for need in needs[1:]:
            found = self.narrow(segment, found, need)
        return found

    def _start(self, segment: Segment, need: Need, wanted: Collection[int] | None) -> Found:
        """Return the documents that meet one need."""
        self.check_stale()
        if wanted is not None and _RARER * len(wanted) < self._lexicon.reach(need):
            few = segment.documents(wanted)
            return self.narrow(segment, (few, [0.0] * len(few)), need)
        parts = [part for way in need if (part := self._all(segment, way))[0]]
        parts.sort(key=lambda part: len(part[0]), reverse=True)
        found: Found = parts[0] if parts else ((), [])
        if len(parts) > 1:
            merged = dict(zip(*found, strict=True))
            for docs, scores in parts[1:]:
                for doc, score in zip(docs, scores, strict=True):
                    if score > merged.get(doc, 0.0):
                        merged[doc] = score
            found = list(merged), list(merged.values())
        if wanted is not None:
            found = kept(found, map(wanted.__contains__, map(segment.pids.__getitem__, found[0])))
        if segment.deleted:
            found = kept(found, map(not_, map(segment.deleted.__contains__, found[0])))
        return found

    def _all(self, segment: Segment, way: Way) -> Found:
        """Return all documents that have every term of a way."""
        rarest, *others = sorted(way.terms, key=self._lexicon.count)
        first = self._lexicon.postings(segment, rarest)
        if not first:
            return (), []
        docs: Sequence[int] = first.ids
        scores = list(map(self._table(rarest).__getitem__, first.grades))
        if rarest.scope:
            docs, scores = list(compress(docs, scores)), list(filter(None, scores))
        for term in others:
            docs, scores = both((docs, scores), self._look_up(segment, term, docs))
        return docs, _weakened(scores, way)

    def narrow(self, segment: Segment, found: Found, need: Need) -> Found:
        """Return those of the documents that meet another need, too."""
        self.check_stale()
        return both(found, self.weigh(segment, need, found[0])) if found[0] else found

    def weigh(self, segment: Segment, need: Need, docs: Sequence[int]) -> list[float]:
        """Return what every document scores for a need; 0 for those that do not meet it."""
        best: list[float] | None = None
        for way in need:
            first, *others = (self._look_up(segment, term, docs) for term in way.terms)
            for other in others:
                first = [
                    one + two if one and two else 0.0 for one, two in zip(first, other, strict=True)
                ]
            scores = _weakened(first, way)
            best = scores if best is None else list(map(max, best, scores))
        return best or [0.0] * len(docs)

    def _table(self, term: Term) -> list[float]:
        # Even a word that all papers have must count for something: 0 means `not found`.
        step = max(1, round(self._lexicon.rarity(term) * RARITY_STEPS))
        return table(term.field, step, term.scope)

    def _look_up(self, segment: Segment, term: Term, docs: Sequence[int]) -> list[float]:
        """Return what every document scores for a term."""
        found = self._lexicon.postings(segment, term)
        if not found:
            return [0.0] * len(docs)
        return list(map(self._table(term).__getitem__, grades_of(found, docs)))

    # Most of the words

    def meet_most(
        self, segment: Segment, needs: list[Need], least: int, wanted: Members | None
    ) -> tuple[Found, list[int]]:
        """Return the documents that meet at least so many needs, and how many each meets.

        Whoever meets so many meets one of the rarest, which are the only ones that are gone
        through; `needs` has them first.
        """
        docs: set[int] = set()
        for need in needs[: len(needs) - least + 1]:
            docs.update(self._start(segment, need, None)[0])
        some = sorted(docs)
        if wanted is not None:
            pids = set(wanted.chosen(map(segment.pids.__getitem__, some)))
            some = [doc for doc in some if segment.pids[doc] in pids]
        scores, counts = [0.0] * len(some), [0] * len(some)
        for need in needs:
            self.check_stale()
            weights = self.weigh(segment, need, some)
            scores = list(map(add, scores, weights))
            counts = list(map(add, counts, map(bool, weights)))
        chosen = [count >= least for count in counts]
        return kept((some, scores), chosen), list(compress(counts, chosen))


def kept(found: Found, choices: Iterable[bool]) -> Found:
    """Return the chosen ones of the documents."""
    chosen = list(choices)
    return list(compress(found[0], chosen)), list(compress(found[1], chosen))


def both(found: Found, scores: list[float]) -> Found:
    """Return the documents that score here, too, with the sums."""
    docs, before = found
    if not all(scores):
        docs = list(compress(docs, scores))
        before = list(compress(before, scores))
        scores = list(filter(None, scores))
    return docs, list(map(add, before, scores))


def _weakened(scores: list[float], way: Way) -> list[float]:
    """Return what documents score that were found in a way that is not the best."""
    if way.factor == 1.0:
        return scores
    factor = way.factor / len(way.terms) ** 0.5
    return [factor * score for score in scores]
