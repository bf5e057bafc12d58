"""A list in the order of a taste."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import neg
from typing import TYPE_CHECKING, overload

from ...taste.learned import Learned, Ranked

if TYPE_CHECKING:
    from ...taste.reasons import TasteReason

Reasons = Callable[[Sequence[int], Learned], "Mapping[int, tuple[TasteReason, ...]]"]
"""Tells why papers stand where they do, by a taste."""


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
