"""arXiv's list of a day: whether it is whole, and what is new, cross-listed and replaced on it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..identifiers import arxiv_id
from ..pages.sites.days import day_in
from .answers import Answer
from .believing import HTML, refuse_strange, unbelievable
from .calendars import CATCHUP_DAYS, local_time

_PART = re.compile(r"<(?P<end>/?)(?P<tag>h1|h3|dt)\b[^<>]{0,500}>", re.I)
_LONGEST = 20_000
"""Characters of a heading or of an entry with what marks it up; longer ones are none."""
_TOLD = 2000
"""Characters of it that are looked at: more words would only be searched for longer."""
_AHEAD = timedelta(days=3)
"""How far a list may be ahead of this machine's clock; they are announced on the evening before."""

_TAGS = re.compile(r"<[^<>]{0,5000}>")
_SECTION = re.compile(
    r"(?P<name>new|cross|replacement)[^()]{0,60}\((?:[^()]{0,60}\s)?"
    r"showing (?:first |last )?(?P<shown>[\d,]{1,9}) of (?P<all>[\d,]{1,9}) entries\)",
    re.I,
)
_DAY_OF = re.compile(r"showing new listings for (?P<day>.{5,60})", re.I)
_CATCHUP_OF = re.compile(r"catchup results for .{1,200} on (?P<day>.{5,60})", re.I)
_ID = re.compile(r"arXiv:\s{0,9}(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})", re.I)
_NONE = re.compile(r"\bno (?:further )?updates (?:today|for)\b", re.I)
_TOTAL = re.compile(r"Total of ([\d,]{1,9}) entries")


class Listing(NamedTuple):
    """One page of a list of a day."""

    day: date
    """Its own, as its heading says."""
    new: tuple[str, ...]
    """The arXiv ids of what is new, in the order of the list."""
    crossed: tuple[str, ...]
    replaced: tuple[str, ...]
    total: int
    """How many entries the list has on all of its pages."""

    @property
    def shown(self) -> int:
        """How many entries are on this page."""
        return len(self.new) + len(self.crossed) + len(self.replaced)


def read_listing(answer: Answer, what: str, *, is_first: bool = True) -> tuple[Listing, str]:
    """Return what an answer lists, and its text; raises UnbelievableError where it is not whole.

    Of a list with several pages only the first one tells by itself that there is nothing.
    """
    refuse_strange(answer, HTML, what)
    try:
        text = answer.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise unbelievable(what, "It is not UTF-8 text.") from error
    day: str | None = None
    ids: dict[str, list[str]] = {"new": [], "cross": [], "replacement": []}
    told: dict[str, tuple[int, int]] = {}
    section = ""
    for tag, words in _parts(text):
        if tag == "dt":
            found = _ID.search(words)
            if found is None or not section:
                raise unbelievable(what, "An entry of it has no arXiv id, or no heading above it.")
            ids[section].append(arxiv_id(found[1]) or found[1])
        elif heading := _SECTION.search(words):
            section = heading["name"].lower()
            told[section] = (_number(heading["shown"]), _number(heading["all"]))
        elif head := (_DAY_OF.search(words) or _CATCHUP_OF.search(words)):
            day = day_in(head["day"])
    if day is None:
        raise unbelievable(what, "It does not say of which day it is.")
    for name, (shown, _) in told.items():
        if len(ids[name]) != shown:
            message = f"It says that it shows {shown:,} entries, and {len(ids[name]):,} came."
            raise unbelievable(what, message)
    total = sum(count for _, count in told.values())
    if (said := _TOTAL.search(text)) and is_first:
        total = _number(said[1])
    if not told and not (_NONE.search(text) and (not is_first or total == 0)):
        raise unbelievable(what, "It has no entries, and does not say that there are none.")
    new, crossed, replaced = (tuple(dict.fromkeys(found)) for found in ids.values())
    return Listing(date.fromisoformat(day), new, crossed, replaced, total), text


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the headings and the entries of a page in their order: the tag, and its words.

    Whatever stands in a page is gone through once: a search for the end of each would take hours
    for a page of beginnings.
    """
    tag, begin = "", 0
    for mark in _PART.finditer(text):
        name = mark["tag"].lower()
        if not mark["end"]:
            if not tag or mark.start() - begin > _LONGEST:
                tag, begin = name, mark.end()
        elif name == tag:
            if mark.start() - begin <= _LONGEST:
                told = html.unescape(_TAGS.sub(" ", text[begin : mark.start()]))
                yield tag, " ".join(told.split())[:_TOLD]
            tag = ""


def united(pages: Iterable[Listing], what: str) -> Listing:
    """Return the list that these pages are; raises UnbelievableError where something is missing."""
    first, *others = pages
    if any(page.day != first.day for page in others):
        raise unbelievable(what, "Its pages are of different days.")
    every = (first, *others)
    listing = Listing(
        first.day,
        _once(page.new for page in every),
        _once(page.crossed for page in every),
        _once(page.replaced for page in every),
        first.total,
    )
    if listing.shown < listing.total:
        message = f"It has {listing.total:,} entries, and {listing.shown:,} came."
        raise unbelievable(what, message)
    return listing


def refuse_other_day(listing: Listing, day: date, what: str) -> None:
    """Raise UnbelievableError for a list of another day than that which was asked for."""
    if listing.day != day:
        raise unbelievable(what, f"It is of {listing.day}, not of {day}.")


def refuse_far(newest: date, now: float, what: str) -> None:
    """Raise UnbelievableError for a day of which there can be no newest list at a moment.

    All days between it and what is known would be asked for, which of ages takes weeks.
    """
    today = local_time(now).date()
    if not today - timedelta(days=CATCHUP_DAYS) <= newest <= today + _AHEAD:
        message = f"It is of {newest}, and by the clock of this machine it is {today}."
        raise unbelievable(what, message)


def _once(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids of several pages, each once."""
    return tuple(dict.fromkeys(id for part in parts for id in part))


def _number(text: str) -> int:
    return int(text.replace(",", ""))
