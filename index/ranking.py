"""Which papers answer a query, and in which order; knows posting lists, not their files.

Needs are met one after the other, by passes over whole lists: a loop of Python's for every paper is
what makes a search slow. The best titles are then looked at once more for the order of the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest, nsmallest
from itertools import compress
from operator import add, not_
from typing import TYPE_CHECKING, NamedTuple

from .grades import EDGES, Stem
from .needs import Lexicon, Need, Term, Way
from .postings import EMPTY
from .query import Query, Superseded
from .scoring import RARITY_STEPS, TitleGains, grades_of, table

if TYPE_CHECKING:
    from .segments import Segment

REFINED = 150
"""Papers, the best so far, whose titles are looked at for the order of the words."""

_RARER = 4
"""How many times rarer it must be to begin with the word being typed, or with a few papers."""

_Found = tuple[Sequence[int], list[float]]
"""Documents of a segment in any order, and what each of them scores."""


class Ranked(NamedTuple):
    """The papers that answer a query, the best first."""

    pids: array[int]
    scores: array[float]
    total: int
    """How many there are, in `pids` or not."""
    is_exact: bool
    """Whether `total` is the number, or a lower bound."""


class Ranking:
    """One search."""

    def __init__(
        self, segments: Sequence[Segment], stem: Stem, is_stale: Callable[[], bool] | None
    ) -> None:
        self._segments = segments
        self._lexicon = Lexicon(segments, stem)
        self._is_stale = is_stale or (lambda: False)
        self._sequence: list[Term] = []

    def rank(
        self, query: Query, typing: bool, limit: int | None, within: Collection[int] | None
    ) -> Ranked:
        """Return the papers that have every word, function words left aside."""
        finished = list(query.words)
        last = finished.pop() if typing and query.is_open and finished else None
        needs = [self._lexicon.need(word) for word in finished if not word.is_function_word]
        wishes = [self._lexicon.need(word) for word in finished if word.is_function_word]
        closing = self._lexicon.unfinished(last) if last else None
        if closing and last and last.is_function_word and len(last.parts[-1]) > 1 and needs:
            # `learning to` may become `learning tokens`, but need not.
            wishes.append(closing)
            closing = None
        if not needs and not closing:
            needs, wishes = wishes, []
        self._sequence = [Term(EDGES, part) for word in query.words for part in word.parts]
        if last:
            self._sequence[-1] = self._sequence[-1]._replace(is_beginning=True)
        wanted = None if within is None else frozenset(within)
        found = self._find(needs, closing, wishes, limit, wanted)
        if last and closing and needs and not found.total:
            closing += self._lexicon.expansions(last)
            found = self._find(needs, closing, wishes, limit, wanted)
        return found

    def _find(
        self,
        needs: list[Need],
        closing: Need | None,
        wishes: list[Need],
        limit: int | None,
        wanted: frozenset[int] | None,
    ) -> Ranked:
        """Return the best papers that meet all needs, and the one of the word being typed."""
        needs = sorted(needs, key=self._lexicon.reach)
        if not needs and not closing:
            return Ranked(array("q"), array("d"), 0, True)
        total = 0
        pids: list[int] = []
        scores: list[float] = []
        for segment in self._segments:
            docs, found = self._meet(segment, needs, closing, wanted)
            for wish in wishes:
                found = list(map(add, found, self._weigh(segment, wish, docs)))
            total += len(docs)
            docs, found = self._refined(segment, docs, found, limit)
            pids.extend(map(segment.pids.__getitem__, docs))
            scores.extend(found)
        order = sorted(range(len(pids)), key=pids.__getitem__)
        order.sort(key=scores.__getitem__, reverse=True)
        del order[len(order) if limit is None else limit :]
        best = array("q", map(pids.__getitem__, order))
        return Ranked(best, array("d", map(scores.__getitem__, order)), total, True)

    def _meet(
        self,
        segment: Segment,
        needs: list[Need],
        closing: Need | None,
        wanted: frozenset[int] | None,
    ) -> _Found:
        """Return the documents that meet all needs, of which the first is the rarest."""
        reach = self._lexicon.reach
        if not closing:
            return self._meet_all(segment, needs, wanted)
        if not needs:
            return self._start(segment, closing, wanted)
        if wanted is not None or _RARER * reach(closing) < reach(needs[0]):
            return self._meet_all(segment, sorted([closing, *needs], key=reach), wanted)
        # The next letter asks for the same finished words.
        key = tuple(needs)
        if segment.last_met and segment.last_met[0] == key:
            found = segment.last_met[1]
        else:
            found = self._meet_all(segment, needs, None)
            segment.last_met = key, found
        return self._narrow(segment, found, closing)

    def _meet_all(
        self, segment: Segment, needs: list[Need], wanted: frozenset[int] | None
    ) -> _Found:
        found = self._start(segment, needs[0], wanted)
        for need in needs[1:]:
            found = self._narrow(segment, found, need)
        return found

    def _start(self, segment: Segment, need: Need, wanted: frozenset[int] | None) -> _Found:
        """Return the documents that meet one need."""
        if self._is_stale():
            raise Superseded
        if wanted is not None and _RARER * len(wanted) < self._lexicon.reach(need):
            few = segment.documents(wanted)
            return self._narrow(segment, (few, [0.0] * len(few)), need)
        parts = [part for way in need if (part := self._all(segment, way))[0]]
        parts.sort(key=lambda part: len(part[0]), reverse=True)
        found: _Found = parts[0] if parts else ((), [])
        if len(parts) > 1:
            merged = dict(zip(*found, strict=True))
            for docs, scores in parts[1:]:
                for doc, score in zip(docs, scores, strict=True):
                    if score > merged.get(doc, 0.0):
                        merged[doc] = score
            found = list(merged), list(merged.values())
        if wanted is not None:
            found = _kept(found, map(wanted.__contains__, map(segment.pids.__getitem__, found[0])))
        if segment.deleted:
            found = _kept(found, map(not_, map(segment.deleted.__contains__, found[0])))
        return found

    def _all(self, segment: Segment, way: Way) -> _Found:
        """Return all documents that have every term of a way."""
        rarest, *others = sorted(way.terms, key=self._lexicon.count)
        first = self._lexicon.postings(segment, rarest)
        if not first:
            return (), []
        docs: Sequence[int] = first.ids
        scores = list(map(self._table(rarest).__getitem__, first.grades))
        for term in others:
            docs, scores = _both((docs, scores), self._look_up(segment, term, docs))
        return docs, _weakened(scores, way)

    def _narrow(self, segment: Segment, found: _Found, need: Need) -> _Found:
        """Return those of the documents that meet another need, too."""
        if self._is_stale():
            raise Superseded
        return _both(found, self._weigh(segment, need, found[0])) if found[0] else found

    def _weigh(self, segment: Segment, need: Need, docs: Sequence[int]) -> list[float]:
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
        return table(term.field, max(1, round(self._lexicon.rarity(term) * RARITY_STEPS)))

    def _look_up(self, segment: Segment, term: Term, docs: Sequence[int]) -> list[float]:
        """Return what every document scores for a term."""
        found = self._lexicon.postings(segment, term)
        if not found:
            return [0.0] * len(docs)
        return list(map(self._table(term).__getitem__, grades_of(found, docs)))

    def _refined(
        self, segment: Segment, docs: Sequence[int], scores: list[float], limit: int | None
    ) -> _Found:
        """Return the best documents, or all, with what their titles gain."""
        pids = segment.pids
        most = REFINED if limit is None else max(REFINED, limit)
        chosen: Sequence[int] = range(len(docs))
        if len(docs) > most:
            threshold = nlargest(most, scores)[-1]
            chosen = [place for place, score in enumerate(scores) if score > threshold]
            ties = [place for place, score in enumerate(scores) if score == threshold]
            if len(ties) > most - len(chosen):
                ties = nsmallest(most - len(chosen), ties, key=lambda place: pids[docs[place]])
            chosen += ties
        titles = TitleGains(len(chosen))
        looked_at = [docs[place] for place in chosen]
        for term in self._sequence:
            found = self._lexicon.postings(segment, term) or EMPTY
            grades = grades_of(found, looked_at)
            titles.add(grades, self._lexicon.rarity(term), term.is_beginning)
        if limit is None:
            scores = scores.copy()
            for place, gain in zip(chosen, titles.gains, strict=True):
                scores[place] += gain
            return docs, scores
        return looked_at, [
            scores[place] + gain for place, gain in zip(chosen, titles.gains, strict=True)
        ]


def _kept(found: _Found, choices: Iterable[bool]) -> _Found:
    """Return the chosen ones of the documents."""
    chosen = list(choices)
    return list(compress(found[0], chosen)), list(compress(found[1], chosen))


def _both(found: _Found, scores: list[float]) -> _Found:
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
