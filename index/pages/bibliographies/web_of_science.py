"""Web of Science's plain text export into papers; each author stands on a line of their own.

The fields are those of its help, "Web of Science Core Collection Field Tags".
"""

from __future__ import annotations

import re

from ...paper import Record
from ..fields.bylines import Byline, People
from ..fields.identifiers import arxiv_within, doi_in_field
from ..fields.printed import pages_of
from ..fields.short_names import turned
from ..fields.telling import Telling
from .tagged_lines import Form, TaggedFile, TaggedRecord, plain_value

_FIELD = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|\s*$)")
_CONTINUED = re.compile(r" {2,}\S")
_ANONYMOUS = re.compile(r"\[?anonymous\]?", re.IGNORECASE)

_TYPES = {
    "proceedings paper": "paper-conference",
    "meeting abstract": "paper-conference",
    "book chapter": "chapter",
    "article; book chapter": "chapter",
    "book": "book",
    "book review": "review-book",
    "preprint": "article",
    "data set": "dataset",
    "news item": "article-newspaper",
    "software": "software",
}
_OF_PUBLICATION = {
    "J": "article-journal",
    "B": "book",
    "S": "paper-conference",
    "C": "paper-conference",
    "P": "patent",
}


class WebOfScienceFile(TaggedFile):
    """The papers of such a file."""

    form = Form(
        _FIELD,
        lambda tag, record, is_behind_blank: tag == "PT",
        end="ER",
        continued=_CONTINUED,
    )

    def _record(self, told: TaggedRecord, rank: int) -> Record | None:
        title = plain_value(told.first("TI"))
        if not title:
            return None
        keywords = [word for text in told.all("DE", "ID") for word in text.split(";")]
        telling = Telling(
            title,
            abstract=plain_value(told.first("AB")),
            people=_people(told),
            dates=told.all("PD", "PY", "EA"),
            doi=next(filter(None, map(doi_in_field, told.all("DI", "DL"))), None),
            addresses=told.all("UR"),
            venue=plain_value(told.first("SO", "JI", "J9")),
            volume=told.first("VL"),
            issue=told.first("IS"),
            pages=pages_of(told.first("BP"), told.first("EP")) or told.first("AR", "PS"),
            publisher=plain_value(told.first("PU")),
            type=_type(told),
            keywords=map(plain_value, keywords),
        )
        telling.arxiv = next(
            filter(None, map(arxiv_within, told.all("DI", "AR", "SO", "UR"))), None
        )
        return telling.record(rank, told.line)


def _type(told: TaggedRecord) -> str | None:
    parts = [told.first("DT").casefold(), *told.first("DT").casefold().split("; ")]
    named = next(filter(None, map(_TYPES.get, parts)), None)
    return named or _OF_PUBLICATION.get(told.first("PT"))


def _people(told: TaggedRecord) -> People:
    """Return the authors by their full names, where they are told, and the groups."""
    byline = Byline()
    for lines in told.lines("AF") or told.lines("AU"):
        for line in lines:
            if not _ANONYMOUS.fullmatch(line.strip()):
                byline.add(turned(plain_value(line)))
    for name in told.all("CA", "GP"):
        byline.add_literal(plain_value(name))
    return byline.people()
