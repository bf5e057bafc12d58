"""What a paper has of a profile that is about something else: the line above which one speaks.

Chances come from the table of weights alone, so that the line is the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, isqrt

from .profiles import BITS, FIELD, INTERESTS, Profile
from .scoring import TYPICAL, scale_of
from .terms import UNIT
from .weights import term_weights

_COMMON = 100
"""The weight up to which words are looked at: those of one paper in 170 and more.

All others together add a tenth to what is expected, and are most of a profile."""

_SHARE = 47
"""Hundredths of its weight in the table that a term has in a usual paper that has it."""

_MILLION = 1_000_000


def floor_of(profile: Profile) -> int:
    """Return the score from which on a paper has more than a little of what is wanted.

    It is what is expected of a paper that is about something else, and one and a half deviations
    more, as though its words came independently of each other, which they do not. 0 for nothing.
    """
    if not profile.sizes:
        return 0
    total = sum(profile.sizes)
    # So that the field in the middle of a product is the sum of all interests by their sizes.
    turned = sum(size << BITS * (INTERESTS - 1 - at) for at, size in enumerate(profile.sizes))
    chances = _chances()
    expected = variance = 0
    for term in chances.keys() & profile.rows.keys():
        weight, chance = chances[term]
        mean = (profile.rows[term] * turned >> BITS * (INTERESTS - 1) & FIELD) // total
        part = UNIT * weight * _SHARE * mean // 100
        expected += chance * part
        variance += chance * (_MILLION - chance) * part * part
    line = expected // _MILLION + isqrt(variance) * 3 // (2 * _MILLION)
    return line * _MILLION // scale_of(TYPICAL)


@lru_cache(maxsize=1)
def _chances() -> dict[int, tuple[int, int]]:
    """Return the words that are common by their hashes: weight, and papers of a million with it.

    A weight is 13 times the power of 5/4 of minus the logarithm of the share of papers.
    """
    # None of these is near to half a number, so that no machine rounds it otherwise.
    shares = [(weight, round(_MILLION * exp(-((weight / 13) ** 0.8)))) for weight in range(256)]
    table = term_weights()
    return {
        term: shares[weight]
        for term, weight in zip(table.hashes, table.weights, strict=True)
        if 0 < weight <= _COMMON
    }
