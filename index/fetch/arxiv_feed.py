"""arXiv's feed of today for a category, where the list of the day cannot be had.

A feed says by none of its dates of which announcement it is: they tell when it was served. It has
papers of today's date alone, at most 2,000 of which the new ones are cut first, and no versions
from the sixth on (info.arxiv.org/help/rss). So it is taken for the day that the calendar expects,
until the list of that day is there.
"""

from __future__ import annotations

from datetime import date
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ..paper import Record
from ..records.kinds import PROVISIONAL
from .believing import outline, unbelievable
from .calendars import local_time
from .client import Client
from .days import Day
from .gates import ARXIV
from .streams import read_feed

_MOST = 2000
"""Items of a feed that is cut."""


def feed_day(client: Client, category: str, source: str, day: date) -> Day | None:
    """Return the day that is today by arXiv's feed; None where that has nothing.

    Raises FetchError, also where the feed is not believed.
    """
    what = f"arXiv's feed of {category}"
    url = f"{client.bases.rss.rstrip('/')}/rss/{quote(category)}"
    answer = client.get(url, ARXIV, accept="application/rss+xml, application/xml, text/xml")
    seen = outline(answer, what)
    if seen.root != "rss":
        raise unbelievable(what, f"It is a {seen.root[:40]}, not a feed.")
    if _served_on(seen.texts.get("pubDate", "")) != day:
        raise unbelievable(what, f"It was not made on {day}.")
    count = seen.counts.get("item", 0)
    if count >= _MOST:
        raise unbelievable(what, f"It has {count:,} entries, and is cut there.")
    parts: dict[str, list[Record]] = {"new": [], "cross": []}
    told = read_feed(answer, what) if count else ()
    if len(told) != count:
        raise unbelievable(what, f"Of its {count:,} entries {len(told):,} can be read.")
    for kind, record in told:
        if record.arxiv_id is None or not kind:
            raise unbelievable(what, "An entry of it does not say what it is.")
        if kind in parts:
            parts[kind].append(record)
    new, crossed = map(tuple, parts.values())
    return Day(source, day, new, crossed, kind=PROVISIONAL) if new else None


def _served_on(text: str) -> date | None:
    """Return the day in New York of a date of RFC 822; None for what is none."""
    try:
        return local_time(parsedate_to_datetime(text).timestamp()).date()
    except (ValueError, TypeError, OverflowError):
        return None
