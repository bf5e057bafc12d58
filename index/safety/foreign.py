"""Papers and pages as another library tells them, checked and cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import SourceError
from ..records.forms import checked
from ..records.telling import FIELDS, RANK, Fields
from ..text import clean

_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{6,52}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")
MOST = 2**31 - 1
"""Above it no rank and no number of comments is honest."""

Numbers = Sequence[tuple[str, int | None, int | None]]
"""Days with the upvotes and comments that were seen on them."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One paper as another library tells it."""

    id: str
    said: Fields
    """What is shown of it there."""
    other_ids: Sequence[str] = ()
    other_keys: Sequence[str] = ()
    """Title keys that it goes by besides that of its title."""
    remembered: Numbers = ()
    """Numbers that no record tells."""
    records: Sequence[tuple[int, int, Fields]] | None = None
    """Page, number and what is kept of each record beside `said`; None where none are kept."""


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """One page as another library tells it."""

    source: str
    checksum: str
    label: str
    number: int | None
    """What records name it by there; None where there are none."""
    import_no: int
    done: int | None
    day: str | None
    kind: str | None


def paper_of(told: Mapping[str, Any]) -> Foreign:
    """Return a paper; its links are found anew, its marks are in the acts. Raises SourceError."""
    id = text_of(told, "id")
    texts_of(told, "authors")
    text_of(told, "title")
    text_of(told, "abstract", "")
    # `type` tells what the object is, and `links` are those of the abstract too.
    values = {**told, "type": told.get("csl_type"), "links": told.get("given")}
    said = _fields({name: values.get(name) for name in FIELDS})
    said = {name: value for name, value in said.items() if value is not None}
    count = max(said.get("author_count", 0), len(said.get("authors", ())))
    if count:
        said["author_count"] = count
    if "title" not in said or not _ID.fullmatch(id):
        raise malformed("a paper has no title or no id")
    others = [other for other in texts_of(told, "other_ids") if _ID.fullmatch(other)]
    keys = [key for key in map(clean, texts_of(told, "other_titles")) if key]
    records = told.get("records")
    history = list(_history(told.get("history", [])))
    remembered = list(_history(told.get("remembered", [])))
    return Foreign(
        id,
        said,
        others,
        keys,
        history if records is None else remembered,
        None if records is None else list(_records(records)),
    )


def _fields(told: Mapping[str, Any]) -> Fields:
    """Return what is said by field, None for what is not, or not so that it can be."""
    return {name: checked(name, value) for name, value in told.items() if name in FIELDS}


def _records(told: object) -> Iterator[tuple[int, int, Fields]]:
    for record in told if isinstance(told, list) else [None]:
        match record:
            case [int() as page, int() as number, dict() as kept] if 0 < number <= MOST:
                said = _fields(kept)
                if (rank := number_of(kept, RANK)) is not None:
                    said[RANK] = rank
                yield page, number, said
            case _:
                raise malformed("a record is none")


def _history(told: object) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield days with the numbers that were seen on them."""
    for seen in told if isinstance(told, list) else [None]:
        match seen:
            case [str() as day, upvotes, comments] if _DAY.fullmatch(day):
                numbers = {"upvotes": upvotes, "comments": comments}
                yield day, number_of(numbers, "upvotes"), number_of(numbers, "comments")
            case _:
                raise malformed("its history is no list of days and numbers")


def page_of(told: Mapping[str, Any]) -> ForeignPage:
    """Return a page without what is on it. Raises SourceError."""
    source, checksum = name_of(told)
    day, kind = told.get("day"), told.get("kind")
    return ForeignPage(
        source,
        checksum,
        clean(text_of(told, "label", "")),
        number_of(told, "page"),
        number_of(told, "import") or 0,
        number_of(told, "done"),
        day if isinstance(day, str) and _DAY.fullmatch(day) else None,
        kind if isinstance(kind, str) and _KIND.fullmatch(kind) else None,
    )


def name_of(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return by what a page is known everywhere: its source and its digest."""
    name, checksum = clean(text_of(told, "source")), clean(text_of(told, "digest"))
    if not name or not checksum:
        raise malformed("a page has no source or no digest")
    return name, checksum


def places_of(told: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the ids of papers on a page with their ranks. Raises SourceError."""
    papers = told.get("papers")
    for place in papers if isinstance(papers, list) else [None]:
        match place:
            case [str() as id, int() as rank] if 0 < rank <= MOST:
                yield id, rank
            case _:
                raise malformed("a place is no paper with a rank")


def text_of(told: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a text by its key. Raises SourceError."""
    text = told.get(name, default)
    if not isinstance(text, str):
        raise malformed(f"its {name} is no text")
    return text


def texts_of(told: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of texts by its key, empty where there is none. Raises SourceError."""
    texts = told.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise malformed(f"its {name} is no list of texts")
    return texts


def number_of(told: Mapping[str, Any], name: str) -> int | None:
    """Return a number by its key, None where there is none that can be counted."""
    number = told.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= MOST else None


def malformed(reason: str) -> SourceError:
    """Return the error about what no library has written."""
    return SourceError(
        "Not an exported library",
        f"Something in it cannot be understood: {reason}.",
        "Nothing was taken in; export the library again.",
    )
