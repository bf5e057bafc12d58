"""Machines that are left behind: what they had written counts, what they write later does not.

Each machine says up to which line it had read when it left one behind; the last of these counts, so
that all take in the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..store.store import Store
from .logs import RETIRE, Part, retired_of
from .memory import FILE, MACHINE, Memory


def note_retired(memory: Memory, parts: Sequence[Part]) -> bool:
    """Note which machines lines say to be left behind. Inside a transaction.

    Return whether files are to be read anew, in which more counts now.
    """
    is_more = False
    for part in parts:
        if not part.kinds.get(RETIRE):
            continue
        for line in part.lines((RETIRE,)):
            machine, upto = retired_of(line)
            if machine:
                is_more = limit(memory, machine, upto) or is_more
    return is_more


ALL = 2**53
"""Up to which line a machine counts that was left behind and has been taken back."""


def retire(store: Store, way: str, machine: str, *, is_back: bool = False) -> None:
    """Leave a machine behind from what was read of it on, or take it back.

    The next exchange tells the others.
    """
    memory = Memory(store.database, way)
    with store.database.transaction():
        state: dict[str, Any] = memory.get(MACHINE, machine) or {"have": []}
        last = max((last for _, last in state["have"]), default=0)
        if is_back:
            limit(memory, machine, ALL)
            state = memory.get(MACHINE, machine)
        memory.put(MACHINE, machine, {"upto": last, **state, "is_untold": True})


def is_retired(state: Mapping[str, Any]) -> bool:
    """Tell whether what is known of a machine says that it is left behind."""
    return bool(state.get("upto", ALL) < ALL)


def limit(memory: Memory, machine: str, upto: int) -> bool:
    """Let lines of a machine count up to a number, or a later one that was said before.

    Return whether its files are to be read anew.
    """
    state: dict[str, Any] = memory.get(MACHINE, machine) or {"have": []}
    known = state.get("upto")
    read = max((last for _, last in state["have"]), default=0)
    if known is None or known < upto:
        # Who has read on says so, for the others to read as far.
        told = {"is_untold": True} if read > upto else {}
        memory.put(MACHINE, machine, {**state, "upto": max(upto, read), **told})
        if known is not None:
            # What was left out before may count now.
            names = [name for name, file in memory.all(FILE).items() if file["by"] == machine]
            memory.drop(FILE, names)
            return bool(names)
    return False


def untold(memory: Memory) -> list[dict[str, Any]]:
    """Return lines that tell the others of machines left behind, and note that they are told."""
    found = []
    for machine, state in memory.all(MACHINE).items():
        if state.pop("is_untold", False):
            found.append({"type": RETIRE, "machine": machine, "upto": state["upto"]})
            memory.put(MACHINE, machine, state)
    return found
