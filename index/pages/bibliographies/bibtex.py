"""BibTeX into papers, entry by entry: one that is broken is reported, the others are taken."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...exports.mapping import BIBTEX, MONTHS
from ...paper import Record, arxiv_id
from ...text import clean
from ..contents import Contents, Problem
from ..values import MOST_TEXT, date_of, links_of, names_of, note_of, tags_of
from .latex import plain_text

_MOST_PROBLEMS = 100
_ARXIV = re.compile(r"(?:arXiv[:. ]\s*|abs/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.I)
"""How an id stands in a journal, a DOI or a note, as bibliographies on the web have it."""

_LINE_ENDS = re.compile(r"\{\\newline\}\n?|\n[ \t]*\n[ \t]*")
"""What ends a line of a note: Recto's own sign (`BIBTEX_LINE_END`), or a paragraph of TeX."""


def read_bibtex(text: str) -> Contents:
    """Return the papers of a BibTeX file."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import (
        RemoveEnclosingMiddleware,
        ResolveStringReferencesMiddleware,
    )
    from bibtexparser.model import Entry, ParsingFailedBlock

    # What it cannot read it also writes into its log, which would end up on the screen.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    stack = [ResolveStringReferencesMiddleware(True), RemoveEnclosingMiddleware(True)]
    library = parse_string(text.replace("\r\n", "\n").replace("\r", "\n"), parse_stack=stack)
    records: list[Record] = []
    problems: list[Problem] = []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, ParsingFailedBlock):
            # Twice the same key, or field, leaves the entry readable.
            entry, reason = block.ignore_error_block, "The entry breaks off or is no BibTeX."
        else:
            entry, reason = block, ""
        if isinstance(entry, Entry):
            fields = {
                field.key.lower(): _bare(str(field.value)) for field in reversed(entry.fields)
            }
            record = _record(fields, len(records) + 1, line)
            if record is not None:
                records.append(record)
                continue
            reason = "It has no title."
        if reason and len(problems) < _MOST_PROBLEMS:
            problems.append(Problem(line, reason))
    return Contents(tuple(records), tuple(problems), None, "bibtex")


def _record(fields: Mapping[str, str], rank: int, line: int) -> Record | None:
    title = _text(fields, BIBTEX["title"])
    if not title:
        return None
    authors = names_of(_authors(fields.get(BIBTEX["authors"], "")))
    eprint = fields.get(BIBTEX["arxiv_id"], "")
    url = fields.get(BIBTEX["url"], "")
    found = arxiv_id(eprint) or arxiv_id(url) or _arxiv_id_within(fields)
    addresses = f"{fields.get(BIBTEX['links'], '')} {fields.get('links', '')}"
    links = [*addresses.split(), *([] if arxiv_id(url) else [url])]
    keywords = re.split("[,;]", _text(fields, BIBTEX["tags"]))
    return Record(
        title=title,
        abstract=_text(fields, BIBTEX["abstract"]),
        rank=rank,
        line=line,
        authors=authors,
        author_count=len(authors) or None,
        published=_date(fields),
        arxiv_id=found,
        links=links_of(links),
        tags=tags_of(keywords),
        note=_note(fields),
    )


def _bare(value: str) -> str:
    """Return a field's value without the quotation marks that stay in an entry with a mistake."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _text(fields: Mapping[str, str], name: str) -> str:
    return clean(plain_text(fields.get(name, "")[:MOST_TEXT]))


def _authors(field: str) -> Iterator[str]:
    """Yield names in the order in which they are said; `others` is no name."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    for name in split_multiple_persons_names(" ".join(field[:MOST_TEXT].split())):
        if name.strip().lower() == "others":
            continue
        try:
            parts = parse_single_name_into_parts(name, strict=False)
            words: list[Any] = [*parts.first, *parts.von, *parts.last, *parts.jr]
            yield plain_text(" ".join(map(str, words)))
        except ValueError:
            yield plain_text(name)


def _date(fields: Mapping[str, str]) -> str | None:
    """Return the day of an entry; of a month or a year the first."""
    if told := date_of(fields.get("date", "").partition("/")[0]):
        return told
    year = re.search(r"\d{4}", fields.get(BIBTEX["year"], ""))
    if year is None:
        return None
    month, day = (fields.get(BIBTEX[name], "").strip("{} ").lower() for name in ("month", "day"))
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else _number(month) or 1
    try:
        return datetime.date(int(year[0]), number, _number(day) or 1).isoformat()
    except ValueError:
        return f"{year[0]}-01-01"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _arxiv_id_within(fields: Mapping[str, str]) -> str | None:
    for name in ("doi", "journal", "volume", "note", "howpublished"):
        found = _ARXIV.search(fields.get(name, "")[:1000])
        if found:
            return arxiv_id(found[1])
    return None


def _note(fields: Mapping[str, str]) -> str | None:
    """Return the reader's note with its lines."""
    names = (BIBTEX["note"], "annotation", "note")
    text = next((fields[name] for name in names if fields.get(name)), "")[:MOST_TEXT]
    lines = (
        " " * (len(line) - len(line.lstrip(" "))) + clean(plain_text(line))
        for line in _LINE_ENDS.split(text)
    )
    return note_of("\n".join(lines))
