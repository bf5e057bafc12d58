"""What is no act and travels all the same: places in texts, and half-typed notes.

Their lines tell the paper as acts do, since ids may differ from library to library. What is about a
paper that is not here waits for it. A place is told again where its paper is told otherwise by now,
as after papers were made one or parted: whoever reads it then has it at the same paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any

from ..disk.hashes import sha256
from ..errors import SourceError
from ..journal.acts import compact
from ..journal.identities import Item, identities
from ..journal.pending import find_papers
from ..journal.rows import told_papers
from ..safety.register import position_told, tell_position
from ..store.positions import Lettered, Position, keep_letters, keep_position
from ..store.store import Store
from .drafts import Drafts, version_of
from .memory import DRAFT, MOVED, POSITION, WAITING, Memory
from .places import TOLD, Places, name_of_item, state_of

POSITION_LINE, DRAFT_LINE = "position", "draft"

_PRESENT = """SELECT pid, block, letter, words, part, wall, marks FROM positions
    JOIN texts USING(pid)"""


def take_registers(store: Store, memory: Memory, objects: Iterable[Mapping[str, Any]]) -> None:
    """Take in places and drafts; of other objects nothing. Inside a transaction."""
    wanted = list(_with_papers(objects))
    if not wanted:
        return
    drafts = Drafts(store)
    rowids = find_papers(store.database, [item for _, item in wanted])
    for (told, item), rowid in zip(wanted, rowids, strict=True):
        try:
            if rowid is None:
                _wait(memory, told)
            elif told["type"] == POSITION_LINE:
                _, position, wall, letters = position_told(told)
                keep_position(store.database, rowid, position, wall)
                keep_letters(store.database, rowid, letters)
                _note_position(memory, item, (position, wall), letters)
            else:
                version = version_of(told)
                drafts.take(rowid, version)
                _note_draft(memory, rowid, version.machine, version.number)
        except SourceError:
            continue  # no Recto has written it
    drafts.apply()


def _with_papers(objects: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Item]]:
    """Yield places and drafts with what tells their papers; what tells none is no Recto's."""
    for told in objects:
        if told.get("type") in (POSITION_LINE, DRAFT_LINE):
            with suppress(SourceError):
                (item,) = told_papers([told.get(TOLD)])
                yield told, item


def move_positions(store: Store, memory: Memory) -> None:
    """Let papers that are others by now have the places that a way tells of them."""
    if memory.get(MOVED) == (rev := store.rev):
        return
    with store.database.transaction():
        held = _perhaps_moved(store, memory)
        rowids = find_papers(store.database, [state[TOLD] for state in held])
        for state, rowid in zip(held, rowids, strict=True):
            if rowid is not None:
                *place, wall = state["place"]
                keep_position(store.database, rowid, Position(*place), wall)
                keep_letters(store.database, rowid, _letters_of(state))
        memory.put(MOVED, "", rev)


def _perhaps_moved(store: Store, memory: Memory) -> list[Mapping[str, Any]]:
    """Return what a way tells of places, without those that the paper so told has, or later ones.

    What tells a paper means that paper, or none where others are told alike: most need no look.
    """
    present = {pid: state_of(row) for pid, *row in store.database.rows(_PRESENT)}
    names = [name_of_item(item) for item in identities(store.database, list(present))]
    count = Counter(names)
    places = {
        name: place for name, place in zip(names, present.values(), strict=True) if count[name] == 1
    }
    told = (memory.all(POSITION), memory.common().all(POSITION))
    return [
        state
        for name, state in chain.from_iterable(one.items() for one in told)
        if name not in places or not _has_all(places[name], state)
    ]


def _has_all(present: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Tell whether the place of a paper, and those with letters, are none before what is told."""
    letters = present["letters"]
    return _later(present["place"]) >= _later(told["place"]) and all(
        letter in letters and _given(letters[letter]) >= _given(place)
        for letter, place in told["letters"].items()
    )


def keep_told(memory: Memory) -> None:
    """Keep what a way has told of places where all else is forgotten of it.

    Others may have read there what was told of a paper that is part of another one now: once it is
    none any more, it has its place here as well. Inside a transaction.
    """
    common = memory.common()
    for state in memory.all(POSITION).values():
        *place, wall = state["place"]
        _note_position(common, state[TOLD], (Position(*place), wall), _letters_of(state))


def _letters_of(state: Mapping[str, Any]) -> Lettered:
    return {letter: (Position(*there), at) for letter, (*there, at) in state["letters"].items()}


def take_waiting(store: Store) -> None:
    """Take in what waited for papers that have come."""
    common = Memory(store.database, "")
    waiting = common.all(WAITING)
    common.drop(WAITING)
    by_way: dict[str, list[Mapping[str, Any]]] = {}
    for told, way in waiting.values():
        by_way.setdefault(way, []).append(told)
    for way, objects in by_way.items():
        take_registers(store, Memory(store.database, way), objects)


def untold(
    store: Store, memory: Memory, private: Collection[int]
) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Yield what a way does not hold: kind of memory, name, object, what to remember."""
    for item, row, place in Places(store.database, memory, private).untold():
        yield POSITION, name_of_item(item), {**tell_position(row), TOLD: item}, place
    vectors = memory.all(DRAFT)
    for pid, id, version in Drafts(store).heads():
        vector = vectors.get(str(pid), {})
        if vector.get(version.machine, 0) < version.number and pid not in private:
            vectors[str(pid)] = vector = {**vector, version.machine: version.number}
            told = {"type": DRAFT_LINE, "paper": id, TOLD: _told(store, pid), **version.as_json()}
            yield DRAFT, str(pid), told, vector


def _told(store: Store, pid: int) -> Item:
    (item,) = identities(store.database, [pid])
    return item


def _wait(memory: Memory, told: Mapping[str, Any]) -> None:
    name = sha256(compact(told).encode("utf-8", "replace")).hexdigest()[:32]
    memory.common().put(WAITING, name, [told, memory.way])


def _note_position(
    memory: Memory, item: Item, place: tuple[Position, str], letters: Lettered
) -> None:
    """Note the latest of what a way has told of a paper."""
    name = name_of_item(item)
    known = memory.get(POSITION, name) or {"place": None, "letters": {}, TOLD: item}
    told = [*place[0], place[1]]
    if known["place"] is None or _later(known["place"]) < _later(told):
        known["place"] = told
    for letter, (position, wall) in letters.items():
        present = known["letters"].get(letter)
        there = [*position, wall]
        if present is None or _given(there) > _given(present):
            known["letters"][letter] = there
    memory.put(POSITION, name, known)


def _given(place: list[Any]) -> tuple[Any, ...]:
    """Return what orders the places of one letter, as `positions.keep_letters` has it."""
    return place[-1], place[:-1]


def _later(place: list[Any]) -> tuple[Any, ...]:
    """Return what orders places in one paper, as `positions.keep_position` has it."""
    block, letter, words, part, wall = place
    return wall, part, block, letter, words


def _note_draft(memory: Memory, rowid: int, machine: str, number: int) -> None:
    vector = memory.get(DRAFT, str(rowid)) or {}
    if vector.get(machine, 0) < number:
        memory.put(DRAFT, str(rowid), {**vector, machine: number})
