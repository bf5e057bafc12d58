"""What is said of followed sources: their names, how they are doing, and what a fetch brought."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ....index import day_of, is_stream, stream_title
from ...system.plain_text import count, printable

if TYPE_CHECKING:
    from ....index import Followed, Outcome

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WARNING = ("stalled", "failed")
"""States with which a person should do something."""
_DAY = 24 * 3600
_MOST = 20
"""Cells of a search or an address in the sidebar's foot."""


def source_name(name: str) -> str:
    """Return what a source is called in a sentence, such as `arXiv cs.LG`."""
    if day := day_of(name):
        return printable(f"{stream_title(day[0])} {day[1]}")
    return printable(stream_title(name) if is_stream(name) else name)


def standings(
    followed: Sequence[Followed],
    now: float,
    *,
    is_offline: bool = False,
    done: str = "✓",
    ellipsis: str = "…",
) -> tuple[str, ...]:
    """Return how sources are doing in the shortest words: `arXiv Fri ✓`, `HF Sat ✓`, `next 02:00`.

    Categories of arXiv that are doing alike are one. `done` stands behind what is there,
    `ellipsis` behind what is waited for, `!` behind what needs a person. Nothing is due next where
    nothing is asked (`is_offline`).
    """
    parts: dict[str, list[str]] = {}
    for one in followed:
        state, newest = one.standing.state, one.standing.newest
        sign = "!" if state in _WARNING else done if state in ("fresh", "quiet") else ellipsis
        day = _DAYS[date.fromisoformat(newest).weekday()] if newest else ""
        told = " ".join(filter(None, (day, sign)))
        service = "arXiv" if _is_category(one.name) else _short_name(one.name, ellipsis)
        parts.setdefault(f"{service} {told}", []).append(one.name)
    categories = sum(part.startswith("arXiv ") for part in parts)
    found = []
    for part, names in parts.items():
        if _is_category(names[0]) and categories > 1:
            told = part.removeprefix("arXiv ")
            found += [f"{name.removeprefix('arxiv:')} {told}" for name in names]
        else:
            found.append(part)
    coming = [at for one in followed if (at := one.standing.next_at) is not None and at > now]
    if is_offline:
        found.append("offline")
    elif coming:
        found.append(f"next {_moment(min(coming), now)}")
    return tuple(found)


def _is_category(name: str) -> bool:
    return name.startswith("arxiv:") and '"' not in name


def _short_name(name: str, ellipsis: str) -> str:
    short = "HF" if name == "huggingface" else source_name(name).rpartition(' "')[2].rstrip('"')
    return short if len(short) <= _MOST else short[: _MOST - len(ellipsis)] + ellipsis


def _moment(at: float, now: float) -> str:
    """Return a moment in the time zone of the reader, with its day where that is not near."""
    form = "%H:%M" if at - now < _DAY else f"{_DAYS[time.localtime(at).tm_wday]} %H:%M"
    return time.strftime(form, time.localtime(at))


def brought(outcomes: Iterable[Outcome], more: str = "") -> str:
    """Return what came of a fetch such as `3 new`, with `more` behind it; nothing if none came."""
    outcomes = list(outcomes)
    days = [day for outcome in outcomes for day in outcome.days]
    new = sum(outcome.new for outcome in outcomes)
    mine = sum(len(day.replaced) for day in days)
    parts = [f"{new:,} new{more}"] if new else []
    if mine:
        parts.append(f"another version of {count(mine, 'paper')} of yours{'' if new else more}")
    return f"{'; '.join(parts)}." if parts else ""


def warnings(followed: Iterable[Followed | Outcome]) -> str:
    """Return how those are doing that need a person."""
    return _sentences(one for one in followed if one.standing.state in _WARNING)


def why_nothing(followed: Sequence[Followed | Outcome]) -> str:
    """Return in words why nothing came, what needs a person first."""
    return _sentences(sorted(followed, key=lambda one: one.standing.state not in _WARNING))


def _sentences(followed: Iterable[Followed | Outcome]) -> str:
    """Return the sentence of each state, once for all sources that have it."""
    named: dict[str, list[str]] = {}
    for one in followed:
        name = getattr(one, "name", None) or one.follow.name  # type: ignore[union-attr]
        named.setdefault(one.standing.sentence, []).append(source_name(name))
    return " ".join(
        told if _names_service(told, names) else f"{', '.join(names)}: {told}"
        for told, names in named.items()
    )


def _names_service(told: str, names: Sequence[str]) -> bool:
    """Whether a sentence about one source begins with whose it is: small screens want it once."""
    return len(names) == 1 and told.startswith(f"{names[0]}'s ")
