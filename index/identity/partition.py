"""Records into papers, by the rule that `docs/description.md` has; nothing else decides.

The rule asks which evidence there is, never which came first, so that whoever has the same records
has the same papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .evidence import Agreement, Evidence, Told, contradiction

CROWD = 32
"""Of more that share a title only those of the same first author are compared; so the time that
a title takes grows as their number does."""


@dataclass(slots=True)
class Partition:
    """Evidence in parts, each of which is one paper."""

    papers: list[frozenset[Evidence]] = field(default_factory=list)
    undecided: list[frozenset[Evidence]] = field(default_factory=list)
    """Those of the papers that may be two others, which are no single one."""


def partition(evidence: Iterable[Evidence]) -> Partition:
    """Return which evidence is of one paper: by arXiv id, by DOI, and by title with the rest."""
    clusters: list[list[Evidence]] = []
    by_arxiv: dict[str, list[Evidence]] = {}
    for one in dict.fromkeys(evidence):
        cluster = by_arxiv.get(one.arxiv) if one.arxiv is not None else None
        if cluster is not None:
            cluster.append(one)
            continue
        clusters.append([one])
        if one.arxiv is not None:
            by_arxiv[one.arxiv] = clusters[-1]
    told = [Told(cluster).ids_only() for cluster in clusters]
    clusters, _ = _joined(clusters, told, lambda one: one.keys)
    told = [Told(cluster) for cluster in clusters]
    clusters, undecided = _joined(clusters, told, lambda one: one.titles)
    return Partition(
        [frozenset(cluster) for cluster in clusters], [frozenset(one) for one in undecided]
    )


Clusters = list[list[Evidence]]


def _joined(
    clusters: Clusters, told: Sequence[Told], keys: Callable[[Told], Iterable[str]]
) -> tuple[Clusters, Clusters]:
    """Return clusters joined that share keys, and those of them that may belong to two others."""
    sharing: dict[str, list[int]] = {}
    for number, one in enumerate(told):
        for key in keys(one):
            sharing.setdefault(key, []).append(number)
    groups = [
        group for members in sharing.values() if len(members) > 1 for group in _ties(told, members)
    ]
    if not groups:
        return clusters, []
    undecided = _undecided(told, groups)
    roots = list(range(len(clusters)))
    for group in groups:
        left = [number for number in group if number not in undecided]
        for number in left[1:]:
            roots[_root(roots, number)] = _root(roots, left[0])
    parts: dict[int, list[int]] = {}
    for number in range(len(clusters)):
        parts.setdefault(_root(roots, number), []).append(number)
    joined: Clusters = []
    for part in parts.values():
        if len(part) > 1 and Agreement(told[number] for number in part).reason is None:
            joined.append([one for number in part for one in clusters[number]])
        else:
            joined += [clusters[number] for number in part]
    return joined, [clusters[number] for number in sorted(undecided)]


def _ties(told: Sequence[Told], members: Sequence[int]) -> list[list[int]]:
    """Return which of those that share a key may be one: groups of which all members agree."""
    if Agreement(told[number] for number in members).reason is None:
        return [list(members)]
    if len(members) <= CROWD:
        return [
            [one, other]
            for one, other in combinations(members, 2)
            if contradiction(told[one], told[other]) is None
        ]
    named: dict[str, list[int]] = {}
    for number in members:
        for family in told[number].families:
            named.setdefault(family, []).append(number)
    return [
        group
        for namesakes in named.values()
        if 1 < len(namesakes) < len(members)
        for group in _ties(told, namesakes)
    ]


def _undecided(told: Sequence[Told], groups: Sequence[list[int]]) -> set[int]:
    """Return those that agree with two which contradict each other."""
    agreements = [Agreement(told[number] for number in group) for group in groups]
    containing: dict[int, list[int]] = {}
    for place, group in enumerate(groups):
        for number in group:
            containing.setdefault(number, []).append(place)
    found: set[int] = set()
    for number, places in containing.items():
        if len(places) > 1:  # in one group all agree
            around = Agreement()
            for place in places:
                around.merge(agreements[place])
            if around.reason is not None:
                found.add(number)
    return found


def _root(roots: list[int], number: int) -> int:
    while roots[number] != number:
        roots[number] = number = roots[roots[number]]
    return number
