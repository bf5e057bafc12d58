"""Saved pages as text without links: lists, the trending page, the page of one paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...identity.titles import title_key
from ...paper import Record
from ...text import clean
from ..contents import Contents, Problem
from ..daily.blocks import LARGEST_PAGE, Block, block, refuse_large, refused, without_crumbs
from ..daily.card_lists import read_cards
from ..daily.dumps import read_dump
from ..daily.lines import LONGEST_TEXT, Text, is_furniture, read_facts
from ..daily.paper_page import is_paper_page, read_paper_page
from ..sites.arxiv_lists import is_arxiv_list, read_arxiv_list

_CLOSING = re.compile(
    r"(?:\[.{0,20}\] ?)?(?:GitHub(?: [0-9.,]+[kM]?)?|arXiv Page|Upvote(?: \d+)?)", re.I
)
_SUBMITTED = re.compile(r"(?:· ?)?Submitted by\b(?P<name>.*)", re.I)
_ONE_HEAD = re.compile(
    r"(?P<id>arxiv: ?[\w./-]+) (?P<title>[^\n]{1,1000}?) "
    r"(?P<day>Published on \w+ \d{1,2}(?:, \d{4})?)"
)
_VOTES = re.compile(r"\bUpvote \d{1,6}\b")
_BELOW = re.compile(r" View arXiv page\b| Community\b")
_NUMBER = re.compile(r"[\d.,]+[kM]?|-")
_OF_ARXIV = re.compile(r"^[ \t]*\[\d{1,5}\] ?arXiv:", re.M)
_LARGEST = 1 << 25
_MOST_LINES = 250_000
"""Characters and lines of a page without links: about 30,000 papers, which take 200 MB."""
_LEAST_CLOSINGS = 2
_LEAST_ABSTRACT = 60


def read_plain_page(text: str, *, year: int | None = None) -> Contents:
    """Return the papers of a saved page of text; odd text raises nothing and gives problems."""
    if refusal := refuse_large(text, "text", _LARGEST):
        return refusal
    if max(text.count("\n"), text.count("\r")) > _MOST_LINES:
        return refused(f"It has more than {_MOST_LINES:,} lines: split it.", "text")
    crumbs: list[Problem] = []
    page = _read(without_crumbs(text, crumbs), year)
    return page._replace(problems=tuple(sorted([*page.problems, *crumbs])))


def _read(text: str, year: int | None) -> Contents:
    if len(text) <= LARGEST_PAGE and _OF_ARXIV.search(text):
        listed = _blocks(text)
        if is_arxiv_list(listed):
            return read_arxiv_list(listed, [], "text")
    if len(text) > LARGEST_PAGE or not (
        "Upvote" in text or "arXiv Page" in text or "arxiv:" in text
    ):
        return _without_copies(read_dump(text, year=year))
    blocks = _blocks(_without_one_line(text))
    problems: list[Problem] = []
    if is_paper_page(blocks):
        return read_paper_page(blocks, "", problems, "paper", year)
    if sum(bool(_CLOSING.fullmatch(block.text)) for block in blocks) >= _LEAST_CLOSINGS:
        page = read_cards(_with_titles(blocks), problems, "trending", year)
        if page.records:
            return page
    return _without_copies(read_dump(text, year=year))


def _without_copies(page: Contents) -> Contents:
    """Return a page that prints each card twice, one below the other, with each paper once."""
    records: list[Record] = []
    for record in page.records:
        last = records[-1] if records else None
        if last and title_key(last.title) == title_key(record.title):
            records[-1] = _richer(last, record)
        else:
            records.append(record._replace(rank=len(records) + 1))
    return page._replace(records=tuple(records))


def _richer(first: Record, second: Record) -> Record:
    return first._replace(
        abstract=max(first.abstract, second.abstract, key=len),
        author_count=first.author_count or second.author_count,
        organisation=first.organisation or second.organisation,
        published=first.published or second.published,
        comments=first.comments if second.comments is None else second.comments,
        upvotes=first.upvotes if second.upvotes is None else second.upvotes,
    )


def _without_one_line(text: str) -> str:
    """Return the page of one paper with its parts on lines, where a tool put all of it on one."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if "arxiv:" not in line or not 0 < line.find("Authors:") < line.rfind(" Abstract "):
            continue
        head, _, rest = clean(line[:LONGEST_TEXT]).partition("Authors:")
        names, _, rest = rest.partition(" Abstract ")
        abstract = _BELOW.split(rest, maxsplit=1)[0]
        named = _ONE_HEAD.search(head)
        if named and names and abstract:
            votes = _VOTES.search(head) or _VOTES.search(rest[len(abstract) :])
            told = (named["id"], named["title"], named["day"], votes[0] if votes else "")
            below = (f"Authors: {names}", "Abstract", abstract, "Community")
            return "\n" * at + "\n".join((*told, *below))
    return text


def _blocks(text: str) -> list[Block]:
    lines = text.split("\n")
    found = (
        block(at, [(line, "")]) for at, line in enumerate(lines, 1) if len(line) <= LONGEST_TEXT
    )
    return [line for line in found if line]


def _with_titles(blocks: Sequence[Block]) -> list[Block]:
    """Return the lines of a trending page with each card's title as a heading.

    A card ends with its buttons, and may begin with who submitted it.
    """
    found: list[Block] = []
    is_open, is_name = True, False
    for at, line in enumerate(blocks):
        text = line.text
        below = blocks[at + 1].text if at + 1 < len(blocks) else ""
        if submitted := _SUBMITTED.fullmatch(text):
            is_open, is_name = True, not submitted["name"].strip()
        elif is_name:
            is_name = False
        elif _CLOSING.fullmatch(text):
            is_open = True
        elif is_open and _is_title(line, below):
            is_open = False
            found.append(replace(line, level=3))
            continue
        found.append(line)
    return found


def _is_title(line: Block, below: str) -> bool:
    if is_furniture(line.text) or _NUMBER.fullmatch(line.text) or len(below) < _LEAST_ABSTRACT:
        return False
    return read_facts(Text(line.line, line.text)) is None
