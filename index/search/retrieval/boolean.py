"""What else a query says of words: any of several, none of several, phrases in the texts.

Every node of a query is answered by a set of documents, or by all but a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add, not_
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..filtering.paper_set import EVERYTHING, Members
from ..query.nodes import All, Either, Node, Not, Phrase, TextLeaf, Word
from .clauses import Lexicon
from .intersection import Found, Passes, kept
from .leaf_plans import Leaf, look_up

if TYPE_CHECKING:
    from ..segments.segment import Segment

_CHECKED_TOGETHER = 500
"""Papers whose texts are looked at before it is asked again whether anybody waits."""


class Facts(Protocol):
    """What is known of papers outside of the index."""

    def members(self, node: Node) -> Members:
        """Return the papers that a node without words asks for."""

    def texts(self, pids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield row number, title and abstract of papers."""


class Matched(NamedTuple):
    """What a node of a query asks for, within a segment."""

    scores: dict[int, float]
    """What each of the documents scores."""
    is_complement: bool = False
    """Whether all documents but these are asked for."""


class Meeting(Passes):
    """The passes of one search, and what they cannot tell."""

    def __init__(
        self, lexicon: Lexicon, facts: Facts | None, is_stale: Callable[[], bool] | None
    ) -> None:
        super().__init__(lexicon, is_stale)
        self._facts = facts
        self._leaves: dict[int, Leaf] = {}

    def members(self, node: Node) -> Members:
        """Return the papers that a node without words asks for."""
        return self._facts.members(node) if self._facts else EVERYTHING

    def leaf(self, node: TextLeaf, is_open: bool) -> Leaf:
        """Return how a leaf is looked up, which is worked out once."""
        key = id(node)
        if key not in self._leaves:
            self._leaves[key] = look_up(self._lexicon, node, is_open)
        return self._leaves[key]

    def checked(self, segment: Segment, found: Found, leaf: Leaf) -> Found:
        """Return those of the documents whose texts have what the index cannot tell."""
        docs = found[0]
        if not leaf.check or not self._facts or not docs:
            return found
        sure = self.weigh(segment, leaf.sure, docs)
        pids = [segment.pids[doc] for doc, is_sure in zip(docs, sure, strict=True) if not is_sure]
        passed: set[int] = set()
        for start in range(0, len(pids), _CHECKED_TOGETHER):
            self.check_stale()
            for pid, title, abstract in self._facts.texts(pids[start : start + _CHECKED_TOGETHER]):
                if leaf.check.passes(title, abstract):
                    passed.add(pid)
        is_right = (
            bool(is_sure) or segment.pids[doc] in passed
            for doc, is_sure in zip(docs, sure, strict=True)
        )
        return kept(found, is_right)

    def evaluate(
        self, segment: Segment, node: Node, open_leaf: Node | None, docs: Sequence[int] | None
    ) -> Matched:
        """Return what a node asks for; where `docs` are given nothing else is looked at."""
        match node:
            case Word() | Phrase():
                leaf = self.leaf(node, node is open_leaf)
                needs = sorted(leaf.needs, key=self._lexicon.reach)
                if docs is None:
                    found = self.meet_all(segment, needs, None)
                else:
                    found = docs, [0.0] * len(docs)
                    for need in needs:
                        found = self.narrow(segment, found, need)
                return Matched(dict(zip(*self.checked(segment, found, leaf), strict=True)))
            case Not(child):
                # Of what is not wanted the whole word is meant, also while it is typed.
                scores, is_complement = self.evaluate(segment, child, None, docs)
                return Matched(scores, not is_complement)
            case All(nodes):
                parts = (self.evaluate(segment, child, open_leaf, docs) for child in nodes)
                return _all_of(list(parts))
            case Either(nodes):
                parts = (self.evaluate(segment, child, open_leaf, docs) for child in nodes)
                return _any_of(list(parts))
        members = self.members(node)
        return Matched(dict.fromkeys(segment.documents(members.pids), 0.0), members.is_complement)

    def confine(
        self, segment: Segment, found: Found | None, node: Node, open_leaf: Node | None
    ) -> Found:
        """Return the documents, or all, that a node asks for."""
        scores, is_complement = self.evaluate(segment, node, open_leaf, found and found[0])
        if found is None:
            if not is_complement:
                found = list(scores), list(scores.values())
                return kept(found, map(not_, map(segment.deleted.__contains__, scores)))
            left = [
                doc
                for doc in range(len(segment.pids))
                if doc not in scores and doc not in segment.deleted
            ]
            return left, [0.0] * len(left)
        is_there = map(scores.__contains__, found[0])
        if is_complement:
            return kept(found, map(not_, is_there))
        docs, before = kept(found, is_there)
        return docs, list(map(add, before, map(scores.__getitem__, docs)))


def _all_of(parts: list[Matched]) -> Matched:
    wanted = sorted((part.scores for part in parts if not part.is_complement), key=len)
    unwanted = [part.scores for part in parts if part.is_complement]
    if not wanted:
        return Matched({doc: 0.0 for scores in unwanted for doc in scores}, True)
    found = wanted[0]
    for scores in wanted[1:]:
        found = {doc: score + scores[doc] for doc, score in found.items() if doc in scores}
    for scores in unwanted:
        found = {doc: score for doc, score in found.items() if doc not in scores}
    return Matched(found)


def _any_of(parts: list[Matched]) -> Matched:
    found: dict[int, float] = {}
    unwanted: dict[int, float] | None = None
    for scores, is_complement in parts:
        if not is_complement:
            for doc, score in scores.items():
                found[doc] = found.get(doc, 0.0) + score
        elif unwanted is None:
            unwanted = scores
        else:
            unwanted = {doc: score for doc, score in unwanted.items() if doc in scores}
    if unwanted is None:
        return Matched(found)
    return Matched({doc: 0.0 for doc in unwanted if doc not in found}, True)
