"""The papers that records make: evidence first, then what the reader says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from ..identity.evidence import Evidence
from ..identity.meaning import Meanings
from ..identity.partition import partition
from .neighbours import Kept, groups_of
from .says import Meant, Says

Part = list[Kept]
"""The records of one paper."""


class Components:
    """Records in parts, each of which is one paper.

    Records in force make papers by the rule of evidence. Others belong to the paper that they would
    mean, or make papers of their own, which nobody sees unless they are marked. What the reader has
    parted takes part in neither; what the reader says is one is put together last.
    """

    def __init__(
        self,
        records: Sequence[Kept],
        says: Says,
        names: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        """`names` are title keys that papers go by besides those of their records."""
        self._names = names or {}
        apart: dict[str, Part] = {}
        for kept in records:
            if kept.tag is not None:
                apart.setdefault(kept.tag, []).append(kept)
        free = _by_evidence([kept for kept in records if kept.tag is None])
        self.parts: list[Part] = [*free, *(apart[tag] for tag in sorted(apart))]
        if says.joined:
            self._join(says)

    def find(self, meant: Meant) -> Part | None:
        """Return the records of the paper that is meant, None where there is none.

        That may be what the reader has parted from others only where nothing else is meant.
        """
        place = self._find(meant)
        if place is None and self._tags:
            place = self._all_meanings.find(meant.evidence, may_be_former=meant.may_be_former)
        return None if place is None else self.parts[place]

    def _find(self, meant: Meant) -> int | None:
        if meant.tag is not None and meant.tag in self._tags:
            return self._tags[meant.tag]
        found = self._meanings.find(meant.evidence, may_be_former=meant.may_be_former)
        return None if found is None else self._untagged[found]

    @cached_property
    def _tags(self) -> dict[str, int]:
        return {
            kept.tag: place
            for place, part in enumerate(self.parts)
            for kept in part
            if kept.tag is not None
        }

    @cached_property
    def _untagged(self) -> list[int]:
        return [
            place for place, part in enumerate(self.parts) if any(kept.tag is None for kept in part)
        ]

    @cached_property
    def _meanings(self) -> Meanings:
        parts = [
            [kept for kept in self.parts[place] if kept.tag is None] for place in self._untagged
        ]
        return Meanings(
            [{kept.evidence for kept in part} for part in parts],
            [{key for kept in part for key in self._names.get(kept.pid, ())} for part in parts],
            [{one for kept in part for one in kept.former} for part in parts],
        )

    @cached_property
    def _all_meanings(self) -> Meanings:
        return Meanings(
            [{kept.evidence for kept in part} for part in self.parts],
            former=[{one for kept in part for one in kept.former} for part in self.parts],
            groups=[groups_of(part) for part in self.parts],
        )

    def _join(self, says: Says) -> None:
        """Put together what the reader says is one, whichever was said first."""
        roots = list(range(len(self.parts)))
        for group in says.joined:
            found = [place for meant in group if (place := self._find(meant)) is not None]
            for place in found[1:]:
                one, other = sorted((_root(roots, found[0]), _root(roots, place)))
                roots[other] = one
        joined: dict[int, Part] = {}
        for place, part in enumerate(self.parts):
            joined.setdefault(_root(roots, place), []).extend(part)
        self.parts = list(joined.values())
        for name in ("_tags", "_untagged", "_meanings", "_all_meanings"):
            self.__dict__.pop(name, None)


def _by_evidence(records: Sequence[Kept]) -> list[Part]:
    """Return records in force as papers by their evidence, with those others that mean them."""
    in_force = partition(kept.evidence for kept in records if kept.is_in_force).papers
    where = {one: place for place, paper in enumerate(in_force) for one in paper}
    parts: list[Part] = [[] for _ in in_force]
    left: list[Kept] = []
    meanings: Meanings | None = None
    for kept in records:
        place = where.get(kept.evidence)
        if place is None and not kept.is_in_force:
            meanings = meanings or Meanings(in_force)
            place = meanings.find(kept.evidence)
        if place is None:
            left.append(kept)
        else:
            parts[place].append(kept)
    if left:
        others: dict[Evidence, Part] = {}
        for paper in partition(kept.evidence for kept in left).papers:
            part: Part = []
            parts.append(part)
            others.update(dict.fromkeys(paper, part))
        for kept in left:
            others[kept.evidence].append(kept)
    return parts


def _root(roots: list[int], place: int) -> int:
    while roots[place] != place:
        roots[place] = place = roots[roots[place]]
    return place


def owners(parts: Sequence[Part]) -> list[int]:
    """Return which paper each part goes on as, 0 for a new one.

    That which most of its records are of, among those that give it most of theirs; of equal ones
    the oldest.
    """
    shares: dict[tuple[int, int], int] = {}
    for place, part in enumerate(parts):
        for kept in part:
            if kept.pid:
                shares[kept.pid, place] = shares.get((kept.pid, place), 0) + kept.weight
    found = [0] * len(parts)
    taken: set[int] = set()
    first = [min(kept.name for kept in part) for part in parts]
    for pid, place in sorted(shares, key=lambda key: (-shares[key], key[0], first[key[1]])):
        if not found[place] and pid not in taken:
            found[place] = pid
            taken.add(pid)
    return found
