"""What the index is told of a paper."""

from __future__ import annotations

from typing import NamedTuple


class Document(NamedTuple):
    """What the index is told of a paper."""

    rowid: int
    """The paper's row in the library; an update replaces what it said of that row."""
    title: str
    abstract: str
    authors: str = ""
    """The words of their names, folded, with a bar between two names (`analysis.names`)."""
    venue: str = ""
    categories: tuple[str, ...] = ()
    kind: str = ""
    """CSL's type."""
    year: str = ""
    keywords: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """`link` where it has one, and `code` where one leads to code."""
