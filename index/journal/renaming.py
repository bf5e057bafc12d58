"""Tags that were renamed here and used there: they end under one name.

An act that puts a tag on papers names the renamings of that tag which it has seen. One that does
not name a renaming in force did not know of it, and its papers get the new name, by an act that is
the same on every machine which finds this out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..database.database import Database
from ..disk.hashes import sha256
from .acts import RENAMED, REPLACES, STEP, TAG, UNDONE, changes
from .clocks import LATEST
from .fold import Touch
from .journal import Journal
from .rows import Row

KIND = "rename-tag"

_RENAMINGS = f"""SELECT j.clock, j.act, j.machine, j.window, j.wall, j.data FROM journal j
    WHERE j.seq IN (SELECT seq FROM named WHERE name >= '{RENAMED}' AND name < '{RENAMED[:-1]};')
    AND NOT {UNDONE} ORDER BY j.clock, j.act"""

_TAGGED = """SELECT pid, name FROM marks WHERE value IS NOT NULL
    AND (name = ? OR (name >= ? AND name < ?))"""

_ROWS = "SELECT act, machine, clock, kind, papers, data FROM journal WHERE act = ?"

_ORDER = "SELECT clock, act FROM journal WHERE act = ?"

_MOST = 20
"""Renamings of renamed names that are followed."""


class _Renaming(NamedTuple):
    """A renaming; they are in the order in which they count."""

    clock: int
    act: str
    machine: str
    window: str
    wall: str
    old: str
    new: str


def follow_renamings(journal: Journal) -> int:
    """Rename what was tagged elsewhere by who did not know; return how many acts that took.

    Inside the transaction that brought the acts.
    """
    from .uniting import unite

    count = 0
    for _ in range(_MOST):
        rows = list(_strays(journal))
        new = unite(journal, rows).new if rows else 0
        count += new
        if not new:
            break
    return count


def _strays(journal: Journal) -> Iterator[Row]:
    """Yield the acts that give papers the new names of their tags."""
    database = journal.database
    by_old = _renamings(database)
    tagged: set[tuple[int, str]] = set()
    for old in by_old:
        name = TAG + old
        tagged.update(database.rows(_TAGGED, (name, f"{name}/", f"{name}0")))
    if not tagged:
        return
    heads = journal.projection.heads({pid for pid, _ in tagged}, {name for _, name in tagged})
    for register, touches in heads.items():
        if register in tagged:
            for touch in touches:
                if touch.changes.get(register[1]) is not None:
                    stray = _stray(database, by_old, touch, register[1])
                    if stray is not None:
                        yield stray


def _renamings(database: Database) -> dict[str, list[_Renaming]]:
    """Return the renamings in force by the old name."""
    found: dict[str, list[_Renaming]] = {}
    for clock, act, machine, window, wall, text in database.rows(_RENAMINGS):
        data = database.parsed(text)
        old, new = data.get("old"), data.get("new")
        if isinstance(old, str) and isinstance(new, str) and old != new:
            renaming = _Renaming(clock, act, machine, window, wall, old, new)
            found.setdefault(old, []).append(renaming)
    return found


def _stray(
    database: Database, by_old: Mapping[str, Sequence[_Renaming]], touch: Touch, mark: str
) -> Row | None:
    """Return the act that renames a tag which an act has put on a paper; None where it knew.

    Renamings of which it did not know are followed in their order, all at once: a tag that was
    renamed to and fro would be followed in each order that there is otherwise, or by as many acts.
    What has followed a renaming follows later ones alone.
    """
    act, item = touch.act, touch.item
    _, machine, clock, kind, papers, text = database.row(_ROWS, (act,))
    data = database.parsed(text)
    seen, last = {act}, (0, "")
    if kind == KIND and STEP in data:
        seen.update(data.get(REPLACES, ()))  # one that has followed others
        last = database.row(_ORDER, (data[STEP],)) or last

    def is_unknown(renaming: _Renaming) -> bool:
        return renaming[:2] > last and not (
            renaming.act in (touch.replaces or ())
            or renaming.act == act
            or (machine == renaming.machine and clock > renaming.clock)
        )

    name, followed = mark, list[_Renaming]()
    while True:
        unknown = filter(
            is_unknown, (one for old in _with_parents(name) for one in by_old.get(old, ()))
        )
        if (renaming := min(unknown, default=None)) is None:
            break
        name = TAG + renaming.new + name[len(TAG) + len(renaming.old) :]
        followed.append(renaming)
        last = renaming[:2]
    if name == mark:
        return None
    acts = [renaming.act for renaming in followed]
    told = json.dumps([*acts, act, item, mark], ensure_ascii=False)
    id = sha256(told.encode("utf-8", "replace")).hexdigest()[:20]
    if database.row("SELECT 1 FROM journal WHERE act = ?", (id,)):
        return None
    renaming = followed[-1]
    old, new = (one.removeprefix(TAG) for one in (mark, name))
    if len(followed) == 1:
        old, new = renaming.old, renaming.new
    return Row(
        act=id,
        machine=renaming.machine,
        window=renaming.window,
        clock=min(max(clock, renaming.clock) + 1, LATEST),
        wall=renaming.wall,
        kind=KIND,
        subject=None,
        papers=[database.parsed(papers)[item]],
        data={
            "old": old,
            "new": new,
            STEP: renaming.act,
            "each": [{mark: None, name: changes(data, item)[mark]}],
            REPLACES: sorted({*seen, *acts}),
        },
    )


def _with_parents(mark: str) -> Iterator[str]:
    """Yield the name of a tag and of those that it is nested in."""
    parts = mark.removeprefix(TAG).split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
