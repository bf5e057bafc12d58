"""The papers of this library that journal rows, from here or elsewhere, tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from ..database.database import Database
from ..identity.meaning import Meanings, keys_to_try
from .keys import keys_of, papers_having
from .loose import missing_of, names_had
from .neighbours import Kept, groups_of, load_kept
from .says import Meant, Says, load_apart, meant_by, papers_apart

_NAMES = "SELECT pid, key FROM titles WHERE pid IN (SELECT value FROM json_each(?))"


class Placed(NamedTuple):
    """Where an item belongs."""

    pid: int | None
    """The row number of the paper that it means; None where that is not here."""
    missing: set[str]
    """By what else it tells the paper, see `loose`; of one that is not here only its parting."""


def find_meant(database: Database, items: Sequence[Sequence[Any]]) -> list[int | None]:
    """Return the row number of the paper that each item means, None where it is not here."""
    return [placed.pid for placed in place_items(database, items)]


def place_items(database: Database, items: Sequence[Sequence[Any]]) -> list[Placed]:
    """Return where each item belongs."""
    wanted = [meant_by(item) for item in items]
    keys = {key for meant in wanted for key in keys_of(meant.evidence)}
    titles = {meant.evidence.title for meant in wanted if meant.evidence.title}
    pids = papers_having(database, keys.union(*map(keys_to_try, titles)))
    apart = load_apart(database)
    tags = {meant.tag for meant in wanted}
    named = {record: tag for record, tag in apart.items() if tag in tags}
    pids = pids.union(*papers_apart(database, Says(apart=named)).values())
    parts: dict[int, list[Kept]] = {}
    for kept in load_kept(database, pids, apart):
        parts.setdefault(kept.pid, []).append(kept)
    names: dict[int, set[str]] = {}
    for pid, key in database.rows(_NAMES, (json.dumps(list(parts)),)):
        names.setdefault(pid, set()).add(key)
    return Found(parts, names).all(wanted)


class Found:
    """Papers among which those are found that items mean."""

    def __init__(self, parts: dict[int, list[Kept]], names: dict[int, set[str]]) -> None:
        self._had = cache(lambda pid: names_had(parts[pid]))
        self._tags = {
            kept.tag: pid for pid, part in parts.items() for kept in part if kept.tag is not None
        }
        self._pids = [pid for pid, part in parts.items() if any(kept.tag is None for kept in part)]
        self._meanings = Meanings(
            [{kept.evidence for kept in parts[pid] if kept.tag is None} for pid in self._pids],
            [names.get(pid, ()) for pid in self._pids],
            [
                {one for kept in parts[pid] if kept.tag is None for one in kept.former}
                for pid in self._pids
            ],
        )
        self._everyone = list(parts)
        self._all = Meanings(
            [{kept.evidence for kept in part} for part in parts.values()],
            former=[{one for kept in part for one in kept.former} for part in parts.values()],
            groups=[groups_of(part) for part in parts.values()],
        )

    def all(self, wanted: Sequence[Meant]) -> list[Placed]:
        """Return the paper that each means, and by what else it is told."""
        return [self._place(meant) for meant in wanted]

    def _place(self, meant: Meant) -> Placed:
        pid = self._one(meant)
        return Placed(pid, missing_of(meant, None if pid is None else self._had(pid)))

    def _one(self, meant: Meant) -> int | None:
        if meant.tag is not None and meant.tag in self._tags:
            return self._tags[meant.tag]
        place = self._meanings.find(meant.evidence, may_be_former=meant.may_be_former)
        if place is not None:
            return self._pids[place]
        # What the reader has parted from others is meant only where nothing else is.
        if not self._tags:
            return None
        place = self._all.find(meant.evidence, may_be_former=meant.may_be_former)
        return None if place is None else self._everyone[place]
