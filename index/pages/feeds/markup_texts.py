"""Texts of feeds without what they wrap them in: markup, and ids behind titles as arXiv had them.

Until 2024 titles in arXiv's RSS ended in `(arXiv:2301.01111v1 [cs.LG] UPDATED)`, and names were
links with affiliations behind them.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ...text import clean
from ..fields.bylines import Byline, People, without_affiliations
from ..fields.identifiers import ArxivName, arxiv_within
from ..fields.markup import plain
from ..fields.short_names import SUFFIX
from ..values import MOST_TEXT

_BEHIND_TITLE = re.compile(
    r"\.? ?\((arXiv:\S{9,40}?(?: \[[\w.-]{2,30}\])?)(?: (?:UPDATED|CROSS LISTED|NEW))*\)$",
    re.IGNORECASE,
)
_LONGEST_BEHIND = 150

_APART = frozenset(
    {
        *(
            "address",
            "article",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table"),
        *("td", "th", "tr", "ul"),
    }
)
"""Elements of XHTML that begin a line: what stands before them and behind is not one word."""


def text_within(element: Element) -> str:
    """Return what an element says with all that it holds, words of different lines apart.

    Feeds have texts as XHTML too (RFC 4287, 3.1.1.3); entries are nested a hundred deep at most.
    """
    parts = [element.text or ""]
    for child in element:
        gap = " " if child.tag.rpartition("}")[2] in _APART else ""
        parts += (gap, text_within(child), gap, child.tail or "")
    return "".join(parts)


def shown(text: str) -> str:
    """Return a text as one clean line without its markup."""
    return clean(plain(text[:MOST_TEXT]))


def without_id(title: str) -> tuple[str, ArxivName | None]:
    """Return a title without the arXiv id behind it, and that id."""
    if not title.endswith(")"):
        return title, None
    found = _BEHIND_TITLE.search(title, max(0, len(title) - _LONGEST_BEHIND))
    named = arxiv_within(found[1]) if found else None
    if found is None or named is None:
        return title, None
    return title[: found.start()].rstrip() or title, named


def people_in_list(text: str) -> People:
    """Return the people in a list that commas part, without their affiliations."""
    byline = Byline()
    before = ""
    for part in without_affiliations(shown(text)).split(","):
        name = part.strip()
        if before and SUFFIX.fullmatch(name):
            before = f"{before} {name}"
            continue
        byline.add_literal(before)
        before = name
    byline.add_literal(before)
    return byline.people()
