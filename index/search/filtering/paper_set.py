"""Sets of papers that can be all but a few, so that `not read` costs no more than `read`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import filterfalse
from typing import Any


@dataclass(frozen=True, slots=True)
class PaperSet:
    """Row numbers of papers, or of all papers that are not meant."""

    rowids: frozenset[int] = field(default_factory=frozenset)
    is_complement: bool = False
    """Whether all papers but these are meant."""
    _places: list[tuple[object, Any]] = field(default_factory=list, repr=False, compare=False)
    """What an index has made of the row numbers, and which index that was."""

    def __and__(self, other: PaperSet) -> PaperSet:
        if self.is_complement:
            if other.is_complement:
                return PaperSet(self.rowids | other.rowids, True)
            return PaperSet(other.rowids - self.rowids)
        if other.is_complement:
            return PaperSet(self.rowids - other.rowids)
        return PaperSet(self.rowids & other.rowids)

    def __or__(self, other: PaperSet) -> PaperSet:
        return ~(~self & ~other)

    def __invert__(self) -> PaperSet:
        return PaperSet(self.rowids, not self.is_complement, self._places)

    def chosen(self, rowids: Iterable[int]) -> array[int]:
        """Return those of the papers that are meant, in their order."""
        choose = filterfalse if self.is_complement else filter
        return array("q", choose(self.rowids.__contains__, rowids))

    def places(self, owner: object, make: Callable[[frozenset[int]], Any]) -> Any:
        """Return what an index makes of the row numbers, made once for the last one that asked."""
        for known, made in self._places:
            if known == owner:
                return made
        made = make(self.rowids)
        self._places[:] = [(owner, made)]
        return made


ALL_PAPERS = PaperSet(is_complement=True)
"""All papers."""
