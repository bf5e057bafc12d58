"""What else a query says of words: any of several, none of several, phrases in the texts.

Every node of a query is answered by a set of documents, or by all but a set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..filtering.paper_set import ALL_PAPERS, PaperSet
from ..lists.operations import Docs, Found
from ..query.effort import LOOKED_UP, Effort
from ..query.nodes import (
    And,
    FactLeaf,
    Node,
    Not,
    Or,
    Phrase,
    TextLeaf,
    Word,
    iterate_leaves,
)
from .clauses import Lexicon
from .intersection import Intersection
from .leaf_plans import LeafPlan, plan_leaf
from .memory import Joined, Memory
from .phrases import phrase_docs

if TYPE_CHECKING:
    from ..reader import IndexReader

_CHECKED_TOGETHER = 100
"""Papers whose texts are looked at before it is asked again whether anybody waits."""


_TEXT_READ = 50
"""Units of effort that it takes to look at the text of a paper."""

_MERGED = 4
"""Units of effort that it takes to put a document into a set of several."""


class Facts(Protocol):
    """What is known of papers outside of the index."""

    def members(self, node: Node, effort: Effort) -> PaperSet:
        """Return the papers that a node without words asks for."""

    def texts(self, rowids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield row number, title and abstract of papers."""


class Matches(NamedTuple):
    """What a node of a query asks for."""

    found: Found
    is_complement: bool = False
    """Whether all documents but these are asked for."""


class BooleanEvaluator:
    """Evaluates the nodes of one query that posting lists alone do not answer."""

    def __init__(
        self,
        index: IndexReader,
        lexicon: Lexicon,
        intersection: Intersection,
        facts: Facts | None,
        memory: Memory,
    ) -> None:
        self._memory = memory
        self._index = index
        self._lists = index.lists
        self._lexicon = lexicon
        self._intersection = intersection
        self._facts = facts
        self._effort = lexicon.effort
        self._leaf_plans: dict[int, LeafPlan] = {}

    def members(self, node: Node) -> PaperSet:
        """Return the papers that a node without words asks for."""
        if self._facts is None:
            return ALL_PAPERS
        if isinstance(node, FactLeaf):
            return self._facts.members(node, self._effort)
        parts = [
            self._facts.members(leaf, self._effort)
            for leaf in iterate_leaves(node)
            if isinstance(leaf, FactLeaf)
        ]
        known = self._memory.joined(node, parts)
        if known is not None:
            self._effort.spend(known.units)
            return known.papers
        before = self._effort.spent
        papers = self._facts.members(node, self._effort)
        self._memory.keep(node, Joined(parts, self._effort.spent - before, papers))
        return papers

    def leaf_plan(self, node: TextLeaf, is_open: bool) -> LeafPlan:
        """Return how a leaf is looked up, which is worked out once."""
        key = id(node)
        if key not in self._leaf_plans:
            self._leaf_plans[key] = plan_leaf(self._lexicon, node, is_open)
        return self._leaf_plans[key]

    def verified(self, found: Found, leaf: LeafPlan) -> Found:
        """Return those of the documents that have a phrase: by its places, or by their texts."""
        if not leaf.check or not self._facts or not len(found.docs):
            return found
        sure = self._intersection.score(leaf.sure, found.docs)
        check = leaf.check
        unsure = self._lists.unscored(found.docs, sure)
        if check.is_signed:
            self._effort.spend(_TEXT_READ * len(unsure))
        else:
            self._effort.spend(len(check.words) * (LOOKED_UP + len(unsure)))
            placed = phrase_docs(
                self._index, check.words, check.is_open, check.scope, unsure, self._effort.check
            )
            if placed is not None:
                return self._lists.either(found, sure, placed)
        papers = list(zip(self._lists.rowids(found.docs), map(bool, sure), strict=True))
        rowids = [rowid for rowid, is_sure in papers if not is_sure]
        passed: set[int] = set()
        for start in range(0, len(rowids), _CHECKED_TOGETHER):
            self._effort.check()
            for rowid, title, abstract in self._facts.texts(
                rowids[start : start + _CHECKED_TOGETHER]
            ):
                if check.passes(title, abstract):
                    passed.add(rowid)
        return self._lists.chosen(found, [is_sure or rowid in passed for rowid, is_sure in papers])

    def evaluate(self, node: Node, open_leaf: Node | None, docs: Docs | None) -> Matches:
        """Return what a node asks for; where `docs` are given nothing else is looked at."""
        match node:
            case Word() | Phrase():
                leaf = self.leaf_plan(node, node is open_leaf)
                clauses = sorted(leaf.clauses, key=self._lexicon.cost)
                if docs is None:
                    found = self._intersection.intersect_all(clauses, ())
                else:
                    found = Found(docs, self._lists.zeros(docs))
                    for clause in clauses:
                        found = self._intersection.narrow(found, clause)
                return Matches(self.verified(found, leaf))
            case Not(child):
                # Of what is not wanted the whole word is meant, also while it is typed.
                found, is_complement = self.evaluate(child, None, docs)
                return Matches(found, not is_complement)
            case And(nodes):
                return self._all_of([self.evaluate(child, open_leaf, docs) for child in nodes])
            case Or(nodes):
                return self._any_of([self.evaluate(child, open_leaf, docs) for child in nodes])
        members = self.members(node)
        if docs is None:
            return Matches(self._lists.documents(members), members.is_complement)
        return Matches(self._lists.within(Found(docs, self._lists.zeros(docs)), (members,)))

    def confine(self, found: Found | None, node: Node, open_leaf: Node | None) -> Found:
        """Return the documents, or all, that a node asks for."""
        matches, is_complement = self.evaluate(node, open_leaf, found and found.docs)
        if found is None:
            return self._lists.all_but(matches.docs) if is_complement else matches
        if is_complement:
            return self._lists.without(found, matches.docs)
        return self._lists.both_found(found, matches)

    def _all_of(self, parts: list[Matches]) -> Matches:
        self._effort.spend(sum(len(part.found.docs) for part in parts))
        wanted = [part.found for part in parts if not part.is_complement]
        unwanted = [part.found for part in parts if part.is_complement]
        if not wanted:
            return Matches(self._lists.united(unwanted), True)
        found, *others = sorted(wanted, key=lambda each: len(each.docs))
        for other in others:
            self._effort.spend(_MERGED * len(found.docs))
            found = self._lists.both_found(found, other)
        for other in unwanted:
            self._effort.spend(_MERGED * len(found.docs))
            found = self._lists.without(found, other.docs)
        return Matches(found)

    def _any_of(self, parts: list[Matches]) -> Matches:
        self._effort.spend(_MERGED * sum(len(part.found.docs) for part in parts))
        wanted = [part.found for part in parts if not part.is_complement]
        unwanted = [part.found for part in parts if part.is_complement]
        if not unwanted:
            return Matches(self._lists.united(wanted, adds=True))
        left, *others = sorted(unwanted, key=lambda each: len(each.docs))
        for other in others:
            left = self._lists.both_found(left, other)
        for other in wanted:
            left = self._lists.without(left, other.docs)
        return Matches(left, True)
