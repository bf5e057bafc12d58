"""PubMed's own export (.nbib) into papers: MEDLINE's fields, a tag of up to four letters each.

The fields are those of PubMed's help, "MEDLINE/PubMed Data Element (Field) Descriptions".
"""

from __future__ import annotations

import re

from ...paper import Record
from ..fields.bylines import Byline, People
from ..fields.identifiers import arxiv_within, doi_in_field
from ..fields.short_names import SUFFIX, turned
from ..fields.telling import Telling
from .tagged_lines import Form, TaggedFile, TaggedRecord, plain_value, remark_lines

_FIELD = re.compile(r"([A-Z][A-Z0-9]{0,3} {0,3})- ?(.*)")
_CONTINUED = re.compile(r"\s{2,}\S")
_TRANSLATED = re.compile(r"\[(.*)\]\.?")
_QUALIFIED = re.compile(r"[/*].*")

_TYPES = {
    "preprint": "article",
    "book": "book",
    "book chapter": "chapter",
    "newspaper article": "article-newspaper",
    "technical report": "report",
    "dataset": "dataset",
    "webcast": "motion_picture",
}
"""Types of publication that are no articles of journals."""


def _begins(tag: str, record: TaggedRecord | None, is_behind_blank: bool) -> bool:
    """A record begins with its number in PubMed, or in PubMed Central before that."""
    if tag == "PMID":
        return record is None or "PMID" in record or is_behind_blank
    return tag in ("PMC", "OWN") and (record is None or is_behind_blank)


class NbibFile(TaggedFile):
    """The papers of a .nbib file."""

    form = Form(_FIELD, _begins, continued=_CONTINUED)

    def _record(self, told: TaggedRecord, rank: int) -> Record | None:
        title = plain_value(told.first("TI", "CTI", "BTI", "TT"))
        if found := _TRANSLATED.fullmatch(title):
            title = found[1].strip()
        title = title.removesuffix(".").rstrip() if not title.endswith("..") else title
        if not title:
            return None
        doi = next(
            (doi_in_field(text) for text in told.all("LID", "AID", "SO") if "[doi]" in text), None
        )
        telling = Telling(
            title,
            abstract=plain_value(told.first("AB", "OAB")),
            people=_people(told),
            dates=told.all("DP", "DEP", "PHST")[:2],
            doi=doi,
            venue=plain_value(told.first("JT", "TA", "BTI")),
            volume=told.first("VI"),
            issue=told.first("IP"),
            pages=told.first("PG"),
            publisher=plain_value(told.first("PB")),
            type=_type(told),
            keywords=[*map(_own_word, told.all("OT")), *map(_heading, told.all("MH"))],
            remarks=remark_lines(told.lines("GN")),
        )
        if doi is None and (number := told.first("PMID")).isdecimal():
            telling.addresses = [f"https://pubmed.ncbi.nlm.nih.gov/{number}/"]
        telling.arxiv = next(filter(None, map(arxiv_within, told.all("LID", "AID", "TA"))), None)
        return telling.record(rank, told.line)


def _type(told: TaggedRecord) -> str:
    named = (_TYPES.get(text.casefold()) for text in told.all("PT"))
    return next(filter(None, named), "article-journal")


def _people(told: TaggedRecord) -> People:
    """Return the authors: each has a full name and a short one, or one of them; and groups."""
    byline = Byline()
    before = ""
    for tag, lines in told.in_order("FAU", "AU", "CN", "FED", "ED"):
        name = plain_value(" ".join(lines))
        if tag == "FAU":
            _add_full(byline, name)
        elif tag == "CN":
            byline.add_literal(name)
        elif tag == "AU" and before != "FAU":
            byline.add_literal(turned(name))
        before = tag
    return byline.people()


def _add_full(byline: Byline, name: str) -> None:
    family, comma, given = name.partition(",")
    words = given.split()
    if comma and len(words) > 1 and SUFFIX.fullmatch(words[-1]):
        byline.add_literal(f"{' '.join(words[:-1])} {family} {words[-1]}")
    else:
        byline.add_literal(f"{given.strip()} {family}" if comma else name)


def _own_word(text: str) -> str:
    """Return a keyword of the authors without the star of those that matter most."""
    return plain_value(text).lstrip("*")


def _heading(text: str) -> str:
    """Return a heading of MeSH without its qualifiers."""
    return _QUALIFIED.sub("", plain_value(text).lstrip("*")).strip()
