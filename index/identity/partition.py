"""Records into papers, by the rule that `docs/description.md` has; nothing else decides.

The rule asks which evidence there is, never which came first, so that whoever has the same records
has the same papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .evidence import Agreement, Evidence, Told, are_one, contradiction

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
    found = Partition()
    for group in _sharing(list(dict.fromkeys(evidence))):
        if len(group) == 1 or (len(group) == 2 and are_one(*group)):
            found.papers.append(frozenset(group))
        elif len(group) == 2:
            found.papers += (frozenset((one,)) for one in group)
        else:
            _part(group, found)
    return found


def _sharing(evidence: list[Evidence]) -> list[list[Evidence]]:
    """Return evidence in groups that share keys, directly or through others."""
    roots = list(range(len(evidence)))
    first: dict[tuple[int, str], int] = {}
    for number, one in enumerate(evidence):
        for kind, key in enumerate((one.title, one.arxiv, one.doi)):
            if key is not None and (other := first.setdefault((kind, key), number)) != number:
                roots[_root(roots, number)] = _root(roots, other)
    groups: dict[int, list[Evidence]] = {}
    for number, one in enumerate(evidence):
        groups.setdefault(_root(roots, number), []).append(one)
    return list(groups.values())


def _part(evidence: Iterable[Evidence], found: Partition) -> None:
    """Part evidence that shares keys into papers."""
    clusters: list[list[Evidence]] = []
    by_arxiv: dict[str, list[Evidence]] = {}
    for one in evidence:
        cluster = by_arxiv.get(one.arxiv) if one.arxiv is not None else None
        if cluster is not None:
            cluster.append(one)
            continue
        clusters.append([one])
        if one.arxiv is not None:
            by_arxiv[one.arxiv] = clusters[-1]
    clusters, _ = _joined(clusters, _dois, Told.ids_only)
    clusters, undecided = _joined(clusters, _titles)
    found.papers += map(frozenset, clusters)
    found.undecided += map(frozenset, undecided)


Cluster = list[Evidence]


def _dois(cluster: Cluster) -> Iterable[str]:
    return {one.doi for one in cluster if one.doi is not None}


def _titles(cluster: Cluster) -> Iterable[str]:
    return {one.title for one in cluster if one.title is not None}


def _joined(
    clusters: list[Cluster],
    keys: Callable[[Cluster], Iterable[str]],
    weighed: Callable[[Told], Told] = lambda told: told,
) -> tuple[list[Cluster], list[Cluster]]:
    """Return clusters joined that share keys, and those of them that may belong to two others.

    `weighed` tells what of it counts against their being one.
    """
    sharing: dict[str, list[int]] = {}
    for number, cluster in enumerate(clusters):
        for key in keys(cluster):
            sharing.setdefault(key, []).append(number)
    shared = [members for members in sharing.values() if len(members) > 1]
    told = {
        number: weighed(Told(clusters[number]))
        for number in sorted({number for members in shared for number in members})
    }
    groups = [group for members in shared for group in _ties(told, members)]
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
    joined: list[Cluster] = []
    for part in parts.values():
        if len(part) > 1 and Agreement(told[number] for number in part).reason is None:
            joined.append([one for number in part for one in clusters[number]])
        else:
            joined += [clusters[number] for number in part]
    return joined, [clusters[number] for number in sorted(undecided)]


def _ties(told: Mapping[int, Told], members: Sequence[int]) -> list[list[int]]:
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


def _undecided(told: Mapping[int, Told], groups: Sequence[list[int]]) -> set[int]:
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
