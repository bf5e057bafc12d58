"""arXiv's lists of a day (`/list/cs.LG/new`, `/recent`, `/catchup`) into papers.

Ids are read where an entry begins and nowhere else, since abstracts name those of others. The day
of the list is the first one of what is new on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...identifiers import arxiv_id, doi
from ...paper import Record
from ...text import clean
from ..contents import Contents, Problem
from ..daily.blocks import Block
from ..values import categories_of, journal_of, links_of
from .days import day_in
from .people import People, people_among, people_of

_BEGIN = re.compile(
    r"(?:\[\d{1,5}\] ?)*arXiv: ?(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})"
    r"(?:v(?P<version>\d{1,3}))?(?P<rest>(?: |\[|\().*)?",
    re.IGNORECASE,
)
_OLDER = re.compile(r"cross-?list|replaced", re.IGNORECASE)
_LABEL = re.compile(
    r"(?P<name>Title|Authors?|Comments?|Subjects?|Categories|Journal[- ]ref(?:erence)?|DOI"
    r"|Related DOI|Abstract|Report[- ]n\w+|(?:MSC|ACM)[- ]class\w*|License)s?: ?(?P<told>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_SECTION = re.compile(r"(?P<name>new submissions|cross|replacement)", re.IGNORECASE)
_URL = re.compile(r"this (?:https?|ftp) URL", re.IGNORECASE)
_PLAIN_AUTHORS = 4000
_FOOT = re.compile(
    r"(?:Total of \d+ entries|Showing up to \d+ entries|Links to:|arXiv Operational Status).*"
)


@dataclass(slots=True)
class _Entry:
    """A paper while its lines are read."""

    id: str
    line: int
    version: int | None
    day: str | None
    title: str = ""
    people: People | None = None
    told: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)


def is_arxiv_list(blocks: Sequence[Block]) -> bool:
    """Whether a page is such a list: an entry begins with its id and has a title below."""
    for at, block in enumerate(blocks):
        if _BEGIN.fullmatch(block.text[:300]) and _links_or_number(block):
            below = [one.text for one in blocks[at + 1 : at + 3]]
            if any(text.startswith("Title:") for text in below):
                return True
    return False


def _links_or_number(block: Block) -> bool:
    return block.text.startswith("[") or any("/abs/" in piece.url for piece in block.pieces)


def read_arxiv_list(blocks: Sequence[Block], problems: list[Problem], layout: str) -> Contents:
    """Return the papers of such a list."""
    entries: list[_Entry] = []
    days: list[str] = []
    is_new, day = True, None
    open_label = ""
    for block in blocks:
        text = block.text
        if (begin := _BEGIN.fullmatch(text[:300])) and _links_or_number(block):
            is_older = not is_new or _OLDER.search(begin["rest"] or "") is not None
            version = int(begin["version"]) if begin["version"] else None
            id = arxiv_id(begin["id"])
            if id:
                entries.append(_Entry(id, block.line, version, None if is_older else day))
            open_label = ""
        elif block.level or not entries or entries[-1].told.get("done"):
            if found := day_in(text[:200]):
                day = found
                days.append(found)
            if block.level and (section := _SECTION.match(text)):
                is_new = section["name"].lower().startswith("new")
            if block.level and entries:
                entries[-1].told["done"] = "1"
        elif _FOOT.match(text):
            entries[-1].told["done"] = "1"
        else:
            open_label = _take(entries[-1], block, open_label)
    records: list[Record] = []
    for entry in entries:
        if entry.title:
            records.append(_record(entry, len(records) + 1))
        else:
            problems.append(Problem(entry.line, f"The paper {entry.id} has no title."))
    of_page = days[0] if days and len(set(days)) == 1 else None
    return Contents(tuple(records), tuple(sorted(problems)), of_page, layout)


def _take(entry: _Entry, block: Block, open_label: str) -> str:
    """Take in a line below the id; return the label of which the words are still to come."""
    text = _words(block)
    if label := _LABEL.fullmatch(text):
        name = label["name"].lower()
        if not label["told"]:
            return name
        text = clean(label["told"])
    elif open_label and not (open_label == "title" and any(one.url for one in block.pieces)):
        name = open_label
    elif (entry.title or open_label) and entry.people is None and "subjects" not in entry.told:
        name = "authors"
    else:
        name = "abstract"
    if name == "title":
        entry.title = entry.title or text
    elif name.startswith("author"):
        entry.people = _people(block, text)
    elif name == "abstract":
        entry.paragraphs.append(text)
    else:
        entry.told.setdefault("subjects" if name == "categories" else name, text)
    return ""


def _words(block: Block) -> str:
    """Return the text of a block, with addresses where the page only says that they are some."""
    return clean(
        "".join(
            piece.url if _URL.fullmatch(piece.text.strip()) else piece.text
            for piece in block.pieces
        )
    )


def _people(block: Block, text: str) -> People:
    """Return the authors: each has a link of its own, on pages that have links."""
    linked = [clean(piece.text) for piece in block.pieces if piece.url]
    if len(linked) > 1 or (linked and len(linked[0]) + 12 >= len(text)):
        rest = clean("".join(piece.text for piece in block.pieces if not piece.url))
        more = people_of(rest.replace("Authors:", "")) if "et al" in rest else None
        people = people_among(linked)
        if more and more.has_more:
            return people._replace(has_more=True, total=None)
        return people
    return people_of(text[:_PLAIN_AUTHORS])


def _record(entry: _Entry, rank: int) -> Record:
    people = entry.people or People()
    told = entry.told
    subjects = told.get("subjects", "")
    comment = told.get("comments") or told.get("comment")
    journal = next((told[name] for name in told if name.startswith("journal")), "")
    venue, year = journal_of(journal)
    return Record(
        title=entry.title,
        abstract=clean(" ".join(entry.paragraphs)),
        rank=rank,
        line=entry.line,
        authors=people.names,
        author_count=people.total,
        has_more_authors=people.has_more,
        published=entry.day,
        arxiv_id=entry.id,
        arxiv_version=entry.version,
        categories=categories_of(_CATEGORY.findall(subjects) or re.split(r"[\s;,]+", subjects)),
        arxiv_comment=comment,
        venue=venue,
        published_journal=year,
        doi=doi(told.get("doi") or told.get("related doi") or ""),
        links=links_of([comment]),
    )
