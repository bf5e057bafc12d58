"""What a way does not hold yet: acts, records of papers, what was passed, places and drafts.

Who has acted does not matter: what came by one way goes on by another. Of acts the journal's
numbers tell how far they were looked through, of records the runs that the way is known to hold.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ..database.database import Database
from ..journal.rows import Row
from ..safety.outgoing import Reading, tell_acts, tell_page, tell_papers
from ..safety.register import tell_passed
from ..store.store import Store
from ..stream_names import IS_DAY, IS_RENEWED
from .drafts import is_typed
from .memory import DRAFT, HEARD, HELD, MACHINE, PAGE, SENT, UNPASSED, Memory, page_name
from .privacy import Privacy, private_pages, private_papers, public_labels, rows_of
from .registers import touched_papers, untold, untold_positions
from .runs import has
from .unknown import untold_kept
from .wishes import has_untold, untold_settings

DAYS = 30
"""Days for which all papers of streams travel."""

_MARKED = """SELECT DISTINCT pid FROM marks
    WHERE value IS NOT NULL AND name <> 'private'"""

_STREAMED = f"""SELECT l.pid FROM places l WHERE l.gid IN (SELECT g.gid FROM pages g
    JOIN sources s USING(sid) WHERE NOT g.hidden AND {IS_DAY.format("s.name")}
    AND substr(s.name, -10) >= ?)"""

_VERSIONS = f"""SELECT l.pid FROM places l WHERE l.gid IN (SELECT g.gid FROM pages g
    JOIN sources s USING(sid) WHERE {IS_RENEWED.format("s.name")} AND g.day >= ?)"""

_PASSED = """SELECT source, digest, json_group_array(json_array(first, last)) FROM
    (SELECT source, digest, first, last FROM passed
    WHERE stamp > ? OR json_array(source, digest) IN (SELECT value FROM json_each(?))
    ORDER BY source, digest, first)
    GROUP BY source, digest ORDER BY source, digest"""

_DERIVED = ("links", "history", "marks")
"""What of a paper follows from the rest."""


@dataclass(slots=True)
class Plan:
    """What is to be told, by row numbers."""

    papers: list[int] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    last: int = 0
    """The last row of the journal that was looked at."""
    stamp: int = 0
    """The last stamp of what was passed that was looked at."""
    rev: int = 0
    is_passed: bool = False
    """Whether there is anything passed to be told."""
    has_registers: bool = False
    has_retired: bool = False
    has_settings: bool = False
    kept: list[str] = field(default_factory=list)
    """Names of objects that are not understood here."""

    def __bool__(self) -> bool:
        return bool(
            self.papers
            or self.acts
            or self.is_passed
            or self.has_registers
            or self.has_retired
            or self.has_settings
            or self.kept
        )


class Collector:
    """Finds what one way does not hold, and tells it."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        papers: str,
        settings: Mapping[str, Any],
        today: date,
    ) -> None:
        self._store, self._database = store, store.database
        self._settings = settings
        self._memory = memory
        self._papers = papers
        self._since = (today - timedelta(days=DAYS)).isoformat()
        self._reading = Reading(store.database)

    def plan(self) -> Plan:
        """Return what is to be told now; changes nothing."""
        database, memory = self._database, self._memory
        sent = memory.get(SENT) or {}
        plan = Plan()
        plan.last = int(database.value("SELECT coalesce(max(seq), 0) FROM journal"))
        plan.stamp = int(database.value("SELECT coalesce(max(stamp), 0) FROM passed"))
        plan.rev = self._store.rev
        plan.is_passed = plan.stamp > sent.get("stamp", 0) or bool(self._published())
        plan.has_registers = self._has_registers()
        if plan.last > sent.get("seq", 0):
            heard = memory.names(HEARD)
            rows = database.rows(
                "SELECT seq, act FROM journal WHERE seq > ?", (sent.get("seq", 0),)
            )
            plan.acts = [seq for seq, act in rows if act not in heard]
        plan.acts += self._held()
        seen = [plan.last, plan.rev, self._papers, self._since]
        if seen != sent.get("seen") or plan.has_registers:
            plan.papers = sorted(self._unsent_papers())
        states = memory.all(MACHINE).values()
        plan.has_retired = any(state.get("is_untold") for state in states)
        plan.has_settings = has_untold(memory, self._settings)
        plan.kept = untold_kept(database, memory)
        return plan

    def seen(self, plan: Plan) -> list[Any]:
        """Return what was so when all papers of a plan had been told."""
        return [plan.last, plan.rev, self._papers, self._since]

    def _held(self) -> list[int]:
        """Return the rows that were kept back, or told in part, and say more by now."""
        held = self._memory.all(HELD)
        if not held:
            return []
        rows = rows_of(
            self._database, "act IN (SELECT value FROM json_each(?))", json.dumps(list(held))
        )
        public = Privacy(self._database).public(rows)
        found = ((seq, rows[seq], told) for seq, told in public.items() if told is not None)
        return [seq for seq, row, told in found if weight(told) > held[row.act]]

    def _has_registers(self) -> bool:
        private = private_papers(self._database)
        if any(True for _ in untold_positions(self._database, self._memory, private)):
            return True
        return is_typed(self._database, self._memory.all(DRAFT), private)

    def _unsent_papers(self) -> set[int]:
        """Return the papers that are to travel and of which the way does not hold all records."""
        private = private_papers(self._database)
        sizes = dict(self._database.rows("SELECT gid, count(*) FROM records GROUP BY gid"))
        held = self._held_records()
        short = [gid for gid, size in sizes.items() if size > held.sizes.get(gid, 0)]
        sql = "SELECT gid, number, pid FROM records WHERE gid IN (SELECT value FROM json_each(?))"
        rows = self._database.rows(sql, (json.dumps(short),))
        wanted = None if self._papers == "all" else self._wanted()
        return {
            pid
            for gid, number, pid in rows
            if (wanted is None or pid in wanted)
            and pid not in private
            and not has(held.runs.get(gid, ()), number)
        }

    def _wanted(self) -> set[int]:
        rows = [*self._database.rows(_MARKED)]
        rows += self._database.rows(_STREAMED, (self._since,))
        rows += self._database.rows(_VERSIONS, (self._since,))
        return {pid for (pid,) in rows} | touched_papers(self._store)

    def _held_records(self) -> HeldRecords:
        return HeldRecords(self._database, self._memory)

    # Telling

    def papers(
        self, rowids: Collection[int], first: int
    ) -> tuple[list[dict[str, Any]], dict[str, list[int]]]:
        """Return pages and papers with the records that the way does not hold, and which those are.

        Pages have numbers from the `first` on, which no other page of the log has.
        """
        held = self._held_records()
        numbers: dict[int, int] = {}
        told: list[dict[str, Any]] = []
        fresh: dict[str, list[int]] = {}
        # One may have become private since it was planned.
        among = json.dumps(sorted({*rowids} - private_papers(self._database)))
        gids = self._database.rows(
            "SELECT DISTINCT gid FROM records WHERE pid IN (SELECT value FROM json_each(?))",
            (among,),
        )
        own = {gid: gid for (gid,) in gids}
        for paper in tell_papers(self._reading, among, own):
            records = []
            for gid, number, said in paper["records"]:
                if has(held.runs.get(gid, ()), number):
                    continue
                if gid not in numbers:
                    numbers[gid] = first + len(numbers)
                records.append([numbers[gid], number, said])
                fresh.setdefault(held.name(gid), []).append(number)
            lean = {name: value for name, value in paper.items() if _is_told(name, value)}
            told.append({**lean, "records": records})
        return [*self._pages(numbers), *told], fresh

    def _pages(self, numbers: Mapping[int, int]) -> Iterator[dict[str, Any]]:
        sizes = dict(
            self._database.rows(
                "SELECT gid, count(*) FROM records "
                "WHERE gid IN (SELECT value FROM json_each(?)) GROUP BY gid",
                (json.dumps(list(numbers)),),
            )
        )
        pages = list(tell_page(self._reading, numbers, numbers))
        labels = {page["source"]: page["label"] for _, page in pages}
        labels = public_labels(self._database, labels, numbers)
        for gid, page in pages:
            page["label"] = labels[page["source"]]
            if page.pop("done", None) is None:
                page["records"] = sizes.get(gid, 0)
            yield page

    def acts(self, seqs: Iterable[int]) -> tuple[list[dict[str, Any]], dict[str, int], int]:
        """Return acts, those of which something is held back with how much is told, and how many.

        What is private is not told.
        """
        rows = rows_of(
            self._database, "seq IN (SELECT value FROM json_each(?))", json.dumps(list(seqs))
        )
        public = Privacy(self._database).public(rows)
        told = [row for row in public.values() if row is not None]
        held = {rows[seq].act: weight(row) for seq, row in public.items() if row != rows[seq]}
        return list(tell_acts(self._reading, told)), held, len(rows)

    def passed(self, after: int) -> list[dict[str, Any]]:
        """Return what was passed since a stamp, and keep in mind what is private of it.

        Inside a transaction.
        """
        published, private = self._published(), private_pages(self._database)
        rows = self._database.rows(_PASSED, (after, json.dumps(published)))
        kept_back = [page_name(*row[:2]) for row in rows if tuple(row[:2]) in private]
        self._memory.drop(UNPASSED, published)
        self._memory.put_all(UNPASSED, dict.fromkeys(kept_back, 1))
        public = (row for row in rows if tuple(row[:2]) not in private)
        return [told for row in public for told in self._reading.told(tell_passed, row)]

    def _published(self) -> list[str]:
        """Return the pages of which it was kept back what was passed, and that are public now."""
        kept_back = self._memory.names(UNPASSED)
        if not kept_back:
            return []
        private = {page_name(*page) for page in private_pages(self._database)}
        return sorted(kept_back - private)

    def settings(self) -> list[dict[str, Any]]:
        """Return settings that travel, and note that they are told. Inside a transaction."""
        return untold_settings(self._memory, self._settings)

    def registers(self) -> list[tuple[str, str, dict[str, Any], Any]]:
        """Return places and drafts; see `registers.untold`. Inside a transaction."""
        return list(untold(self._store, self._memory, private_papers(self._database)))


class HeldRecords:
    """The records that a way holds, by row number of their page."""

    def __init__(self, database: Database, memory: Memory) -> None:
        self._names = {
            gid: page_name(source, digest)
            for gid, source, digest in database.rows(
                "SELECT g.gid, s.name, g.digest FROM pages g JOIN sources s USING(sid)"
            )
        }
        held = memory.all(PAGE)
        self.runs = {gid: held[name] for gid, name in self._names.items() if name in held}
        self.sizes = {
            gid: sum(last - first + 1 for first, last in runs) for gid, runs in self.runs.items()
        }

    def name(self, gid: int) -> str:
        """Return the name under which a page is remembered."""
        return self._names[gid]


def weight(row: Row | None) -> int:
    """Return how much a row tells: of two tellings of one act the heavier one says more."""
    if row is None:
        return -1
    library = row.data.get("library", {})
    return len(row.papers) + len(library) + len(row.data.get("sources", ()))


def _is_told(name: str, value: object) -> bool:
    return name not in _DERIVED and value is not None and value not in ([], "")
