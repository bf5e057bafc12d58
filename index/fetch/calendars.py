"""On which days services have news, by their own clocks, which are both those of New York."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

_ZONE = "America/New_York"

_ANNOUNCED = 20
"""The hour of arXiv's announcement, of the list that bears the next day's date."""

_TURN = datetime.time(21, 30)
"""When Hugging Face begins its next day."""

FIRST_DAILY = datetime.date(2023, 5, 4)
"""The first day of Hugging Face's daily papers."""

CATCHUP_DAYS = 90
"""How many days back arXiv's lists of a day go."""

HOLIDAYS = frozenset(
    datetime.date.fromisoformat(f"2026-{day}")
    for day in ("01-01", "01-19", "06-19", "07-03", "09-07", "11-26", "12-25", "12-29", "12-31")
)
"""Days on which arXiv announces nothing in the evening (info.arxiv.org/help/availability)."""

_DAY = datetime.timedelta(days=1)


def local_time(now: float) -> datetime.datetime:
    """Return the time in New York at a moment, in seconds since 1970 began."""
    return datetime.datetime.fromtimestamp(now, _zone())


def daily_day(now: float) -> datetime.date:
    """Return which day Hugging Face has at a moment."""
    here = local_time(now)
    return here.date() + (_DAY if here.time() >= _TURN else 0 * _DAY)


def last_workday(day: datetime.date) -> datetime.date:
    """Return a day, or the Friday before it where it is at a weekend, when little is listed."""
    return day - max(day.weekday() - 4, 0) * _DAY


def is_listed(day: datetime.date) -> bool:
    """Whether arXiv has lists of such a day: Monday to Friday."""
    return day.weekday() < 5


def may_be_quiet(day: datetime.date) -> bool:
    """Whether arXiv may have no list of a day for which it would else have one."""
    return day in HOLIDAYS or day - _DAY in HOLIDAYS


def due_at(day: datetime.date) -> float:
    """Return the moment at which arXiv announces the list of a day."""
    evening = datetime.datetime.combine(day - _DAY, datetime.time(_ANNOUNCED), _zone())
    return evening.timestamp()


def last_listed(now: float) -> datetime.date:
    """Return the newest day of which arXiv should have a list at a moment, holidays left aside."""
    day = local_time(now).date() + _DAY
    while not is_listed(day) or may_be_quiet(day) or due_at(day) > now:
        day -= _DAY
    return day


def next_listed(now: float) -> datetime.date:
    """Return the next day of which arXiv is to make a list, holidays left aside."""
    day = local_time(now).date()
    while not is_listed(day) or may_be_quiet(day) or due_at(day) <= now:
        day += _DAY
    return day


def listed_between(after: datetime.date, before: datetime.date) -> Iterator[datetime.date]:
    """Yield the days strictly between two of which arXiv may have lists, the oldest first."""
    day = after + _DAY
    while day < before:
        if is_listed(day):
            yield day
        day += _DAY


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(_ZONE)
