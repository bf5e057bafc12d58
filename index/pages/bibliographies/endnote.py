"""EndNote's tagged export (.enw) into papers, and refer, whose tags it has: `%A` and so on."""

from __future__ import annotations

import re

from ...paper import Record
from ..fields.bylines import people_in
from ..fields.identifiers import arxiv_in_field, arxiv_within, doi_in_field, doi_within
from ..fields.telling import Telling
from .entry_types import ENDNOTE_TYPES
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

_FIELD = re.compile(r"%([0-9A-Z?@!#$&()*+,:;<=>\[\]^~.-])(?:[ \t]+(.*)|$)")
_CONTINUED = re.compile(r"\s*[^%\s]|%[a-z%]")
_REMARKS = ("Z", "<", "O")
_VENUES = ("J", "B", "S")
_KEY = re.compile(r"(?=.*[A-Za-z])(?!10\.\d{4})[^\s/]+")


def _begins(tag: str, record: TaggedRecord | None, is_behind_blank: bool) -> bool:
    """A record begins with its type; of refer, which has none, behind a blank line."""
    return tag == "0" or record is None or (is_behind_blank and "0" not in record)


class EndnoteFile(TaggedFile):
    """The papers of an .enw file."""

    form = Form(_FIELD, _begins, continued=_CONTINUED)

    def _record(self, told: TaggedRecord, rank: int) -> Record | None:
        title = plain_value(told.first("T", "!"))
        if not title:
            return None
        addresses = [verbatim(text) for text in told.all("U", ">", "R")]
        telling = Telling(
            title,
            abstract=plain_value(told.first("X")),
            people=people_in(plain_value(name) for name in told.all("A")),
            dates=told.all("8", "D"),
            doi=next(filter(None, map(doi_in_field, told.all("R", "1"))), None)
            or next(filter(None, map(doi_within, addresses)), None),
            addresses=[*addresses, *told.all(*_REMARKS)],
            venue=next(
                (text for text in map(plain_value, told.all(*_VENUES)) if text != title), ""
            ),
            volume=told.first("V"),
            issue=told.first("N"),
            pages=told.first("P"),
            publisher=plain_value(told.first("I")),
            type=ENDNOTE_TYPES.get(told.first("0").casefold()),
            keywords=keyword_list(told.lines("K")),
            remarks=remark_lines(told.lines(*_REMARKS)),
            files=tuple(filter(None, map(local_path, told.all(">")))),
            cite_key=_key(told.first("F")),
        )
        told_ids = (arxiv_within(text) for text in told.all("U", "R", "J", "M", "N", "V", ">", "@"))
        telling.arxiv = next(filter(None, told_ids), None) or arxiv_in_field(told.first("M"))
        telling.name_by_remarks()
        return telling.record(rank, told.line)


def _key(text: str) -> str | None:
    return text if _KEY.fullmatch(text) else None
