"""What a paper has of a profile that is about something else: the line above which one speaks.

Chances come from the table of weights alone, so that the line is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, isqrt
from statistics import median_low

from .profiles import BITS, FIELD, INTERESTS, Profile, Taught
from .scoring import TYPICAL, scale_of, wanted_without
from .terms import UNIT
from .weights import term_weights

_COMMON = 100
"""The weight up to which words are looked at: those of one paper in 170 and more.

All others together add a tenth to what is expected, and are most of a profile."""

_SHARE = 47
"""Hundredths of its weight in the table that a term has in a usual paper that has it."""

_SEEN = 48
"""Papers that taught whose nearness to the others is looked at."""

_MILLION = 1_000_000


def floor_of(profile: Profile, liked: Sequence[Taught]) -> int:
    """Return the score from which on a paper has more than a little of what is wanted.

    More than a paper has that is about something else, and as much as the median has of the papers
    that taught, each seen by the others alone; of a single one nothing is known by others. 0 where
    nothing taught.
    """
    if not profile.sizes:
        return 0
    seen = liked[:_SEEN] if len(liked) > 1 else ()
    others = [wanted_without(one, profile) for one in seen]
    return max(_of_another(profile), median_low(others) if others else 0)


def _of_another(profile: Profile) -> int:
    """Return what next to no paper has that is about something else.

    What is expected and two deviations more, as though words came independently of each other,
    which they do not.
    """
    total = sum(profile.sizes)
    # So that the field in the middle of a product is the sum of all interests by their sizes.
    turned = sum(size << BITS * (INTERESTS - 1 - at) for at, size in enumerate(profile.sizes))
    chances, rows, middle = _chances(), profile.rows, BITS * (INTERESTS - 1)
    expected = variance = 0
    for term in chances.keys() & rows.keys():
        weight, chance, spread = chances[term]
        part = weight * ((rows[term] * turned >> middle & FIELD) // total) // 100
        expected += chance * part
        variance += spread * part * part
    line = (expected + 2 * isqrt(variance)) // _MILLION
    return line * _MILLION // scale_of(TYPICAL)


@lru_cache(maxsize=1)
def _chances() -> dict[int, tuple[int, int, int]]:
    """Return the words that are common by their hashes.

    What each says in a usual paper, in hundredths; in how many papers of a million it is; and the
    variance of that. A weight is 13 times the power of 5/4 of minus the logarithm of the share of
    papers.
    """
    # None of these is near to half a number, so that no machine rounds it otherwise.
    chances = [round(_MILLION * exp(-((weight / 13) ** 0.8))) for weight in range(_COMMON + 1)]
    shares = [
        (UNIT * weight * _SHARE, chance, chance * (_MILLION - chance))
        for weight, chance in enumerate(chances)
    ]
    table = term_weights()
    return {
        term: shares[weight]
        for term, weight in zip(table.hashes, table.weights, strict=True)
        if 0 < weight <= _COMMON
    }
