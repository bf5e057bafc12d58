"""No title and abstract has the words: the papers instead whose whole texts have them."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import CostlyQueryError
from ...search.listing import Listing
from ...search.query.inside import inside
from ...search.query.query import Query

if TYPE_CHECKING:
    from .text_search import TextSearch


def with_whole_papers(
    listing: Listing,
    query: Query,
    typing: bool,
    find: Callable[[Query], Listing],
    texts: TextSearch,
) -> Listing:
    """Return a listing of papers that have not all words with those before them whose texts have.

    `find` lists what a query finds. Where other papers have most of the words, only those come
    before them that have all in one section. It is the listing as it was where there are none, or
    where to find them would cost too much.
    """
    if not texts.has_texts or (whole := inside(query, typing)) is None:
        return listing
    try:
        more = find(whole)
    except CostlyQueryError:
        return listing
    rowids = more.rowids
    if listing.is_partial and more.texts is not None:
        rowids = array("q", filter(more.texts.has_together, rowids))
    if not len(rowids):
        return listing._replace(lacks_texts=more.lacks_texts)
    asked = sum(not leaf.is_function_word for leaf in query.text_leaves)
    whole_papers = "1 whole paper has" if len(rowids) == 1 else f"{len(rowids):,} whole papers have"
    hint = f"No title or abstract has {'it' if asked == 1 else 'all of it'}; {whole_papers}."
    if not listing.is_partial:
        return more._replace(hints=(*more.hints, hint), is_inside=True)
    first = set(rowids)
    scores = array("d", [0.0]) * len(rowids)
    known = listing.scores or ()
    if more.scores is not None and listing.scores is not None:
        by_paper = dict(zip(more.rowids, more.scores, strict=True))
        scores = array("d", map(by_paper.__getitem__, rowids))
    least = min(scores, default=0.0)
    left = [rowid for rowid in listing.rowids if rowid not in first]
    of_left = dict(zip(listing.rowids, known, strict=False))
    scores.extend(min(least, of_left.get(rowid, 0.0)) for rowid in left)
    return listing._replace(
        rowids=array("q", rowids) + array("q", left),
        total=len(rowids) + listing.total - (len(listing.rowids) - len(left)),
        scores=scores if listing.scores is not None else None,
        hints=(*query.hints, f"{hint} The others have some."),
        is_partial=False,
        texts=more.texts,
        is_inside=True,
        lacks_texts=more.lacks_texts,
    )
