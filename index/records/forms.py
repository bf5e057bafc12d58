"""What each field can say: for what comes from elsewhere, and for what the reader corrects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..identifiers import arxiv_id, doi
from ..text import clean
from .telling import as_count

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DAY_ALONE = re.compile(r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def checked(name: str, value: Any) -> Any:
    """Return what a field can say of a value, cleaned; None where it cannot say that."""
    form = _FORMS.get(name)
    if form is None or value is None:
        return None
    said = form(value)
    return said if said or name in ("upvotes", "comments") else None


def _text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _lines(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return "\n".join(clean(line) for line in value.split("\n")).strip("\n")


def _texts(value: Any) -> list[str] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    return [text for text in map(clean, value) if text]


def _date(value: Any) -> str | None:
    is_date = isinstance(value, str) and (_DATE.fullmatch(value) or _DAY_ALONE.fullmatch(value))
    return value if is_date else None


def _arxiv_id(value: Any) -> str | None:
    return arxiv_id(value) if isinstance(value, str) else None


def _doi(value: Any) -> str | None:
    return doi(clean(value)) if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return as_count(value) if is_number else None


def _links(value: Any) -> list[list[str]] | None:
    links = []
    for link in value if isinstance(value, list) else ():
        match link:
            case [str() as url, ("code" | "project") as kind] if _WEB.fullmatch(clean(url)):
                links.append([clean(url), kind])
    return links


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "title": _text,
    "abstract": _text,
    "authors": _texts,
    "author_count": _number,
    "organisation": _text,
    "published": _date,
    "comments": _number,
    "upvotes": _number,
    "arxiv_id": _arxiv_id,
    "doi": _doi,
    "links": _links,
    "has_more_authors": lambda value: value if isinstance(value, bool) else None,
    "updated": _date,
    "published_journal": _date,
    "venue": _text,
    "volume": _text,
    "issue": _text,
    "pages": _text,
    "publisher": _text,
    "categories": _texts,
    "arxiv_version": _number,
    "arxiv_comment": _text,
    "license": _text,
    "type": _text,
    "keywords": _texts,
    "remark": _lines,
    "files": _texts,
    "collected": _text,
    "annotations": _texts,
}
