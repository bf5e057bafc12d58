"""Which papers of a segment meet all clauses, or most of them, and what each scores for it.

Clauses are met one after the other, by passes over whole lists: a loop of Python's for every paper
is what makes a search slow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import compress
from operator import add, not_
from typing import TYPE_CHECKING

from ..filtering.paper_set import PaperSet
from ..postings.postings import impacts_of
from .clauses import Alternative, Clause, Lexicon, Term
from .scoring import IDF_STEPS, score_table

if TYPE_CHECKING:
    from ..reader import IndexReader as Segment

_RARER = 4
"""How many times rarer it must be to begin with the word being typed, or with a few papers."""

_LOOKED_UP_ALONE = 8
"""Units of effort that it takes to look a document up in a posting list."""

ScoredDocs = tuple[Sequence[int], list[float]]
"""Documents of a segment in any order, and what each of them scores."""


class Intersection:
    """Intersects the posting lists of one search, clause by clause."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._effort = lexicon.effort

    def intersect(
        self,
        segment: Segment,
        clauses: list[Clause],
        unfinished: Clause | None,
        wanted: PaperSet | None,
    ) -> ScoredDocs:
        """Return the documents that meet all clauses, of which the first is the rarest."""
        if wanted is not None and wanted.is_complement:
            found = self.intersect(segment, clauses, unfinished, None)
            rowids = map(segment.rowids.__getitem__, found[0])
            return kept(found, map(not_, map(wanted.rowids.__contains__, rowids)))
        few = None if wanted is None else wanted.rowids
        cost = self._lexicon.cost
        if not unfinished:
            return self.intersect_all(segment, clauses, few)
        if not clauses:
            return self._start(segment, unfinished, few)
        if few is not None or _RARER * cost(unfinished) < cost(clauses[0]):
            return self.intersect_all(segment, sorted([unfinished, *clauses], key=cost), few)
        # The next letter asks for the same finished words.
        key = tuple(clauses)
        if segment.last_intersection and segment.last_intersection[0] == key:
            found = segment.last_intersection[1]
        else:
            found = self.intersect_all(segment, clauses, None)
            segment.last_intersection = key, found
        return self.narrow(segment, found, unfinished)

    def intersect_all(
        self, segment: Segment, clauses: Sequence[Clause], wanted: Collection[int] | None
    ) -> ScoredDocs:
        """Return the documents that meet all clauses, in the order of these."""
        found = self._start(segment, clauses[0], wanted)
        for clause in clauses[1:]:
            found = self.narrow(segment, found, clause)
        return found

    def _start(
        self, segment: Segment, clause: Clause, wanted: Collection[int] | None
    ) -> ScoredDocs:
        """Return the documents that meet one clause."""
        self._effort.check()
        if wanted is not None and _RARER * len(wanted) < self._lexicon.cost(clause):
            few = segment.documents(wanted)
            return self.narrow(segment, (few, [0.0] * len(few)), clause)
        parts = [
            part for alternative in clause if (part := self._conjunction(segment, alternative))[0]
        ]
        parts.sort(key=lambda part: len(part[0]), reverse=True)
        found: ScoredDocs = parts[0] if parts else ((), [])
        if len(parts) > 1:
            merged = dict(zip(*found, strict=True))
            for docs, scores in parts[1:]:
                self._effort.spend(2 * len(docs))
                for doc, score in zip(docs, scores, strict=True):
                    if score > merged.get(doc, 0.0):
                        merged[doc] = score
            found = list(merged), list(merged.values())
        if wanted is not None:
            found = kept(found, map(wanted.__contains__, map(segment.rowids.__getitem__, found[0])))
        if segment.deleted:
            found = kept(found, map(not_, map(segment.deleted.__contains__, found[0])))
        return found

    def _conjunction(self, segment: Segment, alternative: Alternative) -> ScoredDocs:
        """Return all documents that have every term of an alternative."""
        rarest, *others = sorted(alternative.terms, key=self._lexicon.document_frequency)
        first = self._lexicon.postings(segment, rarest)
        if not first:
            return (), []
        docs: Sequence[int] = first.ids
        self._effort.spend(len(docs))
        scores = list(map(self._score_table(rarest).__getitem__, first.impacts))
        if rarest.scope:
            docs, scores = list(compress(docs, scores)), list(filter(None, scores))
        for term in others:
            docs, scores = intersected((docs, scores), self._term_scores(segment, term, docs))
        return docs, _boosted(scores, alternative)

    def narrow(self, segment: Segment, found: ScoredDocs, clause: Clause) -> ScoredDocs:
        """Return those of the documents that meet another clause, too."""
        self._effort.check()
        return intersected(found, self.score(segment, clause, found[0])) if found[0] else found

    def score(self, segment: Segment, clause: Clause, docs: Sequence[int]) -> list[float]:
        """Return what every document scores for a clause; 0 for those that do not meet it."""
        best: list[float] | None = None
        for alternative in clause:
            self._effort.spend(2 * len(docs))
            first, *others = (self._term_scores(segment, term, docs) for term in alternative.terms)
            for other in others:
                first = [
                    one + two if one and two else 0.0 for one, two in zip(first, other, strict=True)
                ]
            scores = _boosted(first, alternative)
            best = scores if best is None else list(map(max, best, scores))
        return best or [0.0] * len(docs)

    def _score_table(self, term: Term) -> list[float]:
        # Even a word that all papers have must count for something: 0 means `not found`.
        step = max(1, round(self._lexicon.idf(term) * IDF_STEPS))
        return score_table(term.field, step, term.scope)

    def _term_scores(self, segment: Segment, term: Term, docs: Sequence[int]) -> list[float]:
        """Return what every document scores for a term."""
        found = self._lexicon.postings(segment, term)
        if not found:
            return [0.0] * len(docs)
        self._effort.spend(min(len(found.ids), _LOOKED_UP_ALONE * len(docs)))
        return list(map(self._score_table(term).__getitem__, impacts_of(found, docs)))

    # Most of the words

    def intersect_most(
        self, segment: Segment, clauses: list[Clause], least: int, wanted: PaperSet | None
    ) -> tuple[ScoredDocs, list[int]]:
        """Return the documents that meet at least so many clauses, and how many each meets.

        Whoever meets so many meets one of the rarest, which `clauses` has first. Who of these meets
        more of the next ones is counted, and only those few are scored that meet enough.
        """
        first = len(clauses) - least + 1
        met: Counter[int] = Counter()
        for place, clause in enumerate(clauses):
            if place > first and self._lexicon.cost(clause) > _RARER * len(met):
                break
            docs = self._start(segment, clause, None)[0]
            self._effort.spend(len(docs))
            met.update(docs)
            if place >= first:
                # Who has so few by now cannot come to enough of them with all that are left.
                fewest = least - (len(clauses) - place - 1)
                self._effort.spend(len(met))
                met = Counter({doc: count for doc, count in met.items() if count >= fewest})
        else:
            place = len(clauses)
        some = sorted(met)
        if wanted is not None:
            rowids = set(wanted.chosen(map(segment.rowids.__getitem__, some)))
            some = [doc for doc in some if segment.rowids[doc] in rowids]
        counts = list(map(met.__getitem__, some))
        for left, clause in reversed(list(enumerate(reversed(clauses[place:])))):
            weights = self.score(segment, clause, some)
            counts = list(map(add, counts, map(bool, weights)))
            chosen = [count >= least - left for count in counts]
            some, counts = list(compress(some, chosen)), list(compress(counts, chosen))
        scores = [0.0] * len(some)
        for clause in clauses:
            scores = list(map(add, scores, self.score(segment, clause, some)))
        return (some, scores), counts


def kept(found: ScoredDocs, choices: Iterable[bool]) -> ScoredDocs:
    """Return the chosen ones of the documents."""
    chosen = list(choices)
    return list(compress(found[0], chosen)), list(compress(found[1], chosen))


def intersected(found: ScoredDocs, scores: list[float]) -> ScoredDocs:
    """Return the documents that score here, too, with the sums."""
    docs, before = found
    if not all(scores):
        docs = list(compress(docs, scores))
        before = list(compress(before, scores))
        scores = list(filter(None, scores))
    return docs, list(map(add, before, scores))


def _boosted(scores: list[float], alternative: Alternative) -> list[float]:
    """Return what documents score that were found by an alternative that is not the best."""
    if alternative.boost == 1.0:
        return scores
    boost = alternative.boost / len(alternative.terms) ** 0.5
    return [boost * score for score in scores]
