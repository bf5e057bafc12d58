"""New lines of logs taken into the library, and what they say of what a way holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ..disk.hashes import sha256
from ..errors import SourceError
from ..journal.acts import compact
from ..safety.foreign import name_of
from ..safety.incoming import MergeReport, merge_objects
from ..store.store import Store
from .known_acts import tell_apart
from .lines import Line
from .logs import HEAD, RETIRE, Part
from .memory import HEARD, HELD, KEPT, PAGE, SENT, SETTING, Memory, page_name
from .registers import DRAFT_LINE, POSITION_LINE, take_registers, take_waiting
from .runs import runs_of, united
from .unknown import flat, says_more, whole
from .wishes import SETTING_LINE, take_settings

PAGES, PAPERS, ACTS, PASSED = ("page",), ("paper",), ("act",), ("passed",)

_REGISTERS = (POSITION_LINE, DRAFT_LINE)
_UNDERSTOOD = {*PAGES, *PAPERS, *ACTS, *PASSED, *_REGISTERS, SETTING_LINE, HEAD, RETIRE}

UNDERSTANDING = 1
"""It is to rise whenever this Recto understands more lines than before."""

_WEIGHTS = """SELECT seq, act, json_array_length(papers)
    + coalesce(json_array_length(data, '$.sources'), 0)
    + (SELECT count(*) FROM json_each(data, '$.library'))
    FROM journal WHERE act IN (SELECT value FROM json_each(?))"""
"""How much rows tell, as `collecting.weight` has it."""

_REGISTER_ROWS = {
    POSITION_LINE: "SELECT pid, wall, marks FROM positions",
    DRAFT_LINE: "SELECT pid, text FROM drafts",
    PASSED[0]: "SELECT source, digest, first, last FROM passed",
    SETTING_LINE: f"SELECT name, value FROM synced WHERE way = '' AND kind = '{SETTING}'",
}
"""Registers as they are compared, by the lines that tell of them."""

_ALL = 1 << 60
"""How much is told of an act that is here just so."""

_PART = 2_000
"""Acts that are looked up together."""


class Merging:
    """The new lines of one way on their way in; used inside one transaction."""

    def __init__(self, store: Store, memory: Memory, parts: Sequence[Part]) -> None:
        self._store, self._database = store, store.database
        self._memory = memory
        self._parts = parts
        self._kept: dict[str, Mapping[str, Any]] = {}
        self._places: dict[str, list[int]] = {}
        self._heard: dict[str, int] = {}
        """How much the way tells of acts."""
        self._passed = False
        self.others = 0
        """How many registers are otherwise than before; of what was passed, runs."""

    def take(self) -> MergeReport:
        """Take everything in and note what the way holds."""
        before = self._stamp()
        registers = self._registers()
        report = merge_objects(self._store, self._objects(), refused=self._keep, is_partial=True)
        self._note_acts(report.completed)
        known = self._memory.all(PAGE) if self._places else {}
        self._memory.put_all(
            PAGE,
            {
                name: united([*runs_of(numbers), *known.get(name, ())])
                for name, numbers in self._places.items()
            },
        )
        if self._passed:
            self._note_passed(before)
        take_registers(self._store, self._memory, self._others(_REGISTERS))
        for told in self._others((SETTING_LINE,)):
            take_settings(self._memory, told)
        if report.new_papers:
            take_waiting(self._store)
        for line in self._unknown():
            self._keep(line)
        self._memory.common().put_all(KEPT, self._kept)
        self._memory.put_all(KEPT, dict.fromkeys(self._kept, 1))
        after = self._registers()
        self.others = max(len(after - registers), len(registers - after))
        return report

    def _registers(self) -> set[tuple[object, ...]]:
        """Return the registers of which any may come; nothing is read where none does."""
        kinds = {kind for part in self._parts for kind in part.kinds}
        found = set()
        for kind, sql in _REGISTER_ROWS.items():
            if kind in kinds:
                found |= {(kind, *row) for row in self._database.rows(sql)}
        return found

    def _objects(self) -> Iterator[Mapping[str, Any]]:
        """Yield pages, papers, acts and what was passed, of all files, in this order."""
        numbers: dict[tuple[int, int], int] = {}
        for place, part in enumerate(self._parts):
            if not part.kinds.get("paper"):
                continue
            # All that a file tells from its beginning on is for what it tells later.
            papers = self._told(part, PAPERS) if part.start else ()
            used = {page for told in papers for page in _pages_of(told)}
            pages: dict[int, dict[str, Any]] = {}
            for is_new in (False, True):
                for told in self._told(part, PAGES, is_new=is_new):
                    if is_new and says_more(told):
                        self._keep_whole(told)
                    if isinstance(page := told.get("page"), int) and (is_new or page in used):
                        pages[page] = told
            for number, told in pages.items():
                numbers[place, number] = len(numbers) + 1
                yield {**told, "page": numbers[place, number]}
        for place, part in enumerate(self._parts):
            names = self._names(part) if part.kinds.get("paper") else {}
            for told in self._told(part, PAPERS):
                if says_more(told):
                    self._keep_whole(told, part)
                records = told.get("records")
                if isinstance(records, list):
                    told["records"] = list(_renumbered(records, place, numbers))
                    self._note_records(records, names)
                yield told
        for part in self._parts:
            yield from self._acts(part)
        for part in self._parts:
            for told in self._told(part, PASSED):
                self._passed = True
                if says_more(told):
                    self._keep(told)
                yield told

    def _acts(self, part: Part) -> Iterator[dict[str, Any]]:
        """Yield the acts that a file tells, without those that are here just so."""
        for line, known in tell_apart(self._database, part.lines(ACTS)):
            if known is not None:
                self._heard[known] = _ALL
                continue
            for told in _understood([line]):
                if says_more(told):
                    self._keep(told)
                if isinstance(act := told.get("act"), str):
                    weight = _weight(told)
                    self._heard[act.lower()] = max(weight, self._heard.get(act.lower(), 0))
                yield told

    def _names(self, part: Part) -> dict[int, str]:
        """Return by what pages are remembered, by their numbers in a file."""
        names: dict[int, str] = {}
        for is_new in (False, True):
            for told in self._told(part, PAGES, is_new=is_new):
                try:
                    names[told["page"]] = page_name(*name_of(told))
                except (SourceError, KeyError, TypeError):
                    continue
        return names

    def _told(
        self, part: Part, kinds: Sequence[str], *, is_new: bool = True
    ) -> Iterator[dict[str, Any]]:
        return _understood(part.lines(kinds, is_new=is_new))

    def _others(self, kinds: Sequence[str]) -> Iterator[dict[str, Any]]:
        for part in self._parts:
            for told in self._told(part, kinds):
                if says_more(told):
                    self._keep(told)
                yield told

    def _unknown(self) -> Iterator[dict[str, Any]]:
        for part in self._parts:
            unknown = part.kinds.keys() - _UNDERSTOOD
            if unknown:
                yield from self._told(part, tuple(unknown))

    def _keep(self, told: Mapping[str, Any]) -> None:
        """Keep an object that is not understood, to pass it on and to understand it later."""
        if told.get("type") not in ("page", "paper"):
            self._kept[_sum(told)] = told

    def _keep_whole(self, told: Mapping[str, Any], part: Part | None = None) -> None:
        """Keep a page, or a paper with those that it names, of which not all is understood."""
        pages = {
            page["page"]: page
            for is_new in (False, True)
            if part is not None
            for page in self._told(part, PAGES, is_new=is_new)
            if isinstance(page.get("page"), int)
        }
        kept = whole(told, pages)
        self._kept[_sum(kept)] = kept

    def _note_records(self, records: Sequence[Any], names: Mapping[int, str]) -> None:
        found: dict[str, list[int]] = {}
        for record in records:
            match record:
                case [int() as page, int() as number, _] if page in names:
                    found.setdefault(names[page], []).append(number)
        for name, numbers in found.items():
            self._places.setdefault(name, []).extend(numbers)

    def _note_acts(self, completed: Sequence[str]) -> None:
        """Note which acts the way holds, and that the others do not hold all of some."""
        heard = iter(self._heard)
        sent = (self._memory.get(SENT) or {}).get("seq", 0)
        while part := list(islice(heard, _PART)):
            rows = self._database.rows(_WEIGHTS, (json.dumps(part),))
            self._memory.put_all(HEARD, {act: 1 for seq, act, _ in rows if seq > sent})
            short = {act: self._heard[act] for _, act, own in rows if self._heard[act] < own}
            self._memory.put_all(HELD, short)
            self._memory.drop(HELD, (act for _, act, _ in rows if act not in short))
        if completed:
            for other in self._memory.others():
                other.put_all(HELD, dict.fromkeys(completed, 0))
                _look_at_all(other)
            _look_at_all(self._memory)

    def _stamp(self) -> int:
        return int(self._database.value("SELECT coalesce(max(stamp), 0) FROM passed"))

    def _note_passed(self, before: int) -> None:
        """Note that the way holds what was passed, where nothing else waited to be told."""
        sent = self._memory.get(SENT) or {}
        if sent.get("stamp", 0) == before:
            self._memory.put(SENT, "", {**sent, "stamp": self._stamp()})


def _understood(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            yield line.told()
        except ValueError:
            continue  # no Recto has written it: its sum is right all the same


def _sum(told: Mapping[str, Any]) -> str:
    """Return the name by which an object is kept."""
    return sha256(compact(told).encode("utf-8", "replace")).hexdigest()[:32]


def _look_at_all(memory: Memory) -> None:
    """Let all papers be looked at: acts that were here have touched others by now."""
    if sent := memory.get(SENT):
        memory.put(SENT, "", {**sent, "seen": None})


def _weight(told: Mapping[str, Any]) -> int:
    """Return how much an act that somebody has written tells."""
    data = told.get("data")
    parts = (
        [told.get("papers"), *map(data.get, ("library", "sources"))]
        if isinstance(data, dict)
        else []
    )
    return sum(len(part) for part in parts if isinstance(part, (list, dict)))


def _pages_of(told: Mapping[str, Any]) -> Iterator[int]:
    records = told.get("records")
    for record in records if isinstance(records, list) else ():
        if isinstance(record, list) and record and isinstance(record[0], int):
            yield record[0]


def _renumbered(
    records: Sequence[Any], place: int, numbers: Mapping[tuple[int, int], int]
) -> Iterator[list[Any]]:
    """Yield records of a file by the numbers that pages have among all files."""
    for record in records:
        match record:
            case [int() as page, int() as number, dict() as said] if (place, page) in numbers:
                yield [numbers[place, page], number, said]


def retake(store: Store) -> None:
    """Take in what was not understood before, where this Recto understands more by now."""
    memory = Memory(store.database, "")
    if memory.get(SENT) == UNDERSTANDING:
        return
    left: dict[str, Any] = {}
    kept = memory.all(KEPT)

    def refused(told: Mapping[str, Any]) -> None:
        left[compact(told)] = told

    if kept:
        merge_objects(store, _in_order(kept.values()), refused=refused, is_partial=True)
        take_registers(store, memory, kept.values())
        memory.drop(
            KEPT,
            (
                name
                for name, told in kept.items()
                if compact(told) not in left
                and told.get("type") in _UNDERSTOOD
                and not any(map(says_more, flat(told, 1)))
            ),
        )
    memory.put(SENT, "", UNDERSTANDING)


def _in_order(kept: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was kept as lines, pages before papers and these before all else."""
    lines: list[dict[str, Any]] = []
    for told in kept:
        lines += flat(told, len(lines) + 1)
    return sorted(lines, key=lambda told: (*PAGES, *PAPERS, told.get("type")).index(told["type"]))
