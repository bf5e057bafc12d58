"""CSL-JSON into papers, as reference managers write it and as Recto's export does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...paper import Record, arxiv_id
from ...text import clean
from ..values import NoPaperError, date_of, links_of, names_of, note_of, tags_of, text_of

_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
"""The parts of a name in the order in which it is said."""


def read_csl_item(told: Mapping[str, Any], rank: int, line: int) -> Record:
    """Return the paper that an item tells; NoPaperError where it has no title."""
    title = text_of(told, "title")
    if not title:
        raise NoPaperError("It has no title.")
    people = told.get("author")
    authors = names_of(_name(person) for person in people) if isinstance(people, list) else ()
    note, custom, keywords = told.get("note"), told.get("custom"), told.get("keyword")
    return Record(
        title=title,
        abstract=text_of(told, "abstract"),
        rank=rank,
        line=line,
        authors=authors,
        author_count=len(authors) or None,
        published=_date(told.get("issued")),
        arxiv_id=_arxiv_id(told),
        links=links_of(custom.get("links") if isinstance(custom, dict) else None),
        tags=tags_of(keywords.split(",") if isinstance(keywords, str) else keywords),
        note=note_of(note) if isinstance(note, str) else None,
    )


def _name(person: object) -> str:
    if not isinstance(person, dict):
        return person if isinstance(person, str) else ""
    literal = text_of(person, "literal")
    return literal or " ".join(filter(None, (text_of(person, part) for part in _PARTS)))


def _date(issued: object) -> str | None:
    """Return when something was issued, as exactly as it is said."""
    if not isinstance(issued, dict):
        return date_of(issued)
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return date_of(issued.get("raw") or issued.get("literal"))
    try:
        year, *rest = (int(part) for part in first[:3])
        return date_of("-".join([f"{year:04}", *(f"{part:02}" for part in rest)]))
    except (ValueError, TypeError, OverflowError):
        return None


def _arxiv_id(told: Mapping[str, Any]) -> str | None:
    """Return the arXiv id that a number, an address or a DOI is."""
    for key in ("number", "URL", "DOI", "id"):
        value = told.get(key)
        if isinstance(value, str):
            text = clean(value[:200])
            if text.lower().startswith("10.48550/arxiv."):
                text = text[len("10.48550/arxiv.") :]
            # A bare number may be the volume of a journal, and an id anything.
            elif key != "URL" and not text.lower().startswith("arxiv:"):
                continue
            if found := arxiv_id(text):
                return found
    return None
