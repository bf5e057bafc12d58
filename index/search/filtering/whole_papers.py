"""What filters ask of those who know whole papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..query.effort import Effort
from ..query.nodes import Inside
from .paper_set import ALL_PAPERS, PaperSet


class Citing(Protocol):
    """What tells which papers cite one."""

    @property
    def mark(self) -> int:
        """What changes whenever the answers may, apart from the library."""

    def citing(self, value: str, check: Callable[[], object]) -> frozenset[int]:
        """Return the papers that cite the one of a name; `check` may raise to end it."""


class Texts(Protocol):
    """What knows whole papers."""

    def here(self) -> PaperSet:
        """Return the papers whose texts are kept."""

    def members(self, leaf: Inside, effort: Effort) -> PaperSet:
        """Return the papers whose texts have a word or a phrase."""


class NoTexts:
    """No text is kept."""

    def here(self) -> PaperSet:
        """Return no paper."""
        return ~ALL_PAPERS

    def members(self, leaf: Inside, effort: Effort) -> PaperSet:
        """Return no paper."""
        return ~ALL_PAPERS
