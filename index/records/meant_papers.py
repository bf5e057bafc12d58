"""Which papers acts mean, among papers that may be others now."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ..database.database import Database
from .components import Components, Part
from .loose import Item, names_had, names_of
from .neighbours import Area
from .says import meant_by

_AMONG = "IN (SELECT value FROM json_each(?))"

_TOUCHED = f"SELECT pid, seq, item FROM touched WHERE pid {_AMONG} ORDER BY seq, item"

_LOOSE = f"""SELECT l.seq, l.item, l.key FROM touched t
    JOIN loose l ON l.seq = t.seq AND l.item = t.item WHERE t.pid {_AMONG}"""


class Misplaced(NamedTuple):
    """An item of an act that means another paper than the one it was about."""

    pid: int
    seq: int
    item: int
    part: int
    """The place of the paper that it means among the components."""


class Acts(NamedTuple):
    """What is to be changed of what acts say of papers; both are empty where nothing is."""

    misplaced: Sequence[Misplaced]
    loose: Mapping[Item, Collection[str]]
    """By what items tell their papers besides what these are known by, see `loose`."""


class Items:
    """The items of acts; rows of the journal, which may be long, are parsed once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed: dict[int, Sequence[Sequence[Any]]] = {}

    def look(self, area: Area, components: Components, homes: Sequence[int]) -> Acts:
        """Return what acts say of papers of an area that is to be said of others there."""
        among = json.dumps(list(area.pids))
        touched = self._database.rows(_TOUCHED, (among,))
        if not touched:
            return Acts((), {})
        self._parse({seq for _, seq, _ in touched} - self._parsed.keys())
        meanings = _Meanings(area, components)
        misplaced: list[Misplaced] = []
        loose: dict[Item, set[str]] = {}
        for pid, seq, item in touched:
            if item >= len(self._parsed[seq]):
                continue
            place, missing = meanings.of(self._parsed[seq][item], pid)
            if place is not None and homes[place] != pid:
                misplaced.append(Misplaced(pid, seq, item, place))
            if missing:
                loose[seq, item] = missing
        present: dict[Item, set[str]] = {}
        for seq, item, key in self._database.rows(_LOOSE, (among,)):
            present.setdefault((seq, item), set()).add(key)
        changed = {
            item: loose.get(item, set())
            for item in loose.keys() | present.keys()
            if loose.get(item) != present.get(item)
        }
        return Acts(misplaced, changed)

    def _parse(self, seqs: Collection[int]) -> None:
        rows = self._database.rows(
            f"SELECT seq, papers FROM journal WHERE seq {_AMONG}", (json.dumps(list(seqs)),)
        )
        self._parsed.update((seq, self._database.parsed(text)) for seq, text in rows)


class _Meanings:
    """Which components items mean: the same few are told again and again."""

    def __init__(self, area: Area, components: Components) -> None:
        self._area = area
        self._components = components
        self._places = {id(part): place for place, part in enumerate(components.parts)}
        self._had: dict[int, set[str]] = {}
        self._known: dict[tuple[Any, ...], tuple[int | None, set[str]]] = {}

    def of(self, item: Sequence[Any], pid: int) -> tuple[int | None, set[str]]:
        """Return the place of the component that an item means, and by what else it is told.

        The place is None where none is meant; the item stays with its paper then, `pid`.
        """
        told = tuple(item)
        if (known := self._known.get(told)) is None:
            meant = meant_by(item)
            part = self._components.find(meant)
            place = None if part is None else self._places[id(part)]
            missing = names_of(meant)
            if part is not None and place is not None:
                missing -= self._names(place, part)
            known = self._known[told] = place, missing
        place, missing = known
        if place is None:
            missing = missing - names_had(kept for kept in self._area.records if kept.pid == pid)
        return place, missing

    def _names(self, place: int, part: Part) -> set[str]:
        if (names := self._had.get(place)) is None:
            names = self._had[place] = names_had(part)
        return names
