"""The scores of whole blocks by numpy's arrays: the same whole numbers as one by one.

Imports numpy, so that nobody does who needs it not. A product of a paper with an interest is at
most the product of their lengths (Cauchy and Schwarz), so that two of them have room in one number
of 64 bits. Papers for which this, or a root in floating point, might not be exact are scored in
plain Python; there are next to none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
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

_FILTER, _HIGH = 1 << 18, 14
"""Low and high bits of hashes, by which most that are not wanted are told at once."""

_WIDTHS = (1, 2, 4)
"""How many pairs of products a term may have: what numpy copies quickly, and room for all."""

_TOGETHER, _AT_ONCE = 128, 1 << 14
"""Papers whose terms are looked up at once, and hashes, so that what comes of it stays near the
processor."""

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
        width = next(size for size in _WIDTHS if 2 * size >= self._count)
        fields = np.concatenate([fields, np.zeros_like(fields[: 2 * width - self._count])])
        pairs = fields[::2] + (fields[1::2] << _HALF)
        hashes = np.asarray(memoryview(table.hashes))
        at = np.searchsorted(hashes, terms)
        at[at == len(hashes)] = 0
        is_known = hashes[at] == terms
        # What one term says stands together, so that it comes to the processor at once.
        self._known = np.zeros((len(hashes), width), np.int64)
        self._known[at[is_known]] = pairs[:, is_known].T
        self._room = _Room()
        self._others = _Wanted(terms[~is_known], pairs[:, ~is_known], self._room)
        names = np.fromiter(profile.authors, np.uint32, len(profile.authors))
        counts = np.fromiter(profile.authors.values(), np.int64, len(profile.authors))
        self._authors = _Wanted(names, counts[None, :], self._room)

    def scores(self, block: Block) -> Whole:
        """Return the scores of all papers of a block, in its order."""
        norms = np.array(block.norms, np.int64)
        products = self._products(block)
        self._others.add(products, block.others, block.other_counts, block.other_weights)
        names = np.zeros(len(norms), np.int64)
        self._authors.most(names, block.authors, block.author_counts)
        scale = _root(_root(np.minimum(norms, _LONGEST) * TYPICAL**3)) * FULL
        near = np.empty((2 * len(products), len(norms)), np.int64)
        np.bitwise_and(products, (1 << _HALF) - 1, out=near[::2])
        np.right_shift(products, _HALF, out=near[1::2])
        near = near[: self._count]
        near *= 1_000_000
        near //= scale
        wanted, is_sure = _wanted(near[: len(self._sizes)], self._sizes)
        scores = wanted + wanted * AUTHOR * np.minimum(names, MOST_AUTHORS) // 100
        if self._is_against:
            scores -= near[-1] * AGAINST_PART // 100
        unsure = np.flatnonzero(~is_sure | (norms > self._most)).tolist()
        if unsure:
            scores[unsure] = self._plain.scores(block, unsure)
        return scores

    def _products(self, block: Block) -> Whole:
        """Return the products of papers with the interests, by what the table has (pairs, n)."""
        rows = len(block.rowids)
        products = np.zeros((self._known.shape[1], rows), np.int64)
        known: Any = np.asarray(block.known)
        weights: Any = np.asarray(block.known_weights)
        starts = np.zeros(rows + 1, np.int64)
        np.cumsum(np.asarray(block.known_counts), out=starts[1:])
        for first in range(0, rows, _TOGETHER):
            some = starts[first : first + _TOGETHER + 1]
            low, high = int(some[0]), int(some[-1])
            places, times, parts = self._room.of(high - low)
            places[:] = known[low:high]
            times[:] = weights[low:high]
            says = self._room.table(high - low, len(products))
            self._known.take(places, axis=0, out=says, mode="clip")
            is_some = some[1:] > some[:-1]
            stretches = (some[:-1] - low)[is_some]
            for column, sums in zip(says.T, products, strict=True):
                np.multiply(column, times, out=parts)
                sums[first : first + _TOGETHER][is_some] = np.add.reduceat(parts, stretches)
        return products


class _Room:
    """Arrays that are used again and again: asking the system for new ones takes far longer."""

    def __init__(self) -> None:
        self._arrays = [np.empty(0, np.int64) for _ in range(3)]
        self._table = np.empty(0, np.int64)

    def of(self, size: int) -> list[Whole]:
        """Return three arrays of a size, in which anything may stand."""
        if size > len(self._arrays[0]):
            self._arrays = [np.empty(size + size // 4, np.int64) for _ in self._arrays]
        return [one[:size] for one in self._arrays]

    def table(self, size: int, width: int) -> Whole:
        """Return another one (size, width)."""
        if size * width > len(self._table):
            self._table = np.empty((size + size // 4) * width, np.int64)
        return self._table[: size * width].reshape(size, width)


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

    def __init__(self, hashes: Hashes, values: Whole, room: _Room) -> None:
        """Know `n` hashes, each of `k` values (k, n)."""
        self._room = room
        order = np.argsort(hashes)
        self._hashes, self._values = hashes[order], values[:, order]
        self._low, self._high = np.zeros((2, _FILTER), bool)
        self._low[hashes & _FILTER - 1] = True
        self._high[hashes >> _HIGH] = True

    def _found(self, hashes: Any, counts: Any) -> tuple[Whole, Whole, Whole]:
        """Return which of a block's hashes are known, the place of each, and of which row it is."""
        hashes = np.asarray(hashes, np.uint32)
        if not len(self._hashes) or not len(hashes):
            return (np.zeros(0, np.int64),) * 3
        some = [
            self._maybe(hashes[at : at + _AT_ONCE]) + at for at in range(0, len(hashes), _AT_ONCE)
        ]
        maybe = np.concatenate(some)
        wanted = hashes[maybe]
        places = np.searchsorted(self._hashes, wanted)
        places[places == len(self._hashes)] = 0
        is_one = self._hashes[places] == wanted
        maybe, places = maybe[is_one], places[is_one]
        ends = np.cumsum(np.asarray(counts, np.int64))
        return maybe, places, np.searchsorted(ends, maybe, "right")

    def _maybe(self, hashes: Hashes) -> Whole:
        """Return the places of those hashes that may be known, as most are not."""
        low, parts, _ = self._room.of(len(hashes))
        low[:] = hashes
        low &= _FILTER - 1
        is_maybe = parts.view(bool)[: len(hashes)]
        places: Whole = np.flatnonzero(self._low.take(low, out=is_maybe, mode="clip"))
        found: Whole = places[self._high[hashes[places] >> _HIGH]]
        return found

    def add(self, sums: Whole, hashes: Any, counts: Any, weights: Any) -> None:
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
    bytes_of = partial(int.to_bytes, length=size * width, byteorder="little")
    told = b"".join(map(bytes_of, profile.rows.values()))
    parts = np.frombuffer(told, np.uint8).reshape(len(profile.rows), size, width)
    found = np.zeros((size, len(profile.rows)), np.int64)
    for number in range(size):  # one by one, since all at once need far more room
        for place in range(width):
            found[number] |= parts[:, number, place].astype(np.int64) << 8 * place
    return found


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
    powers = _fourth_root_of_shifted(near)
    powers *= near
    powers *= np.array(sizes)[:, None]
    means = powers.sum(axis=0) // sum(sizes) >> ROOT
    exact = means.astype(np.float64) ** 0.8
    roots = np.floor(exact).astype(np.int64)
    is_sure &= (np.abs(exact - np.rint(exact)) > UNSURE) | (means < 2)
    return roots, is_sure


def _fourth_root_of_shifted(near: Whole) -> Whole:
    """Return fourth roots, rounded down, of numbers below 2 ** 23 with 40 binary digits behind."""
    shifted = near << 4 * ROOT
    roots = (np.sqrt(np.sqrt(near)) * (1 << ROOT)).astype(np.int64)
    roots -= _fourth_power(roots) > shifted
    roots += _fourth_power(roots + 1) <= shifted
    return roots


def _fourth_power(numbers: Whole) -> Whole:
    squares = numbers * numbers
    return squares * squares
