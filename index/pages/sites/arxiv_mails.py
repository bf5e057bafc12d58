r"""arXiv's mails of a day into papers: what stands between lines of `\\`.

Such a mail (info.arxiv.org/help/subscribe) has an entry for each paper: the id, fields of which the
lines that go on are set in, `\\`, the abstract and `\\` with the address; one that was replaced has
no abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...identifiers import arxiv_id, doi
from ...paper import Record
from ...text import clean
from ..contents import Problem
from ..daily.lines import LONGEST_TEXT
from ..values import categories_of, journal_of, links_of
from .days import day_in
from .people import people_of

_BEGIN = re.compile(
    r"(?:arXiv|Paper)(?: \((?P<kind>[^()]{1,40})\))?: ?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v(?P<version>\d{1,3}))?\b.*"
)
_MAIL = re.compile(
    r"^(?:> ?)*\\\\[ \t\r]*\n(?:> ?)*(?:arXiv|Paper)(?: \([^()\n]{1,40}\))?: ?\S", re.M
)
_BORDER = re.compile(r"\\\\ *(?P<rest>\(.*)?")
_FIELD = re.compile(
    r"(?P<name>Date|From|Title|Authors?|Categories|Comments|Journal-ref|DOI|License|Report-no"
    r"|(?:MSC|ACM)-class|Note|Proxy|Subj-class)(?: \((?P<which>[^()]{1,40})\))?: ?(?P<told>.*)"
)
_REPLACED = re.compile(r"replaced (?:with|by) revised version(?: v(?P<version>\d+))?(?P<day>.*)")
_VERSION = re.compile(r"v(\d{1,3})")
_RECEIVED = re.compile(r"received from .{0,60}? to\s+(?P<day>.+)")
_QUOTED = re.compile(r"^(?:> ?)+", re.M)
_ARCHIVED = re.compile(r"(\d\d)(\d\d)\.|[^/]+/(\d\d)(\d\d)")


def is_arxiv_mail(text: str) -> bool:
    """Whether a text is, or holds, such a mail."""
    return _MAIL.search(text) is not None


def day_of_mail(text: str) -> str | None:
    """Return the last day of which a mail has the papers, as it says it itself."""
    found = _RECEIVED.search(text)
    return day_in(" ".join(found["day"].split())) if found else None


@dataclass(slots=True)
class _Entry:
    line: int
    id: str
    version: int | None
    fields: dict[str, str] = field(default_factory=dict)
    first: str | None = None
    latest: str | None = None
    abstract: list[str] = field(default_factory=list)
    size: int = 0


def read_arxiv_mail(text: str, rank: int = 1, line: int = 1) -> Iterator[Record | Problem]:
    """Yield the papers of a mail, of which the first has this rank and the text this line."""
    entry: _Entry | None = None
    last, is_head, is_border = "", False, False
    for number, raw in enumerate(_QUOTED.sub("", text).split("\n"), line):
        told = raw.rstrip()
        if border := _BORDER.fullmatch(told):
            is_border = True
            if entry and (border["rest"] or not is_head):
                found = _finished(entry, rank)
                rank += isinstance(found, Record)
                yield found
                entry = None
            is_head = False
            continue
        if (
            is_border
            and told
            and (begin := _BEGIN.fullmatch(told))
            and (id := arxiv_id(begin["id"]))
        ):
            if entry:
                found = _finished(entry, rank)
                rank += isinstance(found, Record)
                yield found
            entry = _Entry(number, id, int(begin["version"]) if begin["version"] else None)
            last, is_head = "", True
        elif entry and is_head:
            last = _take(entry, raw, told, last)
        elif entry and entry.size <= LONGEST_TEXT:
            entry.abstract.append(told)
            entry.size += len(told)
        is_border = is_border and not told
    if entry:
        yield _finished(entry, rank)


def _take(entry: _Entry, raw: str, told: str, last: str) -> str:
    """Take in a line above the abstract; return the field that the next one may go on with."""
    if replaced := _REPLACED.fullmatch(told):
        entry.latest = day_in(" ".join(replaced["day"].split()))
        entry.version = int(replaced["version"] or 0) or entry.version
        return ""
    if raw[:1] in " \t" and last:
        known = entry.fields[last]
        if len(known) <= LONGEST_TEXT:
            entry.fields[last] = f"{known} {told.strip()}"
        return last
    found = _FIELD.fullmatch(told)
    if found is None:
        return ""
    name = found["name"].lower()
    if name == "date":
        day = day_in(" ".join(found["told"].split()))
        version = _VERSION.search(found["which"] or "")
        if version and int(version[1]) > 1:
            entry.latest, entry.version = day, int(version[1])
        elif version or _is_of_month(entry.id, day):
            entry.first = day
        else:
            entry.latest = day
        return ""
    entry.fields.setdefault(name, found["told"])
    return name


def _is_of_month(id: str, day: str | None) -> bool:
    """Whether a paper can have come on a day first: the month stands in its id."""
    archived = _ARCHIVED.match(id)
    if archived is None or day is None:
        return False
    year, month = archived[1] or archived[3], archived[2] or archived[4]
    return day[2:7] == f"{year}-{month}"


def _finished(entry: _Entry, rank: int) -> Record | Problem:
    told = {name: clean(value) for name, value in entry.fields.items()}
    if not told.get("title"):
        return Problem(entry.line, f"The paper {entry.id} has no title.")
    people = people_of(told.get("authors") or told.get("author", ""))
    venue, year = journal_of(told.get("journal-ref", ""))
    comment = told.get("comments")
    return Record(
        title=told["title"],
        abstract=clean(" ".join(entry.abstract)),
        rank=rank,
        line=entry.line,
        authors=people.names,
        author_count=people.total,
        has_more_authors=people.has_more,
        published=entry.first,
        updated=entry.latest,
        arxiv_id=entry.id,
        arxiv_version=entry.version,
        categories=categories_of(told.get("categories", "").replace(",", " ").split()),
        arxiv_comment=comment,
        venue=venue,
        published_journal=year,
        doi=doi(told.get("doi", "").partition(" ")[0]),
        license=told.get("license"),
        links=links_of([comment]),
    )
