"""Answers of the arXiv API (Atom) and its daily feeds (RSS) into papers.

Expat parses them, and a document that declares a type or an entity is refused at once: feeds have
neither, and what a few lines of them can blow up fills the memory.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ...errors import SourceError
from ...paper import Record, arxiv_id
from ...text import clean
from ..contents import Contents, Problem
from ..values import date_of, links_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_DEEPEST = 100
_MOST_PROBLEMS = 100

_ANNOUNCED = re.compile(r"^\s*arXiv:(?P<id>\S+)\s+Announce Type:.*?\bAbstract:\s*", re.DOTALL)
"""What stands before the abstract in arXiv's RSS."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC_822 = re.compile(r"(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4})\b")


def read_feed(text: str, name: str) -> Contents:
    """Return the papers of a feed; SourceError for an error answer and for what is none."""
    entries: list[Element] = []
    records: list[Record] = []
    problems: list[Problem] = []
    broken = _parse(text, name, entries)
    for number, entry in enumerate(entries, 1):
        line = int(entry.get("line", "1"))
        title = _text(entry, "title")
        summary = _text(entry, "summary") or _text(entry, "description")
        if title == "Error" and "/api/errors" in _text(entry, "id"):
            raise SourceError(f"{name} is an error answer", f"arXiv says: {summary}.")
        if title:
            records.append(_record(entry, title, summary, len(records) + 1, line))
        elif len(problems) < _MOST_PROBLEMS:
            problems.append(Problem(line, f"Record {number}: It has no title."))
    if broken and not entries:
        raise SourceError(f"Cannot read {name}", f"Line {broken.line}: {broken.reason}")
    if not entries:
        raise SourceError(f"No papers in {name}", "The feed has no entries.")
    if broken:
        problems.append(broken)
    return Contents(tuple(records), tuple(problems), None, "atom")


def _record(entry: Element, title: str, summary: str, rank: int, line: int) -> Record:
    announced = _ANNOUNCED.match(summary)
    if announced:
        summary = summary[announced.end() :]
    authors = tuple(
        filter(None, (_text(node, "name") for node in entry if node.tag == f"{_ATOM}author"))
    )
    if not authors:
        named = ", ".join(clean(node.text or "") for node in entry.iter(_CREATOR))
        authors = tuple(filter(None, map(clean, named.split(","))))
    addresses = [node.get("href") or clean(node.text or "") for node in _all(entry, "link")]
    names = [_text(entry, "id"), _text(entry, "guid"), *addresses]
    if announced:
        names.insert(0, announced["id"])
    affiliation = next((clean(node.text or "") for node in entry.iter(f"{_ARXIV}affiliation")), "")
    return Record(
        title=title,
        abstract=summary,
        rank=rank,
        line=line,
        authors=authors,
        author_count=len(authors) or None,
        organisation=affiliation or None,
        published=_date(_text(entry, "published") or _text(entry, "pubDate")),
        arxiv_id=next(filter(None, map(_arxiv_id, names)), None),
        links=links_of([_text(entry, "comment")]),
    )


def _arxiv_id(text: str) -> str | None:
    return arxiv_id(text.removeprefix("oai:arXiv.org:"))


def _date(text: str) -> str | None:
    found = _RFC_822.match(text)
    if found and found[2] in _MONTHS:
        text = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return date_of(text)


def _all(entry: Element, name: str) -> list[Element]:
    return [node for node in entry if _local(node) == name]


def _text(entry: Element, name: str) -> str:
    """Return the text of the first child of this name, with that of what it holds."""
    return next((clean("".join(node.itertext())) for node in _all(entry, name)), "")


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


class _ForbiddenError(ValueError):
    """The document has what no feed has, for the reason it gives."""


def _parse(text: str, name: str, entries: list[Element]) -> Problem | None:
    """Gather the entries, which know their line; return where the document stops being XML."""
    parser = expat.ParserCreate("utf-8", "}")
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _ForbiddenError("It is nested too deeply.")
        line = {"line": str(parser.CurrentLineNumber)}
        builder.start(f"{{{tag}" if "}" in tag else tag, attributes | line)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        node = builder.end(f"{{{tag}" if "}" in tag else tag)
        if _local(node) in ("entry", "item"):
            entries.append(node)

    def refuse(*_: object) -> None:
        raise _ForbiddenError("It declares a document type or entities, as no feed does.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        # The encoding that the document names is that of the bytes, which are text by now.
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), True)
    except _ForbiddenError as error:
        raise SourceError(f"Cannot read {name}", str(error)) from error
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        return Problem(error.lineno, f"It is no well-formed XML: {reason}.")
    return None
