"""Stretches of a paper's text: as places in its blocks, and as words that are kept."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """A stretch of one block."""

    block: int
    """The number of the block in the text, from 0."""
    start: int
    """The first letter, in the block's `text`, from 0."""
    end: int
    """The letter behind the last one."""


class Passage(NamedTuple):
    """A stretch of a text as a highlight keeps it."""

    text: str
    """Formulas stand between dollar signs, blocks in lines of their own."""
    section: str
    before: str
    after: str
