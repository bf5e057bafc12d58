"""What a file of papers says, of whatever kind: its papers, and what could not be read."""

from __future__ import annotations

from typing import NamedTuple

from ..paper import Record


class Problem(NamedTuple):
    """Something on a page that could not be read as what it ought to be."""

    line: int
    """The line in the file, from 1."""
    reason: str
    """What is the matter, as a sentence."""


class Contents(NamedTuple):
    """What one saved page, or another file of papers, says."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    """What could not be read, in the order of the lines."""
    day: str | None
    """The page's own day, an ISO date or `--MM-DD`; None where it does not say."""
    layout: str
    """`dated` with author and date lines, `spaced` with blank lines, `html`, else `alternating`."""
