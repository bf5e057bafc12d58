"""Few texts have the words: papers besides of which an author, a note or a date has some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise

from ..errors import CostlyQueryError
from ..search.listing import Listing, with_more
from ..search.query.everywhere import everywhere
from ..search.query.nodes import Filter, Word
from ..search.query.query import Query


def widened(
    listing: Listing,
    query: Query,
    typing: bool,
    find: Callable[[Query], Listing],
    members: Callable[[Filter], Collection[int]],
) -> Listing:
    """Return a listing with the papers besides of which anything has the words of its query.

    `find` lists what a query finds, `members` tells the papers of a filter. Where that would cost
    too much, it is the listing as it was.
    """
    wide = everywhere(query, typing)
    if wide is None:
        return listing
    try:
        more = find(wide)
        if not more.total or more.is_partial:
            return listing
        return with_more(listing, more, _by_one(query, members))
    except CostlyQueryError:
        return listing


def _by_one(query: Query, members: Callable[[Filter], Collection[int]]) -> set[int]:
    """Return the papers of an author whose name has two words of a query that stand together."""
    found: set[int] = set()
    for pair in pairwise(query.root.nodes):
        names = [" ".join(node.parts) for node in pair if isinstance(node, Word)]
        if len(names) == 2 and min(map(len, names)) > 1:
            found.update(members(Filter("author", " ".join(names))))
            found.update(members(Filter("author", " ".join(reversed(names)))))
    return found
