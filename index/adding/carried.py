"""Marks that a file of papers carries, set beside the reader's own, which win."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from ..database.database import Database
from ..journal.acts import KEY, TAG
from ..journal.fold import Value
from ..journal.highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE
from ..paper import Record
from ..store.highlights import kept_as
from ..store.reading_lists import QUEUE, new_order_keys
from ..tags import LONGEST
from ..text import clean, clean_key, clean_note

RecordName = tuple[int, int]
"""A record's page and its number there, from 1."""

_PART = 1000
_GAPS = re.compile(r"-*[\s,;]+[-\s,;]*")
_SLASHES = re.compile(r"[-\s]*/[-\s/]*")


class CarriedMarks:
    """What the records of one import say is marked; set together once all papers are known."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._records: list[tuple[RecordName, Record]] = []

    def note(self, name: RecordName, record: Record) -> None:
        """Remember what a record of this name says about its paper, if anything."""
        is_marked = bool(record.bookmarked or record.read or record.tags or record.note)
        is_marked |= record.queue is not None or bool(record.done or record.cite_key)
        if is_marked or record.highlights or record.rejected:
            # Of a long file all of them are kept, but without what is long in them.
            self._records.append(
                (name, record._replace(abstract="", authors=(), links=(), remark=None))
            )

    def note_all(self, gid: int, others: CarriedMarks) -> None:
        """Take over what was remembered elsewhere, of records of this page."""
        self._records += (((gid, number), record) for (_, number), record in others._records)

    def changes(self, clock: int) -> tuple[list[int], list[dict[str, Value]]]:
        """Return the papers that get marks they have not, and which, for an act of this clock."""
        changes: dict[int, dict[str, Value]] = {}
        queue: list[tuple[int, int]] = []
        tagged: dict[str, list[int]] = {}
        for start in range(0, len(self._records), _PART):
            part = list(self._of_papers(self._records[start : start + _PART]))
            held = self._held([rowid for rowid, _ in part])
            for rowid, record in part:
                marks = {**held.get(rowid, {}), **changes.get(rowid, {})}
                told = dict(_told(record, marks))
                changes.setdefault(rowid, {}).update(told)
                for name in map(carried_tag, record.tags):
                    if name and TAG + name not in marks:
                        tagged.setdefault(TAG + name, []).append(rowid)
                if record.queue is not None and QUEUE not in marks:
                    queue.append((record.queue, rowid))
        tagged[QUEUE] = [rowid for _, rowid in sorted(queue, key=lambda member: member[0])]
        for name, rowids in tagged.items():
            for rowid, order_key in self._order_keys(name, rowids, clock):
                changes[rowid][name] = order_key
        changed = {rowid: one for rowid, one in changes.items() if one}
        return list(changed), list(changed.values())

    def _of_papers(self, part: Sequence[tuple[RecordName, Record]]) -> Iterable[tuple[int, Record]]:
        """Yield records with the papers that they are of by now."""
        papers: dict[RecordName, int] = {}
        numbers: dict[int, list[int]] = {}
        for (gid, number), _ in part:
            numbers.setdefault(gid, []).append(number)
        for gid, wanted in numbers.items():
            rows = self._database.rows(
                "SELECT number, pid FROM records WHERE gid = ? "
                "AND number IN (SELECT value FROM json_each(?))",
                (gid, json.dumps(wanted)),
            )
            papers.update(((gid, number), pid) for number, pid in rows)
        return ((papers[name], record) for name, record in part if name in papers)

    def _order_keys(
        self, name: str, rowids: Iterable[int], clock: int
    ) -> Iterable[tuple[int, str]]:
        """Return order keys at the end of a list, one for each paper."""
        once = list(dict.fromkeys(rowids))
        return zip(once, new_order_keys(self._database, name, len(once), clock), strict=True)

    def _held(self, rowids: Sequence[int]) -> dict[int, dict[str, Value]]:
        held: dict[int, dict[str, Value]] = {}
        for rowid, name, value in self._database.rows(
            "SELECT pid, name, value FROM marks WHERE value IS NOT NULL "
            "AND pid IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rowids)),),
        ):
            held.setdefault(rowid, {})[name] = value
        return held


def _told(record: Record, held: Mapping[str, Value]) -> Iterable[tuple[str, Value]]:
    """Yield the marks that a record says and its paper lacks, but for its order keys in lists."""
    if record.bookmarked and "bookmark" not in held:
        yield "bookmark", 1
    if record.read and "read" not in held:
        yield "read", 1
    if record.done and "done" not in held:
        yield "done", record.done
    if record.rejected and held.keys().isdisjoint(("bookmark", QUEUE, "rejected")):
        yield "rejected", 1
    note = clean_note(record.note or "")
    if note and "note" not in held:
        yield "note", note
    if record.kept_from and not any(_keeps(name) for name in held):
        kept = record.kept_from
        yield "via", json.dumps({"query": kept.query, "view": kept.view})
    for highlight in record.highlights:
        if HIGHLIGHT + highlight.id not in held:
            yield HIGHLIGHT + highlight.id, kept_as(highlight)
            if highlight.note:
                yield HIGHLIGHT_NOTE + highlight.id, highlight.note
    key = clean_key(record.cite_key or "")
    if key and KEY not in held:
        yield KEY, key


def _keeps(name: str) -> bool:
    return name in ("bookmark", QUEUE, "done", "via") or name.startswith(TAG)


def carried_tag(name: str) -> str:
    """Return the tag that another program's keyword makes; empty where it makes none.

    A tag is one word: spaces and commas in it become dashes.
    """
    word = _SLASHES.sub("/", _GAPS.sub("-", clean(name)))
    return word.lstrip("+-#/").strip("/-")[:LONGEST].rstrip("/-")
