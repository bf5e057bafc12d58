"""What is new in an open library, gathered for a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from .context import Context
from .queries import Queries

if TYPE_CHECKING:
    from ..digest.gathering import Digest
    from ..taste.reasons import TasteReason


def digest(
    context: Context,
    queries: Queries,
    arrange: Callable[[Sequence[int]], tuple[Sequence[int], bool]],
    why: Callable[[Sequence[int]], Mapping[int, Sequence[TasteReason]]],
    since: str = "7d",
    query: str = "",
    top: int = 20,
    now: datetime | None = None,
) -> Digest:
    """Return what is new since a day; see `Library.digest`.

    `arrange` tells which new papers are shown and whether the best stand first, then `why` they do.
    """
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
    added, is_ranked = arrange(queries.listing(f"added:>={day.isoformat()} is:new").rowids)
    papers = Papers((), context.rows, partial(load_added, context.database), "")
    reasons = why if is_ranked else None
    sections = gather(context.database, papers.of, day, added, wanted, top, left_out, reasons)
    return Digest(day, now, clean(query), sections)
