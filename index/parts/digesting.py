"""What is new in an open library, gathered for a letter."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from .context import Context
from .queries import Queries

if TYPE_CHECKING:
    from ..digest.gathering import Digest


def digest(
    context: Context,
    queries: Queries,
    since: str = "7d",
    query: str = "",
    top: int = 20,
    now: datetime | None = None,
) -> Digest:
    """Return what is new since a day; see `Library.digest`."""
    from ..digest.gathering import Digest, first_day, gather
    from ..exports.papers import Papers
    from ..store.paper_bits import rowids_of
    from ..store.papers import load_added
    from ..text import clean

    now = now or datetime.now()
    now = now if now.tzinfo else now.astimezone()
    day = first_day(since, now)
    wanted = None
    if query.strip():
        listing = queries.listing(query, wait=True)
        wanted = frozenset(() if listing.is_partial else listing.rowids)
    with context.database.moment():
        left_out = frozenset(rowids_of(context.news.bundled_alone(context.store.rev)))
    added = queries.listing(f"added:>={day.isoformat()} is:new").rowids
    papers = Papers((), context.rows, partial(load_added, context.database), "")
    sections = gather(context.database, papers.of, day, added, wanted, top, left_out)
    return Digest(day, now, clean(query), sections)
