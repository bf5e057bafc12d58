"""RIS into papers, one reference at a time, as reference managers and publishers write it."""

from __future__ import annotations

import re

from ...exports.mapping import RIS
from ...exports.mapping import RIS_TYPES as RIS_WRITTEN
from ...exports.own_mark import is_marked_by_key, marked_tags
from ...identifiers import arxiv_id
from ...paper import Record
from ...text import clean
from ..fields.bylines import People, people_in
from ..fields.identifiers import arxiv_in_field, arxiv_within, doi_in_field, doi_within
from ..fields.printed import pages_of
from ..fields.telling import Telling
from ..values import MOST_TEXT, names_of
from .entry_types import RIS_TYPES
from .file_field import local_path
from .tagged_lines import (
    Form,
    TaggedFile,
    TaggedRecord,
    keyword_list,
    plain_value,
    remark_lines,
)
from .verbatim import verbatim

_TITLES = (RIS["title"], "T1", "CT")
_AUTHORS = (RIS["authors"], "A1")
_ABSTRACTS = (RIS["abstract"], "N2")
_DATES = (RIS["date"], RIS["year"], "Y1")
_ADDRESSES = (RIS["url"], RIS["links"], "L1", "L3", "LK")
_VENUES = ("T2", "JF", "BT", "C3", "JO", "JA", "J1", "J2")
_ARXIV = (RIS["arxiv_id"], "DO", RIS["url"], "L1", "L2", "M1", "M3", "VL", "IS", "ID", *_VENUES)
_ARXIV_OWN = (RIS["arxiv_id"], RIS["url"], "DO")
_DOIS = ("DO", "DI", "L3", "M3", "ID", "AN")
_REMARKS = (RIS["note"], RIS["remark"])

_FIELD = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
"""A tag, also with the one space that some programs write."""
_WRITTEN = {tag: name for name, tag in RIS_WRITTEN.items()}
_NUMBER = re.compile(r"\d{1,6}")
_KEY = re.compile(r"(?=.*[A-Za-z])(?!10\.\d{4})(?!https?:)\S+")


class RisFile(TaggedFile):
    """The papers of a RIS file; a reference ends at its end, or where the next one begins."""

    form = Form(_FIELD, lambda tag, record, is_behind_blank: tag == "TY", end="ER")

    def _record(self, told: TaggedRecord, rank: int) -> Record | None:
        mark = marked_tags(told.first(RIS["mark"]))
        title = clean(told.first(*_TITLES)[:MOST_TEXT])
        if mark is not None or is_marked_by_key(told.first("ID"), title):
            return _own(told, title, mark, rank) if title else None
        title = plain_value(told.first(*_TITLES, *(("BT",) if _is_book(told) else ())))
        return _foreign(told, title, rank) if title else None


def _foreign(told: TaggedRecord, title: str, rank: int) -> Record:
    venue = next((text for text in map(plain_value, told.all(*_VENUES)) if text != title), None)
    addresses = [verbatim(text) for text in told.all(*_ADDRESSES)]
    telling = Telling(
        title,
        abstract=plain_value(told.first(*_ABSTRACTS)),
        people=people_in(plain_value(" ".join(lines)) for _, lines in told.in_order(*_AUTHORS)),
        dates=told.all(*_DATES),
        doi=next(filter(None, map(_doi, told.all(*_DOIS))), None)
        or next(filter(None, map(doi_within, addresses)), None),
        addresses=[*addresses, *told.all(*_REMARKS)],
        venue=venue,
        volume=told.first("VL"),
        issue=told.first("IS") or _number(told.first("M1")),
        pages=pages_of(told.first("SP"), told.first("EP")) or told.first("C7"),
        publisher=plain_value(told.first("PB")),
        type=_type(told, venue),
        keywords=keyword_list(told.lines(RIS["tags"])),
        remarks=remark_lines(told.lines(*_REMARKS)),
        files=tuple(filter(None, map(local_path, told.all("L1", "L4")))),
        cite_key=_key(told.first("ID")),
    )
    telling.arxiv = next(
        filter(None, (arxiv_within(text) for text in told.all(*_ARXIV))), None
    ) or arxiv_in_field(told.first(RIS["arxiv_id"]))
    telling.name_by_remarks()
    return telling.record(rank, told.line)


def _type(told: TaggedRecord, venue: str | None) -> str | None:
    """Return the type; most programs call a paper in proceedings by what RIS calls these."""
    named = told.first("TY").upper()
    return "paper-conference" if named == "CONF" and venue else RIS_TYPES.get(named)


def _own(told: TaggedRecord, title: str, mark: frozenset[str] | None, rank: int) -> Record:
    """Read what Recto wrote: texts as they stand, notes and tags of the reader's."""
    keywords = [clean(text) for text in told.all(RIS["tags"])]
    names = names_of(map(_own_name, told.all(*_AUTHORS)))
    telling = Telling(
        title,
        abstract=clean(told.first(*_ABSTRACTS)[:MOST_TEXT]),
        people=People(tuple(name for name in names if name != _MORE), _MORE in names),
        dates=told.all(*_DATES),
        arxiv=next(filter(None, map(arxiv_within, told.all(*_ARXIV_OWN))), None),
        doi=next(filter(None, map(_doi, told.all("DO"))), None),
        addresses=told.all(RIS["url"], RIS["links"]),
        venue=told.first(RIS["venue"]),
        volume=told.first(RIS["volume"]),
        issue=told.first(RIS["issue"]),
        pages=pages_of(told.first(RIS["first_page"]), told.first(RIS["last_page"])),
        publisher=told.first(RIS["publisher"]),
        type=_WRITTEN.get(told.first("TY")),
        categories=told.all(RIS["categories"]),
        arxiv_comment=clean(told.first(RIS["arxiv_comment"])),
        license=clean(told.first(RIS["license"])),
        is_own=True,
        keywords=keywords,
        own_tags=frozenset(keywords) if mark is None else mark,
        note="\n".join(line for value in told.lines(RIS["note"]) for line in value),
        remarks=["\n".join(value) for value in told.lines(RIS["remark"])],
        files=tuple(told.all(RIS["files"])),
        cite_key=told.first("ID"),
    )
    return telling.record(rank, told.line)


_MORE = "et al."
"""Whom Recto's export calls the others."""


def _is_book(told: TaggedRecord) -> bool:
    return RIS_TYPES.get(told.first("TY").upper()) == "book"


def _doi(text: str) -> str | None:
    """Return the DOI that a field is; other fields begin otherwise."""
    told = verbatim(text)
    return doi_in_field(told) if told[:4].casefold() in _DOI_BEGINS else None


_DOI_BEGINS = frozenset(
    {"10.1", "10.2", "10.3", "10.4", "10.5", "10.6", "10.7", "10.8", "10.9"}
) | {
    *("doi:", "doi ", "http", "dx.d", "doi."),
}


def _number(text: str) -> str | None:
    return text if _NUMBER.fullmatch(text) else None


def _key(text: str) -> str | None:
    """Return a citation key; numbers of a list, DOIs and arXiv ids are none."""
    return text if _KEY.fullmatch(text) and arxiv_id(text) is None else None


def _own_name(text: str) -> str:
    """Return a name as it is said: `Family, Given, Suffix` turned round."""
    family, _, rest = text.partition(",")
    given, _, suffix = rest.partition(",")
    return " ".join(filter(None, (part.strip() for part in (given, family, suffix))))
