"""Which papers answer a query, and in which order; knows posting lists, not their files.

Words that are all asked for are met first, then whatever else the query says of the papers left.
The best titles are then looked at once more for the order of the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..analysis.words import Stem
from ..filtering.paper_set import PaperSet
from ..lists.operations import Found, Scores, TitleGain
from ..postings.impacts import EDGES
from ..query.effort import Effort
from ..query.nodes import Phrase, Word
from ..query.query import Query
from .boolean import BooleanEvaluator, Facts
from .clauses import Lexicon, Term
from .intersection import Intersection
from .leaf_plans import LeafPlan
from .memory import Memory
from .plan import QueryPlan
from .planning import Planner
from .scoring import AS_WRITTEN, AT_START, NEIGHBOURS, UNIT, scaled
from .signs import is_word_itself

if TYPE_CHECKING:
    from ..reader import IndexReader

RESCORED = 150
"""Papers, the best so far, whose titles are looked at for the order of the words."""

_CHECKED = 250
"""Papers, the best first, whose texts are looked at together while one types."""

_FEWEST_WORDS = 3
"""Words from which papers that have most of them are worth showing."""


_MISSING = 5.0
"""How much what a paper scores suffers from each word it has not; a power of the share it has."""
_APART_BITS = 6
"""The power of two by which a paper scores less for each name whose words stand apart in it."""
_SHARE_BITS = 16
"""The power of two by which shares of words are whole numbers."""


def _fewest(asked: int) -> int:
    """Return how many of so many words a paper must have, where none has all."""
    return max(2, asked // 2)


class Ranked(NamedTuple):
    """The papers that answer a query, the best first."""

    rowids: array[int]
    scores: array[float]
    total: int
    """How many there are, in `rowids` or not."""
    is_exact: bool
    """Whether `total` is the number, or a lower bound."""
    found_words: int = 0
    """How many words the papers have at best, where none has all; else 0."""
    least_words: int = 0
    """How many the others have at least."""
    asked_words: int = 0
    """How many words that are, where none has all."""


class Ranking:
    """One search."""

    def __init__(
        self,
        index: IndexReader,
        stem: Stem,
        effort: Effort | None = None,
        facts: Facts | None = None,
        memory: Memory | None = None,
        groups: array[int] | None = None,
    ) -> None:
        """Search an index; where documents belong to `groups`, of each only the best is found."""
        self._groups = groups
        self._lists = index.lists
        self._lexicon = Lexicon(index, stem, effort)
        memory = memory or Memory()
        self._intersection = Intersection(index, self._lexicon, memory)
        self._evaluator = BooleanEvaluator(index, self._lexicon, self._intersection, facts, memory)
        self._sequence: list[Term] = []

    def rank(
        self, query: Query, typing: bool, limit: int | None, within: PaperSet | None
    ) -> Ranked:
        """Return the papers that answer a query; function words need not be found."""
        plan = Planner(self._lexicon, self._evaluator).plan(query, typing, within)
        leaves = query.text_leaves
        self._sequence = [
            Term(EDGES, part)
            for leaf in leaves
            for word in (leaf.words if isinstance(leaf, Phrase) else (leaf,))
            for part in word.parts
        ]
        if self._sequence and plan.open_leaf and plan.open_leaf in leaves[-1:]:
            self._sequence[-1] = self._sequence[-1]._replace(is_prefix=True)
        found = self._find(plan, limit)
        last = plan.open_leaf
        if isinstance(last, Word) and plan.unfinished and plan.required and not found.total:
            more = self._lexicon.expansions(last)
            plan.unfinished += more
            plan.each[-1] += more
            found = self._find(plan, limit)
        if not found.total and plan.is_plain and plan.checks and is_word_itself(query.words):
            # PointNet is worth showing where nobody has PointNet++; C is not, for C++.
            plan.checks = []
            found = self._find(plan, limit)
        if not found.total and plan.is_plain and self._groups is None:
            found = self._find_most(plan, limit)
        return found

    def _find(self, plan: QueryPlan, limit: int | None) -> Ranked:
        """Return the best papers that have everything."""
        if not plan.required and not plan.unfinished and not plan.conditions:
            return _NOTHING
        clauses = sorted(plan.required, key=self._lexicon.cost)
        found = None
        if clauses or plan.unfinished:
            found = self._intersection.intersect(clauses, plan.unfinished, plan.wanted)
        for node in plan.conditions:
            found = self._evaluator.confine(found, node, plan.open_leaf)
        assert found is not None
        if not clauses and not plan.unfinished and plan.wanted:
            found = self._lists.within(found, plan.wanted)
        is_exact = True
        if plan.checks:
            most = max(RESCORED, limit) if plan.is_typing and limit is not None else None
            found, is_exact = self._verified(found, plan.checks, most)
        for clause in plan.optional:
            weights = self._intersection.score(clause, found.docs)
            found = Found(found.docs, self._lists.summed(found.scores, weights))
        if plan.names and len(found.docs):
            return self._names_first(plan, found, limit, is_exact)
        return self._ranked(found, limit, is_exact)

    def _names_first(
        self, plan: QueryPlan, found: Found, limit: int | None, is_exact: bool
    ) -> Ranked:
        """Return the papers that have names in one piece before those that have their words."""
        docs, counts = found.docs, self._lists.zeros(found.docs)
        for name in plan.names:
            docs, counts = self._lists.enough(docs, counts, self._intersection.score(name, docs), 0)
        _, most = self._lists.extremes(counts)
        shares = [
            1 << max(0, _SHARE_BITS - _APART_BITS * (most - count)) for count in range(most + 1)
        ]
        scores = self._lists.shared(found.scores, counts, shares, _SHARE_BITS)
        return self._ranked(Found(docs, scores), limit, is_exact, (Found(docs, counts), shares))

    def _verified(
        self, found: Found, leaves: Sequence[LeafPlan], most: int | None
    ) -> tuple[Found, bool]:
        """Return the documents whose texts pass; with `most`, only so many of the best.

        Tell also whether all were looked at.
        """
        if most is None:
            for leaf in leaves:
                found = self._evaluator.verified(found, leaf)
            return found, True
        ordered = self._lists.ranked(found)
        passed: list[Found] = []
        for start in range(0, len(ordered.docs), _CHECKED):
            if sum(len(part.docs) for part in passed) >= most:
                return self._lists.joined(passed), False
            part = self._lists.part(ordered, start, start + _CHECKED)
            for leaf in leaves:
                part = self._evaluator.verified(part, leaf)
            passed.append(part)
        return self._lists.joined(passed), True

    def _find_most(self, plan: QueryPlan, limit: int | None) -> Ranked:
        """Return the papers that have most of the words, where none has all of them."""
        clauses = [clause for clause in plan.each if clause]
        asked = len(plan.each)
        if asked < _FEWEST_WORDS:
            return _NOTHING
        clauses.sort(key=self._lexicon.cost)
        least = _fewest(asked)
        if len(clauses) < least:
            return _NOTHING
        found, counts = self._intersection.intersect_most(clauses, least, plan.wanted)
        if not len(found.docs):
            return _NOTHING
        shares = [round((count / asked) ** _MISSING * (1 << _SHARE_BITS)) for count in range(asked)]
        shares.append(1 << _SHARE_BITS)
        # What a title gains counts as little as its words.
        ranked = self._ranked(
            Found(found.docs, self._lists.shared(found.scores, counts, shares, _SHARE_BITS)),
            limit,
            shares=(Found(found.docs, counts), shares),
        )
        fewest, most = self._lists.extremes(counts)
        return ranked._replace(found_words=most, least_words=fewest, asked_words=asked)

    def _ranked(
        self,
        found: Found,
        limit: int | None,
        is_exact: bool = True,
        shares: tuple[Found, Sequence[int]] | None = None,
    ) -> Ranked:
        """Return the papers in order; the best are looked at for what their titles gain.

        With `shares`, each gains the share of its count of words.
        """
        if self._groups is not None:
            found = self._lists.best_of_groups(found, self._groups)
        total = len(found.docs)
        if not total:
            return _NOTHING._replace(is_exact=is_exact)
        best = self._lists.best(found, RESCORED if limit is None else max(RESCORED, limit))
        gains = self._gains(best)
        if shares:
            counts = self._lists.both_found(
                Found(best.docs, self._lists.zeros(best.docs)), shares[0]
            )
            gains = self._lists.shared(gains, counts.scores, shares[1], _SHARE_BITS)
        if limit is None:
            found = self._lists.with_gains(found, best, gains)
        else:
            found = Found(best.docs, self._lists.summed(best.scores, gains))
        found = self._lists.ranked(found)
        if limit is not None:
            found = self._lists.part(found, 0, limit)
        rowids, scores = self._lists.rowids(found.docs), self._lists.floats(found.scores, UNIT)
        return Ranked(rowids, scores, total, is_exact)

    def _gains(self, best: Found) -> Scores:
        """Return what the titles of documents gain for the words as they were typed."""
        words: list[TitleGain] = []
        before = 0.0
        for term in self._sequence:
            idf = self._lexicon.idf(term)
            words.append(
                TitleGain(
                    self._lexicon.postings(term),
                    term.is_prefix,
                    scaled(AS_WRITTEN * idf),
                    scaled(NEIGHBOURS * (idf + before)),
                    scaled(AT_START),
                )
            )
            before = idf
        return self._lists.title_gains(best.docs, words)


_NOTHING = Ranked(array("q"), array("d"), 0, True)
