"""Tags that were renamed here and used there: they end under one name.

An act that puts a tag on papers names the renamings of that tag which it has seen. One that does
not name a renaming in force did not know of it, and its papers get the new name, by an act that is
the same on every machine which finds this out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..database.database import Database
from ..disk.hashes import sha256
from .acts import RENAMED, REPLACES, STEP, TAG, UNDONE, changes
from .clocks import LATEST
from .journal import Journal
from .rows import Row

KIND = "rename-tag"

_RENAMINGS = f"""SELECT j.act, j.machine, j.window, j.clock, j.wall, j.data FROM journal j
    WHERE j.seq IN (SELECT seq FROM named WHERE name >= '{RENAMED}' AND name < '{RENAMED[:-1]};')
    AND NOT {UNDONE} ORDER BY j.clock, j.act"""

_TAGGED = """SELECT pid, name FROM marks WHERE value IS NOT NULL
    AND (name = ? OR (name >= ? AND name < ?))"""

_ROWS = "SELECT act, machine, clock, kind, papers, data FROM journal WHERE act = ?"

_MOST = 20
"""Renamings of renamed names that are followed."""


class _Renaming(NamedTuple):
    act: str
    machine: str
    window: str
    clock: int
    wall: str
    data: Mapping[str, Any]


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
    for act, machine, window, clock, wall, text in database.rows(_RENAMINGS):
        renaming = _Renaming(act, machine, window, clock, wall, database.parsed(text))
        old, new = renaming.data.get("old"), renaming.data.get("new")
        if not isinstance(old, str) or not isinstance(new, str) or old == new:
            continue
        name = TAG + old
        tagged = database.rows(_TAGGED, (name, f"{name}/", f"{name}0"))
        if not tagged:
            continue
        heads = journal.projection.heads({pid for pid, _ in tagged}, {name for _, name in tagged})
        for (_, mark), touches in heads.items():
            for touch in touches:
                if touch.changes.get(mark) is None or renaming.act in (touch.replaces or ()):
                    continue
                stray = _stray(database, renaming, touch.act, touch.item, mark)
                if stray is not None:
                    yield stray


def _stray(database: Database, renaming: _Renaming, act: str, item: int, mark: str) -> Row | None:
    """Return the act that renames a tag which an act has put on a paper; None where it knew."""
    _, machine, clock, kind, papers, text = database.row(_ROWS, (act,))
    if act == renaming.act or (machine == renaming.machine and clock > renaming.clock):
        return None
    old, new = renaming.data["old"], renaming.data["new"]
    told = json.dumps([renaming.act, act, item, mark], ensure_ascii=False)
    id = sha256(told.encode("utf-8", "replace")).hexdigest()[:20]
    if database.row("SELECT 1 FROM journal WHERE act = ?", (id,)):
        return None
    data = database.parsed(text)
    seen = {act, renaming.act}
    if kind == KIND and STEP in data:
        seen.update(data.get(REPLACES, ()))  # one that has followed another renaming
    renamed = TAG + new + mark[len(TAG) + len(old) :]
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
            "each": [{mark: None, renamed: changes(data, item)[mark]}],
            REPLACES: sorted(seen),
        },
    )
