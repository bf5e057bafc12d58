"""Which paper a PDF file may be: ids and titles in its name, its properties, on its first page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...identifiers import arxiv_id, doi
from ...identity.titles import former_title_key
from .first_pages import FirstPage

_NEW_ID = r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ID = (
    r"(?:astro-ph|cond-mat|cs|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|nucl-(?:ex|th)|physics"
    r"|q-bio|quant-ph|stat)(?:\.[A-Za-z]{2})?"
)
_IN_NAME = re.compile(
    rf"(?<![\d.])({_NEW_ID})(?:v\d+)?(?![\d.])|\b({_OLD_ID})[_-]?(\d{{7}})(?:v\d+)?(?!\d)"
)
_STAMP = re.compile(
    rf"arXiv:\s*({_NEW_ID}|{_OLD_ID}/\d{{7}})(?:v\d+)?\s*\[[\w.-]+\]", re.IGNORECASE
)
"""What arXiv prints into the margin of a first page, as it does beside no other id."""
_NAMED_ID = re.compile(
    rf"arXiv(?:\.org/(?:abs|pdf)/|:\s*)({_NEW_ID}|{_OLD_ID}/\d{{7}})", re.IGNORECASE
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]{2,200}")
_DOI_IN_NAME = re.compile(r"(10\.\d{4,9})(?:[_@:+-]|%2[Ff])(\S{2,100})")
"""A name has no slashes: other signs stand for them."""

_SHORTEST = 15
"""Letters and digits of a title in a file's properties that is one."""

_LINES = 60
_TITLE_LINES = 6
"""Lines of a first page among which a title is, and lines that it may take."""

_FOOTNOTES = (*"0123456789*∗⋆†‡§¶",)
"""Signs of footnotes, which stand close behind a title."""

_PARTS = re.compile(r"\s[-–—]\s|__|\s\|\s")
_BEHIND = re.compile(
    r"(?:\s*\((?:\d{1,2}|copy|preprint|final|annotated|arxiv)\)|[\s_.-]+(?:v\d{1,2}|copy|preprint"
    r"|final|annotated|arxiv|supplement|camera[ -]ready))+$",
    re.IGNORECASE,
)
"""What people and browsers write behind a title in the name of a file."""
_YEAR_BEFORE = re.compile(r"^.{0,60}?(?<!\d)(?:19|20)\d\d[a-z]?(?!\d)[\s_.,)\]-]+")


class Evidence(NamedTuple):
    """What speaks for a paper, what is surest first in each."""

    arxiv_ids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    """Ids and DOIs on its first page, which may be those of papers it speaks of."""
    own_title: str = ""
    """The title in its properties, where it stands on its first page too."""
    page_titles: tuple[str, ...] = ()
    """Lines of its first page, one or several together, that may be a title."""
    name_titles: tuple[str, ...] = ()
    """What may be a title in its name."""
    page_key: str = ""
    """The letters and digits of its first page, as those of titles are compared."""


def evidence_of(stem: str, page: FirstPage | None = None) -> Evidence:
    """Return what speaks for a paper in a file's name without its ending, and on its first page."""
    in_name, dois = list(_ids_in_name(stem)), list(_dois_in_name(stem))
    if page is None:
        return Evidence(_once(in_name), _once(dois), name_titles=_titles_in(stem))
    text, properties = "\n".join(page.lines), "\n".join(page.facts)
    stamped = [found for match in _STAMP.finditer(text) if (found := arxiv_id(match[1]))]
    sure = _once([*stamped, *in_name, *_named_ids(properties)])
    own = _once([*_dois(properties), *dois])
    mentioned = [*_dois(text), *_named_ids(text)]
    page_key = former_title_key(text)
    is_own = (
        len(former_title_key(page.title)) >= _SHORTEST and former_title_key(page.title) in page_key
    )
    return Evidence(
        sure,
        own,
        _once(name for name in mentioned if name not in sure and name not in own),
        page.title if is_own else "",
        _once(_titles_on(page.lines)),
        _titles_in(stem),
        page_key,
    )


def _named_ids(text: str) -> Iterator[str]:
    for match in _NAMED_ID.finditer(text):
        if found := arxiv_id(match[1]):
            yield found


def _ids_in_name(stem: str) -> Iterator[str]:
    for match in _IN_NAME.finditer(stem):
        if found := arxiv_id(match[1] or f"{match[2]}/{match[3]}"):
            yield found


def _dois(text: str) -> Iterator[str]:
    for match in _DOI.finditer(text):
        if found := doi(match[0].rstrip(").,;]'")):
            yield found


def _dois_in_name(stem: str) -> Iterator[str]:
    for match in _DOI_IN_NAME.finditer(stem):
        if found := doi(f"{match[1]}/{_BEHIND.sub('', match[2])}"):
            yield found


def _titles_in(stem: str) -> tuple[str, ...]:
    """Return what may be a title in a name: all of it, and what stands behind names and years."""
    whole = _BEHIND.sub("", re.sub(r"[_+]", " ", stem)).strip()
    parts = [part.strip() for part in _PARTS.split(whole)]
    tails = [" - ".join(parts[start:]) for start in range(1, len(parts))]
    behind_year = [_YEAR_BEFORE.sub("", text) for text in (whole, *tails)]
    return _once([whole, *behind_year, *tails, *parts])


def _titles_on(lines: tuple[str, ...]) -> Iterator[str]:
    for start in range(min(_LINES, len(lines))):
        for end in range(start + 1, start + 1 + _TITLE_LINES):
            text = " ".join(lines[start:end])
            yield text
            if text.endswith(_FOOTNOTES):
                yield text.rstrip("".join(_FOOTNOTES))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
