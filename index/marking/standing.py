"""Standing words: saved searches whose new papers come first, are not shown, or only a few a day.

What they find is kept until papers or marks change, so that counts ask for it at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..errors import CostlyQueryError, SearchIndexError
from ..parts.context import Context
from ..store.paper_bits import bits_of, rowids_of
from ..store.saved_searches import load_searches
from ..views import SavedSearch, View

if TYPE_CHECKING:
    from ..parts.queries import Queries
    from ..taste.reasons import TasteReason


class StandingFound(NamedTuple):
    """A standing search and what it finds."""

    search: SavedSearch
    papers: int
    """The set of papers, new or not; see `paper_bits`."""


class StandingWords:
    """Tells what standing searches find; safe for threads."""

    def __init__(self, context: Context, queries: Queries) -> None:
        self._context = context
        self._database = context.database
        self._queries = queries
        self._found: dict[tuple[str, View], tuple[object, int]] = {}
        """By query the papers that it found last, and for what."""
        self._places: dict[int, int] = {}
        """By paper where it stood when what is new was last put in order."""
        self._days: tuple[int, Mapping[int, str]] = (-1, {})
        """By paper the day on which it came, and at which revision of the library."""

    def found(self, *, wait: bool = False) -> list[StandingFound]:
        """Return what each finds, in the order of their keys.

        Where the index is not ready and it is not to `wait`, it is what was found last.
        """
        return [
            StandingFound(search, self._papers(search, wait))
            for search in load_searches(self._database)
            if search.standing is not None
        ]

    def did(self, *, wait: bool = False) -> dict[str, int]:
        """Return on how many new papers each acts, by name.

        How many it puts first, keeps out of sight, or holds back.
        """
        return self._done_by(self.found(wait=wait))

    def last_did(self) -> dict[str, int]:
        """Return the same of what was found last."""
        return self._done_by(self._last_found())

    def _done_by(self, found: Sequence[StandingFound]) -> dict[str, int]:
        new = self._new() if found else 0
        never, first = never_of(found) & new, first_of(found)
        told: dict[str, int] = {}
        for one in found:
            papers = one.papers & new
            if _way(one) == "never":
                papers &= ~first
            if _way(one) == "at-most":
                told[one.search.name] = len(
                    self._held_by(one, self._ordered(papers & ~never), first)
                )
            else:
                told[one.search.name] = papers.bit_count()
        return told

    def last_out_of_sight(self) -> int:
        """Return the set of new papers that are not shown as such, as was found last."""
        found = self._last_found()
        if not found:
            return 0
        new = self._new()
        never = never_of(found) & new
        return never | bits_of(self._held(found, self._ordered(new & ~never)))

    def held(self, found: Sequence[StandingFound], ranked: Sequence[int]) -> set[int]:
        """Return which of the new papers that are to be shown, best first, are held back.

        Their order is remembered: where two searches hold papers back, it decides how many these
        are together.
        """
        self._places = {rowid: place for place, rowid in enumerate(ranked)} if found else {}
        return self._held(found, ranked)

    def _held(self, found: Sequence[StandingFound], ranked: Sequence[int]) -> set[int]:
        first, held = first_of(found), set[int]()
        for one in found:
            if _way(one) == "at-most":
                held |= self._held_by(one, ranked, first)
        return held

    def _held_by(self, one: StandingFound, ranked: Sequence[int], first: int) -> set[int]:
        papers = one.papers & ~first
        own = [rowid for rowid in ranked if papers >> rowid & 1]
        return set(own).difference(self._let_through(one, own))

    def _ordered(self, papers: int) -> list[int]:
        """Return new papers in the order in which they were last to be shown."""
        places = self._places
        return sorted(rowids_of(papers), key=lambda rowid: places.get(rowid, len(places)))

    def _last_found(self) -> list[StandingFound]:
        return [
            StandingFound(search, self._found.get((search.text, search.view), (None, 0))[1])
            for search in load_searches(self._database)
            if search.standing is not None
        ]

    def reasons(self, rowids: Sequence[int]) -> dict[int, tuple[TasteReason, ...]]:
        """Return of papers that come first which search wants that."""
        from ..taste.reasons import TasteReason  # late: counts are shown without

        told: dict[int, tuple[TasteReason, ...]] = {}
        for name, papers in always_of(self.found()):
            for rowid in rowids:
                if rowid >= 0 and papers >> rowid & 1:
                    told.setdefault(rowid, (TasteReason("always", name, 0),))
        return told

    def _let_through(self, one: StandingFound, ranked: Sequence[int]) -> list[int]:
        """Return those of new papers, best first, that its number of papers a day has room for.

        Days are those on which papers came; what was passed of a day has taken its place already.
        """
        if not ranked:
            return []
        most = (one.search.standing and one.search.standing.most) or 0
        with self._database.moment():
            came_late = self._context.news.came_late(self._context.store.rev)
        passed = one.papers & came_late & ~self._new()
        came = self._days_of([*ranked, *rowids_of(passed)])
        left: dict[str, int] = {}
        days = {came.get(rowid, "") for rowid in ranked}
        for rowid in rowids_of(passed):
            day = came.get(rowid, "")
            if day in days:
                left[day] = left.get(day, most) - 1
        shown = []
        for rowid in ranked:
            day = came.get(rowid, "")
            left[day] = left.get(day, most) - 1
            if left[day] >= 0:
                shown.append(rowid)
        return shown

    def _papers(self, search: SavedSearch, wait: bool) -> int:
        with self._database.moment():
            moment = self._context.marked.now()
        asked = moment.rev, moment.act, date.today()
        key = search.text, search.view
        known, papers = self._found.get(key, (None, 0))
        if known != asked:
            try:
                papers = bits_of(self._queries.exactly(*key, wait=wait))
            except (SearchIndexError, CostlyQueryError):
                return papers
            self._found[key] = asked, papers
        return papers

    def _new(self) -> int:
        with self._database.moment():
            return self._context.news.new(self._context.marked.now())

    def _days_of(self, rowids: Sequence[int]) -> Mapping[int, str]:
        """Return the day on which each paper came; they are asked for at every mark."""
        from ..store.papers import load_added

        rev = self._context.store.rev
        days = self._days[1] if self._days[0] == rev else {}
        if lacking := [rowid for rowid in rowids if rowid not in days]:
            came = load_added(self._database, lacking)
            days = {**days, **{rowid: came.get(rowid, "")[:10] for rowid in lacking}}
            self._days = rev, days
        return days


def never_of(found: Sequence[StandingFound]) -> int:
    """Return the set of papers that are not to be shown; those are that come first otherwise."""
    papers = 0
    for one in found:
        if _way(one) == "never":
            papers |= one.papers
    return papers & ~first_of(found)


def always_of(found: Sequence[StandingFound]) -> Iterator[tuple[str, int]]:
    """Yield the names of those whose papers come first, and the papers."""
    yield from ((one.search.name, one.papers) for one in found if _way(one) == "always")


def first_of(found: Sequence[StandingFound]) -> int:
    """Return the set of papers that come first."""
    papers = 0
    for _, own in always_of(found):
        papers |= own
    return papers


def _way(one: StandingFound) -> str:
    return one.search.standing.way if one.search.standing is not None else ""
