"""Fetched days into the library: each in one transaction, so that it is there wholly or not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..adding.checksums import checksum
from ..adding.imports import Importer, Source, next_import
from ..database.database import Database
from ..journal.acts import ADD
from ..paper import Record
from ..records.kinds import DERIVED, PROVISIONAL
from ..store.mine import mine_among
from ..store.store import Store
from .believing import unbelievable
from .days import Day
from .memory import Answered, is_done, load_memory, save_memory

_STALE = 0.5
"""The part of a day's new papers that may have been new on another day of the same source."""


class TakenDay(NamedTuple):
    """What became of one day."""

    name: str
    """That of its page, such as `arxiv:cs.LG/2026-11-27`."""
    records: int = 0
    """Papers on the page."""
    new: int = 0
    """Papers that the library did not have."""
    is_known: bool = False
    """The library had the day already, just so."""
    replaced: tuple[str, ...] = ()
    """The arXiv ids of papers of mine of which there is another version."""
    kind: str = ""
    """`derived` or `provisional` where it is no list of the day; see `records.kinds`."""
    left_out: int = 0
    """Papers that a source without days has, and of which nobody has asked."""


@dataclass(slots=True)
class Batch:
    """The days that one fetch takes in: one import, so that all of them are new, and one step."""

    number: int = 0
    """That of the import; 0 before the first day."""
    step: str = ""
    """The act with which the others are undone and redone; empty before the first day."""


def take_day(
    store: Store,
    day: Day,
    batch: Batch,
    answered: Answered,
    *,
    again: bool = False,
) -> TakenDay:
    """Take a day in, and remember that its source has answered.

    A day that is done stays as it is unless it is to be read `again`, and has other papers by now
    or other numbers than on the last day on which it was read. Raises UnbelievableError for a list
    of a day before that bears the date of another one, and StoreError.
    """
    database = store.database
    with database.transaction():
        memory = load_memory(database, day.source)
        done = is_done(database, day.source, day.day, memory)
        if done and again and not day.is_partial:
            away = _away(database, day.name)
            day = day._replace(new=tuple(one for one in day.new if one.arxiv_id not in away))
        replaced = tuple(known_ids(database, day.replaced))
        mine = tuple(filter(mine_among(database, replaced).__contains__, replaced))
        if done and not (again and day.new and _is_other(database, day)):
            save_memory(database, day.source, answered.noted(memory))
            count = len(day.new) + len(day.crossed)
            return TakenDay(day.name, count, 0, True, mine)
        if not done:
            _refuse_stale(database, day)
        if not done and day.kind != PROVISIONAL:
            pending = dict.fromkeys((*memory.replaced, *replaced))
            memory = memory._replace(replaced=tuple(pending))
        known = set(known_ids(database, day.crossed))
        crossed = [record for record in day.crossed if record.arxiv_id not in known]
        records = [
            record._replace(rank=rank) for rank, record in enumerate((*day.new, *crossed), 1)
        ]
        if not records:
            if day.kind != PROVISIONAL:
                memory = memory._replace(empty=(*memory.empty, day.day.isoformat()))
            save_memory(database, day.source, answered.noted(memory))
            return TakenDay(day.name, replaced=mine)
        seen = (day.seen or day.day).isoformat()
        source = Source(day.name, _digest(records, seen), records, seen, day.kind)
        importer = Importer(store, _number(store, day, batch), ADD, [source], batch.step)
        taken = importer.take(source)
        importer.finish()
        save_memory(database, day.source, answered.noted(memory))
    batch.step = importer.step
    kind = PROVISIONAL if day.kind == PROVISIONAL else ""
    return TakenDay(day.name, taken.records, taken.new, taken.unchanged, mine, kind, day.left_out)


def _digest(records: list[Record], seen: str) -> str:
    """Return what tells this reading of a day from others; the same wherever it is read."""
    told = (json.dumps(record, ensure_ascii=False).encode() for record in records)
    return checksum([seen.encode(), *told], None)


def known_ids(database: Database, records: Sequence[Record]) -> list[str]:
    """Return the arXiv ids of those papers that the library has in sight."""
    ids = json.dumps([record.arxiv_id for record in records])
    rows = database.rows(
        "SELECT DISTINCT arxiv_id FROM papers JOIN json_each(?) j ON j.value = arxiv_id "
        "WHERE hidden = 0 ORDER BY j.key",
        (ids,),
    )
    return [id for (id,) in rows]


def _away(database: Database, name: str) -> set[str]:
    """Return the arXiv ids of those papers of a day that were taken away with it."""
    rows = database.rows(
        "SELECT p.arxiv_id FROM sources s JOIN pages g USING(sid) JOIN places USING(gid) "
        "JOIN papers p USING(pid) WHERE s.name = ? GROUP BY p.pid HAVING min(g.hidden) = 1",
        (name,),
    )
    return {id for (id,) in rows if id}


def _is_other(database: Database, day: Day) -> bool:
    """Whether a day that is done has papers by now that its page has not, or newer numbers."""
    last = database.value(
        "SELECT max(day) FROM sources s JOIN pages g USING(sid) WHERE s.name = ?", (day.name,)
    )
    is_later = day.seen is not None and str(last or "") < day.seen.isoformat()
    return is_later or _has_more(database, day)


def _has_more(database: Database, day: Day) -> bool:
    """Whether a day has papers by now that none of its pages has."""
    if day.is_partial:
        return True
    rows = database.rows(
        "SELECT DISTINCT arxiv_id FROM sources s JOIN pages USING(sid) JOIN places USING(gid) "
        "JOIN papers USING(pid) WHERE s.name = ?",
        (day.name,),
    )
    return not {record.arxiv_id for record in day.new} <= {id for (id,) in rows}


def _number(store: Store, day: Day, batch: Batch) -> int:
    """Return the number of the import that a day is of.

    A day that only has newer numbers is of the import that brought it: its papers are no news.
    """
    if not _has_more(store.database, day):
        sql = "SELECT max(import_no) FROM sources s JOIN pages USING(sid) WHERE s.name = ?"
        if before := store.database.value(sql, (day.name,)):
            return int(before)
    coming = next_import(store)
    # The first day; or another process has added something meanwhile.
    if not batch.number or batch.number != coming - 1:
        batch.number = coming
    return batch.number


def _refuse_stale(database: Database, day: Day) -> None:
    """Raise UnbelievableError where what is new on a day was new on another one of its source.

    Papers that are there by their records stand under the days of their first versions, and a list
    of a day knows better than a feed.
    """
    unsure = (DERIVED, DERIVED if day.kind == PROVISIONAL else PROVISIONAL)
    ids = json.dumps([record.arxiv_id for record in day.new])
    before = database.value(
        "SELECT count(DISTINCT p.pid) FROM json_each(:ids) j JOIN papers p ON p.arxiv_id = j.value "
        "JOIN places USING(pid) JOIN pages USING(gid) JOIN sources s USING(sid) "
        "WHERE s.name > :begin AND s.name < :end AND s.name <> :name "
        "AND coalesce(pages.kind, '') NOT IN (:unsure, :other)",
        {
            "ids": ids,
            "begin": f"{day.source}/",
            "end": f"{day.source}0",
            "name": day.name,
            "unsure": unsure[0],
            "other": unsure[1],
        },
    )
    if day.new and before > _STALE * len(day.new):
        message = f"It bears the date of {day.day}, but its papers are those of a day before."
        raise unbelievable(day.source, message)
