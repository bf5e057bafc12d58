"""Answers of the arXiv API (Atom) and its daily feeds (RSS) into papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ...identifiers import arxiv_id
from ...paper import Record
from ...text import clean
from ..contents import Problem
from ..fields.bylines import People, people_named
from ..fields.identifiers import ArxivName
from ..record_files import RecordFile
from ..values import date_of, links_of
from .arxiv_fields import announced_as, is_announced_new, told_by_arxiv
from .feed_entries import TOO_MANY, read_entries
from .journal_fields import told_by_journal
from .markup_texts import people_in_list, shown, text_within, without_id

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

_SUMMARIES = ("summary", "description", "content")
_UNKNOWN = "Unknown"
"""Whom Recto's export calls the author where none is known, since Atom asks for one."""

_OWN_ID = "urn:uuid:"
"""How the ids of entries begin in Recto's export."""

_ANNOUNCED = re.compile(r"^\s*arXiv:(?P<id>\S+)\s+Announce Type:.*?\bAbstract:\s*", re.DOTALL)
"""What stands before the abstract in arXiv's RSS."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC_822 = re.compile(r"(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4})\b")


class Feed(RecordFile):
    """The papers of a feed; SourceError for an error answer and for what is no feed.

    Where it stops being well-formed, it is read on from the next entry.
    """

    none = "The feed has no entries."

    def _found(self) -> Iterator[Record | Problem]:
        for found in self.told():
            yield found if isinstance(found, Problem) else found[1]

    def told(self) -> Iterator[tuple[str, Record] | Problem]:
        """Yield what stands in the feed, each paper with what arXiv announces it as, if it does."""
        number = 0
        for found in read_entries(self.text.pieces(), self.text.name):
            if isinstance(found, Problem):
                if found.reason == TOO_MANY:
                    self._stopped = found
                else:
                    yield found
                continue
            number += 1
            line, entry = found
            written = _text(entry, "title")
            if not written:  # what else it says is not looked for
                yield Problem(line, f"Record {number}: It has no title.")
                continue
            # In Recto's own feeds nothing is markup, whatever it looks like.
            read = clean if _text(entry, "id").startswith(_OWN_ID) else shown
            title, named = without_id(read(written))
            summary = read(next(filter(None, (_text(entry, name) for name in _SUMMARIES)), ""))
            if title == "Error" and "/api/errors" in _text(entry, "id"):
                raise SourceError(f"{self.text.name} is an error answer", f"arXiv says: {summary}.")
            if summary == title:
                summary = ""  # what Recto's export says of a paper without an abstract
            if title:
                record = _record(entry, title, summary, self.rank, line)
                yield announced_as(entry), record if named is None else _named(record, named)
            else:
                yield Problem(line, f"Record {number}: It has no title.")


def _record(entry: Element, title: str, summary: str, rank: int, line: int) -> Record:
    announced = _ANNOUNCED.match(summary)
    if announced:
        summary = summary[announced.end() :]
    names_told = (_text(node, "name") for node in entry if node.tag == f"{_ATOM}author")
    people = _people(names_told, is_own=_text(entry, "id").startswith(_OWN_ID))
    if not people.names:
        listed = ("".join(node.itertext()) for node in entry.iter(_CREATOR))
        people = people_in_list(", ".join(listed))
    addresses = [node.get("href") or clean(node.text or "") for node in _all(entry, "link")]
    names = [_text(entry, "id"), _text(entry, "guid"), *addresses]
    if announced:
        names.insert(0, announced["id"])
    affiliation = next((clean(node.text or "") for node in entry.iter(f"{_ARXIV}affiliation")), "")
    id = next(filter(None, map(_arxiv_id, names)), None)
    printed = {} if id or names[0].startswith(_OWN_ID) else told_by_journal(entry, addresses)
    return Record(
        title=title,
        abstract=summary,
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.count,
        has_more_authors=people.has_more,
        organisation=affiliation or None,
        **{
            "published": _published(entry),
            "links": links_of([_text(entry, "comment")]),
            **told_by_arxiv(entry, names),
            **printed,
        },
        arxiv_id=id,
    )


def _people(names: Iterable[str], *, is_own: bool) -> People:
    """Return the authors of an entry; arXiv's names a sign, or others, as if they were one."""
    if is_own:
        return People(tuple(name for name in names if name and name != _UNKNOWN))
    return people_named(names)


def _named(record: Record, named: ArxivName) -> Record:
    """Return a record with what stood behind its title."""
    if record.arxiv_id not in (None, named.id):
        return record
    category = (named.category,) if named.category else ()
    return record._replace(
        arxiv_id=named.id,
        arxiv_version=record.arxiv_version or named.version,
        categories=record.categories or category,
    )


def _published(entry: Element) -> str | None:
    """Return the first day of a paper; a feed of a day tells it of those that are new."""
    if not is_announced_new(entry):
        return None
    return _date(_text(entry, "published") or _text(entry, "pubDate"))


def _arxiv_id(text: str) -> str | None:
    return arxiv_id(text.removeprefix("oai:arXiv.org:"))


def _date(text: str) -> str | None:
    found = _RFC_822.match(text)
    if found and found[2] in _MONTHS:
        text = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return date_of(text)


def _all(entry: Element, name: str) -> Iterator[Element]:
    return (node for node in entry if node.tag == name or node.tag.endswith(f"}}{name}"))


def _text(entry: Element, name: str) -> str:
    """Return the text of the first child of this name, with that of what it holds."""
    for node in _all(entry, name):
        return clean(text_within(node))
    return ""
