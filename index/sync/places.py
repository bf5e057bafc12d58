"""Places in texts that a way does not hold; those that it was found to hold are looked up once.

How a paper is told elsewhere takes a look at its records. That is done where a place is another by
now, or what the paper is told by, and for all of them where the reader has said which records are
one paper.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ..database.database import Database
from ..disk.hashes import sha256
from ..journal.acts import SAYS, compact
from ..journal.identities import Item, identities, load_shown_names
from ..records.corrections import otherwise_told
from .memory import PLACED, POSITION, Memory

TOLD = "told"
"""The key by which a line tells its paper as acts do."""

_ROWS = """SELECT r.pid, p.id, r.block, r.letter, r.words, r.part, r.wall, r.marks
    FROM positions r JOIN papers p USING(pid) ORDER BY r.pid"""

_SAYING = f"""SELECT seq FROM journal WHERE kind IN {SAYS} UNION ALL
    SELECT r.seq FROM journal s CROSS JOIN journal r ON r.subject = s.act WHERE s.kind IN {SAYS}"""
"""Acts by which the reader says which records are one paper, and their undoing: papers may be told
otherwise by them that are as they were. Few, so that they go before what undoes them."""

_TOLD_BY = f"""SELECT (SELECT value FROM meta WHERE key = 'rev'), count(*), coalesce(max(seq), 0)
    FROM ({_SAYING})"""
"""What changes with any paper, then what changes with what the reader says of records."""


class Places:
    """The register of places as it is now, beside what a way holds of it."""

    def __init__(self, database: Database, memory: Memory, private: Collection[int]) -> None:
        self._database, self._memory = database, memory
        rows = [row for row in database.rows(_ROWS) if row[0] not in private]
        told_by = _told_by(database)
        seen = {"told by": told_by, "all": _sum(rows)}
        self._rows: dict[int, Sequence[Any]] = {}
        self.fresh: dict[str, Any] = {}
        """What is to be kept as `PLACED` once all of them are told."""
        known = memory.get(PLACED)
        if known == seen:
            return
        rev, *saying = told_by
        before = memory.all(PLACED) if known and known["told by"][1:] == saying else {}
        self.fresh[""] = seen
        shown = load_shown_names(database, [row[0] for row in rows])
        corrected = otherwise_told(database)
        for pid, *row in rows:
            # What it was told by is in it: one that was found before papers were told otherwise
            # stays behind where the paper was private since. Under a correction is what sources
            # say, which may change with any paper.
            sign = _sum([saying, shown.get(pid), rev if pid in corrected else 0, *row])
            if before.get(str(pid)) != sign:
                self.fresh[str(pid)], self._rows[pid] = sign, row

    def untold(self) -> Iterator[tuple[Item, Sequence[Any], dict[str, Any]]]:
        """Yield what the way does not hold: a paper, its row, what to remember of them."""
        if not self._rows:
            return
        held = self._memory.all(POSITION)
        items = identities(self._database, list(self._rows))
        for row, item in zip(self._rows.values(), items, strict=True):
            place = {**state_of(row[1:]), TOLD: item}
            if held.get(name_of_item(item)) != place:
                yield item, row, place


def state_of(row: Sequence[Any]) -> dict[str, Any]:
    """Return how a row of the register is remembered: the place, and those that have letters."""
    *place, marks = row
    return {"place": place, "letters": json.loads(marks) if marks else {}}


def name_of_item(item: Item) -> str:
    """Return under which name it is remembered what a way holds of a paper."""
    return sha256(compact(item).encode("utf-8", "replace")).hexdigest()[:32]


def _told_by(database: Database) -> list[int]:
    """Return what changes whenever a paper may be told otherwise."""
    return [int(value) for value in database.rows(_TOLD_BY)[0]]


def _sum(rows: Sequence[Any]) -> str:
    """Return what tells whether rows are as they were; it need not mean anything elsewhere."""
    return sha256(repr(rows).encode()).hexdigest()[:32]
