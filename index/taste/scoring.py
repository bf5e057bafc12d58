"""How near a paper is to a profile, and which part of that each of its terms has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from math import isqrt
from typing import NamedTuple

from .profiles import AGAINST, BITS, FIELD, FULL, Profile, Taught, dot, field_of
from .terms import TermVector

TYPICAL = 16_000
"""The length of a usual paper's vector."""

AGAINST_PART = 15
"""How much of the nearness to what is not wanted is taken off, in hundredths."""

AUTHOR = 5
"""What each known author adds, in hundredths; up to `MOST_AUTHORS` papers count."""

MOST_AUTHORS = 3

ROOT = 10
"""Binary digits behind the point in fourth roots."""

UNSURE = 1e-6
"""How near to a whole number a root in floating point is of which it is not known whether it is
below it."""

_EXACT = 1 << 32
"""Numbers below this have roots in floating point that are far less wrong than that."""


class Score(NamedTuple):
    """How near a paper is to a profile, in millionths; what is not wanted may make it negative."""

    total: int
    wanted: int
    """What its terms add."""
    against: int
    """What its terms take off."""
    by_authors: int
    """What its authors add."""


def score(vector: TermVector, profile: Profile) -> int:
    """Return how near a paper is."""
    return score_of(vector, profile).total


def score_of(vector: TermVector, profile: Profile) -> Score:
    """Return how near a paper is, and why."""
    if not profile.sizes:
        return Score(0, 0, 0, 0)
    return score_by(dot(vector, profile.rows), vector.norm, vector.authors, profile)


def score_by(found: int, norm: int, authors: Sequence[int], profile: Profile) -> Score:
    """Return the score of a paper by its products with all interests, see `profiles.dot`."""
    wanted, against, by_authors = _parts(found, norm, authors, profile)
    return Score(wanted - against + by_authors, wanted, against, by_authors)


def total_by(found: int, norm: int, authors: Sequence[int], profile: Profile) -> int:
    """Return the same without what it is made of."""
    wanted, against, by_authors = _parts(found, norm, authors, profile)
    return wanted - against + by_authors


def _parts(found: int, norm: int, authors: Sequence[int], profile: Profile) -> tuple[int, int, int]:
    scale = scale_of(norm)
    wanted = _wanted(found, scale, profile.sizes)
    unwanted = field_of(found, AGAINST)
    against = unwanted and unwanted * 1_000_000 // scale * AGAINST_PART // 100
    known = max(map(profile.authors.get, authors, repeat(0)), default=0)
    return wanted, against, known and wanted * AUTHOR * min(MOST_AUTHORS, known) // 100


def scale_of(norm: int) -> int:
    """Return what products with a paper are divided by.

    By the fourth root of its length alone, so that long papers are hardly put back.
    """
    return isqrt(isqrt(norm * TYPICAL**3)) * FULL


def _wanted(found: int, scale: int, sizes: Sequence[int]) -> int:
    """Return the power mean of how near a paper is to each interest, see `scale_of`."""
    sum_of_powers = 0
    for size in sizes:
        if near := (found & FIELD) * 1_000_000 // scale:
            sum_of_powers += size * near * isqrt(isqrt(near << 4 * ROOT))
        found >>= BITS
    return four_fifths(sum_of_powers // sum(sizes) >> ROOT)


def wanted_without(one: Taught, profile: Profile) -> int:
    """Return how near a paper that taught is to what the others have taught."""
    place = next(at for at, keys in enumerate(profile.interests) if one.key in keys)
    found = dot(one.vector, profile.rows)
    own = one.vector.norm * FULL * one.amount // profile.sizes[place]
    found -= min(own, field_of(found, place)) << BITS * place
    return _wanted(found, scale_of(one.vector.norm), profile.sizes)


def shares(vector: TermVector, profile: Profile) -> dict[int, int]:
    """Return the part of what a paper's terms add that each has, in millionths, by its hash.

    The power mean is homogeneous, so that by Euler's theorem the parts make the whole. Those of
    what is not wanted are below 0, in millionths of what it takes off.
    """
    found = dot(vector, profile.rows)
    fields = [field_of(found, place) for place in range(len(profile.sizes))]
    scale = scale_of(vector.norm)
    near = [field * 1_000_000 // scale for field in fields]
    slopes = [
        size * isqrt(isqrt(one << 4 * ROOT)) for size, one in zip(profile.sizes, near, strict=True)
    ]
    whole = sum(slope * field for slope, field in zip(slopes, fields, strict=True))
    placed = [(slope, BITS * place) for place, slope in enumerate(slopes)]
    against = field_of(found, AGAINST)
    parts: dict[int, int] = {}
    for term, weight in zip(vector.terms, vector.weights, strict=True):
        row = profile.rows.get(term)
        if row is None:
            continue
        part = sum([slope * (row >> shift & FIELD) for slope, shift in placed]) * weight
        if part:
            parts[term] = part * 1_000_000 // whole
        elif against:
            parts[term] = -(field_of(row, AGAINST) * weight * 1_000_000 // against)
    return parts


def four_fifths(number: int) -> int:
    """Return a number to the power of 4/5, rounded down."""
    if number < _EXACT:
        near = number**0.8
        root = int(near)
        if UNSURE < near - root < 1 - UNSURE:
            return root
    power = number * number * number * number
    root = round(power**0.2) if number else 0
    while root**5 > power:
        root -= 1
    while (root + 1) ** 5 <= power:
        root += 1
    return root
