"""What a line of a saved Daily Papers page is: furniture, a paper's facts, or text.

A line is judged by its own words and its neighbours, never by its number, so that blank lines,
lost lines and repeated banners do no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ...text import clean
from ..contents import Problem

LONGEST_TEXT = 20_000
"""Characters; the longest abstracts of arXiv have 1,920, of other collections about 5,000."""


class Day(NamedTuple):
    """A date as the pages print it; the year is left out where it is the page's own."""

    month: int
    day: int
    year: int | None = None


@dataclass(slots=True)
class CardFooter:
    """The lines below an abstract: how many authors or which organisation, the date, comments."""

    line: int = 0
    author_count: int | None = None
    organisation: str | None = None
    day: Day | None = None
    comments: int | None = None
    below: Text | None = None
    """The number on a line of its own that was taken for the comments."""
    is_dotted: bool = False
    """Whether the line begins with the dot that stands before authors and date."""
    is_after_blank: bool = False


@dataclass(slots=True)
class Text:
    """A line that is a title, an abstract or a part of one."""

    line: int
    text: str
    is_after_blank: bool = False
    is_before_furniture: bool = False
    upvotes: int | None = None
    """The number on a line of its own above it."""


@dataclass(slots=True)
class Lines:
    """A page taken apart."""

    items: list[Text | CardFooter] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    day: Day | None = None
    """The day of the page itself."""
    has_furniture: bool = False
    """Whether it has lines that only Daily Papers pages have."""

    def report(self, line: int, reason: str) -> None:
        """Note what could not be read."""
        self.problems.append(Problem(line, reason))


_FURNITURE = frozenset(
    {"new", "by", "ak", "and the research community", "hugging face", "trending papers"}
    | {"subscribe", "daily papers", "daily papers - hugging face", "daily", "weekly", "monthly"}
    | {"-"}  # the upvotes of a paper that has none
)
_BY_AK = re.compile(r"by ?AK(?: and the research community)?", re.IGNORECASE)
_BANNER = re.compile(
    r"(?:Get trending papers in your email inbox(?: once a day)?! ?)+", re.IGNORECASE
)
_BUTTON = "Subscribe"
_LONGEST_FURNITURE = 60
_TELLING = 8
"""Characters; of the page's own words only the longer ones are found nowhere else."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? (?P<day>[0-9]{1,2})"
    r"(?:, ?(?P<year>[0-9]{4}))?(?: (?P<comments>[0-9]{1,6}))?",
    re.IGNORECASE,
)
_AUTHORS = re.compile(r"([0-9]{1,6}) authors?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,6}")
_DOT = re.compile(r" ?[·•∙⋅‧・●] ?")
_LONGEST_FACT = 100


def sort_lines(text: str) -> Lines:
    """Return what the lines of a page are, in order; every line ends up somewhere."""
    page = Lines()
    sorter = _Sorter(page)
    lines = _without_furniture(text, page)
    facts = [*map(read_facts, lines), None]
    for at, line in enumerate(lines):
        sorter.sort(line, facts[at], facts[at + 1])
    sorter.drop_number()
    return page


def _without_furniture(text: str, page: Lines) -> list[Text]:
    """Return the lines of a page that are neither blank nor the page's own words."""
    lines: list[Text] = []
    is_after_blank = has_button = False
    is_at_top = True  # where the banner's button may be glued to the first title
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, raw in enumerate(text.split("\n"), start=1):
        line = clean(raw)
        if not line:
            is_after_blank = True
            continue
        rest = line
        if rest[:3].casefold() == "get" and (banner := _BANNER.match(rest)):
            rest = rest[banner.end() :]
            is_at_top, has_button = True, False
        if is_at_top and rest.startswith(_BUTTON):
            glued = rest.removeprefix(_BUTTON).lstrip()
            if not (glued[:1].islower() and has_button):
                rest = glued
                has_button = True
        if is_furniture(rest):
            rest = ""
        page.has_furniture |= len(line) - len(rest) > _TELLING
        if len(rest) > LONGEST_TEXT:
            page.report(number, f"A line of {len(rest):,} characters is no abstract.")
        elif rest:
            lines.append(Text(number, rest, is_after_blank))
            is_at_top = False
        elif lines:
            lines[-1].is_before_furniture = True
        is_after_blank = False
    return lines


def is_furniture(line: str) -> bool:
    """Whether a line is one of the page's own words."""
    return len(line) <= _LONGEST_FURNITURE and bool(
        line.casefold() in _FURNITURE or _BY_AK.fullmatch(line)
    )


def read_facts(line: Text) -> CardFooter | None:
    """Return the facts that a line may be, judged by itself; None where it can be none.

    A day alone may be the page's own, and a name alone behind a dot may be a point of a list.
    """
    if len(line.text) > _LONGEST_FACT:
        return None
    pieces = _DOT.split(line.text)
    if len(pieces) == 1 and not (_AUTHORS.fullmatch(line.text) or _DATE.fullmatch(line.text)):
        return None  # as most titles are
    facts = CardFooter(
        line.line, is_dotted=bool(_DOT.match(line.text)), is_after_blank=line.is_after_blank
    )
    names: list[str] = []
    for piece in filter(None, pieces):
        if authors := _AUTHORS.fullmatch(piece):
            facts.author_count = int(authors[1])
        elif date := _DATE.fullmatch(piece):
            year, comments = date["year"], date["comments"]
            month = 1 + _MONTHS.index(date["month"][:3].lower())
            facts.day = Day(month, int(date["day"]), int(year) if year else None)
            facts.comments = int(comments) if comments else None
        else:
            names.append(piece)
    if names:
        facts.organisation = names[0]
    is_whole = len(names) <= 1 and (facts.is_dotted or not names or facts.day is not None)
    return facts if is_whole else None


class _Sorter:
    """Decides on each line by what stands above and below it."""

    def __init__(self, page: Lines) -> None:
        self._page = page
        self._number: Text | None = None
        """A number on a line of its own of which it is not yet known what it counts."""

    @property
    def _last(self) -> Text | CardFooter | None:
        return self._page.items[-1] if self._page.items else None

    def sort(self, line: Text, facts: CardFooter | None, following: CardFooter | None) -> None:
        """Put a line where it belongs; `facts` is what it may be, `following` the next line."""
        if _NUMBER.fullmatch(line.text):
            self._take_number(line)
        elif facts is None:
            if self._is_organisation(line, following):
                self._take_facts(CardFooter(line.line, organisation=line.text))
            else:
                self._take_text(line)
        elif facts.organisation and facts.day is None and not _leads_to_date(following):
            self._take_text(line)  # a point of a list
        elif self._is_of_page(facts):
            self._take_day(line, facts.day)
        else:
            self._take_facts(facts)

    def drop_number(self) -> None:
        """Report the number that turned out to count nothing."""
        if self._number:
            self._page.report(self._number.line, "A number that belongs to nothing.")
        self._number = None

    def _take_number(self, line: Text) -> None:
        last = self._last
        is_below_date = isinstance(last, CardFooter) and last.day and not line.is_after_blank
        if isinstance(last, CardFooter) and is_below_date and last.comments is None:
            last.comments = int(line.text)
            last.below = line
            return
        self.drop_number()
        self._number = line

    def _take_text(self, line: Text) -> None:
        if self._number:
            line.upvotes = int(self._number.text)
            self._number = None
        self._page.items.append(line)

    def _take_facts(self, facts: CardFooter) -> None:
        last = self._last
        self._page.has_furniture |= bool(facts.author_count or facts.day)
        if not isinstance(last, CardFooter) or last.day:
            self._page.items.append(facts)
            return
        last.day, last.comments = facts.day, facts.comments
        if last.author_count is None:
            last.author_count = facts.author_count
        last.organisation = last.organisation or facts.organisation

    def _take_day(self, line: Text, day: Day | None) -> None:
        if self._page.day is None:
            self._page.day = day
        elif day != self._page.day:
            self._page.report(line.line, f"The day {line.text} belongs to no paper.")

    def _is_of_page(self, facts: CardFooter) -> bool:
        """Whether a line is the page's own day: bare, and no paper is waiting for one."""
        last = self._last
        if facts.day is None or facts.is_dotted or facts.author_count or facts.organisation:
            return False
        if isinstance(last, Text):
            return facts.day.year is None and facts.comments is None
        return last is None or last.day is not None

    def _is_organisation(self, line: Text, following: CardFooter | None) -> bool:
        """Whether a line without a dot is a name in the place of `N authors`."""
        if following is None or len(line.text) > _LONGEST_FACT or not _begins_date(following):
            return False
        if line.text.endswith(".") and line.text.count(" ") >= 4:
            return False  # the whole of a very short abstract
        last = self._last
        if last is None or (isinstance(last, CardFooter) and last.day):
            return not following.is_after_blank  # no paper is open, and a title has a blank below
        return True


def _begins_date(facts: CardFooter) -> bool:
    """Whether a line is the dot between authors and date, alone or with the date."""
    return facts.is_dotted and facts.author_count is None and facts.organisation is None


def _leads_to_date(following: CardFooter | None) -> bool:
    return following is not None and (_begins_date(following) or following.day is not None)
