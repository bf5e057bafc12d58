"""How far each machine is in step, as far as it can be told from here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from ..database.database import Database
from ..errors import NotFoundError, SyncError
from ..journal.staying import private_papers
from ..store.store import Store
from .collecting import Collector
from .exchanging import missing
from .git.unpushed import unpushed_acts
from .layout import SyncFile, find_files
from .logs import find_parts
from .memory import HEARD, MACHINE, SENT, Memory
from .names import name_in
from .privacy import Privacy, rows_of
from .retiring import is_retired
from .telling import Way

_SHORTEST = 4
"""Characters of a machine's id that name it."""


class MachineStanding(NamedTuple):
    """One machine in one way."""

    machine: str
    name: str
    way: str
    is_here: bool
    seen: str
    """The wall time at which it wrote last, with its offset from UTC; empty where nobody knows."""
    unread: int
    """Acts of it that are there and not read yet."""
    waiting: int
    """Lines of it that are known of and have not arrived."""
    unsent: int
    """Acts of this library that are not there yet; of this machine alone."""
    size: int
    """Bytes of its files."""
    is_retired: bool


def standings(database: Database, ways: Sequence[Way]) -> list[MachineStanding]:
    """Return all machines of all ways, this one first in each."""
    found: list[MachineStanding] = []
    for way in ways:
        here = str(database.value("SELECT value FROM meta WHERE key = 'machine'"))
        memory = Memory(database, way.name)
        machines = memory.all(MACHINE)
        files: list[SyncFile] = []
        unread: dict[str, int] = {}
        cut: dict[str, int] = {}
        with suppress(OSError):
            files = list(find_files(way.folder))
            found_here = find_parts(files, memory, here)
            cut = found_here.cut
            for part in found_here.parts:
                acts = part.kinds.get("act", 0)
                unread[part.machine] = unread.get(part.machine, 0) + acts
        sizes: dict[str, int] = {}
        for file in files:
            sizes[file.owner] = sizes.get(file.owner, 0) + file.size
        told = [
            MachineStanding(
                machine=machine,
                name=name_in(way, machine, is_here=machine == here),
                way=way.name,
                is_here=machine == here,
                seen=str(machines.get(machine, {}).get("at", "")),
                unread=0 if machine == here else unread.get(machine, 0),
                waiting=0
                if machine == here
                else missing(machines.get(machine, {}), cut.get(machine, 0)),
                unsent=untold_acts(database, way) if machine == here else 0,
                size=sizes.get(machine, 0),
                is_retired=is_retired(machines.get(machine, {})),
            )
            for machine in {here: 0, **dict.fromkeys([*machines, *sizes])}
        ]
        found += sorted(told, key=lambda one: (not one.is_here, one.is_retired, one.name))
    return found


def untold_acts(database: Database, way: Way) -> int:
    """Return how many acts of this library a way does not hold yet; a moment's work.

    What is private is not among them.
    """
    memory = Memory(database, way.name)
    after = (memory.get(SENT) or {}).get("seq", 0)
    unpushed = unpushed_acts(database, way) if way.name.startswith("git:") else 0
    acts = {act for (act,) in database.rows("SELECT act FROM journal WHERE seq > ?", (after,))}
    acts -= memory.names(HEARD) if acts else set()
    if acts and private_papers(database):
        rows = rows_of(database, "act IN (SELECT value FROM json_each(?))", json.dumps([*acts]))
        public = Privacy(database).public(rows)
        return unpushed + sum(row is not None for row in public.values())
    return unpushed + len(acts)


def named(store: Store, ways: Sequence[Way], name: str) -> list[MachineStanding]:
    """Return another machine, as it is in each way, by its name or the beginning of its id.

    Raises NotFoundError where there is none, SyncError where there are several.
    """
    everybody = standings(store.database, ways)
    others = [one for one in everybody if not one.is_here]
    found = [one for one in others if name in (one.name, one.machine)]
    if not found and len(name) >= _SHORTEST:
        found = [one for one in others if one.machine.startswith(name)]
        if not found and any(one.machine.startswith(name) for one in everybody):
            raise SyncError(
                "That is this machine",
                f"{name!r} is the one that you are at.",
                "Another one leaves it behind: `recto sync --retire` there, with the same id.",
            )
    if not found:
        raise NotFoundError(
            "No such machine",
            f"{name!r} is none that has written anything.",
            "`recto sync --status` lists them.",
        )
    if len({one.machine for one in found}) > 1:
        told = sorted({f"{one.machine} ({one.seen[:16] or 'never seen'})" for one in found})
        raise SyncError(
            "Several machines are called that",
            f"{name!r} may be {' or '.join(told)}.",
            "Name the one that is meant by the beginning of its id.",
        )
    return found


def has_untold(store: Store, way: Way) -> bool:
    """Tell whether a way does not hold all that is to travel: acts, papers, what is new, places."""
    if untold_acts(store.database, way):
        return True
    memory = Memory(store.database, way.name)
    return bool(Collector(store, memory, way.papers, way.settings, date.today()).plan())
