"""What every form of a digest says, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..addresses import web_address
from ..exports.wording import authors, counted, facts
from ..paper import Paper
from ..tex import readable
from ..text import clean
from .gathering import Digest, Item, Section

_TITLES = {"new": "New", "several": "On several pages", "rising": "Rising"}

_AUTHORS = 3
"""Authors that are named before the rest is only counted."""

_ROOM = 480
"""Characters of an abstract: seven lines of a letter."""

_LEAST = 0.4
"""The part of the room that whole sentences have to fill; else it is cut behind a word."""

_SENTENCE_END = re.compile(r"[.!?][)\]\"”’]*(?= +[(\[\"“‘]?[^\Wa-z])|[。！？]")

_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|resp|approx|fig|figs|eq|eqs|sec|no|dr|prof|st)|\b\w)\.$", re.I
)
"""What ends in a full stop that ends no sentence."""

_QUERY = 60
"""Characters of a query in a heading."""

CLOSING = "recto show ID tells more of a paper, recto bookmark ID keeps it."


def heading(digest: Digest) -> str:
    """Return what the digest is called."""
    return f"Papers since {digest.since.isoformat()}{_asked(digest)}"


def counts(digest: Digest) -> str:
    """Return how many papers each section has, as `4 new papers, 1 rising`."""
    told = []
    for section in digest.sections:
        match section.kind:
            case "new":
                told.append(counted(section.total, "new paper"))
            case "several":
                told.append(f"{section.total:,} on several pages")
            case "rising":
                told.append(f"{section.total:,} rising")
    return ", ".join(told)


def subject(digest: Digest) -> str:
    """Return the subject of a message."""
    return f"Recto: {counts(digest)}{_asked(digest)}"


def section_title(section: Section) -> str:
    """Return a section's title, with how many papers of all it names."""
    shown, total = len(section.items), section.total
    number = f"{shown:,} of {total:,}" if shown < total else f"{total:,}"
    return f"{_TITLES[section.kind]} ({number})"


def title(paper: Paper) -> str:
    """Return a paper's title as people read it."""
    return clean(readable(paper.title)) or paper.id


def abstract(item: Item) -> str:
    """Return a paper's abstract as far as it fits; empty where it stands further up."""
    return "" if item.is_repeated else fit(clean(readable(item.paper.abstract)), _ROOM)


def told(item: Item) -> Iterator[str]:
    """Yield what is known of a paper beside title and abstract, without its id."""
    paper = item.paper
    yield from (clean(readable(one)) for one in item.why)
    yield from filter(None, (paper.organisation or "", authors(paper, _AUTHORS)))
    yield from facts(paper)
    if len(paper.sources) > 1:
        yield f"on {len(paper.sources):,} pages"
    if item.per_day is not None:
        yield f"+{item.per_day:.1f} upvotes a day"


def links(paper: Paper) -> list[str]:
    """Return the addresses that may stand in a letter: of the paper's page, then of its code."""
    known = [paper.link or "", *(link.url for link in paper.links)]
    return [url for url in dict.fromkeys(known) if url.startswith("https://") and web_address(url)]


def fit(text: str, room: int) -> str:
    """Return a text cut to fit: at the end of a sentence, or of a word where that cuts too much."""
    if len(text) <= room:
        return text
    ends = [
        end.end()
        for end in _SENTENCE_END.finditer(text, 0, room + 2)
        if end.end() <= room and not _SHORTENED.search(text, 0, end.end())
    ]
    if ends and ends[-1] >= _LEAST * room:
        return f"{text[: ends[-1]]} […]"
    words = text[:room].rpartition(" ")[0]
    return f"{words or text[: room - 1]}…"


def _asked(digest: Digest) -> str:
    return f" for “{fit(digest.query, _QUERY)}”" if digest.query else ""
