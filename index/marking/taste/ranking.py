"""A list in the order of a taste."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter, neg
from typing import TYPE_CHECKING, overload

from ...database.database import Database
from ...taste.learned import Learned, Ranked

if TYPE_CHECKING:
    from ...taste.reasons import TasteReason

Reasons = Callable[[Sequence[int], Learned], "Mapping[int, tuple[TasteReason, ...]]"]
"""Tells why papers stand where they do, by a taste."""


_SETTLED = 3_000
"""Papers of a list, the best ones, of which those alike are put in an order of their own."""

_KEYS = """SELECT p.pid, p.published, t.key, p.id FROM json_each(?) j
    CROSS JOIN papers p ON p.pid = j.value JOIN titles t ON t.pid = p.pid AND t.is_main"""


class Ranking(Sequence[Ranked]):
    """A list in the order of a taste; reasons are looked for when a paper is asked for."""

    def __init__(
        self,
        reasons: Reasons,
        taste: Learned,
        rowids: list[int],
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


def settled(database: Database, rowids: list[int], scores: Sequence[int]) -> list[int]:
    """Return papers, the best first, so that those alike stand as on every machine.

    By date, the newest first, and key; what is not kept comes behind them, as it came. Of many
    papers only the best are put so: to look all up takes longer than to rank them.
    """
    size = len(rowids)
    if size > _SETTLED:
        last = max(1, scores[_SETTLED - 1])  # what has nothing is alike by the thousand
        size = bisect_right(scores, -last, key=neg)
    times = Counter(scores[:size])
    alike = [rowids[at] for at in range(size) if times[scores[at]] > 1 and rowids[at] >= 0]
    if not alike:
        return rowids
    rows = database.rows(_KEYS, (json.dumps(alike),))
    rows.sort(key=itemgetter(2, 3))
    rows.sort(key=lambda row: row[1] or "", reverse=True)
    places = {row[0]: place for place, row in enumerate(rows)}
    order = sorted(
        range(size), key=lambda at: (-scores[at], places.get(rowids[at], len(rows) + at))
    )
    return [*(rowids[at] for at in order), *rowids[size:]]
