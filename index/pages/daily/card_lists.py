"""Lists of papers with links into records: one for each card, with the year of its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...paper import Record
from ..contents import Contents, Problem
from .blocks import Block
from .cards import Cards
from .dumps import beginning, resolve_day
from .lines import Day


def read_cards(
    blocks: Sequence[Block], problems: list[Problem], layout: str, year: int | None
) -> Contents:
    """Return the papers of a list page; `year` is the one that dates leave out, where known."""
    cards = Cards(problems)
    cards.read(blocks)
    year = year or _year_of_page(cards)
    records = tuple(_records(cards, year))
    return Contents(
        records=records,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        day=resolve_day(cards.day, year) if cards.day else None,
        layout=layout,
    )


def _year_of_page(cards: Cards) -> int | None:
    """Return the year that dates leave out: an arXiv id tells it, else those that are stated."""
    days = [(card.facts.day, card.arxiv_id) for card in cards.cards if card.facts.day]
    told = [year_of(day, arxiv) for day, arxiv in days if day and day.year is None and arxiv]
    stated = [day.year + 1 for day in (cards.day, *(day for day, _ in days)) if day and day.year]
    return max([year for year in told if year] or stated, default=None)


def _records(cards: Cards, year: int | None) -> Iterator[Record]:
    rank = 0
    for card in cards.cards:
        if not card.title:
            if card.has_facts or card.paragraphs:
                reason = f"The paper {card.arxiv_id} has no title."
                cards.problems.append(Problem(card.line, reason))
            continue
        abstract = card.read_abstract()
        if not abstract:
            if not (card.arxiv_id or card.has_facts):
                continue
            reason = f"No abstract below the title: {beginning(card.title)}"
            cards.problems.append(Problem(card.line, reason))
        day = card.facts.day
        published = resolve_day(day, year) if day else None
        if day and published is None:
            cards.problems.append(Problem(card.facts.line or card.line, "There is no such day."))
        rank += 1
        yield Record(
            title=card.title,
            abstract=abstract,
            rank=rank,
            line=card.line,
            author_count=card.facts.author_count,
            organisation=card.facts.organisation,
            published=published,
            comments=card.facts.comments,
            upvotes=card.upvotes,
            arxiv_id=card.arxiv_id,
            links=tuple(card.links.values()),
        )


def is_told_of(record: Record) -> bool:
    """Whether anything beside title and text says that this is a paper, and no chapter of notes."""
    return any((record.arxiv_id, record.published, record.author_count, record.upvotes))


def year_of(day: Day, arxiv_id: str | None) -> int | None:
    """Return the year in which a paper came out on a day, which its arXiv id tells by its month."""
    if not arxiv_id or not re.match(r"\d{4}\.", arxiv_id):
        return None
    year, month = 2000 + int(arxiv_id[:2]), int(arxiv_id[2:4])
    if day.month - month > 6:
        return year - 1
    return year + 1 if month - day.month > 6 else year
