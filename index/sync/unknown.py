"""Lines of types that are understood which say what is not: they are kept whole, and told on.

A newer Recto may say more of an act or a paper than this one has a place for. What it understands
is taken in as ever; the line itself goes on to where it meets others, and is read again by a later
version. The pages that it names, which have numbers in their file alone, go with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..database.database import Database
from ..errors import SourceError
from ..identity.evidence import evidence
from ..identity.titles import title_key
from ..journal.pending import find_papers
from ..journal.rows import told_papers
from ..journal.staying import private_papers
from ..records.telling import FIELDS, RANK
from ..sync_settings import SETTINGS
from .memory import KEPT, Memory
from .places import TOLD

_PAGES = "of pages"
"""The key under which a paper that is kept has the pages that its records name."""

_SAID = {*FIELDS, RANK, "type", "given"}

_PLACE = {"block", "letter", "words", "part", "wall"}

_KNOWN: Mapping[str, set[str]] = {
    "act": {
        *("act", "machine", "window", "clock", "wall", "kind", "subject", "papers", "data"),
    },
    "page": {
        *("page", "source", "label", "digest", "import", "done", "day", "kind", "records"),
    },
    "paper": {
        *_SAID,
        *("id", "csl_type", "other_ids", "other_titles", "history", "remembered", "records"),
        "marks",
    },
    "passed": {"source", "digest", "records"},
    "position": {*_PLACE, "paper", "marks", TOLD},
    "draft": {"paper", "text", "wall", "base", "machine", "version", "seen", TOLD},
    "setting": {"name", "value", "wall"},
}
"""The keys of lines that are understood, by their types."""


def says_more(told: Mapping[str, Any]) -> bool:
    """Tell whether a line of a type that is understood says what is not."""
    kind = told.get("type")
    known = _KNOWN.get(kind) if isinstance(kind, str) else None
    if known is None:
        return False
    if told.keys() - known - {"type"}:
        return True
    match kind:
        case "paper":
            records = told.get("records")
            return any(said.keys() - _SAID for said in _said(records))
        case "position":
            marks = told.get("marks")
            places = marks.values() if isinstance(marks, dict) else ()
            return any(isinstance(place, dict) and place.keys() - _PLACE for place in places)
        case "setting":
            return told.get("name") not in SETTINGS
    return False


def _said(records: object) -> Iterator[Mapping[str, Any]]:
    for record in records if isinstance(records, list) else ():
        if isinstance(record, list) and len(record) == 3 and isinstance(record[2], dict):
            yield record[2]


def whole(told: Mapping[str, Any], pages: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a line so that it can be kept, alike wherever it was read.

    `pages` are those of its file by their numbers there.
    """
    if told.get("type") == "page":
        return {**told, "page": 1}
    if told.get("type") != "paper":
        return dict(told)
    numbers: dict[int, int] = {}
    records = []
    for record in _of_pages(told, pages):
        number = numbers.setdefault(record[0], len(numbers) + 1)
        records.append([number, *record[1:]])
    used = [{**pages[there], "page": number} for there, number in numbers.items()]
    return {**told, "records": records, _PAGES: used}


def flat(kept: Mapping[str, Any], first: int) -> list[dict[str, Any]]:
    """Return the lines that tell what was kept; pages have numbers from the `first` on."""
    if kept.get("type") == "page":
        return [{**kept, "page": first}]
    if kept.get("type") != "paper":
        return [dict(kept)]
    pages = {page["page"]: page for page in kept.get(_PAGES, ())}
    records = [[first - 1 + record[0], *record[1:]] for record in _of_pages(kept, pages)]
    told = [{**page, "page": first - 1 + number} for number, page in pages.items()]
    paper = {name: value for name, value in kept.items() if name != _PAGES}
    return [*told, {**paper, "records": records}]


def _of_pages(
    told: Mapping[str, Any], pages: Mapping[int, Mapping[str, Any]]
) -> Iterator[Sequence[Any]]:
    """Yield the records of a paper whose page is known."""
    records = told.get("records")
    for record in records if isinstance(records, list) else ():
        match record:
            case [int() as page, int(), dict()] if page in pages:
                yield record


def untold_kept(database: Database, memory: Memory) -> list[str]:
    """Return the names of what is kept that a way does not hold; not of private papers."""
    common = memory.common()
    names = common.names(KEPT)
    names -= memory.names(KEPT) if names else set()
    if names and (private := private_papers(database)):
        names -= _about(database, ((name, common.get(KEPT, name)) for name in names), private)
    return sorted(names)


def _about(
    database: Database, kept: Iterable[tuple[str, Mapping[str, Any]]], among: set[int]
) -> set[str]:
    """Return the names of what is kept that is about one of some papers, by row number."""
    found: set[str] = set()
    for name, told in kept:
        try:
            if among.intersection(find_papers(database, _items(told))):
                found.add(name)
        except SourceError:
            continue  # nothing that a paper is told by
    return found


def _items(told: Mapping[str, Any]) -> list[list[Any]]:
    if told.get("type") != "paper":
        return told_papers([told[TOLD]] if TOLD in told else told.get("papers", []))
    authors = told.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else None
    names = ("title", "arxiv_id", "doi", "published")
    title, arxiv, doi, published = (
        value if isinstance(value := told.get(name), str) else None for name in names
    )
    author = author if isinstance(author, str) else None
    return told_papers([[*evidence(title_key(title or ""), arxiv, doi, author, published)]])
