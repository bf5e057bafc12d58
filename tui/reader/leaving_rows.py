"""Which papers of a list do not belong to it any more, by what was done to them since."""

from __future__ import annotations

from collections.abc import Callable

from ...index import Library, Listing, Paper, Signs, View


def leaver(library: Library, view: View, signs: Signs) -> Callable[[Paper], bool] | None:
    """Return what tells whether a paper has left a view; None for views that no mark changes.

    The `signs` tell what was new when the list was shown.
    """

    def is_gone_from_mine(paper: Paper) -> bool:
        is_kept = paper.bookmarked or paper.note or paper.highlights or paper.tags or paper.queue
        return not is_kept and not library.sources.are_by_hand([paper.rowid])

    match view.kind:
        case "queue":
            return lambda paper: paper.queue is None
        case "bookmarks":
            return lambda paper: not paper.bookmarked
        case "unread":
            return lambda paper: paper.read or paper.rejected
        case "new":
            return lambda paper: paper.rejected or (paper.read and signs.of(paper) != "version")
        case "done":
            return lambda paper: paper.done is None
        case "mine":
            return is_gone_from_mine
        case "tag":
            inner = f"{view.name}/"
            return lambda paper: not any(f"{tag}/".startswith(inner) for tag in paper.tags)
    return None


def either(
    first: Callable[[Paper], bool] | None, second: Callable[[Paper], bool]
) -> Callable[[Paper], bool]:
    """Return what tells whether one of two tells so of a paper."""
    return second if first is None else lambda paper: first(paper) or second(paper)


def can_leave(listing: Listing) -> bool:
    """Whether marks decide what the query of a list finds, so that papers can leave it by them."""
    if listing.is_wide or not listing.text.strip():
        return listing.is_wide
    from ...index import Query

    return Query.parse(listing.text).has_facts
