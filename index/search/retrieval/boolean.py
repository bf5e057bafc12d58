"""What else a query says of words: any of several, none of several, phrases in the texts.

Every node of a query is answered by a set of documents, or by all but a set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add, not_
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..filtering.paper_set import ALL_PAPERS, PaperSet
from ..query.effort import LOOKED_UP, Effort
from ..query.nodes import And, Node, Not, Or, Phrase, TextLeaf, Word
from .clauses import Lexicon
from .intersection import Intersection, ScoredDocs, kept
from .leaf_plans import LeafPlan, plan_leaf
from .phrases import phrase_docs

if TYPE_CHECKING:
    from ..reader import IndexReader as Segment

_CHECKED_TOGETHER = 100
"""Papers whose texts are looked at before it is asked again whether anybody waits."""


_MERGED = 4
"""Units of effort that it takes to put a document into a set of several."""


class Facts(Protocol):
    """What is known of papers outside of the index."""

    def members(self, node: Node, effort: Effort) -> PaperSet:
        """Return the papers that a node without words asks for."""

    def texts(self, rowids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield row number, title and abstract of papers."""


class Matches(NamedTuple):
    """What a node of a query asks for, within a segment."""

    scores: dict[int, float]
    """What each of the documents scores."""
    is_complement: bool = False
    """Whether all documents but these are asked for."""


class BooleanEvaluator:
    """Evaluates the nodes of one query that posting lists alone do not answer."""

    def __init__(
        self, lexicon: Lexicon, intersection: Intersection, facts: Facts | None = None
    ) -> None:
        self._lexicon = lexicon
        self._intersection = intersection
        self._facts = facts
        self._effort = lexicon.effort
        self._leaf_plans: dict[int, LeafPlan] = {}

    def members(self, node: Node) -> PaperSet:
        """Return the papers that a node without words asks for."""
        return self._facts.members(node, self._effort) if self._facts else ALL_PAPERS

    def leaf_plan(self, node: TextLeaf, is_open: bool) -> LeafPlan:
        """Return how a leaf is looked up, which is worked out once."""
        key = id(node)
        if key not in self._leaf_plans:
            self._leaf_plans[key] = plan_leaf(self._lexicon, node, is_open)
        return self._leaf_plans[key]

    def verified(self, segment: Segment, found: ScoredDocs, leaf: LeafPlan) -> ScoredDocs:
        """Return those of the documents that have a phrase: by its places, or by their texts."""
        docs = found[0]
        if not leaf.check or not self._facts or not docs:
            return found
        sure = self._intersection.score(segment, leaf.sure, docs)
        check = leaf.check
        unsure = sorted(doc for doc, is_sure in zip(docs, sure, strict=True) if not is_sure)
        self._effort.spend(len(check.words) * (LOOKED_UP + len(unsure)))
        placed = phrase_docs(
            segment, check.words, check.is_open, check.scope, unsure, self._effort.check
        )
        if placed is not None:
            right = set(placed)
            return kept(
                found,
                (bool(is_sure) or doc in right for doc, is_sure in zip(docs, sure, strict=True)),
            )
        rowids = [
            segment.rowids[doc] for doc, is_sure in zip(docs, sure, strict=True) if not is_sure
        ]
        passed: set[int] = set()
        for start in range(0, len(rowids), _CHECKED_TOGETHER):
            self._effort.check()
            for rowid, title, abstract in self._facts.texts(
                rowids[start : start + _CHECKED_TOGETHER]
            ):
                if leaf.check.passes(title, abstract):
                    passed.add(rowid)
        is_right = (
            bool(is_sure) or segment.rowids[doc] in passed
            for doc, is_sure in zip(docs, sure, strict=True)
        )
        return kept(found, is_right)

    def evaluate(
        self, segment: Segment, node: Node, open_leaf: Node | None, docs: Sequence[int] | None
    ) -> Matches:
        """Return what a node asks for; where `docs` are given nothing else is looked at."""
        match node:
            case Word() | Phrase():
                leaf = self.leaf_plan(node, node is open_leaf)
                clauses = sorted(leaf.clauses, key=self._lexicon.cost)
                if docs is None:
                    found = self._intersection.intersect_all(segment, clauses, None)
                else:
                    found = docs, [0.0] * len(docs)
                    for clause in clauses:
                        found = self._intersection.narrow(segment, found, clause)
                return Matches(dict(zip(*self.verified(segment, found, leaf), strict=True)))
            case Not(child):
                # Of what is not wanted the whole word is meant, also while it is typed.
                scores, is_complement = self.evaluate(segment, child, None, docs)
                return Matches(scores, not is_complement)
            case And(nodes):
                parts = (self.evaluate(segment, child, open_leaf, docs) for child in nodes)
                return _all_of(list(parts), self._effort)
            case Or(nodes):
                parts = (self.evaluate(segment, child, open_leaf, docs) for child in nodes)
                return _any_of(list(parts), self._effort)
        members = self.members(node)
        return Matches(dict.fromkeys(segment.documents(members.rowids), 0.0), members.is_complement)

    def confine(
        self, segment: Segment, found: ScoredDocs | None, node: Node, open_leaf: Node | None
    ) -> ScoredDocs:
        """Return the documents, or all, that a node asks for."""
        scores, is_complement = self.evaluate(segment, node, open_leaf, found and found[0])
        if found is None:
            if not is_complement:
                found = list(scores), list(scores.values())
                return kept(found, map(not_, map(segment.deleted.__contains__, scores)))
            left = [
                doc
                for doc in range(len(segment.rowids))
                if doc not in scores and doc not in segment.deleted
            ]
            return left, [0.0] * len(left)
        is_there = map(scores.__contains__, found[0])
        if is_complement:
            return kept(found, map(not_, is_there))
        docs, before = kept(found, is_there)
        return docs, list(map(add, before, map(scores.__getitem__, docs)))


def _all_of(parts: list[Matches], effort: Effort) -> Matches:
    effort.spend(sum(len(part.scores) for part in parts))
    wanted = sorted((part.scores for part in parts if not part.is_complement), key=len)
    unwanted = [part.scores for part in parts if part.is_complement]
    if not wanted:
        return Matches({doc: 0.0 for scores in unwanted for doc in scores}, True)
    found = wanted[0]
    for scores in wanted[1:]:
        effort.spend(_MERGED * len(found))
        found = {doc: score + scores[doc] for doc, score in found.items() if doc in scores}
    for scores in unwanted:
        effort.spend(_MERGED * len(found))
        found = {doc: score for doc, score in found.items() if doc not in scores}
    return Matches(found)


def _any_of(parts: list[Matches], effort: Effort) -> Matches:
    found: dict[int, float] = {}
    unwanted: dict[int, float] | None = None
    for scores, is_complement in parts:
        effort.spend(_MERGED * len(scores))
        if not is_complement:
            for doc, score in scores.items():
                found[doc] = found.get(doc, 0.0) + score
        elif unwanted is None:
            unwanted = scores
        else:
            unwanted = {doc: score for doc, score in unwanted.items() if doc in scores}
    if unwanted is None:
        return Matches(found)
    return Matches({doc: 0.0 for doc in unwanted if doc not in found}, True)
