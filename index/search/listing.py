"""Which papers a list shows for a query: what a search returns."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..views import View

if TYPE_CHECKING:
    from .highlighting.highlighter import Highlighter
    from .highlighting.text_hits import TextHits


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
    has_moved: bool = False
    """Whether another paper is the first one than was shown while the query was typed."""
    is_named: bool = False
    """Whether the text names papers, which come first: by id, link, DOI, title or reference."""
    texts: TextHits | None = None
    """Where whole papers have what was asked of them; None where nothing was."""
    is_inside: bool = False
    """Whether papers are among them whose texts alone have all the words."""
    lacks_texts: bool = False
    """Whether texts are kept that could not be searched yet."""
    is_wide: bool = False
    """Whether papers are among them, behind those whose texts have all the words, of which other
    facts have some of these: an author, a note, a date."""
    telling: int | None = None
    """How many papers, the first ones, have more than a little of what the reader wants; None where
    the order is another one or nothing is known of that."""
    hidden: int = 0
    """How many papers more are new, which standing words never show."""
    held: int = 0
    """How many more are, of which standing words show only the best of a day."""


def with_more(listing: Listing, more: Listing, likely: Collection[int] = ()) -> Listing:
    """Return a listing of few papers with those behind them that were found otherwise.

    Of these the `likely` ones come first. In an order other than relevance all stand among each
    other. Papers that have only some of the words give way to those that have all of them anywhere.
    """
    if more.is_partial or not more.total:
        return listing
    text = () if listing.is_partial else listing.rowids
    first = set(text)
    others = [rowid for rowid in more.rowids if rowid not in first]
    left = array("q", sorted(others, key=lambda rowid: rowid not in likely))
    if more.total <= len(first):
        return listing
    is_whole = len(more.rowids) == more.total
    total = len(first) + len(left) if is_whole else more.total
    if listing.sort != "relevance" or listing.scores is None or more.scores is None:
        return more._replace(highlighter=listing.highlighter, total=total, is_wide=True)
    known = dict(zip(more.rowids, more.scores, strict=True))
    scores = array("d", [] if listing.is_partial else listing.scores)
    # What a text has is worth more than what is known of the paper besides.
    most = min(scores, default=max(more.scores))
    for rowid in left:
        most = min(most, known[rowid])
        scores.append(most)
    return listing._replace(
        rowids=array("q", text) + left,
        total=total,
        is_exact=more.is_exact,
        scores=scores,
        hints=more.hints,
        is_partial=False,
        is_wide=True,
    )


def keeping_first(listing: Listing, rowid: int, *, stays: bool) -> Listing:
    """Return a listing whose first paper is the one that stood there, if it `stays`.

    Otherwise, or in an order other than relevance, it only tells that it has moved.
    """
    rowids = listing.rowids
    if not len(rowids) or rowids[0] == rowid:
        return listing
    if not stays or listing.sort != "relevance":
        return listing._replace(has_moved=True)
    shown = array("q", [rowid])
    shown.extend(each for each in rowids if each != rowid)
    scores = listing.scores
    if scores is not None:
        known = dict(zip(rowids, scores, strict=True))
        best = max(scores)
        scores = array("d", [best, *(known[each] for each in shown[1:])])
    total = max(listing.total, len(shown))
    return listing._replace(rowids=shown, scores=scores, total=total)
