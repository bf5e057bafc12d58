"""Which papers meet all clauses, or most of them, and what each scores for it.

Clauses are met one after the other, by operations on whole lists. What the work is counted as does
not depend on the kind of lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..filtering.paper_set import PaperSet
from ..lists.operations import Docs, Found, Scores, Table
from .clauses import Alternative, Clause, Lexicon, Term
from .memory import Memory
from .scoring import FACTOR_BITS, IDF_STEPS, factor, score_table

if TYPE_CHECKING:
    from ..reader import IndexReader

_RARER = 4
"""How many times rarer it must be to begin with the word being typed, or with a few papers."""

_LOOKED_UP_ALONE = 8
"""Units of effort that it takes to look a document up in a posting list."""


class Intersection:
    """Intersects the posting lists of one search, clause by clause."""

    def __init__(self, index: IndexReader, lexicon: Lexicon, memory: Memory) -> None:
        self._mark = index.mark
        self._lists = index.lists
        self._lexicon = lexicon
        self._memory = memory
        self._effort = lexicon.effort
        self._tables: dict[Term, Table] = {}

    def intersect(
        self, clauses: list[Clause], unfinished: Clause | None, wanted: Sequence[PaperSet]
    ) -> Found:
        """Return the documents that meet all clauses, of which the first is the rarest."""
        cost = self._lexicon.cost
        few = [papers for papers in wanted if not papers.is_complement]
        if not unfinished:
            found = self.intersect_all(clauses, few)
        elif not clauses:
            found = self._start(unfinished, few)
        elif few or _RARER * cost(unfinished) < cost(clauses[0]):
            found = self.intersect_all(sorted([unfinished, *clauses], key=cost), few)
        else:
            key = (self._mark, *clauses)
            if self._memory.finished is None or self._memory.finished[0] != key:
                self._memory.finished = key, self.intersect_all(clauses, ())
            found = self.narrow(self._memory.finished[1], unfinished)
        return self._within(found, [papers for papers in wanted if papers.is_complement])

    def _within(self, found: Found, wanted: Sequence[PaperSet]) -> Found:
        return self._lists.within(found, wanted) if wanted else found

    def intersect_all(self, clauses: Sequence[Clause], wanted: Sequence[PaperSet]) -> Found:
        """Return the documents that meet all clauses, in the order of these."""
        found = self._start(clauses[0], wanted)
        for clause in clauses[1:]:
            found = self.narrow(found, clause)
        return found

    def _start(self, clause: Clause, wanted: Sequence[PaperSet]) -> Found:
        """Return the documents that meet one clause, of papers that are in all of the sets."""
        self._effort.check()
        fewest = min(wanted, key=lambda papers: len(papers.rowids), default=None)
        if fewest is not None and _RARER * len(fewest.rowids) < self._lexicon.cost(clause):
            others = [papers for papers in wanted if papers is not fewest]
            return self.narrow(self._within(self._lists.documents(fewest), others), clause)
        parts = [self._conjunction(alternative) for alternative in clause]
        parts = [part for part in parts if len(part.docs)]
        if not parts:
            return self._lists.joined(())
        if len(parts) > 1:
            sizes = [len(part.docs) for part in parts]
            self._effort.spend(2 * (sum(sizes) - max(sizes)))
        return self._lists.alive(self._within(self._lists.united(parts), wanted))

    def _conjunction(self, alternative: Alternative) -> Found:
        """Return all documents that have every term of an alternative."""
        rarest, *others = sorted(alternative.terms, key=self._lexicon.document_frequency)
        first = self._lexicon.postings(rarest)
        if first is None:
            return self._lists.joined(())
        self._effort.spend(len(first.ids))
        found = self._lists.scored(first, self._score_table(rarest), bool(rarest.scope))
        for term in others:
            found = self._lists.intersected(found, self._term_scores(term, found.docs))
        return Found(found.docs, self._boosted(found.scores, alternative))

    def narrow(self, found: Found, clause: Clause) -> Found:
        """Return those of the documents that meet another clause, too."""
        self._effort.check()
        if not len(found.docs):
            return found
        return self._lists.intersected(found, self.score(clause, found.docs))

    def score(self, clause: Clause, docs: Docs) -> Scores:
        """Return what every document scores for a clause; 0 for those that do not meet it."""
        best: Scores | None = None
        for alternative in clause:
            self._effort.spend(2 * len(docs))
            first, *others = (self._term_scores(term, docs) for term in alternative.terms)
            for other in others:
                first = self._lists.both(first, other)
            scores = self._boosted(first, alternative)
            best = scores if best is None else self._lists.larger(best, scores)
        return self._lists.zeros(docs) if best is None else best

    def _boosted(self, scores: Scores, alternative: Alternative) -> Scores:
        """Return what documents score that were found by an alternative that is not the best."""
        if alternative.boost == 1.0:
            return scores
        boost = factor(alternative.boost / len(alternative.terms) ** 0.5)
        return self._lists.scaled(scores, boost, FACTOR_BITS)

    def _score_table(self, term: Term) -> Table:
        table = self._tables.get(term)
        if table is None:
            # Even a word that all papers have must count for something: 0 means `not found`.
            key = term.field, max(1, round(self._lexicon.idf(term) * IDF_STEPS)), term.scope
            table = self._tables[term] = self._lists.known_table(key, lambda: score_table(*key))
        return table

    def _term_scores(self, term: Term, docs: Docs) -> Scores:
        """Return what every document scores for a term."""
        found = self._lexicon.postings(term)
        if found is None:
            return self._lists.zeros(docs)
        self._effort.spend(min(len(found.ids), _LOOKED_UP_ALONE * len(docs)))
        return self._lists.look_up(found, self._score_table(term), docs)

    # Most of the words

    def intersect_most(
        self, clauses: list[Clause], least: int, wanted: Sequence[PaperSet]
    ) -> tuple[Found, Scores]:
        """Return the documents that meet at least so many clauses, and how many each meets.

        Whoever meets so many meets one of the rarest, which `clauses` has first. Who of these meets
        more of the next ones is counted, and only those few are scored that meet enough.
        """
        lists = self._lists
        first = len(clauses) - least + 1
        met = lists.tally()
        left = 0
        for place, clause in enumerate(clauses):
            if place > first and self._lexicon.cost(clause) > _RARER * left:
                break
            docs = self._start(clause, ()).docs
            self._effort.spend(len(docs))
            met.add(docs)
            if place >= first:
                # Who has so few by now cannot come to enough of them with all that are left.
                left = met.cut(least - (len(clauses) - place - 1))
                self._effort.spend(left)
        else:
            place = len(clauses)
        some, counts = met.counted()
        within = self._within(Found(some, counts), wanted)
        some, counts = within
        for behind, clause in reversed(list(enumerate(reversed(clauses[place:])))):
            some, counts = lists.enough(some, counts, self.score(clause, some), least - behind)
        scores = lists.zeros(some)
        for clause in clauses:
            scores = lists.summed(scores, self.score(clause, some))
        return Found(some, scores), counts
