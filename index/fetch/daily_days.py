"""Hugging Face's daily papers, day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..errors import RefusedError
from ..pages.json_files.objects import read_object
from ..pages.values import NoPaperError
from ..paper import Record
from ..text import clean
from .believing import json_of, unbelievable
from .calendars import daily_day
from .client import Client
from .days import Day
from .gates import HUGGING_FACE

_LIMIT = 100
"""Papers of a page, the most that may be asked for."""

_MOST_PAGES = 20


class DailyDays:
    """Asks for the daily papers of Hugging Face."""

    def __init__(self, client: Client, source: str) -> None:
        self._client = client
        self._source = source

    def of(self, day: date) -> Day | None:
        """Return the papers of a day, perhaps none; None where there is no such day yet.

        A paper is of the day on which it was submitted to the list; votes are those of now. Raises
        FetchError.
        """
        what = f"Hugging Face's list of {day}"
        entries: dict[str, dict[str, Any]] = {}
        url = f"{self._client.bases.huggingface.rstrip('/')}/api/daily_papers?date={day}"
        for number in range(_MOST_PAGES):
            address = f"{url}&limit={_LIMIT}&p={number}"
            try:
                answer = self._client.get(address, HUGGING_FACE, accept="application/json")
            except RefusedError as error:
                if error.status == 400 and number == 0:
                    return None
                raise
            came = _entries(json_of(answer, what), what)
            fresh = {id: entry for id, entry in came.items() if id not in entries}
            entries |= fresh
            if len(came) < _LIMIT and not answer.next_url:
                break
            if not fresh:
                raise unbelievable(what, "A page of it is empty, though more is to come.")
        else:
            raise unbelievable(what, f"It has more than {_MOST_PAGES} pages.")
        own = [entry for entry in entries.values() if _day_of(entry) == day.isoformat()]
        if entries and not own:
            raise unbelievable(what, "All of its papers are of other days.")
        records = _records(own, what)
        return Day(
            self._source, day, records, seen=daily_day(self._client.clock.now()), kind="json"
        )


def _entries(value: object, what: str) -> dict[str, dict[str, Any]]:
    """Return the papers of a list by their ids; raises UnbelievableError where it is none."""
    if not isinstance(value, list):
        said = value.get("error") if isinstance(value, dict) else None
        message = f"It says: {clean(str(said))[:200]}." if said else "It is no list."
        raise unbelievable(what, message)
    entries = {}
    for entry in value:
        paper = entry.get("paper") if isinstance(entry, dict) else None
        if not (isinstance(paper, dict) and isinstance(paper.get("id"), str) and _day_of(entry)):
            raise unbelievable(what, "An entry of it is no paper of a day.")
        entries[paper["id"]] = entry
    return entries


def _day_of(entry: dict[str, Any]) -> str:
    """Return the day of a paper: the dates above it are shifted by the hours of New York."""
    told = entry["paper"].get("submittedOnDailyAt")
    return told[:10] if isinstance(told, str) else ""


def _records(entries: list[dict[str, Any]], what: str) -> tuple[Record, ...]:
    records: list[Record] = []
    for entry in entries:
        try:
            records.append(read_object(entry, len(records) + 1, 0))
        except NoPaperError as error:
            raise unbelievable(what, f"An entry of it is no paper: {error}") from error
    return tuple(records)
