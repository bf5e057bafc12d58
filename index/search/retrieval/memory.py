"""What a search leaves for the next one, which is mostly the same with one more letter."""

from __future__ import annotations

from typing import NamedTuple

from ..filtering.paper_set import PaperSet
from ..lists.operations import Found
from ..query.nodes import Node

_MOST_JOINED = 4


class Joined(NamedTuple):
    """The papers of several filters, joined by OR, AND and NOT."""

    parts: list[PaperSet]
    """The papers of each of them."""
    units: int
    """What it took to join them."""
    papers: PaperSet


class Memory:
    """What the searches of an open index remember of the last ones."""

    def __init__(self) -> None:
        self.finished: tuple[object, Found] | None = None
        """What was found for the words that are finished, and what that is recognised by."""
        self._joined: dict[Node, Joined] = {}

    def joined(self, node: Node, parts: list[PaperSet]) -> Joined | None:
        """Return the papers of several filters, if each of these still has the same."""
        known = self._joined.get(node)
        if known is None or len(known.parts) != len(parts):
            return None
        # The very same: to compare large sets would take as long as to join them.
        return known if all(map(_is_same, known.parts, parts)) else None

    def keep(self, node: Node, joined: Joined) -> None:
        """Keep the papers of several filters, and forget those of the query before the last few."""
        self._joined.pop(node, None)
        self._joined[node] = joined
        while len(self._joined) > _MOST_JOINED:
            del self._joined[next(iter(self._joined))]


def _is_same(one: PaperSet, other: PaperSet) -> bool:
    return one.rowids is other.rowids and one.is_complement == other.is_complement
