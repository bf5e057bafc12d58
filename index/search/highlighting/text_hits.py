"""Where whole papers have the words of a query, as a list of papers asks for it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .highlighter import Highlighter


class Section(NamedTuple):
    """A section of a text."""

    block: int
    """The block of the text with which it begins."""
    name: str
    """Its number and heading, such as `3.2 Matching Weights`; empty where it has none."""


class Snippet(NamedTuple):
    """A sentence of a text with words that were looked for."""

    section: Section
    text: str
    spans: tuple[tuple[int, int], ...]
    """Where in it the words begin and end."""


class TextHits(Protocol):
    """Where the texts of a list's papers have what was asked of them."""

    @property
    def highlighter(self) -> Highlighter:
        """What marks the words in a text."""

    def has_together(self, rowid: int) -> bool:
        """Tell whether one section of a paper has everything."""

    def section(self, rowid: int) -> Section | None:
        """Return the section of a paper that answers best; None for one found otherwise."""

    def snippet(self, rowid: int) -> Snippet | None:
        """Return a sentence of that section with the words; its text is read from the disk."""
