"""The morning list: what is new, the best first, as standing words want it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..parts.context import Context
from ..parts.queries import Queries
from ..stream_names import day_of
from ..views import View
from .standing import StandingWords, first_of, never_of
from .tastes import Tastes

_NEW = View("new")

_PLACES = """SELECT l.pid, s.name, min(l.rank) FROM json_each(?) j
    CROSS JOIN places l ON l.pid = j.value JOIN pages g USING(gid) JOIN sources s USING(sid)
    WHERE g.hidden = 0 GROUP BY l.pid, s.name"""
"""Where papers stand in the lists that have them."""


class Morning(NamedTuple):
    """What is new, as it was when it was asked for."""

    rowids: list[int]
    """The papers that are shown, the best first."""
    telling: int
    """How many of them, the first ones, have more than a little of what the reader wants."""
    is_ranked: bool
    """Whether anything was known of that; else they stand as their sources have them, in turns."""
    hidden: list[int]
    """Papers that are not shown since a standing search says `never`."""
    held: list[int]
    """Papers that are not shown since there are better ones of their day."""


class Mornings:
    """Puts the morning list together; safe for threads."""

    def __init__(
        self, context: Context, queries: Queries, standing: StandingWords, taste: Tastes
    ) -> None:
        self._context = context
        self._queries = queries
        self._standing = standing
        self._taste = taste

    def list(self, text: str = "", *, tag: str = "", wait: bool = False) -> Morning:
        """Return what is new of what a query finds, ranked by the taste of all marks, or of a tag.

        Raises what `Library.listing` does, and NotFoundError for a tag that no paper has.
        """
        listing = self._queries.listing(text, view=_NEW, wait=wait, is_whole=True)
        return self.arranged(listing.rowids, tag=tag, wait=wait)

    def arranged(
        self,
        rowids: Sequence[int],
        *,
        tag: str = "",
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> Morning:
        """Return these papers, which are new, as the morning list has them.

        Raises Superseded once `is_stale` says so.
        """
        found = self._standing.found(wait=wait)
        never = never_of(found)
        shown = [rowid for rowid in rowids if not never >> rowid & 1]
        ranking = self._taste.ranked(shown, tag, is_stale)
        if not ranking.is_known:
            ranking = self._taste.ranked(self._in_turns(shown), tag, is_stale)
        first, held = first_of(found), self._standing.held(found, ranking.rowids)
        places = {rowid: place for place, rowid in enumerate(ranking.rowids)}
        kept = [rowid for rowid in places if rowid not in held]
        # Which keeps the order otherwise.
        kept.sort(key=lambda rowid: not first >> rowid & 1)
        telling = sum(first >> rowid & 1 or places[rowid] < ranking.telling for rowid in kept)
        return Morning(
            kept,
            telling,
            ranking.is_known,
            [rowid for rowid in rowids if never >> rowid & 1],
            [rowid for rowid in places if rowid in held],
        )

    def for_letter(self, rowids: Sequence[int]) -> tuple[Sequence[int], bool]:
        """Return what of these new papers is shown, and whether the best stand first."""
        morning = self.arranged(rowids, wait=True)
        return morning.rowids, morning.is_ranked

    def _in_turns(self, rowids: Sequence[int]) -> Sequence[int]:
        """Return papers so that one of each stream follows the other, the newest day first.

        Of a day they stand as its list has them, on every machine alike, whichever came when; what
        is of no stream stands as it came.
        """
        rows = self._context.database.rows(_PLACES, (json.dumps(list(rowids)),))
        found: dict[int, tuple[str, str, int]] = {}
        for rowid, name, rank in rows:
            if (of_day := day_of(name)) is not None:
                stream, day = of_day
                known = found.get(rowid, (stream, "", 0))
                is_first = stream < known[0]
                if is_first or (stream == known[0] and (day, -rank) > (known[1], -known[2])):
                    found[rowid] = stream, day, rank
        queues: dict[str, list[int]] = {}
        for rowid in rowids:
            queues.setdefault(found[rowid][0] if rowid in found else "", []).append(rowid)
        others = queues.pop("", [])
        for queue in queues.values():
            queue.sort(key=lambda rowid: found[rowid][2])
            queue.sort(key=lambda rowid: found[rowid][1], reverse=True)
        own = [queue for _, queue in sorted(queues.items())]
        return [*_turns([*own, others])]


def _turns(queues: Sequence[Sequence[int]]) -> Iterator[int]:
    for place in range(max(map(len, queues), default=0)):
        yield from (queue[place] for queue in queues if place < len(queue))
