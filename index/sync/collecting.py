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

from ..journal.rows import Row
from ..journal.staying import private_papers
from ..safety.outgoing import Reading, tell_acts, tell_page, tell_papers
from ..safety.register import tell_passed
from ..store.store import Store
from .drafts import is_typed
from .memory import DRAFT, HEARD, HELD, MACHINE, SENT, UNPASSED, Memory, page_name
from .places import Places
from .privacy import Privacy, private_pages, public_labels, rows_of
from .records import HeldRecords, unsent_papers
from .registers import untold
from .unknown import untold_kept
from .wishes import has_untold, untold_settings

DAYS = 30
"""Days for which all papers of streams travel."""

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
    places: dict[str, Any] = field(default_factory=dict)
    """What is to be kept of places once all of this is told; see `Places`."""
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
        private = private_papers(database)
        places = Places(database, memory, private)
        plan.places = places.fresh
        plan.has_registers = any(True for _ in places.untold()) or is_typed(
            database, memory.all(DRAFT), private
        )
        if plan.last > sent.get("seq", 0):
            heard = memory.names(HEARD)
            rows = database.rows(
                "SELECT seq, act FROM journal WHERE seq > ?", (sent.get("seq", 0),)
            )
            plan.acts = [seq for seq, act in rows if act not in heard]
        plan.acts += self._held()
        seen, known = self.seen(plan), sent.get("seen")
        if seen != known or plan.has_registers:
            # Nothing but acts has come since.
            after = known[0] if known is not None and seen[1:] == known[1:] else None
            unsent = unsent_papers(
                database,
                memory,
                private,
                since=None if self._papers == "all" else self._since,
                after=after,
            )
            plan.papers = sorted(unsent)
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

    # Telling

    def papers(
        self, rowids: Collection[int], first: int
    ) -> tuple[list[dict[str, Any]], dict[str, list[int]]]:
        """Return pages and papers with the records that the way does not hold, and which those are.

        Pages have numbers from the `first` on, which no other page of the log has.
        """
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
        held = HeldRecords(self._database, self._memory, own)
        for paper in tell_papers(self._reading, among, own):
            records = []
            for gid, number, said in paper["records"]:
                if held.has(gid, number):
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
        weights = {seq: weight(row) for seq, row in public.items()}
        held = {rows[seq].act: told for seq, told in weights.items() if told < weight(rows[seq])}
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


def weight(row: Row | None) -> int:
    """Return how much a row tells: of two tellings of one act the heavier one says more."""
    if row is None:
        return -1
    library = row.data.get("library", {})
    return len(row.papers) + len(library) + len(row.data.get("sources", ()))


def _is_told(name: str, value: object) -> bool:
    return name not in _DERIVED and value is not None and value not in ([], "")
