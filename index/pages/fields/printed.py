"""Where a paper is printed: journals, volumes, pages, as programs write them."""

from __future__ import annotations

import re

from ...text import clean
from ..values import MOST_TEXT

_LONGEST = 500
"""Characters of such a field."""

_DASHES = re.compile(r"\s*(?:-+|[‐-―−])\s*")
_PAGES_WORD = re.compile(r"^(?:pp?|pages?|seiten?|s)\.?\s+", re.IGNORECASE)
_OF_ARXIV = re.compile(
    r"(?:arxiv|corr)(?:\.org)?(?:\s*(?:e-?prints?|preprints?|repository))?(?:\s*\(.{0,30}\))?"
    r"(?:\s*[,:]?\s*(?:arxiv\s*[:.]?\s*)?(?:abs/)?(?:[a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?"
    r"(?:\s*\[[\w.-]+\])?)?[\s.,]*",
    re.IGNORECASE,
)


def printed_text(text: str) -> str | None:
    """Return a short field as one clean line, or None where it is empty."""
    return clean(text[:MOST_TEXT])[:_LONGEST].strip() or None


def pages_of(first: str, last: str = "") -> str | None:
    """Return pages with a hyphen, such as `11-23`; or the number of an article."""
    told = printed_text(first) or ""
    end = printed_text(last) or ""
    if end and end != told and not _DASHES.search(told):
        told = f"{told}-{end}" if told else end
    told = _DASHES.sub("-", _PAGES_WORD.sub("", told)).strip("- ,.;")
    return None if not told or told == "0" or "arxiv" in told.casefold() else told


def is_arxiv(text: str) -> bool:
    """Whether a journal, a publisher or a place is arXiv itself."""
    return _OF_ARXIV.fullmatch(clean(text[:_LONGEST])) is not None


def venue_of(text: str) -> str | None:
    """Return a journal or proceedings, None where it is arXiv or nothing."""
    told = printed_text(text)
    return None if told is None or is_arxiv(told) else told
