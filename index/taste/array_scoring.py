"""The scores of whole blocks by numpy's arrays: the same whole numbers as one by one.

Imports numpy, so that nobody does who needs it not. A product of a paper with an interest is at
most the product of their lengths (Cauchy and Schwarz), so that two of them have room in one number
of 64 bits. Papers for which this, or a root in floating point, might not be exact are scored in
plain Python; there are next to none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Superseded
from .block_scoring import RowScorer
from .blocks import ROWS, Block
from .kept_scores import KeptScores
from .profiles import AGAINST, BITS, FULL, INTERESTS, Profile
from .scoring import AGAINST_PART, AUTHOR, MOST_AUTHORS, ROOT, TYPICAL, UNSURE
from .term_file import TermFile
from .weights import TermWeights

_HALF = 31
"""Bits of a product where two are in one number, the higher one with its sign."""

_LONGEST = 1 << 20
"""The length of vectors up to which 16,000 ** 3 times it has room in 64 bits."""

_NEAREST = 1 << 23
"""What nearness in millionths is below, so that it has room in 64 bits for its fourth root."""

_FILTER = 1 << 20
"""Low bits of hashes, by which most that are not wanted are told at once."""

_TOGETHER = 128
"""Papers whose terms are looked up at once, so that what comes of it stays near the processor."""

Whole = NDArray[np.int64]
Hashes = NDArray[np.uint32]


class ArrayScorer:
    """Scores blocks by one profile."""

    def __init__(self, profile: Profile, table: TermWeights) -> None:
        self._plain = RowScorer(profile, table)
        self._sizes = profile.sizes
        terms = np.fromiter(profile.rows, np.uint32, len(profile.rows))
        fields = _fields(profile)
        places = [*range(len(profile.sizes)), *([AGAINST] if fields[AGAINST].any() else [])]
        self._is_against = AGAINST in places
        fields = fields[places]
        longest = isqrt(int((fields * fields).sum(axis=1).max()))
        self._most = min(((1 << _HALF) - 1) // (longest + 1) - 1, _LONGEST)
        """The length of vectors whose products have room."""
        self._count = len(places)
        if self._count % 2:
            fields = np.concatenate([fields, np.zeros_like(fields[:1])])
        pairs = fields[::2] + (fields[1::2] << _HALF)
        hashes = np.asarray(memoryview(table.hashes))
        at = np.searchsorted(hashes, terms)
        at[at == len(hashes)] = 0
        is_known = hashes[at] == terms
        self._known = [np.zeros(len(hashes), np.int64) for _ in pairs]
        for column, pair in zip(self._known, pairs, strict=True):
            column[at[is_known]] = pair[is_known]
        self._others = _Wanted(terms[~is_known], pairs[:, ~is_known])
        names = np.fromiter(profile.authors, np.uint32, len(profile.authors))
        counts = np.fromiter(profile.authors.values(), np.int64, len(profile.authors))
        self._authors = _Wanted(names, counts[None, :])

    def scores(self, block: Block) -> Whole:
        """Return the scores of all papers of a block, in its order."""
        rows = len(block.rowids)
        norms = np.array(block.norms, np.int64)
        products = [np.zeros(rows, np.int64) for _ in self._known]
        known: Any = np.asarray(block.known)
        weights: Any = np.asarray(block.known_weights)
        starts = np.concatenate([[0], np.cumsum(np.asarray(block.known_counts, np.int64))])
        for first in range(0, rows, _TOGETHER):
            some = starts[first : first + _TOGETHER + 1]
            own = known[some[0] : some[-1]].astype(np.intp)
            times = weights[some[0] : some[-1]].astype(np.int64)
            for column, sums in zip(self._known, products, strict=True):
                parts = column.take(own, mode="clip")
                parts *= times
                sums[first : first + _TOGETHER] = _sums(parts, some - some[0])
        self._others.add(products, block.others, block.other_counts, block.other_weights)
        names = np.zeros(rows, np.int64)
        self._authors.most(names, block.authors, block.author_counts)
        fields = [field for pair in products for field in (pair & (1 << _HALF) - 1, pair >> _HALF)][
            : self._count
        ]
        scale = _root(_root(np.minimum(norms, _LONGEST) * TYPICAL**3)) * FULL
        near = np.stack(fields) * 1_000_000 // scale
        wanted, is_sure = _wanted(near[: len(self._sizes)], self._sizes)
        scores = wanted + wanted * AUTHOR * np.minimum(names, MOST_AUTHORS) // 100
        if self._is_against:
            scores -= near[-1] * AGAINST_PART // 100
        unsure = np.flatnonzero(~is_sure | (norms > self._most)).tolist()
        if unsure:
            scores[unsure] = self._plain.scores(block, unsure)
        return scores


def score_all(
    terms: TermFile,
    rowids: Sequence[int],
    profile: Profile,
    table: TermWeights,
    kept: KeptScores,
    is_stale: Callable[[], bool] | None,
) -> None:
    """Keep the scores of papers whose terms are known.

    Raises Superseded once `is_stale` says that nobody waits for them any more.
    """
    scorer = ArrayScorer(profile, table)
    wanted = np.array(rowids, np.int64)
    places = np.array(terms.places, np.int64)[wanted]
    order = np.argsort(places, kind="stable")
    wanted, places = wanted[order], places[order]
    numbers = places // ROWS
    bounds = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    for low, high in pairwise(bounds):
        if is_stale is not None and is_stale():
            raise Superseded
        block = terms.block(int(numbers[low]))
        if not block.rowids:
            continue  # damaged; its papers are worked out anew
        rows = places[low:high] % ROWS
        # The arrays cannot grow while numpy looks at them.
        np.asarray(memoryview(kept.scores))[wanted[low:high]] = scorer.scores(block)[rows]
        np.asarray(memoryview(kept.revs))[wanted[low:high]] = np.asarray(block.revs)[rows]
        kept.changed()


class _Wanted:
    """Hashes that mean something, in order, with what they mean."""

    def __init__(self, hashes: Hashes, values: Whole) -> None:
        """Know `n` hashes, each of `k` values (k, n)."""
        order = np.argsort(hashes)
        self._hashes, self._values = hashes[order], values[:, order]
        self._filter = np.zeros(_FILTER, bool)
        self._filter[hashes & _FILTER - 1] = True

    def _found(self, hashes: Any, counts: Any) -> tuple[Whole, Whole, Whole]:
        """Return which of a block's hashes are known, the place of each, and of which row it is."""
        hashes = np.asarray(hashes, np.uint32)
        if not len(self._hashes) or not len(hashes):
            return (np.zeros(0, np.int64),) * 3
        maybe = np.flatnonzero(self._filter.take(hashes & np.uint32(_FILTER - 1)))
        wanted = hashes[maybe]
        places = np.searchsorted(self._hashes, wanted)
        places[places == len(self._hashes)] = 0
        is_one = self._hashes[places] == wanted
        maybe, places = maybe[is_one], places[is_one]
        ends = np.cumsum(np.asarray(counts, np.int64))
        return maybe, places, np.searchsorted(ends, maybe, "right")

    def add(self, sums: list[Whole], hashes: Any, counts: Any, weights: Any) -> None:
        """Add what hashes mean times their weights to the sums of their rows."""
        which, places, rows = self._found(hashes, counts)
        times = np.asarray(weights)[which]
        for total, values in zip(sums, self._values, strict=True):
            np.add.at(total, rows, values[places] * times)

    def most(self, most: Whole, hashes: Any, counts: Any) -> None:
        """Put the most that a hash of each row means in its place."""
        _, places, rows = self._found(hashes, counts)
        np.maximum.at(most, rows, self._values[0][places])


def _fields(profile: Profile) -> Whole:
    """Return what terms say of each interest, and of what is not wanted (interests + 1, n)."""
    size, width = INTERESTS + 1, BITS // 8
    told = b"".join(row.to_bytes(size * width, "little") for row in profile.rows.values())
    parts = np.frombuffer(told, np.uint8).reshape(len(profile.rows), size, width)
    found = np.zeros((size, len(profile.rows)), np.int64)
    for place in range(width):
        found += parts[:, :, place].T.astype(np.int64) << 8 * place
    return found


def _sums(values: Whole, starts: Whole) -> Whole:
    """Return the sums of stretches of values, which may be empty."""
    sums = np.zeros(len(starts) - 1, np.int64)
    is_some = starts[1:] > starts[:-1]
    if is_some.any():
        sums[is_some] = np.add.reduceat(values, starts[:-1][is_some])
    return sums


def _root(numbers: Whole) -> Whole:
    """Return square roots, rounded down, of numbers below 2 ** 62."""
    roots = np.sqrt(numbers.astype(np.float64)).astype(np.int64)
    roots -= roots * roots > numbers
    roots += (roots + 1) * (roots + 1) <= numbers
    return roots


def _wanted(near: Whole, sizes: tuple[int, ...]) -> tuple[Whole, NDArray[np.bool_]]:
    """Return the power means of nearness to each interest (k, n), and which are surely right."""
    is_sure = (near < _NEAREST).all(axis=0)
    near = near.clip(0, _NEAREST - 1)  # what had no room may be anything
    powers = np.zeros(near.shape[1], np.int64)
    for own, size in zip(near, sizes, strict=True):
        powers += size * own * _root(_root_of_shifted(own))
    means = powers // sum(sizes) >> ROOT
    exact = means.astype(np.float64) ** 0.8
    roots = np.floor(exact).astype(np.int64)
    is_sure &= (np.abs(exact - np.rint(exact)) > UNSURE) | (means < 2)
    return roots, is_sure


def _root_of_shifted(near: Whole) -> Whole:
    """Return the square roots of numbers below 2 ** 23 with 40 binary digits behind them."""
    shifted = near.astype(np.uint64) << np.uint64(4 * ROOT)
    roots = np.sqrt(shifted.astype(np.float64)).astype(np.uint64)
    roots -= roots * roots > shifted
    roots += (roots + np.uint64(1)) * (roots + np.uint64(1)) <= shifted
    return roots.astype(np.int64)
