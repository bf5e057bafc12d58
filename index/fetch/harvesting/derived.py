"""Papers under the days of their first versions, into the library: derived, not announced.

What a source has had announced stays where it is, so that each paper stands in it once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ...adding.checksums import checksum
from ...adding.imports import Importer, Source
from ...journal.acts import ADD
from ...paper import Record
from ...records.kinds import DERIVED
from ...store.store import Store
from ...stream_names import IS_DAY, RENEWED
from ..days import Changed, page_of
from ..taking import Batch, TakenDay, known_ids
from .courses import Course, drop_waiting, save_course, wait

_TOGETHER = 1000
"""Papers that are written in one transaction, about: others want to write, too."""

_FIRST_IMPORT = 1
"""What is no news is of the first import."""

_Days = dict[date, list[Record]]


class Step(NamedTuple):
    """What is taken in at once of a harvest."""

    source: str
    category: str
    changed: tuple[Changed, ...]
    """Papers that go under the days of their first versions."""
    others: tuple[Record, ...]
    """Papers that are not wanted, and are brought up to date where the library has them."""
    later: tuple[Changed, ...]
    """Papers that wait for their days."""
    waited: tuple[str, ...]
    """By which names those of `changed` were kept that have waited."""
    mark: str
    """What tells those that wait from others; see `courses.wait`."""
    kind: str
    """Which of the courses of the source it is."""
    course: Course
    """How far that is behind this step."""


def take_step(store: Store, step: Step, batch: Batch) -> list[TakenDay]:
    """Take papers in under the days of their first versions; return these, newest first.

    Cross-lists come where the library does not have them yet, behind the others. Papers of which
    the library has an older version are brought up to date. Large steps are several transactions,
    of which the last one remembers how far the course is. Raises StoreError.
    """
    days: _Days = {}
    for one in step.changed:
        days.setdefault(one.first, []).append(one.record)
    taken: list[TakenDay] = []
    parts = list(_parts(days)) or [{}]
    database = store.database
    for number, part in enumerate(parts, 1):
        with database.transaction():
            taken += _take(store, step.source, step.category, part, batch)
            if number == len(parts):
                _renew(store, step.source, step.others, batch)
                drop_waiting(database, step.waited)
                wait(database, step.kind, step.source, step.later, step.mark)
                save_course(database, step.kind, step.source, step.course)
    return taken


def _parts(days: _Days) -> Iterator[_Days]:
    """Yield days with about so many papers as are written together, the newest first."""
    part: _Days = {}
    for day in sorted(days, reverse=True):
        part[day] = days[day]
        if sum(map(len, part.values())) >= _TOGETHER:
            yield part
            part = {}
    if part:
        yield part


def _take(store: Store, source: str, category: str, days: _Days, batch: Batch) -> list[TakenDay]:
    every = [record for records in days.values() for record in records]
    placed = _placed(store, source, every)
    crossed = [record for record in every if not _is_own(record, category)]
    left = placed | set(known_ids(store.database, crossed))
    sources = []
    for day, records in days.items():
        wanted = [record for record in records if record.arxiv_id not in left]
        wanted.sort(key=lambda one: (not _is_own(one, category), one.arxiv_id or ""))
        ranked = [record._replace(rank=rank) for rank, record in enumerate(wanted, 1)]
        if ranked:
            told = _digest(ranked)
            sources.append(Source(page_of(source, day), told, ranked, day.isoformat(), DERIVED))
    _renew(store, source, [record for record in every if record.arxiv_id in left], batch)
    return _import(store, sources, batch)


def _renew(store: Store, source: str, records: Sequence[Record], batch: Batch) -> None:
    """Bring papers up to date of which the library has an older version; that is no news."""
    older = set(_older(store, records))
    told = [record for record in records if record.arxiv_id in older]
    told = [record._replace(rank=rank) for rank, record in enumerate(told, 1)]
    name = f"{source}/{RENEWED}"
    _import(store, [Source(name, _digest(told), told, None, "oai")] if told else [], batch)


def _import(store: Store, sources: list[Source], batch: Batch) -> list[TakenDay]:
    if not sources:
        return []
    importer = Importer(store, _FIRST_IMPORT, ADD, sources, batch.step)
    taken = []
    for source in sources:
        came = importer.take(source)
        taken.append(TakenDay(source.name, came.records, came.new, came.unchanged, kind=DERIVED))
    importer.finish()
    batch.step = importer.step
    return taken


def _is_own(record: Record, category: str) -> bool:
    """Whether a paper's first category is this one, or one of this archive."""
    first = record.categories[0] if record.categories else ""
    return f"{first}.".startswith(f"{category}.")


def _placed(store: Store, source: str, records: Iterable[Record]) -> set[str]:
    """Return the arXiv ids of those papers that a day of the source has, in sight or not."""
    rows = store.database.rows(
        "SELECT DISTINCT p.arxiv_id FROM json_each(?) j JOIN papers p ON p.arxiv_id = j.value "
        "JOIN places USING(pid) JOIN pages USING(gid) JOIN sources s USING(sid) "
        f"WHERE s.name >= ? AND s.name < ? AND {IS_DAY.format('s.name')}",
        (json.dumps([record.arxiv_id for record in records]), f"{source}/", f"{source}0"),
    )
    return {str(id) for (id,) in rows}


def _older(store: Store, records: Iterable[Record]) -> Iterator[str]:
    """Yield the arXiv ids of papers of which the library has an older version, in sight."""
    versions = {one.arxiv_id: one.arxiv_version for one in records if one.arxiv_version}
    rows = store.database.rows(
        "SELECT p.arxiv_id, json_extract(t.details, '$.arxiv_version') FROM json_each(?) j "
        "JOIN papers p ON p.arxiv_id = j.value JOIN texts t USING(pid) WHERE p.hidden = 0",
        (json.dumps(list(versions)),),
    )
    for id, version in rows:
        if (version or 1) < (versions[id] or 1):
            yield str(id)


def _digest(records: Sequence[Record]) -> str:
    return checksum([json.dumps(one, ensure_ascii=False).encode() for one in records], None)
