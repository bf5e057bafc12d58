"""Saved Daily Papers pages: from the text of a file to the papers it shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...paper import Record
from ..contents import Contents, Problem
from .lines import CardFooter, Day, Lines, Text, sort_lines
from .pairing import Role, abstract_likeness, find_roles, join_wrapped
from .votes import settle_votes

_LONG = 300
"""Characters of a paragraph that may be an abstract of its own."""


@dataclass(slots=True)
class _PaperLines:
    """A paper while the lines below its title are read."""

    title: Text
    paragraphs: list[Text] = field(default_factory=list)
    facts: CardFooter | None = None


def read_dump(text: str, *, year: int | None = None) -> Contents:
    """Return the papers of a saved page; odd text raises nothing and gives problems instead.

    Pages leave out the year only for their own and do not print it. It is the year after the
    latest that a date states, unless `year` says which; where no date states one it stays unknown.
    """
    if text.lstrip("\ufeff \t\r\n")[:14].lower().startswith(("<!doctype html", "<html")):
        problem = Problem(1, "This is the page's HTML; save the page as text.")
        return Contents(records=(), problems=(problem,), day=None, layout="html")
    lines = sort_lines(text)
    settle_votes(lines.items)
    if lines.has_furniture:
        lines.items = join_wrapped(lines.items)
    papers = list(_paper_lines(lines))
    days = [lines.day, *(paper.facts.day for paper in papers if paper.facts)]
    stated = [day.year for day in days if day and day.year]
    if year is None and stated:
        year = max(stated) + 1
    records = [
        _record(paper, rank, year, lines) for rank, paper in enumerate(_papers(papers, lines), 1)
    ]
    if not _is_page(records, lines):
        records = []
        lines.problems = [Problem(1, "There is no title with its abstract below it.")]
    page_day = resolve_day(lines.day, year) if lines.day else None
    return Contents(
        records=tuple(records),
        problems=tuple(sorted(lines.problems, key=lambda problem: problem.line)),
        day=page_day,
        layout=_layout(lines),
    )


def _layout(lines: Lines) -> str:
    if any(isinstance(item, CardFooter) for item in lines.items):
        return "dated"
    texts = [item for item in lines.items if isinstance(item, Text)]
    spaced = sum(text.is_after_blank for text in texts)
    return "spaced" if spaced * 2 > len(texts) else "alternating"


def _paper_lines(lines: Lines) -> Iterator[_PaperLines]:
    """Gather the lines of each paper; report those that belong to none."""
    roles = iter(find_roles(lines.items))
    paper: _PaperLines | None = None
    for item in lines.items:
        if isinstance(item, CardFooter):
            if paper and paper.facts is None:
                paper.facts = item
            else:
                lines.report(item.line, "Authors and date without a paper above them.")
            continue
        role = next(roles)
        if role is Role.TITLE:
            if paper:
                yield paper
            paper = _PaperLines(item)
        elif role is Role.STRAY or paper is None:
            lines.report(item.line, f"Text without a title above it: {beginning(item.text)}")
        else:
            last = paper.paragraphs[-1] if paper.paragraphs else None
            if last and min(len(last.text), len(item.text)) >= _LONG:
                lines.report(item.line, "A further long paragraph, kept with the abstract above.")
            paper.paragraphs.append(item)
    if paper:
        yield paper


def beginning(text: str) -> str:
    """Return the first words of a text, for a sentence about it."""
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def _papers(papers: list[_PaperLines], lines: Lines) -> Iterator[_PaperLines]:
    """Leave out lone words that are no title; report the titles that have no abstract."""
    whole = [at for at, paper in enumerate(papers) if paper.paragraphs]
    for at, paper in enumerate(papers):
        title = paper.title
        if not paper.paragraphs:
            is_between = bool(whole) and whole[0] < at < whole[-1]
            if paper.facts is None and not is_between and not _is_title_alone(title, at == 0):
                lines.report(title.line, f"Neither title nor abstract: {beginning(title.text)}")
                continue
            lines.report(title.line, f"No abstract below the title: {beginning(title.text)}")
        yield paper


def _is_title_alone(title: Text, is_first: bool) -> bool:
    """Whether a line at the edge of a page is a title whose abstract is missing.

    It is not one that is a lone word, nor the words searched for, above "Daily" and "Weekly".
    """
    is_query = is_first and title.is_before_furniture
    return not is_query and len(title.text) >= 10 and " " in title.text


def _is_page(records: list[Record], lines: Lines) -> bool:
    """Whether these are papers, and not the lines and paragraphs of any other text."""
    if lines.has_furniture:
        return any(record.abstract for record in records)
    good = sum(
        abstract_likeness(record.title) < 0 < abstract_likeness(record.abstract)
        and len(_NOT_PROSE.findall(record.abstract)) * 12 < len(record.abstract)
        and not _MARKUP.match(record.title)
        for record in records
        if record.abstract
    )
    without = sum(not record.abstract for record in records)  # each of them is a problem as well
    return 2 * good >= max(1, len(records) + len(lines.problems) - without)


_MARKUP = re.compile(r"[#|>*`=-]+ |[|`=-]{3}")
"""How lines of notes and tables begin, and no title."""

_NOT_PROSE = re.compile(r"[^\w\s,.-]|_")
"""Signs of which program text is full."""


def _record(paper: _PaperLines, rank: int, year: int | None, lines: Lines) -> Record:
    facts = paper.facts or CardFooter()
    published = None
    if facts.day:
        published = resolve_day(facts.day, year)
        if published is None:
            lines.report(facts.line, "There is no such day.")
    return Record(
        title=paper.title.text,
        abstract=" ".join(paragraph.text for paragraph in paper.paragraphs),
        rank=rank,
        line=paper.title.line,
        author_count=facts.author_count,
        organisation=facts.organisation,
        published=published,
        comments=facts.comments,
        upvotes=paper.title.upvotes,
    )


def resolve_day(day: Day, page_year: int | None) -> str | None:
    """Return a day as an ISO date, `--MM-DD` without a year; None where there is no such day."""
    year = day.year or page_year
    if year is not None and _exists(year, day):
        return f"{year:04}-{day.month:02}-{day.day:02}"
    a_leap_year = 2000
    if day.year is None and _exists(a_leap_year, day):
        return f"--{day.month:02}-{day.day:02}"
    return None


def _exists(year: int, day: Day) -> bool:
    try:
        datetime.date(year, day.month, day.day)
    except (ValueError, OverflowError):
        return False
    return True
