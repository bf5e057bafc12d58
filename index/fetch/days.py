"""What sources have had on one day, believed and read, before it is in the library."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..paper import Record


class Day(NamedTuple):
    """What a source had on a day."""

    source: str
    """The name of the followed source, such as `arxiv:cs.LG`."""
    day: date
    """Its own, whenever it was fetched."""
    new: tuple[Record, ...]
    """In the order of the source."""
    crossed: tuple[Record, ...] = ()
    """Papers that were there before, and are listed here too since that day."""
    replaced: tuple[Record, ...] = ()
    """Papers of which there is another version."""
    seen: date | None = None
    """The day on which its numbers were seen, where it has any."""
    kind: str = "html"
    """The format that it was read as."""
    is_partial: bool = False
    """Whether it is only what was not there before, of a source that has no days of its own."""
    left_out: int = 0
    """Papers that the source has besides, and that were not asked for."""

    @property
    def name(self) -> str:
        """The name of the page that it becomes."""
        return page_of(self.source, self.day)


class Changed(NamedTuple):
    """A paper as a service has it, of which something was changed."""

    record: Record
    first: date
    """The day of its first version, in UTC."""


def page_of(source: str, day: date) -> str:
    """Return the name of the page that a source's day becomes."""
    return f"{source}/{day.isoformat()}"


def is_day(text: str, after: str = "") -> bool:
    """Whether a text is an ISO date behind another one, and not of ages to come.

    What is remembered may be damaged, and all days between two are gone through.
    """
    try:
        return after < date.fromisoformat(text).isoformat() == text < "2200"
    except ValueError:
        return False
