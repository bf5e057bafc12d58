"""What is new in a library, gathered for a letter."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from .finding import Finding

if TYPE_CHECKING:
    from .digest.gathering import Digest


class Digesting(Finding):
    """Gathers digests."""

    def digest(
        self, since: str = "7d", query: str = "", *, top: int = 20, now: datetime | None = None
    ) -> Digest:
        """Return what is new since a day: new papers, those on several pages, those that rise.

        `since` is read as in `added:`, seen from `now`; `query` leaves only what it finds, `top`
        bounds each section. Where no paper has all words of the query, there is nothing.
        Raises RectoError, and SearchIndexError.
        """
        from .digest.gathering import Digest, first_day, gather
        from .exports.papers import Papers
        from .store.added import load_added
        from .text import clean

        now = now or datetime.now()
        now = now if now.tzinfo else now.astimezone()
        day = first_day(since, now)
        wanted = None
        if query.strip():
            listing = self.listing(query, wait=True)
            wanted = frozenset(() if listing.is_partial else listing.pids)
        added = self.listing(f"added:>={day.isoformat()}").pids
        papers = Papers((), self.rows, partial(load_added, self._database), "")
        sections = gather(self._database, papers.of, day, added, wanted, top)
        return Digest(day, now, clean(query), sections)
