"""A list in the order of a taste."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter, neg
from typing import TYPE_CHECKING, overload

from ...database.database import Database
from ...taste.learned import Learned, Ranked
from .library_scores import is_for_arrays

if TYPE_CHECKING:
    from ...taste.reasons import TasteReason

Reasons = Callable[[Sequence[int], Learned], "Mapping[int, tuple[TasteReason, ...]]"]
"""Tells why papers stand where they do, by a taste."""


_Key = tuple[int, str | None, str, str]
"""Row number, date, key of the title, id."""

_SETTLED = 3_000
"""Papers of a list, the best ones, of which those alike are put in an order of their own."""

_KEYS = """SELECT p.pid, p.published, t.key, p.id FROM json_each(?) j
    CROSS JOIN papers p ON p.pid = j.value JOIN titles t ON t.pid = p.pid AND t.is_main"""

_REV = "SELECT value FROM meta WHERE key = 'rev'"
"""What counts up whenever anything of a paper changes by which it is put in order."""


class Ranking(Sequence[Ranked]):
    """A list in the order of a taste; reasons are looked for when a paper is asked for."""

    def __init__(
        self,
        reasons: Reasons,
        taste: Learned,
        rowids: Sequence[int],
        scores: Sequence[int],
        unscored: int = 0,
    ) -> None:
        """Put papers and their scores together, both best first."""
        self._reasons = reasons
        self._taste = taste
        self._scores = scores
        self.rowids = rowids
        is_known = bool(taste.profile.sizes)
        self.telling = bisect_right(scores, -taste.floor, key=neg) if is_known else 0
        """How many papers, the first ones, have more than a little of what the reader wants."""
        self.unscored = unscored
        """Of how many papers nothing is known yet."""

    @property
    def is_known(self) -> bool:
        """Whether anything has taught what the reader wants."""
        return bool(self._taste.profile.sizes)

    def scores(self) -> list[tuple[int, int]]:
        """Return all papers with their scores, without the reasons."""
        return list(zip(self.rowids, self._scores, strict=True))

    def __len__(self) -> int:
        return len(self._scores)

    @overload
    def __getitem__(self, at: int) -> Ranked: ...

    @overload
    def __getitem__(self, at: slice) -> list[Ranked]: ...

    def __getitem__(self, at: int | slice) -> Ranked | list[Ranked]:
        """Return a paper, or several, with the reasons for their places."""
        if isinstance(at, slice):
            return self._told(self.rowids[at], self._scores[at])
        return self._told([self.rowids[at]], [self._scores[at]])[0]

    def __iter__(self) -> Iterator[Ranked]:
        return iter(self._told(self.rowids, self._scores))

    def _told(self, rowids: Sequence[int], scores: Sequence[int]) -> list[Ranked]:
        reasons = self._reasons(rowids, self._taste)
        return [
            Ranked(rowid, score, reasons.get(rowid, ()))
            for rowid, score in zip(rowids, scores, strict=True)
        ]


def best_first(rowids: Sequence[int], scores: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return papers and their scores, best first; those that are alike stay as they came."""
    if is_for_arrays(rowids):
        from ...taste import array_order

        return array_order.best_first(rowids, scores)
    order = sorted(range(len(rowids)), key=scores.__getitem__, reverse=True)
    return [rowids[place] for place in order], [scores[place] for place in order]


class Ties:
    """Puts papers that are alike in the order that they have on every machine.

    By date, the newest first, and key; what is not kept comes behind them, as it came. Of many
    papers only the best are put so: to look all up takes longer than to rank them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, dict[int, _Key]] = (-1, {})
        """By what the last list was put in order, and the `rev` of the library then."""

    def settled(self, rowids: Sequence[int], scores: Sequence[int]) -> Sequence[int]:
        """Return papers, the best first, with those alike in order."""
        size = len(rowids)
        if size > _SETTLED:
            last = max(1, scores[_SETTLED - 1])  # what has nothing is alike by the thousand
            size = bisect_right(scores, -last, key=neg)
        times = Counter(scores[:size])
        alike = [rowids[at] for at in range(size) if times[scores[at]] > 1 and rowids[at] >= 0]
        if not alike:
            return rowids
        rows = self._keys(alike)
        rows.sort(key=itemgetter(2, 3))
        rows.sort(key=lambda row: row[1] or "", reverse=True)
        places = {row[0]: place for place, row in enumerate(rows)}
        order = sorted(
            range(size), key=lambda at: (-scores[at], places.get(rowids[at], len(rows) + at))
        )
        best = [rowids[at] for at in order]
        if isinstance(rowids, array):
            return array("q", best) + rowids[size:]
        return [*best, *rowids[size:]]

    def _keys(self, rowids: Sequence[int]) -> list[_Key]:
        """Return by what papers are put in order."""
        with self._database.moment():
            rev = int(self._database.value(_REV))
            of_rev, known = self._known
            found = {row: known[row] for row in rowids if row in known} if of_rev == rev else {}
            lacking = [rowid for rowid in rowids if rowid not in found]
            rows = self._database.rows(_KEYS, (json.dumps(lacking),)) if lacking else []
        found.update((row[0], row) for row in rows)
        self._known = rev, found  # another thread's, of another list, is as good
        return [*found.values()]
