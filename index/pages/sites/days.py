"""Days as arXiv writes them: `Fri, 5 Jan 2024`, `Wednesday, 12 August 2026`, `5 Jan 24`."""

from __future__ import annotations

import re

from ..values import date_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    r"\b(?P<day>\d{1,2}) (?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6},? "
    r"(?P<year>\d{4}|\d\d)\b"
)
_FIRST = 1991
"""The year in which arXiv began."""


def day_in(text: str) -> str | None:
    """Return the first day that a text tells, as an ISO date."""
    found = _DAY.search(text)
    if found is None:
        return None
    year = int(found["year"])
    if year < 100:
        year += 2000 if year < _FIRST % 100 else 1900
    month = _MONTHS.index(found["month"].lower()) + 1
    return date_of(f"{year:04}-{month:02}-{int(found['day']):02}")
