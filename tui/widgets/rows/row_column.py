"""The right columns of the list: what it is ordered by, the first author, the venue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from ....index import Paper
from ...painting.look import Look

BYLINE, PLACE = 110, 160
"""Columns of the terminal from which the first author is shown, and the venue or category."""

BYLINE_CELLS, PLACE_CELLS = 16, 14

_CELLS = {
    "comments": len("99 comments"),
    "upvotes": len("^1,000"),
    "rising": len("+99.9/day"),
    "services": len("arXiv, HF"),
    "queue": len("no. 999"),
    "taste": len("stat.ML "),
}
_DAY_CELLS = len("2025-01-31")

_SORTED_BY = frozenset(("comments", "upvotes", "rising", "added", "taste"))

Load = Callable[[Sequence[int]], Mapping[int, str]]
"""From row numbers to what only the library tells of these papers, as a text each."""


class Column(NamedTuple):
    """What stands at the right edge of each row."""

    kind: str = "day"
    """An order that papers have a value for, or else `day`, `queue` or `done`."""
    load: Load | None = None
    """Where the value is none that a paper brings along."""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return _CELLS.get(self.kind, _DAY_CELLS)

    def value(self, paper: Paper, loaded: str, look: Look, this_year: str) -> str:
        """Return what it says of a paper; nothing where that is not known."""
        match self.kind:
            case "comments":
                word = "comment" if paper.comments == 1 else "comments"
                return f"{paper.comments} {word}" if paper.comments else ""
            case "upvotes":
                return f"{look.signs.upvotes}{paper.upvotes:,}" if paper.upvotes else ""
            case "taste":
                votes = f"{look.signs.upvotes}{paper.upvotes:,}" if paper.upvotes else ""
                return votes or cut_to(next(iter(paper.categories), ""), self.cells)
            case "queue":
                return f"no. {paper.queue}" if paper.queue else ""
            case "rising":
                return loaded
            case "services":
                return "yours" if paper.rowid >= 0 else loaded
            case "added":
                return short_day(loaded, this_year)
            case "done":
                return short_day(paper.done, this_year)
        return short_day(paper.published, this_year)


BY_DAY = Column()
"""The column of lists that are in no order of their own."""


def why_cells(width: int) -> int:
    """Return in how many cells a row of a list this wide says why it stands where it does."""
    return 20 if width < 90 else min(34, 20 + (width - 90) // 2)


def column_kind(view: str, sort: str, *, has_query: bool) -> str:
    """Return which column goes with a list: what its papers are ordered by, else their day.

    `view` is the kind of the view.
    """
    if sort in _SORTED_BY:
        return sort
    is_own = sort == "list" or (sort == "relevance" and not has_query)
    return view if is_own and view in ("queue", "done") else "day"


def short_day(day: str | None, this_year: str) -> str:
    """Return a day as `08-20`, with its year where that is another than this one."""
    return (day or "")[:10].removeprefix("--").removeprefix(f"{this_year}-")


def year_now() -> str:
    """Return the present year."""
    return str(date.today().year)


def byline(paper: Paper) -> str:
    """Return the first author and how many there are besides, such as `Kou +3`."""
    from ....index import family_name  # narrow lists and papers without authors do without

    if not paper.authors:
        return ""
    others = max(paper.author_count or 0, len(paper.authors)) - 1
    more = f" +{others}" if others > 0 else " +" if paper.has_more_authors else ""
    return cut_to(family_name(paper.authors[0]), BYLINE_CELLS - len(more)) + more


def place_of(paper: Paper) -> str:
    """Return where a paper stands in a word or two: its venue, else its category."""
    return cut_to(paper.venue or next(iter(paper.categories), ""), PLACE_CELLS)


def cut_to(text: str, cells: int) -> str:
    """Return a text that is no wider than so many cells."""
    return text if cell_len(text) <= cells else set_cell_size(text, cells).rstrip()
