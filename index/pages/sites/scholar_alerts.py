"""Alerts of Google Scholar into papers: titles with links, a line of names, a cut abstract.

A title is a link through `scholar_url`, which carries the real address; the line below it is
`names - where, year - publisher`, cut with `…`, and so is what is shown of the abstract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from ...links import find_links
from ...paper import Record
from ...text import clean
from ..bibliographies.mentions import Mention, find_mentions
from ..contents import Contents, Problem
from ..daily.blocks import Block, joined
from .people import people_of

_RESOLVER = re.compile(r"https?://scholar\.google\.[a-z.]{2,8}/scholar_url\?")
_TEXT_LINK = re.compile(
    rf"(?P<title>[^\n<]{{0,500}}?)[ \t]*[<(\[]{{0,2}}"
    rf"(?P<url>{_RESOLVER.pattern}[^\s<>)\]]+)[>)\]]{{0,2}}\s*"
)
"""A line of a text that ends in a link of Google Scholar."""
_KIND = re.compile(r"^(?:\[[A-Z]{2,9}\]\s*)+")
"""`[PDF]`, `[HTML]` and the like before a title."""
_PARTS = re.compile(r"\s+[-–—]\s+")
_YEAR = re.compile(r"(?:^|[\s,])((?:19|20)\d\d)$")
_OF_ARXIV = re.compile(r"arxiv\b", re.IGNORECASE)
_FOOT = re.compile(
    r"(?:This (?:message|alert) was sent|Unsubscribe|See all recommendations|Google Scholar"
    r"|List alerts|You(?:'re| are) receiving).*",
    re.IGNORECASE | re.DOTALL,
)
_SHARING = re.compile(r"(?:Save|Twitter|LinkedIn|Facebook|Cite|Share|Related articles|\W)*")
_LEAST_TITLE = 3


def is_scholar_alert(blocks: Sequence[Block]) -> bool:
    """Whether a page or a mail is such an alert."""
    return any(_title_of(block)[0] for block in blocks)


def read_scholar_alert(
    blocks: Sequence[Block], problems: list[Problem], layout: str, day: str | None = None
) -> Contents:
    """Return the papers of an alert that came on a day."""
    found: list[tuple[Block, str, str, list[str]]] = []
    for block in blocks:
        title, url = _title_of(block)
        if title:
            found.append((block, title, url, []))
        elif found and not (_FOOT.match(block.text) or _SHARING.fullmatch(block.text)):
            found[-1][3].append(joined(block.pieces))
        elif found and _FOOT.match(block.text):
            found[-1][3].append("")
    records: list[Record] = []
    for block, title, url, lines in found:
        told = lines[: lines.index("")] if "" in lines else lines
        records.append(_record(title, url, told, len(records) + 1, block.line))
    return Contents(tuple(records), tuple(problems), day, layout)


def is_scholar_text(text: str) -> bool:
    """Whether the text of a mail is such an alert, its links behind or below the titles."""
    return any(map(_TEXT_LINK.fullmatch, text.split("\n")))


def read_scholar_text(text: str, rank: int, line: int) -> list[Record]:
    """Return the papers of an alert in plain text; `line` is that on which it begins."""
    found: list[tuple[int, str, str, list[str]]] = []
    above: list[str] = []
    is_open = False
    for number, raw in enumerate(text.split("\n"), line):
        told = raw.strip(" \t\r>")
        link = _TEXT_LINK.fullmatch(raw)
        if link and (url := _address(link["url"])):
            beside = link["title"].strip(" \t>*[]")
            title = clean(_KIND.sub("", beside or " ".join(above)))
            if is_open and above and not beside:
                del found[-1][3][-len(above) :]  # they were the next one's title
            is_open = len(title) >= _LEAST_TITLE
            if is_open:
                found.append((number, title, url, []))
            above = []
        elif not told or _FOOT.match(told):
            above, is_open = [], is_open and not found[-1][3]
        else:
            above.append(told)
            if is_open and not _SHARING.fullmatch(told):
                found[-1][3].append(told)
    return [
        _record(title, url, lines, rank + at, number)
        for at, (number, title, url, lines) in enumerate(found)
    ]


def _address(url: str) -> str:
    """Return where a link of Google Scholar leads."""
    return clean(parse_qs(urlsplit(url).query).get("url", [""])[0])


def _title_of(block: Block) -> tuple[str, str]:
    """Return the title in a block and the address behind it; empty where there is none."""
    for piece in block.pieces:
        if not _RESOLVER.match(piece.url):
            continue
        title = clean(_KIND.sub("", clean(piece.text)))
        address = _address(piece.url)
        if len(title) >= _LEAST_TITLE and address:
            return title, address
    return "", ""


def _record(title: str, url: str, lines: Sequence[str], rank: int, line: int) -> Record:
    byline = lines[0] if lines else ""
    snippet = clean(" ".join(lines[1:]))
    names, *parts = _PARTS.split(byline)
    people = people_of(names)
    where = parts[0] if parts else ""
    year = _YEAR.search(where)
    venue = where[: year.start()].strip(" ,") if year else where
    is_arxiv = _OF_ARXIV.search(venue) is not None
    mention = _mention(url, where)
    published = year[1] if year else None
    return Record(
        title=title,
        abstract=snippet,
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.total,
        has_more_authors=people.has_more,
        published=published,
        published_journal=None if is_arxiv else published,
        venue=None if is_arxiv or venue.endswith("…") else venue or None,
        publisher=parts[1] if len(parts) > 1 and "." not in parts[1] else None,
        arxiv_id=mention.arxiv_id,
        doi=mention.doi,
        links=() if mention.arxiv_id else tuple(find_links(url)[:1]),
    )


def _mention(url: str, where: str) -> Mention:
    """Return what tells which paper it is, in its address or in the line of its names."""
    named = [one for text in (where, url) for one in find_mentions(text)]
    arxiv = next((one for one in named if one.arxiv_id), None)
    published = next((one for one in named if one.doi), None)
    return arxiv or published or Mention(0, 0)
