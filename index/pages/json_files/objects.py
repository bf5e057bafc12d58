"""Papers told as JSON objects: by Recto itself, by the Daily Papers API, as CSL, or plainly.

The plain form has the keys of the collections that people share: `title`, `abstract`, `date`,
`authors`, `arxiv_id`, `upvotes`, `comments`, `github`. Recto's own export adds the reader's marks.
Other keys are left aside, and all but the title may be missing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ...links import find_links
from ...paper import Kept, Link, Record, arxiv_id
from ...text import clean, clean_note

MOST_TEXT = 100_000
_MOST_AUTHORS = 10_000
_MOST_TAGS = 1_000
"""Characters of a text, authors and tags of a paper that are kept."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")


class NoPaperError(ValueError):
    """An object is no paper, for the reason it gives."""


def read_object(told: object, rank: int, line: int) -> Record:
    """Return the paper that a JSON value tells; NoPaperError where it tells none."""
    if not isinstance(told, dict):
        raise NoPaperError("It is no JSON object.")
    paper = told.get("paper")
    if isinstance(paper, dict) or "summary" in told:
        return _read_daily(told, paper if isinstance(paper, dict) else told, rank, line)
    if "issued" in told or "author" in told:
        from .csl import read_csl_item

        return read_csl_item(told, rank, line)
    return _read_plain(told, rank, line)


def _read_plain(told: Mapping[str, Any], rank: int, line: int) -> Record:
    title = text_of(told, "title")
    if not title:
        raise NoPaperError(_why_none(told))
    authors = _names(told.get("authors"))
    arxiv = told.get("arxiv_id")
    kept = told.get("kept_from")
    note = told.get("note")
    return Record(
        title=title,
        abstract=text_of(told, "abstract"),
        rank=rank,
        line=line,
        authors=authors,
        author_count=count_of(told.get("author_count")) or len(authors) or None,
        organisation=text_of(told, "organisation") or None,
        published=date_of(told.get("date") or told.get("published")),
        comments=count_of(told.get("comments")),
        upvotes=count_of(told.get("upvotes")),
        arxiv_id=arxiv_id(arxiv) if isinstance(arxiv, str) else None,
        links=(*code_links(told.get("github")), *links_of(told.get("links"))),
        tags=tags_of(told.get("tags")),
        note=note_of(note) if isinstance(note, str) else None,
        bookmarked=told.get("bookmarked") is True,
        read=told.get("read") is True,
        queue=count_of(told.get("queue")),
        done=date_of(told.get("done")),
        kept_from=(
            Kept(text_of(kept, "query"), text_of(kept, "view") or "all")
            if isinstance(kept, dict)
            else None
        ),
    )


def _why_none(told: Mapping[str, Any]) -> str:
    """Return why an object without a title is no paper."""
    error = text_of(told, "error")
    return f"It is an error answer: {error[:200]}" if error else "It has no title."


def _read_daily(told: Mapping[str, Any], paper: Mapping[str, Any], rank: int, line: int) -> Record:
    """Read an entry of the Daily Papers API's list, or its answer about one paper."""
    title = text_of(paper, "title") or text_of(told, "title")
    if not title:
        raise NoPaperError(_why_none(told))
    people = paper.get("authors")
    authors = _names(list(map(_author, people)) if isinstance(people, list) else people)
    arxiv = paper.get("id") or paper.get("arxiv_id")
    of_paper, of_entry = paper.get("organization"), told.get("organization")
    organisation = of_paper if isinstance(of_paper, dict) else of_entry
    published = paper.get("publishedAt") or told.get("publishedAt") or paper.get("date")
    return Record(
        title=title,
        abstract=text_of(paper, "summary") or text_of(told, "summary"),
        rank=rank,
        line=line,
        authors=authors,
        author_count=len(authors) or None,
        organisation=(
            (text_of(organisation, "fullname") or text_of(organisation, "name") or None)
            if isinstance(organisation, dict)
            else None
        ),
        published=date_of(published),
        comments=count_of(told.get("numComments", paper.get("numComments"))),
        upvotes=count_of(paper.get("upvotes", told.get("upvotes"))),
        arxiv_id=arxiv_id(arxiv) if isinstance(arxiv, str) else None,
        links=(*code_links(paper.get("githubRepo")), *links_of([paper.get("projectPage")])),
    )


def _author(person: object) -> object:
    """Return an author's name; those that the site hides are pieces of a page misread there."""
    if not isinstance(person, dict):
        return person
    return None if person.get("hidden") is True else person.get("name")


def text_of(told: Mapping[str, Any], name: str) -> str:
    """Return the text under a key as one clean line, empty where there is none."""
    text = told.get(name)
    return clean(text[:MOST_TEXT]) if isinstance(text, str) else ""


def note_of(text: str) -> str | None:
    """Return a note with its lines and columns, cleaned; None for an empty one."""
    return clean_note(text[:MOST_TEXT]) or None


def _names(value: object) -> tuple[str, ...]:
    names = value[:_MOST_AUTHORS] if isinstance(value, list) else [value]
    return names_of(name for name in names if isinstance(name, str))


def names_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return names cleaned, without empty ones."""
    cleaned = (clean(name[:MOST_TEXT]) for name in names)
    return tuple(filter(None, cleaned))


def tags_of(value: object) -> tuple[str, ...]:
    """Return the tags in a list, each once."""
    if not isinstance(value, list):
        return ()
    names = value[:_MOST_TAGS]
    return tuple(dict.fromkeys(names_of(name for name in names if isinstance(name, str))))


def date_of(value: object) -> str | None:
    """Return an ISO date, `--MM-DD` where that is told; of a month or a year its first day."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if match := _DATE.fullmatch(text):
            return datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)).isoformat()
        if yearless := _YEARLESS.fullmatch(text):
            datetime.date(2000, int(yearless[1]), int(yearless[2]))
            return text
    except ValueError:
        return None
    return None


def count_of(value: object) -> int | None:
    """Return a number that can be a count, None for anything else."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count and isinstance(value, int) else None


def code_links(value: object) -> tuple[Link, ...]:
    """Return the address where a paper's code is, if it is one."""
    if not isinstance(value, str):
        return ()
    address = clean(value[:MOST_TEXT])
    if address.startswith(("github.com/", "www.github.com/")):
        address = f"https://{address}"
    return tuple(Link(link.url, "code") for link in find_links(address)[:1])


def links_of(value: object) -> tuple[Link, ...]:
    """Return the addresses in a list."""
    if not isinstance(value, list):
        return ()
    addresses = value[:_MOST_TAGS]
    return tuple(
        link
        for address in addresses
        if isinstance(address, str)
        for link in find_links(clean(address[:MOST_TEXT]))[:1]
    )
