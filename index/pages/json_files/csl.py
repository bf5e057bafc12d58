"""CSL-JSON into papers, as reference managers write it and as Recto's export does.

Crossref's answers have lists where CSL has texts, and types of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...exports.mapping import CSL, CSL_TYPES
from ...exports.own_mark import is_marked_by_key, marked_tags
from ...identifiers import arxiv_id
from ...paper import Record
from ...text import clean
from ..fields.bylines import Byline, People
from ..fields.identifiers import ArxivName, arxiv_in_field, arxiv_within, doi_in_field, doi_within
from ..fields.keywords import parted
from ..fields.markup import plain, read_markup
from ..fields.telling import Telling
from ..values import MOST_AUTHORS, MOST_TEXT, NoPaperError, count_of, date_of, note_of, text_of
from .highlights import highlights_in

_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
"""The parts of a name in the order in which it is said."""

_CROSSREF_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "book-chapter": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "dissertation": "thesis",
    "peer-review": "review",
}
_ARXIV = ("number", "URL", "DOI", "archive_location", "id", "container-title", "archive")
_NAMED = re.compile(r"(?i)(?:citation[ -]?key|citekey|bibtex[ -]?key)\s*[:=]\s*(\S+)")
"""How Zotero's field for all else tells the citation key."""
_KEY = re.compile(
    r"(?=.*[A-Za-z])(?!10\.\d{4})(?!https?:)(?!ITEM-\d)(?![0-9a-f]{8}-[0-9a-f]{4}-)\S+"
)
_OTHERS_KEY = re.compile(r"(?:\d+|users|groups)/(?:\d+/)?(?:items/)?[A-Z0-9]{8}|[A-Z0-9]{8}")
"""Ids that reference managers give to items, which nobody cites by."""


def read_csl_item(told: Mapping[str, Any], rank: int, line: int) -> Record:
    """Return the paper that an item tells; NoPaperError where it has no title."""
    custom = told.get("custom")
    own = custom if isinstance(custom, dict) else {}
    mark = own.get(CSL["mark"])
    tags = marked_tags(mark) if isinstance(mark, str) else None
    title = _line(told, CSL["title"])
    key = _line(told, "id")
    is_own = tags is not None or (bool(title) and is_marked_by_key(key, title))
    shown = str if is_own else plain
    title = clean(shown(title))
    if not title:
        raise NoPaperError("It has no title.")
    keywords = [clean(shown(word)) for word in _keywords(told, is_own)]
    venue = clean(shown(_line(told, CSL["venue"]) or _line(told, "event-title")))
    telling = Telling(
        title,
        abstract=clean(shown(_line(told, CSL["abstract"]))),
        people=_people(told, is_own),
        dates=list(_dates(told)),
        arxiv=_arxiv(told),
        doi=doi_in_field(_line(told, CSL["doi"])) or doi_within(_line(told, CSL["url"])),
        addresses=[_line(told, CSL["url"])] if not is_own else [],
        venue=venue,
        volume=_line(told, CSL["volume"]),
        issue=_line(told, CSL["issue"]),
        pages=_line(told, CSL["pages"]) or _line(told, "article-number"),
        publisher=clean(shown(_line(told, CSL["publisher"]))),
        type=_type(told),
        keywords=keywords,
        own_tags=frozenset(keywords) if is_own and tags is None else tags,
        license=_license(told),
        cite_key=_key(told, key, is_own=is_own),
    )
    links = own.get("links")
    if isinstance(links, list):
        telling.addresses += [address for address in links if isinstance(address, str)]
    notes = [text for name in ("note", "annote", "extra") for text in _lines(told, name)]
    if is_own:
        telling.is_own = True
        telling.remarks = list(_lines(told, CSL["remark"]))
        telling.note = note_of("\n".join(_lines(told, CSL["note"])))
        return _with_custom(telling.record(rank, line), own)
    telling.remarks = [read_markup(text).text for text in notes]
    telling.addresses += notes
    telling.name_by_remarks()
    return telling.record(rank, line)


def _line(told: Mapping[str, Any], name: str) -> str:
    """Return a text, or the first of a list, as one line; a number as its digits."""
    value = told.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:100] if abs(value) < 10**15 else ""
    return clean(value[:MOST_TEXT]) if isinstance(value, str) else ""


def _lines(told: Mapping[str, Any], name: str) -> Iterator[str]:
    value = told.get(name)
    if isinstance(value, str) and value:
        yield value[:MOST_TEXT]


def _people(told: Mapping[str, Any], is_own: bool) -> People:
    byline = Byline()
    people = told.get(CSL["authors"])
    for person in people[:MOST_AUTHORS] if isinstance(people, list) else ():
        if isinstance(person, dict):
            literal = text_of(person, "literal") or text_of(person, "name")
            parts = (text_of(person, part) for part in _PARTS)
            name = literal or " ".join(filter(None, parts))
            if is_own:
                byline.add_exactly(name)
            else:
                byline.add_literal(plain(name))
        elif isinstance(person, str):
            byline.add(plain(clean(person[:MOST_TEXT])))
    if isinstance(people, str):
        byline.add(plain(clean(people[:MOST_TEXT])))
    return byline.people()


def _dates(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield texts that tell when an item was issued."""
    for name in (CSL["date"], "published", "published-online", "published-print"):
        value = told.get(name)
        value = value if isinstance(value, dict) else {"raw": value}
        yield _parts(value)
        yield from (_line(value, key) for key in ("raw", "literal", "edtf"))
        year = _line(value, "year")
        if year:
            yield "-".join(filter(None, (year, _line(value, "month"), _line(value, "day"))))
        if name == CSL["date"] and any(map(value.get, ("date-parts", "raw", "literal", "year"))):
            return


def _parts(value: Mapping[str, Any]) -> str:
    """Return the first of the dates in `date-parts` as `YYYY-MM-DD`, as far as it goes."""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return ""
    told: list[str] = []
    for part in first[:3]:
        try:
            number = int(part)
        except (ValueError, TypeError, OverflowError):
            break
        if not (0 < number < 10_000):
            break
        told.append(f"{number:02}" if told else f"{number:04}")
    return "-".join(told)


def _arxiv(told: Mapping[str, Any]) -> ArxivName | None:
    """Return the arXiv id that a number, an address or a DOI is."""
    named = (arxiv_within(_line(told, key)) for key in _ARXIV)
    archive = _line(told, "archive") or _line(told, "source")
    if "arxiv" in archive.casefold():
        place = arxiv_in_field(_line(told, "archive_location"), archive)
        return place or next(filter(None, named), None)
    direct = arxiv_in_field(_line(told, "arXiv") or _line(told, "arxiv"), "arxiv")
    address = arxiv_id(_line(told, CSL["url"]))
    return direct or next(filter(None, named), None) or (ArxivName(address) if address else None)


def _keywords(told: Mapping[str, Any], is_own: bool) -> list[str]:
    value = told.get(CSL["keywords"])
    value = value if isinstance(value, (str, list)) else told.get("subject")
    if isinstance(value, str):
        return value[:MOST_TEXT].split(",") if is_own else parted(value[:MOST_TEXT])
    words = value[:1000] if isinstance(value, list) else []
    return [word for word in words if isinstance(word, str)]


def _type(told: Mapping[str, Any]) -> str | None:
    """Return CSL's type; `document` says nothing."""
    name = _line(told, "type")
    name = _CROSSREF_TYPES.get(name, name)
    return name if name in CSL_TYPES and name != "document" else None


def _license(told: Mapping[str, Any]) -> str | None:
    value = told.get("license")
    first = value[0] if isinstance(value, list) and value else None
    if isinstance(first, dict):
        return _line(first, "URL") or None
    return _line(told, "license") or None


def _key(told: Mapping[str, Any], id: str, *, is_own: bool) -> str | None:
    """Return the key that an item is cited by; ids that programs number items with are none."""
    named = _line(told, "citation-key") or _line(told, "citation-label") or _line(told, "citekey")
    if named:
        return named
    for text in (line for name in ("note", "extra") for line in _lines(told, name)):
        if found := _NAMED.search(text, 0, 10_000):
            return found[1]
    is_key = _KEY.fullmatch(id) and not _OTHERS_KEY.search(id) and not arxiv_id(id)
    return id if is_own or is_key else None


def _with_custom(record: Record, own: Mapping[str, Any]) -> Record:
    """Return a record with what Recto's export keeps where CSL has no name for it."""
    told: dict[str, Any] = {
        "has_more_authors": own.get("has_more_authors") is True or record.has_more_authors,
        "arxiv_version": count_of(own.get("arxiv_version")) or record.arxiv_version,
        "arxiv_comment": text_of(own, "arxiv_comment") or None,
        "license": text_of(own, "license") or record.license,
        "updated": date_of(own.get("updated")),
        "published": date_of(own.get("published")) or record.published,
        "published_journal": date_of(own.get("published_journal")) or record.published_journal,
        "highlights": highlights_in(own.get("highlights")),
    }
    for name in ("categories", "files"):
        words = own.get(name)
        if isinstance(words, list):
            told[name] = tuple(clean(word) for word in words[:1000] if isinstance(word, str))
    return record._replace(**told)
