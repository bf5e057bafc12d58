"""One way to ask: a query that finds next to nothing is asked again as it was probably meant.

Python, the shell and the reader ask by this. What they ask is handed over as two callables, what
lists papers and what corrects a spelling, so that this knows neither the library nor its index.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from ..errors import CostlyQueryError
from ..search.listing import Listing, keeping_first
from ..search.query.effort import Effort
from ..views import ALL, View

LastWord = Literal["whole", "unfinished", "entered"]
"""How the last word of a query is meant: as it stands, or as the beginning of one where nothing is
found otherwise, corrections included; as a beginning, while somebody types; or, once Enter was
pressed, as it stands unless only what begins so is found."""


class Lists(Protocol):
    """What lists the papers of a view that a query finds, such as `Library.listing`."""

    def __call__(
        self,
        text: str,
        *,
        view: View,
        sort: str,
        typing: bool,
        limit: int | None,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        """Return them; while `typing` the last word is the beginning of one."""


class Suggests(Protocol):
    """What tells how a query was probably meant."""

    def __call__(
        self,
        text: str,
        found: int,
        *,
        view: View,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> str | None:
        """Return a query that finds more than `found` papers; None if this one seems right."""


class Reply(NamedTuple):
    """What a query found."""

    listing: Listing
    suggestion: str | None = None
    """The corrected query whose papers these are, where another one was asked."""


def ask(
    lists: Lists,
    suggests: Suggests,
    text: str,
    *,
    view: View = ALL,
    sort: str = "relevance",
    last_word: LastWord = "whole",
    correct: bool = True,
    limit: int | None = None,
    wait: bool = False,
    is_stale: Callable[[], bool] | None = None,
    first: int | None = None,
) -> Reply:
    """Return the papers of a view that a query finds, or its correction, unless `correct` is off.

    `first` is the row number of the paper that stood first while the query was typed. When it was
    entered and its last word is one that papers have, that paper stays the first; otherwise the
    listing tells whether it `has_moved`.

    Of a query whose last word is unfinished, what stands before that word is corrected, and the
    whole where nothing begins so even then. Raises what the two callables raise. All that is asked
    together is one question, with one bound to what it may cost: a correction for which nothing is
    left is none.
    """
    effort = Effort.of(is_stale)

    def find(text: str, *, typing: bool) -> Listing:
        return lists(
            text, view=view, sort=sort, typing=typing, limit=limit, wait=wait, is_stale=effort
        )

    def correction(text: str, found: Listing) -> str | None:
        return suggests(text, _complete(found), view=view, wait=wait, is_stale=effort)

    def corrected(found: Listing) -> Reply:
        if last_word != "unfinished":
            suggestion = correction(text, found)
            if suggestion is not None:
                return Reply(find(suggestion, typing=False), suggestion)
            if last_word == "whole" and not found.total and _ends_in_word(text):
                # As the reader has it: what begins so, where nothing is so.
                unfinished = find(text, typing=True)
                return Reply(unfinished if _complete(unfinished) else found)
            return Reply(found)
        from ..search.spelling.corrector import LITTLE

        few = _complete(found)
        if few > LITTLE or few > _complete(find(text, typing=False)):
            return Reply(found)  # the last word may well be the beginning of one
        head, space, last = text.rpartition(" ")
        suggestion = (
            correction(head, find(head, typing=False)) if head.strip() and not few else None
        )
        if suggestion is not None:
            suggestion += space + last
            listing = find(suggestion, typing=True)
            if _complete(listing):
                return Reply(listing, suggestion)
        suggestion = correction(text, found)
        if suggestion is None:
            return Reply(found)
        return Reply(find(suggestion, typing=False), suggestion)

    def settled(reply: Reply, stays: bool) -> Reply:
        if first is None or last_word != "entered":
            return reply
        return reply._replace(listing=keeping_first(reply.listing, first, stays=stays))

    found = find(text, typing=last_word == "unfinished")
    # All words were found as they stand, so that the last one is no mere beginning.
    is_whole = _complete(found) > 0 and not found.is_named
    if not text.strip():
        return Reply(found)
    if found.is_named or found.is_wide or found.is_inside:
        return settled(Reply(found), is_whole)
    try:
        if last_word == "entered" and not _complete(found) and _may_be_unfinished(text):
            unfinished = find(text, typing=True)
            found = unfinished if _complete(unfinished) else found
        reply = corrected(found) if correct else Reply(found)
    except CostlyQueryError:
        reply = Reply(found)
    return settled(reply, is_whole and reply.suggestion is None)


def _may_be_unfinished(text: str) -> bool:
    """Whether it makes a difference that the last word may be the beginning of one."""
    from ..search.query.query import Query

    query = Query.parse(text, typing=True)
    return query.is_open or query.root != Query.parse(text).root


def _ends_in_word(text: str) -> bool:
    """Whether the last thing that is asked for is a word of texts, and no field's value."""
    from ..search.query.query import Query

    return Query.parse(text, typing=True).is_open


def _complete(listing: Listing) -> int:
    """Return how many papers have all of a query: none where a listing is partial."""
    return 0 if listing.is_partial else listing.total
