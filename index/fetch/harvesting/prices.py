"""What it costs to fetch a category of arXiv back to a day, before it is done."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ...database.database import Database
from ...errors import RectoError
from ..client import Client
from ..follows import Follow
from ..gates import ARXIV
from ..memory import load_memory
from ..streams import ask_query
from .courses import BACKFILL, Course, load_course
from .harvest import LONGEST_STEP
from .oai import EARLIEST, PAGE

_CHANGED = 2
"""Records that are listed for a paper that is wanted, about: others were changed as well."""


class Price(NamedTuple):
    """What fetching a source back to a day costs."""

    name: str
    """The source, such as `arxiv:cs.LG`."""
    since: date
    papers: int
    """How many there are still to come, about."""
    requests: int
    """How often arXiv is to be asked, about."""
    is_done: bool
    """All of it is in the library."""

    @property
    def seconds(self) -> float:
        """How long that takes at arXiv's pace, about, whatever else it takes."""
        return self.requests * ARXIV.gap


def price_of(client: Client, database: Database, follow: Follow, since: date) -> Price:
    """Return what it costs to fetch a category back to a day, by one question to arXiv's API.

    Raises RectoError for what is no category and for a day to come, and FetchError.
    """
    today = datetime.fromtimestamp(client.clock.now(), UTC).date()
    refuse_course(follow, since, today)
    course = course_back(database, follow, since, today)
    if course.is_done:
        return Price(follow.name, since, 0, 0, True)
    until = date.fromisoformat(min(filter(None, (course.until, course.low))))
    days = f"[{since:%Y%m%d}0000 TO {until:%Y%m%d}2359]"
    query = f"{_in_category(follow.text)} AND submittedDate:{days}"
    what = f"arXiv's answer about {follow.text} since {since}"
    _, papers = ask_query(client, query, what, 0, 1)
    begin = date.fromisoformat(course.low) if course.low else today + timedelta(days=1)
    left = max(0, (begin - max(since, EARLIEST)).days)
    requests = math.ceil(left / LONGEST_STEP) + math.ceil(_CHANGED * papers / PAGE)
    return Price(follow.name, since, papers, max(1, requests), False)


def course_back(database: Database, follow: Follow, since: date, today: date) -> Course:
    """Return the course by which a category is fetched back to a day, as far as it is.

    What goes back farther than the one before begins anew, since of what was changed last nobody
    kept what came before that day.
    """
    known = load_course(database, BACKFILL, follow.name)
    if known is not None and known.since <= since.isoformat():
        return known._replace(since=since.isoformat())
    memory = load_memory(database, follow.name)
    return Course(since.isoformat(), memory.since or today.isoformat())


def refuse_course(follow: Follow, since: date, today: date) -> None:
    """Raise RectoError for what cannot be fetched back to a day."""
    title = "It cannot be fetched back"
    if follow.kind != "category":
        hint = "`recto fetch arxiv:cs.LG --since 2019` fetches one."
        raise RectoError(title, f"{follow.name} is no category of arXiv.", hint)
    if since > today:
        raise RectoError(title, f"{since} is still to come.", "Name a day of former times.")


def _in_category(category: str) -> str:
    """Return a query for a category; an archive has its own in it."""
    if "." in category:
        return f"cat:{category}"
    return f"(cat:{category} OR cat:{category}.*)"
