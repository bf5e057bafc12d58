"""Which papers answer a query, and in which order; knows posting lists, not their files.

Words that are all asked for are met first, then whatever else the query says of the papers left.
The best titles are then looked at once more for the order of the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from heapq import nlargest, nsmallest
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from ..analysis.words import Stem
from ..filtering.paper_set import PaperSet
from ..postings.impacts import EDGES
from ..postings.postings import EMPTY, impacts_of
from ..query.effort import Effort
from ..query.nodes import Phrase, Word, has_text
from ..query.query import Query
from .boolean import BooleanEvaluator, Facts
from .clauses import Lexicon, Term
from .intersection import Intersection, ScoredDocs, kept
from .leaf_plans import LeafPlan
from .plan import QueryPlan
from .scoring import TitleGains

if TYPE_CHECKING:
    from ..reader import IndexReader as Segment

RESCORED = 150
"""Papers, the best so far, whose titles are looked at for the order of the words."""

_CHECKED = 250
"""Papers, the best first, whose texts are looked at together while one types."""

_FEWEST_WORDS = 3
"""Words from which papers that have most of them are worth showing."""


_MISSING = 5.0
"""How much what a paper scores suffers from each word it has not; a power of the share it has."""


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
        segments: Sequence[Segment],
        stem: Stem,
        effort: Effort | None = None,
        facts: Facts | None = None,
    ) -> None:
        self._segments = segments
        self._lexicon = Lexicon(segments, stem, effort)
        self._intersection = Intersection(self._lexicon)
        self._evaluator = BooleanEvaluator(self._lexicon, self._intersection, facts)
        self._sequence: list[Term] = []

    def rank(
        self, query: Query, typing: bool, limit: int | None, within: PaperSet | None
    ) -> Ranked:
        """Return the papers that answer a query; function words need not be found."""
        plan = self._plan(query, typing, within)
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
            plan.unfinished += self._lexicon.expansions(last)
            found = self._find(plan, limit)
        if not found.total and plan.is_plain:
            found = self._find_most(plan, limit)
        return found

    def _plan(self, query: Query, typing: bool, within: PaperSet | None) -> QueryPlan:
        open_leaf = query.open_leaf if typing else None
        plan = QueryPlan()
        plan.wanted = within
        plan.open_leaf = open_leaf
        plan.is_typing = typing
        for node in query.root.nodes:
            if isinstance(node, Word) and node.kind == "stem":
                self._plan_word(plan, node)
            elif isinstance(node, Word | Phrase):
                leaf = self._evaluator.leaf_plan(node, node is open_leaf)
                plan.required.extend(leaf.clauses)
                plan.is_plain = False
                if leaf.check:
                    plan.checks.append(leaf)
            elif has_text(node):
                plan.conditions.append(node)
                plan.is_plain = False
            else:
                members = self._evaluator.members(node)
                plan.wanted = members if plan.wanted is None else plan.wanted & members
        last = plan.open_leaf
        is_slight = isinstance(last, Word) and last.is_function_word and len(last.parts[-1]) > 1
        if plan.unfinished and plan.required and is_slight:
            # `learning to` may become `learning tokens`, but need not.
            plan.optional.append(plan.unfinished)
            plan.unfinished = None
        if not plan.required and not plan.unfinished and not plan.conditions:
            plan.required, plan.optional = plan.optional, []
        return plan

    def _plan_word(self, plan: QueryPlan, word: Word) -> None:
        if word is plan.open_leaf:
            plan.unfinished = self._lexicon.unfinished(word)
        elif word.is_function_word:
            plan.optional.append(self._lexicon.clause(word))
        else:
            plan.required.append(self._lexicon.clause(word))

    def _find(self, plan: QueryPlan, limit: int | None) -> Ranked:
        """Return the best papers that have everything."""
        if not plan.required and not plan.unfinished and not plan.conditions:
            return _NOTHING
        clauses = sorted(plan.required, key=self._lexicon.cost)
        best = _TopPapers(limit)
        for segment in self._segments:
            found = None
            if clauses or plan.unfinished:
                found = self._intersection.intersect(segment, clauses, plan.unfinished, plan.wanted)
            for node in plan.conditions:
                found = self._evaluator.confine(segment, found, node, plan.open_leaf)
            if not clauses and not plan.unfinished and plan.wanted is not None and found:
                found = _within(segment, found, plan.wanted)
            if plan.checks and found:
                most = max(RESCORED, limit) if plan.is_typing and limit is not None else None
                found, is_whole = self._verified(segment, found, plan.checks, most)
                best.is_exact = best.is_exact and is_whole
            docs, scores = found or ((), [])
            for clause in plan.optional:
                weights = self._intersection.score(segment, clause, docs)
                scores = [one + two for one, two in zip(scores, weights, strict=True)]
            best.add(segment, len(docs), self._rescored(segment, docs, scores, limit))
        return best.ranked()

    def _verified(
        self, segment: Segment, found: ScoredDocs, leaves: Sequence[LeafPlan], most: int | None
    ) -> tuple[ScoredDocs, bool]:
        """Return the documents whose texts pass; with `most`, only so many of the best.

        Tell also whether all were looked at.
        """
        docs, scores = found
        order: Sequence[int] = range(len(docs))
        if most is not None:
            order = sorted(order, key=scores.__getitem__, reverse=True)
        step = _CHECKED if most is not None else max(1, len(docs))
        passed_docs: list[int] = []
        passed_scores: list[float] = []
        for start in range(0, len(order), step):
            if most is not None and len(passed_docs) >= most:
                return (passed_docs, passed_scores), False
            positions = order[start : start + step]
            part: ScoredDocs = (
                [docs[position] for position in positions],
                [scores[position] for position in positions],
            )
            for leaf in leaves:
                part = self._evaluator.verified(segment, part, leaf)
            passed_docs += part[0]
            passed_scores += part[1]
        return (passed_docs, passed_scores), True

    def _find_most(self, plan: QueryPlan, limit: int | None) -> Ranked:
        """Return the papers that have most of the words, where none has all of them."""
        clauses = [clause for clause in (*plan.required, plan.unfinished) if clause]
        asked = len(plan.required) + bool(plan.unfinished)
        if asked < _FEWEST_WORDS:
            return _NOTHING
        clauses.sort(key=self._lexicon.cost)
        least = _fewest(asked)
        if len(clauses) < least:
            return _NOTHING
        best = _TopPapers(limit)
        found_words: set[int] = set()
        for segment in self._segments:
            found, counts = self._intersection.intersect_most(segment, clauses, least, plan.wanted)
            found_words.update(counts)
            shares = [(count / asked) ** _MISSING for count in counts]
            share_of = dict(zip(found[0], shares, strict=True))
            weighed = list(map(mul, found[1], shares))
            before = dict(zip(found[0], weighed, strict=True))
            docs, scores = self._rescored(segment, found[0], weighed, limit)
            # What a title gains counts as little as its words.
            scores = [
                before[doc] + (score - before[doc]) * share_of[doc]
                for doc, score in zip(docs, scores, strict=True)
            ]
            best.add(segment, len(found[0]), (docs, scores))
        if not found_words:
            return _NOTHING
        return best.ranked()._replace(
            found_words=max(found_words), least_words=min(found_words), asked_words=asked
        )

    def _rescored(
        self, segment: Segment, docs: Sequence[int], scores: list[float], limit: int | None
    ) -> ScoredDocs:
        """Return the best documents, or all, with what their titles gain."""
        if not docs:
            return docs, scores
        rowids = segment.rowids
        most = RESCORED if limit is None else max(RESCORED, limit)
        chosen: Sequence[int] = range(len(docs))
        if len(docs) > most:
            threshold = nlargest(most, scores)[-1]
            chosen = [position for position, score in enumerate(scores) if score > threshold]
            ties = [position for position, score in enumerate(scores) if score == threshold]
            if len(ties) > most - len(chosen):
                ties = nsmallest(
                    most - len(chosen), ties, key=lambda position: rowids[docs[position]]
                )
            chosen += ties
        titles = TitleGains(len(chosen))
        looked_at = [docs[position] for position in chosen]
        for term in self._sequence:
            found = self._lexicon.postings(segment, term) or EMPTY
            impacts = impacts_of(found, looked_at)
            titles.add(impacts, self._lexicon.idf(term), term.is_prefix)
        if limit is None:
            scores = scores.copy()
            for position, gain in zip(chosen, titles.gains, strict=True):
                scores[position] += gain
            return docs, scores
        return looked_at, [
            scores[position] + gain for position, gain in zip(chosen, titles.gains, strict=True)
        ]


class _TopPapers:
    """The papers of all segments, put in order."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self.is_exact = True
        self._total = 0
        self._rowids: list[int] = []
        self._scores: list[float] = []

    def add(self, segment: Segment, count: int, best: ScoredDocs) -> None:
        """Take the best of a segment's papers in, of which there are `count`."""
        self._total += count
        self._rowids.extend(map(segment.rowids.__getitem__, best[0]))
        self._scores.extend(best[1])

    def ranked(self) -> Ranked:
        """Return them, the best first."""
        rowids, scores = self._rowids, self._scores
        order = sorted(range(len(rowids)), key=rowids.__getitem__)
        order.sort(key=scores.__getitem__, reverse=True)
        del order[len(order) if self._limit is None else self._limit :]
        best = array("q", map(rowids.__getitem__, order))
        return Ranked(best, array("d", map(scores.__getitem__, order)), self._total, self.is_exact)


_NOTHING = Ranked(array("q"), array("d"), 0, True)


def _within(segment: Segment, found: ScoredDocs, wanted: PaperSet) -> ScoredDocs:
    """Return those of the documents that may be found."""
    rowids = set(wanted.chosen(map(segment.rowids.__getitem__, found[0])))
    return kept(found, [segment.rowids[doc] in rowids for doc in found[0]])
