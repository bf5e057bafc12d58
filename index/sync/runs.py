"""Sets of whole numbers as the runs of those that follow one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

Run = tuple[int, int]
"""The first and the last of numbers that follow one another."""


def united(runs: Iterable[Sequence[int]]) -> list[Run]:
    """Return runs in order, those as one that meet."""
    joined: list[Run] = []
    for first, last in sorted((run[0], run[1]) for run in runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def runs_of(numbers: Iterable[int]) -> list[Run]:
    """Return numbers as runs."""
    return united((number, number) for number in numbers)


def has(runs: Sequence[Sequence[int]], number: int) -> bool:
    """Tell whether a number is in one of some runs, which are in order."""
    place = bisect_right(runs, number, key=itemgetter(0))
    return place > 0 and bool(number <= runs[place - 1][1])


def numbers_in(runs: Iterable[Sequence[int]]) -> Iterator[int]:
    """Yield all numbers of runs."""
    for first, last in runs:
        yield from range(first, last + 1)


def gaps(runs: Sequence[Run], last: int) -> list[Run]:
    """Return the runs from 1 to a last number that are not in some, which are in order."""
    found: list[Run] = []
    after = 1
    for first, end in runs:
        if first > after:
            found.append((after, min(first - 1, last)))
        after = max(after, end + 1)
    if after <= last:
        found.append((after, last))
    return [run for run in found if run[0] <= run[1]]


def count(runs: Iterable[Sequence[int]]) -> int:
    """Return how many numbers runs have."""
    return sum(last - first + 1 for first, last in runs)
