"""Papers in the JSON of arXiv's snapshot and of Semantic Scholar.

The snapshot of all of arXiv (kaggle.com/datasets/Cornell-University/arxiv) has one object a line;
Semantic Scholar answers with lists (api.semanticscholar.org/api-docs/graph).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from ...identifiers import arxiv_id, doi
from ...links import find_links
from ...paper import Link, Record
from ...text import clean
from ..fields.bylines import People, people_named
from ..values import (
    MOST_AUTHORS,
    MOST_TEXT,
    NoPaperError,
    categories_of,
    date_of,
    journal_of,
    links_of,
    names_of,
    text_of,
)

_SHORT_ID = re.compile(r"(\d{3,4})\.(\d{1,5})")
_FIVE_DIGITS = 1501
"""The month from which on ids have five digits behind the point."""
_VERSION = re.compile(r"v(\d{1,3})")
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_BRACKETS = re.compile(r"\([^()]*\)")


def read_snapshot(told: Mapping[str, Any], rank: int, line: int) -> Record:
    """Return the paper of a line of the snapshot; NoPaperError where it has no title."""
    title = text_of(told, "title")
    if not title:
        raise NoPaperError("It has no title.")
    people = _people(told)
    days = _days(told.get("versions"))
    venue, year = journal_of(text_of(told, "journal-ref"))
    comment = text_of(told, "comments")
    return Record(
        title=title,
        abstract=text_of(told, "abstract"),
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.count,
        has_more_authors=people.has_more,
        published=days[0][1] if days else None,
        updated=days[-1][1] if days else None,
        arxiv_version=days[-1][0] if days else None,
        arxiv_id=_id(told.get("id")),
        doi=doi(text_of(told, "doi").partition(" ")[0]),
        categories=categories_of(text_of(told, "categories").split()),
        arxiv_comment=comment or None,
        license=text_of(told, "license") or None,
        venue=venue,
        published_journal=year,
        links=links_of([comment]),
    )


def _id(value: object) -> str | None:
    """Return an id that may have lost zeros, as it does where somebody took it for a number."""
    is_number = isinstance(value, float)
    text = repr(value) if is_number else value
    if not isinstance(text, str):
        return None
    if short := _SHORT_ID.fullmatch(text.strip()):
        month = short[1].zfill(4)
        digits = 5 if int(month) >= _FIVE_DIGITS else 4
        text = f"{month}.{short[2].ljust(digits, '0') if is_number else short[2]}"
    return arxiv_id(text)


def _people(told: Mapping[str, Any]) -> People:
    """Return the names as they are spoken, out of `[last, first, suffix]` where that is there."""
    parsed = told.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        names = []
        for parts in parsed[:MOST_AUTHORS]:
            if isinstance(parts, list):
                last, first, suffix = (
                    [part for part in parts if isinstance(part, str)] + [""] * 3
                )[:3]
                names.append(f"{first} {last} {suffix}".strip())
        return people_named(names_of(names))
    listed = _BRACKETS.sub("", text_of(told, "authors"))
    return people_named(names_of(_AND.split(listed)[:MOST_AUTHORS]))


def _days(versions: object) -> list[tuple[int, str | None]]:
    """Return the versions with the days on which they came, in order."""
    found: list[tuple[int, str | None]] = []
    for number, version in enumerate(versions if isinstance(versions, list) else (), 1):
        if not isinstance(version, dict):
            continue
        name = _VERSION.fullmatch(text_of(version, "version"))
        found.append((int(name[1]) if name else number, _day(text_of(version, "created"))))
    return sorted(found, key=lambda version: version[0])


def _day(created: str) -> str | None:
    """Return the day that RFC 5322 tells, or ISO 8601 as some mirrors have it."""
    try:
        return parsedate_to_datetime(created).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return date_of(created)


def read_scholar(told: Mapping[str, Any], rank: int, line: int) -> Record:
    """Return the paper of an answer of Semantic Scholar; NoPaperError where it has no title."""
    title = text_of(told, "title")
    if not title:
        raise NoPaperError("It has no title.")
    names = told.get("externalIds")
    ids: Mapping[str, Any] = names if isinstance(names, dict) else {}
    listed = told.get("authors")
    people = people_named(
        text_of(person, "name")
        for person in (listed[:MOST_AUTHORS] if isinstance(listed, list) else ())
        if isinstance(person, dict)
    )
    place = told.get("journal")
    journal: Mapping[str, Any] = place if isinstance(place, dict) else {}
    pages = text_of(journal, "pages")
    year = told.get("year")
    return Record(
        title=title,
        abstract=text_of(told, "abstract"),
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.count,
        has_more_authors=people.has_more,
        published=date_of(told.get("publicationDate")) or date_of(str(year)),
        arxiv_id=arxiv_id(text_of(ids, "ArXiv")),
        doi=_publishers(text_of(ids, "DOI")),
        venue=_venue(text_of(journal, "name")) or _venue(text_of(told, "venue")),
        volume=text_of(journal, "volume") or None if not _is_arxiv(journal) else None,
        pages=re.sub(r"\s*[-–]+\s*", "-", pages) or None,
        links=_open_access(told.get("openAccessPdf")),
    )


def _publishers(text: str) -> str | None:
    found = doi(text)
    return None if found and found.startswith("10.48550/") else found


def _venue(name: str) -> str | None:
    return None if not name or name.lower() in ("arxiv", "arxiv.org", "corr") else name


def _is_arxiv(journal: Mapping[str, Any]) -> bool:
    return _venue(text_of(journal, "name")) is None


def _open_access(told: object) -> tuple[Link, ...]:
    """Return where the paper can be read, unless that is arXiv, where its id leads."""
    if not isinstance(told, dict):
        return ()
    address = clean(str(told.get("url") or "")[:MOST_TEXT])
    return () if "arxiv.org" in address else tuple(find_links(address)[:1])
