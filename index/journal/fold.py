"""Marks as a fold over acts: pure, and the same in whatever order the acts are given.

Each mark of a paper is a last-writer-wins register in the order of (clock, act). A note is not:
a version names those that it replaces, and what nobody replaced stays, so that of two texts
written apart neither is lost. Registers of the whole library are those of the paper number 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

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

    pid: int
    clock: int
    act: str
    changes: Mapping[str, Value]
    item: int = 0
    """The paper's place in the act, which decides where papers merged later were set apart."""
    base: tuple[str, ...] = ()
    """The acts whose notes this one replaces."""
    is_undone: bool = False
    """Nothing counts of it but what its note had replaced."""

    @property
    def order(self) -> tuple[int, str, int]:
        """What makes it earlier or later than another."""
        return self.clock, self.act, self.item


def fold(touches: Iterable[Touch]) -> dict[Register, Setting]:
    """Return the marks that these acts leave, in whatever order they are given."""
    newest: dict[Register, Touch] = {}
    notes: dict[int, list[Touch]] = {}
    for touch in touches:
        pid = touch.pid
        for name in touch.changes:
            if name == NOTE and pid != LIBRARY:
                notes.setdefault(pid, []).append(touch)
            elif not touch.is_undone:
                present = newest.setdefault((pid, name), touch)
                if present is not touch and touch.order > present.order:
                    newest[pid, name] = touch
    marks: dict[Register, Setting] = {
        register: (touch.changes[register[1]], touch.clock, touch.act)
        for register, touch in newest.items()
    }
    for pid, versions in notes.items():
        heads = note_heads(versions)
        if heads:
            text = _joined(head.changes[NOTE] for head in heads)
            marks[pid, NOTE] = (text, heads[-1].clock, heads[-1].act)
    return marks


def note_heads(versions: Iterable[Touch]) -> list[Touch]:
    """Return the versions of one paper's note that make its text, the oldest first.

    A version is replaced by one in force that names it, directly or through versions undone since:
    taking back the second of three does not bring the first one back beside the third.
    """
    known: dict[str, Touch] = {}
    for version in sorted(versions, key=lambda version: version.order):
        known[version.act] = version
    replaced: set[str] = set()
    todo = [version for version in known.values() if not version.is_undone]
    while todo:
        version = todo.pop()
        for act in version.base:
            older = known.get(act)
            # A row that names a later one, which no library writes, would make a circle.
            if older and act not in replaced and older.order < version.order:
                replaced.add(act)
                todo.append(older)
    return [
        version for act, version in known.items() if not version.is_undone and act not in replaced
    ]


def _joined(values: Iterable[Value]) -> str | None:
    """Return the text that several versions make; one that was written twice stands once."""
    texts = dict.fromkeys(str(value) for value in values if value is not None)
    return NOTE_SEAM.join(texts) if texts else None
