"""Papers of the list that are at hand, and what its column says: asked for by screenfuls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ....index import Paper
from .row import RowColumns
from .row_column import BY_DAY, BYLINE, PLACE, Column, year_now

FETCH = 32
"""Rows asked for at once around a row that is not at hand, or twice those in sight."""
KEPT = 1024
"""Rows kept at hand before the oldest are forgotten."""


class PaperCache:
    """Asks for papers with their neighbours in the list, and keeps what it was told."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Paper]]) -> None:
        self._fetch = fetch
        self._papers: dict[int, Paper] = {}
        self._values: dict[int, str] = {}
        """What the column was told to say of papers, where they do not know it themselves."""
        self._column, self._this_year = BY_DAY, year_now()

    def use(self, column: Column) -> None:
        """Have this column beside the papers; what one was told before may be old."""
        if column != self._column or column.load is not None:
            self._column, self._this_year = column, year_now()
            self._values.clear()

    def paper(self, rowids: Sequence[int], row: int, height: int) -> Paper | None:
        """Return the paper of a row of this list, of which `height` lines are in sight."""
        rowid = rowids[row]
        if rowid not in self._papers:
            if len(self._papers) > KEPT:
                self._papers.clear()
            count = max(FETCH, 2 * height)
            first = max(0, row - count // 4)
            wanted = [p for p in rowids[first : first + count] if p not in self._papers]
            self._papers.update((paper.rowid, paper) for paper in self._fetch(wanted))
        return self._papers.get(rowid)

    def value(self, rowids: Sequence[int], row: int, height: int) -> str:
        """Return what the column was told of the paper of a row; nothing where it needs no such."""
        load = self._column.load
        if load is None:
            return ""
        rowid = rowids[row]
        if rowid not in self._values:
            wanted = rowids[row : row + max(FETCH, 2 * height)]
            self._values.update(dict.fromkeys(wanted, ""))
            self._values.update(load(wanted))
        return self._values[rowid]

    def columns(
        self, rowids: Sequence[int], row: int, height: int, across: int, why: int
    ) -> RowColumns:
        """Return what stands behind the title of a row, in a terminal so many cells `across`.

        In `why` cells each row says why it is there; see `RowColumns`.
        """
        value = self.value(rowids, row, height)
        has_byline, has_place = across >= BYLINE, across >= PLACE
        return RowColumns(self._column, value, self._this_year, has_byline, has_place, why)

    def keep(self, papers: Sequence[Paper]) -> set[int]:
        """Take these newer values of papers; return which are other ones than before."""
        changed = {p.rowid: p for p in papers if self._papers.get(p.rowid, p) != p}
        self._papers.update(changed)
        return set(changed)

    def forget(self, rowids: Iterable[int]) -> None:
        """Ask anew for these papers."""
        for rowid in rowids:
            self._papers.pop(rowid, None)

    def forget_all(self) -> None:
        """Ask anew for all papers, and for what the column says."""
        self._papers.clear()
        self.forget_values()

    def forget_values(self) -> None:
        """Ask anew for what the column says."""
        self._values.clear()

    def keep_only(self, rowids: Sequence[int]) -> None:
        """Ask anew for every paper but these."""
        self._papers = {rowid: self._papers[rowid] for rowid in rowids if rowid in self._papers}
