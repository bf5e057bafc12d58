"""Which papers a list shows for a query: what a search returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..views import View

if TYPE_CHECKING:
    from .highlighting.highlighter import Highlighter


class Listing(NamedTuple):
    """The papers of a view that a query finds, in order; row numbers only."""

    rowids: Sequence[int]
    total: int
    """How many papers there are; at least so many when `is_exact` is false."""
    is_exact: bool
    scores: Sequence[float] | None
    """What each paper scored, where the order is relevance to a query."""
    text: str
    view: View
    sort: str
    highlighter: Highlighter
    hints: tuple[str, ...] = ()
    """Short sentences about what was not understood, or found only in part."""
    is_partial: bool = False
    """Whether no paper has all the words, and these have most of them."""
    is_named: bool = False
    """Whether the text names papers, which come first: by id, link, DOI, title or reference."""
