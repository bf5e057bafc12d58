"""What a reader wants as a profile: a few interests, each the mean of the papers that taught it.

Interests are kept apart, since their mean would be near to neither. How near a paper is to them
all is the power mean of its nearness to each, with the power of 5/4: near to one counts for more
than half near to two. Everything is in whole numbers and in an order that the papers' ids give, so
that the same papers make the same profile on each machine, in whatever order they were marked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from itertools import combinations, repeat
from operator import mul
from typing import NamedTuple

from .terms import TermVector

INTERESTS = 6
"""Interests that are kept apart."""

BITS = 40
"""Bits that each interest has in a row of the profile, so that one product is about them all."""

FIELD = (1 << BITS) - 1

FULL = 1 << 16
"""The length of the vector of a paper that taught."""

_SAMPLE = 24
"""Papers that are compared with one another; all others go to the nearest of what they make."""

AGAINST = INTERESTS
"""The place in a row of what the reader does not want."""


class Taught(NamedTuple):
    """A paper that taught something."""

    key: str
    """Its id: what gives the order."""
    vector: TermVector
    amount: int = 1
    """How much it counts."""


class Profile(NamedTuple):
    """What is wanted; nothing where `sizes` are empty."""

    rows: dict[int, int]
    """By the hash of a term what it says of each interest, see `field_of`."""
    sizes: tuple[int, ...]
    """How much was marked for each interest."""
    interests: tuple[tuple[str, ...], ...]
    """The papers of each, by their keys."""
    authors: dict[int, int]
    """By the hash of a name in how many of the papers it stands."""
    digest: str
    """Of what it was made from, so that it is told from others in less time than it has rows."""


NOTHING = Profile({}, (), (), {}, "")


def field_of(row: int, interest: int) -> int:
    """Return what a term says of one interest."""
    return row >> BITS * interest & FIELD


def make_profile(
    liked: Collection[Taught], rejected: Collection[Taught] = (), struck: Collection[int] = ()
) -> Profile:
    """Return what these papers teach, without the terms that were struck."""
    if not liked:
        return NOTHING
    ordered, unwanted = (sorted(some, key=lambda one: one.key) for some in (liked, rejected))
    groups = _grouped(ordered)
    rows: dict[int, int] = {}
    for place, group in enumerate(groups):
        _put(rows, place, group)
    if unwanted:
        against: dict[int, int] = {}
        _put(against, AGAINST, unwanted)
        # What the wanted papers have too is not what was wrong with the others.
        rows.update((term, row) for term, row in against.items() if term not in rows)
    for term in struck:
        rows.pop(term, None)
    authors: dict[int, int] = {}
    for one in ordered:
        for name in one.vector.authors:
            authors[name] = authors.get(name, 0) + 1
    return Profile(
        rows,
        tuple(sum(one.amount for one in group) for group in groups),
        tuple(tuple(one.key for one in group) for group in groups),
        authors,
        _digest(ordered, unwanted, struck),
    )


def _digest(liked: Sequence[Taught], rejected: Sequence[Taught], struck: Collection[int]) -> str:
    digest = blake2b(repr((len(liked), sorted(struck))).encode(), digest_size=16)
    for key, vector, amount in (*liked, *rejected):
        sizes = len(vector.terms), len(vector.authors), vector.norm
        digest.update(f"{key} {amount} {sizes}".encode())
        for part in (vector.terms, vector.weights, vector.authors):
            digest.update(part)
    return digest.hexdigest()


def _put(rows: dict[int, int], place: int, group: Sequence[Taught]) -> None:
    """Add the mean of some papers to the rows of a profile."""
    sums: dict[int, int] = {}
    known, shift = sums.get, BITS * place
    for one in group:
        scale = one.amount * FULL * 16 // one.vector.norm
        for term, weight in zip(one.vector.terms, one.vector.weights, strict=True):
            sums[term] = known(term, 0) + weight * scale
    known, total = rows.get, 16 * sum(one.amount for one in group)
    for term, value in sums.items():
        rows[term] = known(term, 0) + (value // total << shift)


def _grouped(ordered: Sequence[Taught]) -> list[list[Taught]]:
    """Return papers by interest: those are put together that have most in common on average."""
    if len(ordered) <= INTERESTS:
        return [[one] for one in ordered]
    step = max(1, -(-len(ordered) // _SAMPLE))
    sample = list(ordered[::step])
    groups = _agglomerated(sample)
    if len(sample) == len(ordered):
        return groups
    rows: dict[int, int] = {}
    for place, group in enumerate(groups):
        _put(rows, place, group)
    joined: list[list[Taught]] = [[] for _ in groups]
    for one in ordered:
        found = dot(one.vector, rows)
        near = [field_of(found, place) for place in range(len(groups))]
        joined[near.index(max(near))].append(one)
    return [group for group in joined if group]


def _agglomerated(sample: Sequence[Taught]) -> list[list[Taught]]:
    """Return papers in so many groups by average linkage; the first of equals."""
    near = nearness([one.vector for one in sample])
    groups = {place: [place] for place in range(len(sample))}
    means = {pair: _mean(near, groups, pair) for pair in near}
    while len(groups) > INTERESTS:
        # Both are sums over all pairs of papers, which the sizes make means.
        best = max(means, key=means.__getitem__)
        kept, gone = best
        del near[best], means[best]
        groups[kept] += groups.pop(gone)
        for other in groups:
            if other != kept:
                pair = (min(other, kept), max(other, kept))
                former = (min(other, gone), max(other, gone))
                near[pair] += near.pop(former)
                del means[former]
                means[pair] = _mean(near, groups, pair)
    return [[sample[place] for place in sorted(group)] for group in groups.values()]


def _mean(
    near: dict[tuple[int, int], int], groups: dict[int, list[int]], pair: tuple[int, int]
) -> tuple[int, int, int]:
    """Return by what two groups are put together: the nearest, of equals the first."""
    first, second = pair
    return near[pair] * 1000 // (len(groups[first]) * len(groups[second])), -first, -second


def nearness(vectors: Sequence[TermVector]) -> dict[tuple[int, int], int]:
    """Return by their places how near each two papers are: 1,000,000 for the same words."""
    each = [dict(zip(one.terms, one.weights, strict=True)) for one in vectors]
    near: dict[tuple[int, int], int] = {}
    for (i, first), (j, second) in combinations(enumerate(each), 2):
        found = sum(first[term] * second[term] for term in first.keys() & second.keys())
        near[i, j] = found * 1_000_000 // (vectors[i].norm * vectors[j].norm)
    return near


def dot(vector: TermVector, rows: dict[int, int]) -> int:
    """Return the products of a paper with all interests, one behind the other."""
    return sum(map(mul, vector.weights, map(rows.get, vector.terms, repeat(0))))
