"""How a followed source is doing, told by what is remembered of it and by its own calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, NamedTuple

from .calendars import (
    daily_day,
    due_at,
    is_listed,
    last_listed,
    local_time,
    may_be_quiet,
    next_listed,
)
from .follows import Follow
from .memory import Memory, rests

State = Literal["new", "fresh", "waiting", "quiet", "stalled", "resting", "failed"]
"""`new`: never fetched; `waiting`: what is due is late by some hours; `quiet`: there is no news by
the calendar; `stalled`: what is due is late by more than half a day."""

WARNING = frozenset(("stalled", "failed"))
"""States with which a person should do something."""

_LATE = 12 * 3600.0
"""Seconds after which a list that has not come is missing; outages of ten hours have happened."""


_LOOKED_BACK = 15
"""Days of Hugging Face that are looked at, the present one among them."""

_NOTHING = "Nothing has come of it yet."


class Standing(NamedTuple):
    """How a source is doing."""

    state: State
    sentence: str
    """The same in words, with the day that is meant."""
    newest: str = ""
    """The newest day that is there, as an ISO date."""
    next_at: float | None = None
    """When the next news is due, in seconds since 1970 began; None where nobody knows."""


def standing(follow: Follow, memory: Memory, now: float) -> Standing:
    """Return how a source is doing at a moment."""
    newest = memory.newest
    if rests(memory, now):
        return Standing("resting", memory.trouble, newest, memory.until)
    if memory.trouble:
        return Standing("failed", memory.trouble, newest)
    if not memory.asked:
        return Standing("new", "It was not fetched yet.")
    if follow.kind == "category" and newest:
        told = _arxiv(newest, memory.asked, now)._replace(newest=newest)
        if told.state == "fresh" and memory.provisional == newest:
            sentence = f"The papers of {newest} are there by arXiv's feed, not by its list."
            return told._replace(sentence=sentence)
        return told
    if follow.kind == "daily":
        return _daily(newest, memory.asked, now)._replace(newest=newest)
    if not newest:
        return Standing("waiting", _NOTHING, next_at=now)
    return Standing("fresh", f"The newest came on {newest}.", newest)


def _arxiv(newest: str, asked: float, now: float) -> Standing:
    """Return how a category is doing whose newest list is of a day; it last answered at `asked`."""
    expected = last_listed(now)
    coming = due_at(next_listed(now))
    if newest < expected.isoformat():
        late = asked - due_at(expected)
        if late < 0:  # the machine was off: nobody knows but that it should be there
            return Standing("waiting", f"The list of {expected} was not asked for yet.", "", now)
        if late > _LATE:
            hours = int(late / 3600)
            message = f"The list of {expected} was missing {hours} hours after it was due."
            return Standing("stalled", message)
        return Standing("waiting", f"The list of {expected} is not there yet.", "", now)
    today = local_time(now).date()
    if newest > today.isoformat():  # announced in the evening before, also on Sundays
        return Standing("fresh", f"The list of {newest} is there.", "", coming)
    if not is_listed(today):
        return Standing("quiet", "arXiv lists nothing at the weekend.", "", coming)
    if may_be_quiet(today) and newest < today.isoformat():
        return Standing("quiet", "arXiv may list nothing on this holiday.", "", coming)
    return Standing("fresh", f"The list of {newest} is there.", "", coming)


def _daily(newest: str, asked: float, now: float) -> Standing:
    """Return how Hugging Face is doing, whose newest day may be none yet."""
    today, seen = daily_day(now), daily_day(min(asked, now))
    if newest >= today.isoformat():
        return Standing("fresh", f"The list of {newest} is there.")
    missing = [
        day
        for back in range(1, _LOOKED_BACK)
        if newest and (day := seen - timedelta(days=back)).weekday() < 5
        if day.isoformat() > newest
    ]
    if len(missing) > 1:
        return Standing("stalled", f"Nothing has come since the list of {newest}.")
    if missing:
        return Standing("waiting", f"Nothing has come since the list of {newest}.", "", now)
    if today.weekday() >= 5:
        return Standing("quiet", "Few papers are listed at the weekend.")
    if seen < today:
        return Standing("waiting", f"The list of {today} was not asked for yet.", "", now)
    return Standing(
        "waiting", f"The list of {today} is still empty." if newest else _NOTHING, "", now
    )
