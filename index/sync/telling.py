"""What is new here written to a folder: papers, then acts, then registers, part by part."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..store.store import Store
from .collecting import Collector, Plan
from .layout import SyncFile
from .memory import FILE, HEARD, HELD, KEPT, PAGE, PLACED, SENT, Memory
from .retiring import untold
from .runs import runs_of, united
from .unknown import flat
from .writing import Log, Step, written_meanwhile

TOGETHER = 2_000
"""Papers, or acts, that are written together."""


class Way(NamedTuple):
    """A folder in which libraries meet, and what is to go there."""

    name: str
    """By which it is remembered."""
    folder: Path
    papers: str = "marked"
    """Which papers go there: `marked` or `all`."""
    settings: Mapping[str, Any] = {}
    """Settings that are to travel, as this machine's file has them."""


class Teller:
    """Writes to one way what it does not hold yet."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        way: Way,
        today: date,
        step: Step,
        files: Iterable[SyncFile] | None = None,
    ) -> None:
        """Take the library and the way, with its `files` where they were listed just now."""
        self._database = store.database
        self._files = files
        self._memory = memory
        self._way = way
        self._step = step
        self._collector = Collector(store, memory, way.papers, way.settings, today)

    def tell(self, notice: Callable[[str], None]) -> Counter[str]:
        """Write what is new; return how many objects of each type that were. OSError, SyncError."""
        collector = self._collector
        plan = collector.plan()
        sent = self._memory.get(SENT)
        if not plan:
            if sent is None or sent.get("seen") != collector.seen(plan) or plan.places:
                self._finish(plan)
            return Counter()
        if len(plan.papers) + len(plan.acts) > TOGETHER:
            notice(f"Writing to {self._way.folder} what is not there …")
        parts = [
            *(partial(self._write_papers, part) for part in _parts(plan.papers)),
            *(partial(self._write_acts, part) for part in _parts(plan.acts)),
            partial(self._write_rest, plan),
        ]
        log = Log(self._way.folder, self._machine, self._memory, self._step, self._files)
        for number, write in enumerate(parts):
            with self._database.transaction():
                if number == 0:
                    log.begin(platform.node() or "machine")
                    log.tidy()
                self._begin(log)
                write(log)
                self._step("commit")
        self._finish(plan)
        return log.written

    def _begin(self, log: Log) -> None:
        """Go on with the log, unless somebody else has written to it since it was read."""
        if self._memory.get(SENT) is None:
            self._memory.put(SENT, "", {})
        last = log.last_file()
        if last is not None:
            state = self._memory.get(FILE, last.name)
            if state is None or state["size"] != last.size:
                raise written_meanwhile()

    def _write_papers(self, rowids: Sequence[int], log: Log) -> None:
        told, fresh = self._collector.papers(rowids, log.next_number())
        log.append(told)
        known = {name: self._memory.get(PAGE, name) or [] for name in fresh}
        self._memory.put_all(
            PAGE, {name: united([*known[name], *runs_of(fresh[name])]) for name in fresh}
        )

    def _write_acts(self, seqs: Sequence[int], log: Log) -> None:
        told, held, _ = self._collector.acts(seqs)
        log.append(told)
        self._memory.drop(HELD, (act["act"] for act in told))
        self._memory.put_all(HELD, held)
        sent = self._memory.get(SENT) or {}
        if seqs[-1] > sent.get("seq", 0):
            act = self._database.value("SELECT act FROM journal WHERE seq = ?", (seqs[-1],))
            self._memory.put(SENT, "", {**sent, "seq": seqs[-1], "act": act})

    def _write_rest(self, plan: Plan, log: Log) -> None:
        objects: list[dict[str, Any]] = []
        sent = self._memory.get(SENT) or {}
        if plan.is_passed:
            objects += self._collector.passed(sent.get("stamp", 0))
            self._memory.put(SENT, "", {**sent, "stamp": plan.stamp})
        if plan.has_registers:
            for kind, name, told, state in self._collector.registers():
                objects.append(told)
                self._memory.put(kind, name, state)
        if plan.has_settings:
            objects += self._collector.settings()
        if plan.has_retired:
            objects += untold(self._memory)
        if plan.kept:
            common = self._memory.common()
            first = log.next_number()
            for name in plan.kept:
                objects += flat(common.get(KEPT, name), first + len(objects))
            self._memory.put_all(KEPT, dict.fromkeys(plan.kept, 1))
        log.append(objects)

    def _finish(self, plan: Plan) -> None:
        """Note up to where all was told."""
        act = self._database.value("SELECT act FROM journal WHERE seq = ?", (plan.last,))
        with self._database.transaction():
            sent = self._memory.get(SENT) or {}
            told = {"seq": plan.last, "act": act, "seen": self._collector.seen(plan)}
            self._memory.put(SENT, "", {**sent, **told})
            self._memory.put_all(PLACED, plan.places)
            heard = self._memory.names(HEARD)
            rows = self._database.rows(
                "SELECT act FROM journal WHERE act IN (SELECT value FROM json_each(?)) "
                "AND seq <= ?",
                (json.dumps(list(heard)), plan.last),
            )
            self._memory.drop(HEARD, (act for (act,) in rows))

    @property
    def _machine(self) -> str:
        return str(self._database.value("SELECT value FROM meta WHERE key = 'machine'"))


def _parts(rowids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rowids), TOGETHER):
        yield rowids[start : start + TOGETHER]
