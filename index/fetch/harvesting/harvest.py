"""Days of former times, by the records of arXiv, whole days at a time and the newest first.

arXiv can be asked only for what was changed last on some days. A paper is never changed before its
first version, so a harvest goes back from today: once all is known that was changed since a day, so
are all papers that came since then, and their days can be taken in. What was changed after that
day and came before it waits in the library's file until its own day is reached. Interrupted
anywhere it goes on from there; what was changed meanwhile is asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ...store.store import Store
from ..apart import Here
from ..client import Client
from ..days import Changed
from ..follows import Follow
from ..taking import Batch, TakenDay
from .courses import GAP, Course, drop_course, load_course, waiting
from .derived import Step
from .oai import EARLIEST, PAGE, changed_between

_DAY = timedelta(days=1)
_FIRST_STEP = 7
"""Days that are asked for at once to begin with."""

LONGEST_STEP = 62
"""The same at most."""


class Stage(NamedTuple):
    """How far a harvest is, behind some days of it."""

    name: str
    """The source."""
    low: date
    """The day back to which everything is in the library."""
    records: int
    """Papers that have come into the library's pages in this run."""
    new: int
    """Those of them that the library did not have."""
    part: float
    """What was done in this run of what there was to do, from 0 to 1."""
    days: tuple[TakenDay, ...] = ()
    """Those that have come since the stage before."""


class Harvest:
    """Fetches one course of a category of arXiv, whatever of it is left."""

    def __init__(
        self, store: Store, client: Client, follow: Follow, kind: str, taking: Here
    ) -> None:
        self._store = store
        self._taking = taking
        self._client = client
        self._follow = follow
        self._kind = kind
        self._step = _FIRST_STEP

    def run(self, batch: Batch) -> Iterator[Stage]:
        """Go on with the course, if there is one; yield where it is behind each of its parts.

        Raises FetchError, StoreError and Interrupted; what has come by then stays.
        """
        course = self._load()
        if course is None:
            return
        stage = Stage(self._follow.name, _tomorrow(self._today()), 0, 0, 0.0)
        begin = date.fromisoformat(course.low) if course.low else stage.low
        floor = max(date.fromisoformat(course.since), EARLIEST)
        while not (course.is_done and course.high >= self._today().isoformat()):
            is_new = not course.low
            if not is_new and course.high < self._today().isoformat():
                first = date.fromisoformat(course.high)
                last = min(self._today(), first + self._step * _DAY)
                following = course._replace(high=last.isoformat())
            else:
                last = date.fromisoformat(course.low) - _DAY if course.low else self._today()
                first = max(floor, last - (self._step - 1) * _DAY)
                # Before the earliest day nothing is told apart: all that is left is there.
                low = course.since if first == floor else first.isoformat()
                high = last.isoformat() if is_new else course.high
                following = course._replace(low=low, high=high)
            taken = self._take(first, last, following, batch)
            course = following
            low_day = max(floor, date.fromisoformat(course.low))
            stage = stage._replace(
                low=date.fromisoformat(course.low),
                records=stage.records + sum(day.records for day in taken),
                new=stage.new + sum(day.new for day in taken),
                part=(begin - low_day) / max(_DAY, begin - floor),
                days=tuple(taken),
            )
            yield stage
        if self._kind == GAP:
            with self._store.database.transaction():
                drop_course(self._store.database, GAP, self._follow.name)

    def _take(self, first: date, last: date, course: Course, batch: Batch) -> list[TakenDay]:
        """Take in what was changed within some days, and with it that the course is so far."""
        database = self._store.database
        name = self._follow.name
        found = changed_between(
            self._client, self._follow.text, first, last, self._taking.harvested
        )
        self._fit(len(found), last - first + _DAY)
        since, until, low = map(date.fromisoformat, (course.since, course.until, course.low))
        wanted = [one for one in found if since <= one.first <= until]
        # What was found last of a paper is what it is now.
        now = {one.record.arxiv_id: one for one in wanted if one.first >= low}
        waited = waiting(database, self._kind, name, low)
        before = [one for one in waited.changed if one.record.arxiv_id not in now]
        step = Step(
            name,
            self._follow.text,
            changed=_once([*before, *now.values()]),
            others=tuple(one.record for one in found if not since <= one.first <= until),
            later=tuple(one for one in wanted if one.first < low),
            waited=waited.names,
            mark=f"{first}:{last}",
            kind=self._kind,
            course=course,
        )
        return self._taking.derive(step, batch)

    def _fit(self, found: int, days: timedelta) -> None:
        """Ask for more or fewer days at once, so that an answer is about a page."""
        if found > 2 * PAGE:
            self._step = max(1, days.days // 2)
        elif found < PAGE // 2 and days.days >= self._step:
            self._step = min(LONGEST_STEP, 2 * self._step)

    def _load(self) -> Course | None:
        return load_course(self._store.database, self._kind, self._follow.name)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._client.clock.now(), UTC).date()


def _tomorrow(day: date) -> date:
    return day + _DAY


def _once(changed: list[Changed]) -> tuple[Changed, ...]:
    """Return each paper once, in its newest version."""
    found: dict[str, Changed] = {}
    for one in sorted(changed, key=lambda one: one.record.arxiv_version or 0):
        found[one.record.arxiv_id or ""] = one
    return tuple(found.values())
