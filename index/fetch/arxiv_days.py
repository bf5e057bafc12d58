"""arXiv's lists of a category, day by day: the newest one, and those that were missed.

The newest is at `/list/CATEGORY/new`, those of the last 90 days at `/catchup/CATEGORY/DAY`, 2,000
entries a page. A day is the one in the list's own heading.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from ..errors import RefusedError
from ..pages.markup.html import read_html_page
from ..paper import Record
from .answers import Answer, Validators
from .believing import unbelievable
from .client import Client
from .days import Day
from .gates import ARXIV_PAGES
from .listings import Listing, read_listing, refuse_other_day, united

_ACCEPT = "text/html"

_PAGE = 2000
"""Entries of a page of `/catchup`."""

_UNKNOWN = (400, 404)
"""What is answered where there is no such category."""

_UNREAD = 0.02
"""The part of a list's entries that may be unreadable by themselves; more, and the page is."""


def read_list(text: str) -> tuple[Record, ...]:
    """Return the papers of a list in HTML."""
    return tuple(read_html_page(text).records)


class Newest(NamedTuple):
    """The newest list of a category."""

    day: Day
    validators: Validators
    """By what it can be asked for again."""


class ArxivDays:
    """Asks for the lists of one category, such as `cs.LG`."""

    def __init__(
        self,
        client: Client,
        category: str,
        source: str,
        read: Callable[[str], tuple[Record, ...]] = read_list,
    ) -> None:
        self._client = client
        self._read = read
        self._category = category
        self._source = source
        self._what = f"arXiv's list of {category}"

    def newest(self, known: Validators) -> Newest | None:
        """Return the newest list; None where it is the one that was known.

        Raises FetchError, also where the list is not believed.
        """
        base = self._client.bases.arxiv.rstrip("/")
        url = f"{base}/list/{quote(self._category)}/new"
        try:
            answer = self._client.get(url, ARXIV_PAGES, accept=_ACCEPT, known=known)
        except RefusedError as error:
            if error.status in _UNKNOWN:
                raise self._unknown(error.status) from error
            raise
        if answer.is_unchanged:
            return None
        listing, text = read_listing(answer, self._what)
        # Where there is more than a page, `/catchup` has the others.
        is_whole = listing.shown == listing.total
        day = self._day(listing, [text]) if is_whole else self.of(listing.day)
        return Newest(day, answer.validators)

    def _unknown(self, status: int) -> RefusedError:
        name = http.client.responses[status]
        return RefusedError(
            f"{self._what} cannot be had",
            f"arXiv answered {status} {name}, as it does where there is no such category.",
            f"`recto unfollow {self._source}` ends asking for it.",
            status,
        )

    def of(self, day: date) -> Day:
        """Return the list of a day within the last 90, which may be empty; raises FetchError."""
        pages: list[Listing] = []
        texts: list[str] = []
        number, most = 1, 1
        while number <= most:
            listing, text = read_listing(
                self._page(day, number), f"{self._what} of {day}", is_first=number == 1
            )
            refuse_other_day(listing, day, self._what)
            pages.append(listing)
            texts.append(text)
            most = -(-pages[0].total // _PAGE)
            number += 1
        return self._day(united(pages, self._what), texts)

    def _page(self, day: date, number: int) -> Answer:
        base = self._client.bases.arxiv.rstrip("/")
        url = f"{base}/catchup/{quote(self._category)}/{day}?abs=True&page={number}"
        return self._client.get(url, ARXIV_PAGES, accept=_ACCEPT)

    def _day(self, listing: Listing, texts: list[str]) -> Day:
        """Return what a list says of its papers."""
        records: dict[str, Record] = {}
        for text in texts:
            for record in self._read(text):
                if record.arxiv_id and record.title:
                    records.setdefault(record.arxiv_id, record)
        wanted = (*listing.new, *listing.crossed, *listing.replaced)
        missing = [id for id in wanted if id not in records]
        if len(missing) > _UNREAD * len(wanted):
            message = f"{len(missing):,} of its {len(wanted):,} entries cannot be read."
            raise unbelievable(self._what, message)

        def read(ids: tuple[str, ...]) -> tuple[Record, ...]:
            return tuple(records[id] for id in ids if id in records)

        parts = (read(listing.new), read(listing.crossed), read(listing.replaced))
        return Day(self._source, listing.day, *parts)
