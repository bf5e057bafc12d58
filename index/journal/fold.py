"""Marks as a fold over acts: pure, and the same in whatever order the acts are given.

Each mark of a paper is a register. An act names those that it replaces and wins over them whatever
the clocks say, as operations of Automerge name their predecessors (Kleppmann and Beresford, "A
conflict-free replicated JSON datatype", 2017); of acts that have not seen each other the last one
in the order of (clock, act) counts. Of notes it does not: what nobody replaced stays, so that of
two texts written apart neither is lost. A highlight that is noted in one place and removed in
another stays too. Registers of the whole library are those of the paper number 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from .highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE

Value = int | float | str | None
"""What a mark is set to; None is off."""

Register = tuple[int, str]
"""A paper's row number and the name of a mark."""

Setting = tuple[Value, int, str]
"""A mark's value, and the clock and act that set it."""

LIBRARY = 0
"""The row number, which no paper has, of what belongs to the whole library."""

NOTE = "note"
"""The mark whose versions are kept apart until one names them all."""

NOTE_SEAM = "\n―― also written elsewhere ――\n"
"""What stands between the texts of a note that was written in two places at once."""


class Touch(NamedTuple):
    """What one act set on one paper; a tuple, since there are millions of them."""

    rowid: int
    clock: int
    act: str
    changes: Mapping[str, Value]
    item: int = 0
    """The paper's place in the act, which decides where papers merged later were set apart."""
    base: Collection[str] = ()
    """The acts whose notes this one replaces."""
    is_undone: bool = False
    """Nothing counts of it but what it had replaced."""
    replaces: Collection[str] | None = None
    """The acts whose other marks it replaces; None for one that was written before acts said so."""

    @property
    def order(self) -> tuple[int, str, int]:
        """What makes it earlier or later than another."""
        return self.clock, self.act, self.item


def fold(touches: Iterable[Touch]) -> dict[Register, Setting]:
    """Return the marks that these acts leave, in whatever order they are given."""
    marks: dict[Register, Setting] = {}
    for register, versions in _by_register(touches).items():
        left = _heads(register, versions)
        if left:
            name = register[1]
            if name.startswith(HIGHLIGHT):
                left = [head for head in left if head.changes[name] is not None] or left
            last = left[-1]
            value = last.changes[name]
            if _is_note(register):
                value = _joined(head.changes[name] for head in left)
            marks[register] = (value, last.clock, last.act)
    return marks


def heads(touches: Iterable[Touch]) -> dict[Register, list[Touch]]:
    """Return the acts in force that none in force replaces, by what they set, the oldest first."""
    return {
        register: _heads(register, versions) for register, versions in _by_register(touches).items()
    }


def is_note(name: str) -> bool:
    """Tell whether a mark of a paper is a text whose versions are kept apart."""
    return name == NOTE or name.startswith(HIGHLIGHT_NOTE)


def _is_note(register: Register) -> bool:
    return is_note(register[1]) and register[0] != LIBRARY


def _heads(register: Register, versions: Touch | list[Touch]) -> list[Touch]:
    """Return the versions of one register that are in force and not replaced, the oldest first."""
    if isinstance(versions, Touch):
        return [] if versions.is_undone else [versions]
    if _is_note(register):
        return note_heads(versions)
    known = _known(versions)
    in_force = [version for version in known.values() if not version.is_undone]
    if len(in_force) < 2:
        return in_force
    # Whoever wrote acts before they named others meant that each replaces all that are older.
    old = [act for act, version in known.items() if version.replaces is None]
    if len(old) == len(known):
        return in_force[-1:]
    before = {act: (older,) for older, act in pairwise(old)}
    named: dict[str, Collection[str]] = {
        act: before.get(act, ()) if version.replaces is None else version.replaces
        for act, version in known.items()
    }
    return _unreplaced(known, named)


def note_heads(versions: Iterable[Touch]) -> list[Touch]:
    """Return the versions of one note that make its text, the oldest first."""
    known = _known(versions)
    return _unreplaced(known, {act: version.base for act, version in known.items()})


def _by_register(touches: Iterable[Touch]) -> dict[Register, Touch | list[Touch]]:
    """Return what was set, by where; alone where it is the only one, as it mostly is."""
    versions: dict[Register, Touch | list[Touch]] = {}
    for touch in touches:
        rowid = touch.rowid
        for name in touch.changes:
            present = versions.setdefault((rowid, name), touch)
            if isinstance(present, list):
                present.append(touch)
            elif present is not touch:
                versions[rowid, name] = [present, touch]
    return versions


def _known(versions: Iterable[Touch]) -> dict[str, Touch]:
    """Return versions by their acts, the oldest first; of two of one act the later item."""
    ordered = sorted(versions, key=lambda version: version.order)
    return {version.act: version for version in ordered}


def _unreplaced(known: Mapping[str, Touch], named: Mapping[str, Collection[str]]) -> list[Touch]:
    """Return the versions in force that no other in force replaces, the oldest first.

    A version is replaced by one in force that names it, directly or through versions undone since:
    taking back the second of three does not bring the first one back beside the third.
    """
    in_force = [act for act, version in known.items() if not version.is_undone]
    replaced = _reached(in_force, known, named)
    found = {act for act in in_force if act not in replaced}
    # Rows that name each other, which no library writes: the last of them stands for all.
    covered = found | _reached(found, known, named)
    for act in reversed(in_force):
        if act not in covered:
            found.add(act)
            covered |= {act} | _reached([act], known, named)
    return [version for act, version in known.items() if act in found]


def _reached(
    acts: Iterable[str], known: Mapping[str, Touch], named: Mapping[str, Collection[str]]
) -> set[str]:
    """Return what these acts name, and what that names."""
    found: set[str] = set()
    todo = list(acts)
    while todo:
        act = todo.pop()
        others = named[act]
        # An act on many papers names many others, few of which are about this one.
        shorter = others if len(others) < len(known) else known
        for other in shorter:
            if other != act and other in known and other not in found and other in others:
                found.add(other)
                todo.append(other)
    return found


def _joined(values: Iterable[Value]) -> str | None:
    """Return the text that several versions make; one that was written twice stands once."""
    texts = dict.fromkeys(str(value) for value in values if value is not None)
    return NOTE_SEAM.join(texts) if texts else None
