"""Days without a list: those that are out of reach of arXiv's lists, and that which has failed."""

from __future__ import annotations

from datetime import date, timedelta

from ...database.database import Database
from ...errors import FetchError, OfflineError, RestingError
from ..calendars import CATCHUP_DAYS, is_listed, listed_between, local_time, may_be_quiet
from ..client import Client
from ..days import Day, page_of
from ..follows import Follow
from ..memory import is_done, load_memory, save_memory
from .courses import GAP, Course, load_course, save_course

_BEFORE_LIST = timedelta(days=4)
"""How long before its list a paper is submitted, with a weekend between."""

_REFUSED = 403
"""What arXiv answers to whom it does not want on its pages; its feeds are elsewhere."""


def note_gap(database: Database, follow: Follow, now: float) -> None:
    """Remember which days of a category are to be had by arXiv's records alone.

    They are out of reach of its lists, and the course that makes up for them may be interrupted.
    """
    memory = load_memory(database, follow.name)
    if not memory.since:
        return
    reach = local_time(now).date() - timedelta(days=CATCHUP_DAYS)
    # What was noted by a clock that was ahead is still to come.
    derived = memory.derived if memory.derived <= reach.isoformat() else ""
    begin = date.fromisoformat(max(memory.since, derived))
    missed = [
        day
        for day in listed_between(begin, reach + timedelta(days=1))
        if not may_be_quiet(day) and not is_done(database, follow.name, day, memory)
    ]
    if not missed:
        return
    with database.transaction():
        pending = load_course(database, GAP, follow.name)
        since = (missed[0] - _BEFORE_LIST).isoformat()
        if pending is not None and not pending.is_done:
            # What was left of the gap before is part of this one, and harvested anew.
            since = min(since, pending.since)
        course = Course(since, missed[-1].isoformat())
        save_course(database, GAP, follow.name, course)
        memory = load_memory(database, follow.name)
        save_memory(database, follow.name, memory._replace(derived=missed[-1].isoformat()))


def is_of_lists(error: FetchError) -> bool:
    """Whether what has failed is arXiv's lists, and it may be asked elsewhere.

    A rest that it has asked for is kept; but whom it refuses its pages it does not its feeds.
    """
    is_refusal = isinstance(error, RestingError) and error.status == _REFUSED
    return is_refusal or not isinstance(error, OfflineError | RestingError)


def day_by_feed(client: Client, database: Database, follow: Follow) -> Day | None:
    """Return today's papers of a category by its feed, where the list of the day has failed.

    None where that cannot be made sure, or is not needed; the feed's own troubles are no others
    than those of the list. A feed is believed only where the day before is there, so that a feed
    of that day is known as such.
    """
    memory = load_memory(database, follow.name)
    day = local_time(client.clock.now()).date()
    if not memory.since or not is_listed(day) or may_be_quiet(day):
        return None
    if day.isoformat() <= memory.since or _has_page(database, follow, day):
        return None
    before = [one for one in listed_between(day - timedelta(days=14), day) if not may_be_quiet(one)]
    if not _has_page(database, follow, before[-1]):
        return None
    from ..arxiv_feed import feed_day  # seldom needed

    try:
        return feed_day(client, follow.text, follow.name, day)
    except FetchError:
        return None


def _has_page(database: Database, follow: Follow, day: date) -> bool:
    sql = "SELECT 1 FROM sources JOIN pages USING(sid) WHERE name = ?"
    return database.value(sql, (page_of(follow.name, day),)) is not None
