"""Answers of OAI-PMH into papers: records in the formats arXivRaw, arXiv and oai_dc.

The protocol is openarchives.org/OAI/2.0/openarchivesprotocol.htm; arXiv's own formats are told in
info.arxiv.org/help/oa. arXivRaw says of each version when it came and has authors in one string;
arXiv has them one by one; oai_dc, which other archives have too, knows only words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ...identifiers import arxiv_id, doi
from ...paper import Record
from ...text import clean
from ..bibliographies.latex import plain_text
from ..contents import Problem
from ..feeds.feed_entries import TOO_MANY, Shape, read_entries
from ..fields.bylines import people_named
from ..json_files.scholarly import read_snapshot
from ..record_files import RecordFile
from ..values import ARCHIVES, MOST_AUTHORS, NoPaperError, categories_of, date_of, day_of

_RECORD = Shape(
    ("record",),
    ("version", "status"),
    re.compile(rb"<(?:[A-Za-z_][\w.-]{0,50}:)?record[\s/>]"),
)
_ERROR = re.compile(r"<error\s+code=[\"'](?P<code>\w{1,60})[\"'][^<>]{0,200}>(?P<said>[^<]{0,500})")
_NONE = "noRecordsMatch"
_OWN = "arXiv"
_SET = re.compile(r"[\w-]+:(?P<archive>[\w-]+)(?::(?P<field>[\w-]+))?")
"""A set of arXiv's, such as `cs:cs:LG` or `physics:hep-th`."""
_INNER = re.compile(r"\([^()]*\)")
_DEEPEST = 5
"""Brackets within each other that affiliations are written in."""
_COMMENT = re.compile(r"(?i)comments?:\s*")


class OaiRecord(NamedTuple):
    """One record of an answer."""

    record: Record
    day: str
    """When it was last modified, as an ISO date."""
    sets: tuple[str, ...]
    """Those that it is in, such as `cs:cs:LG`."""


class OaiFile(RecordFile):
    """The papers of answers of OAI-PMH; SourceError for an error answer and for what is none."""

    none = "The answer has no records."

    def _found(self) -> Iterator[Record | Problem]:
        for found in self.told():
            yield found if isinstance(found, Problem) else found.record

    def told(self) -> Iterator[OaiRecord | Problem]:
        """Yield what stands in the answer, with what only the protocol tells.

        Deleted records are left out. SourceError for an error answer, and for a document type.
        """
        number = read = 0
        for found in read_entries(self.text.pieces(), self.text.name, _RECORD):
            if isinstance(found, Problem):
                if found.reason == TOO_MANY:
                    self._stopped = found
                else:
                    yield found
                continue
            number += 1
            line, entry = found
            header = _child(entry, "header")
            if header is not None and header.get("status") == "deleted":
                continue
            try:
                read += 1
                yield read_oai_record(entry, read, line)
            except NoPaperError as error:
                read -= 1
                yield Problem(line, f"Record {number}: {error}")
        if not number:
            self._refuse()

    def _refuse(self) -> None:
        """Raise SourceError for an answer that says why it has no records."""
        if error := error_in(self.text.head):
            code, said = error
            if code == _NONE:
                title, message = f"No papers in {self.text.name}", "It says that no records match."
            else:
                title = f"{self.text.name} is an error answer"
                message = f"The archive says: {said or code}"
            raise SourceError(title, message if message.endswith(".") else f"{message}.")


def error_in(text: str) -> tuple[str, str] | None:
    """Return the code and the words of the error that an answer is; None where it is none."""
    found = _ERROR.search(text)
    return (found["code"], clean(found["said"])[:300]) if found else None


def read_oai_record(entry: Element, rank: int, line: int) -> OaiRecord:
    """Return what a `record` tells; NoPaperError where that is no paper in a format known."""
    header = _child(entry, "header")
    day = day_of(_text(header, "datestamp")[:10]) or "" if header is not None else ""
    sets = tuple(_texts(header, "setSpec")) if header is not None else ()
    metadata = _child(entry, "metadata")
    for inner in metadata if metadata is not None else ():
        match _name(inner):
            case "arXivRaw" | "arXiv" | "arXivOld" as name:
                return OaiRecord(_read_own(inner, name, rank, line), day, sets)
            case "dc":
                return OaiRecord(_read_dublin_core(inner, sets, rank, line), day, sets)
            case name:
                raise NoPaperError(f"It is in the format {name[:40]}, which Recto does not read.")
    raise NoPaperError("It has no metadata.")


def _read_own(told: Element, name: str, rank: int, line: int) -> Record:
    """Return the paper of a record in one of arXiv's formats.

    They are what arXiv's snapshot is made of, so that its reader does the rest.
    """
    texts = ("id", "comments", "journal-ref", "doi", "categories", "license", "abstract")
    fields: dict[str, Any] = {key: _text(told, key) for key in texts}
    fields["title"] = _shown(_text(told, "title"))
    if name == _OWN:
        fields["authors_parsed"] = list(_parsed(told))
    else:
        fields["authors"] = _shown(_without_brackets(_text(told, "authors")))
    fields["versions"] = [
        {"version": one.get("version", ""), "created": _text(one, "date")}
        for one in told
        if _name(one) == "version"
    ]
    record = read_snapshot(fields, rank, line)
    if record.arxiv_id is None:
        raise NoPaperError("It has no arXiv id.")
    if name != _OWN:
        return record
    created = date_of(_text(told, "created"))
    return record._replace(published=created, updated=date_of(_text(told, "updated")) or created)


def _parsed(told: Element) -> Iterator[list[str]]:
    """Yield the authors as `[last, first, suffix]`."""
    authors = _child(told, "authors")
    for one in list(authors)[:MOST_AUTHORS] if authors is not None else ():
        yield [_shown(_text(one, part)) for part in ("keyname", "forenames", "suffix")]


def _read_dublin_core(told: Element, sets: Iterable[str], rank: int, line: int) -> Record:
    title = next(_texts(told, "title"), "")
    if not title:
        raise NoPaperError("It has no title.")
    names = list(_texts(told, "identifier"))
    dates = sorted(filter(None, map(date_of, _texts(told, "date"))))
    descriptions = list(_texts(told, "description"))
    comment = _COMMENT.sub("", descriptions[1], count=1) if len(descriptions) > 1 else ""
    people = people_named(
        _shown(_turned(creator)) for creator in list(_texts(told, "creator"))[:MOST_AUTHORS]
    )
    id = next(filter(None, map(arxiv_id, names)), None)
    return Record(
        title=_shown(title),
        abstract=descriptions[0] if descriptions else "",
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.count,
        has_more_authors=people.has_more,
        published=dates[0] if dates else None,
        updated=dates[-1] if dates and id else None,
        arxiv_id=id,
        doi=next(filter(None, map(doi, names)), None),
        categories=categories_of(filter(None, map(_category, sets))) if id else (),
        arxiv_comment=(comment or None) if id else None,
    )


def _turned(name: str) -> str:
    """Return a name that is written `Family, Given` as it is spoken."""
    family, _, given = name.partition(",")
    return f"{given} {family}".strip()


def _category(name: str) -> str:
    """Return the category that a set is, empty for a group of them."""
    found = _SET.fullmatch(name)
    if found is None or found["archive"] not in ARCHIVES:
        return ""
    return ".".join(filter(None, (found["archive"], found["field"])))


def _without_brackets(text: str) -> str:
    """Return authors without their affiliations, which may have brackets within brackets."""
    for _ in range(_DEEPEST):
        text, count = _INNER.subn("", text)
        if not count:
            break
    return text


def _shown(text: str) -> str:
    """Return what TeX in a title or a name shows."""
    return clean(plain_text(text)) if "\\" in text else text


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _child(node: Element, name: str) -> Element | None:
    return next((one for one in node if _name(one) == name), None)


def _texts(node: Element, name: str) -> Iterator[str]:
    """Yield the texts of the children of a name, without empty ones."""
    for one in node:
        if _name(one) == name and (text := clean("".join(one.itertext()))):
            yield text


def _text(node: Element, name: str) -> str:
    return next(_texts(node, name), "")
