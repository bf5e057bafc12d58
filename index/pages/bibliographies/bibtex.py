"""BibTeX into papers, entry by entry: one that is broken is reported, the others are taken."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...exports.mapping import BIBTEX, MONTHS
from ...paper import Record, arxiv_id
from ...text import clean
from ..contents import Problem
from ..outside import PARSER_FAULTS
from ..record_files import RecordFile
from ..streams import NO_UTF8, is_damaged
from ..values import MOST_TEXT, date_of, links_of, names_of, note_of, tags_of
from .bibtex_blocks import split_blocks
from .latex import plain_text

if TYPE_CHECKING:
    from bibtexparser.library import Library

_MOST_STRINGS = 10_000
_LONGEST_STRING = 2000
"""Definitions that are kept, and the characters of one: names of journals, and not more."""

_LONGEST_NAME = 1000
"""Characters of a name that is taken apart into its parts."""

_AT = "\ue000"
"""What stands for `@` while bibtexparser reads; no text keeps private characters."""

_ARXIV = re.compile(r"(?:arXiv[:. ]\s*|abs/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.I)
"""How an id stands in a journal, a DOI or a note, as bibliographies on the web have it."""

_COMMAND_FIRST = re.compile(r"(?i)(\sand )(?=\\)")
_LINE_ENDS = re.compile(r"\{\\newline\}\n?|\n[ \t]*\n[ \t]*")
"""What ends a line of a note: Recto's own sign (`BIBTEX_LINE_END`), or a paragraph of TeX."""


class BibtexFile(RecordFile):
    """The papers of a BibTeX file; bibtexparser reads each entry by itself."""

    def _found(self) -> Iterator[Record | Problem]:
        # What it cannot read it also writes into its log, which would end up on the screen.
        logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
        from bibtexparser.exceptions import ParsingException

        strings = _Strings()
        for block in split_blocks(self.text.lines()):
            if block.type in ("comment", "preamble"):
                continue
            try:
                if is_damaged(block.text):
                    yield Problem(block.line, NO_UTF8)
                elif block.type == "string":
                    strings.learn(block.text)
                elif not (fields := strings.fields(block.text)):
                    yield Problem(block.line, "The entry breaks off or is no BibTeX.")
                else:
                    record = _record(fields, self.rank, block.line)
                    yield record or Problem(block.line, "It has no title.")
            except (ParsingException, *PARSER_FAULTS):
                yield Problem(block.line, "The entry cannot be read.")


class _Strings:
    """The words that `@string` defines, set in wherever a field is nothing but one of them."""

    def __init__(self) -> None:
        from bibtexparser.middlewares import RemoveEnclosingMiddleware

        self._values: dict[str, str] = {}
        self._enclosing = RemoveEnclosingMiddleware(True)

    def learn(self, text: str) -> None:
        """Take in a definition, of two of one word the first; entries further down may use it."""
        from bibtexparser.model import String

        for block in _split(text).blocks:
            if not isinstance(block, String) or len(block.value) > _LONGEST_STRING:
                continue
            if len(self._values) < _MOST_STRINGS:
                self._values.setdefault(block.key.lower(), block.value)

    def fields(self, text: str) -> dict[str, str]:
        """Return the fields of an entry, of one that is given twice the first; none if broken."""
        from bibtexparser.model import Entry, ParsingFailedBlock

        library = _split(text)
        for block in library.blocks:
            # Twice the same field leaves an entry readable.
            entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
            if isinstance(entry, Entry):
                for field in entry.fields:
                    field.value = self._values.get(field.value.lower(), field.value)
                self._enclosing.transform_entry(entry, library)
                fields = {field.key.lower(): str(field.value) for field in reversed(entry.fields)}
                return {key: value.replace(_AT, "@") for key, value in fields.items()} or {"": ""}
        return {}


def _split(text: str) -> Library:
    """Return what bibtexparser makes of a block.

    It ends an entry at a line like the beginning of another, also within the braces of a field.
    """
    from bibtexparser.splitter import Splitter

    return Splitter(text[:1] + text[1:].replace("@", _AT)).split()


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


def _text(fields: Mapping[str, str], name: str) -> str:
    return clean(plain_text(fields.get(name, "")[:MOST_TEXT]))


def _authors(field: str) -> Iterator[str]:
    """Yield names in the order in which they are said; `others` is no name."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    # It drops a command with which a name begins that is not the first.
    text = _COMMAND_FIRST.sub(r"\1{}", " ".join(field[:MOST_TEXT].split()))
    for name in split_multiple_persons_names(text):
        if name.strip().lower() == "others":
            continue
        if len(name) > _LONGEST_NAME:
            yield plain_text(name)
            continue
        try:
            parts = parse_single_name_into_parts(name, strict=False)
            words: list[Any] = [*parts.first, *parts.von, *parts.last, *parts.jr]
            yield plain_text(" ".join(map(str, words)))
        except ValueError:
            yield plain_text(name)


def _date(fields: Mapping[str, str]) -> str | None:
    """Return the day of an entry, or the month or the year where no more is said."""
    if told := date_of(fields.get("date", "").partition("/")[0]):
        return told
    year = re.search(r"\d{4}", fields.get(BIBTEX["year"], ""))
    if year is None:
        return None
    month, day = (fields.get(BIBTEX[name], "").strip("{} ").lower() for name in ("month", "day"))
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else _number(month)
    parts = [year[0], *(f"{part:02}" for part in (number, number and _number(day)) if part)]
    return date_of("-".join(parts)) or year[0]


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
        " " * (len(line) - len(line.lstrip(" "))) + _unfolded(plain_text(line))
        for line in _LINE_ENDS.split(text)
    )
    return note_of("\n".join(lines))


def _unfolded(text: str) -> str:
    """Return what programs have broken into lines as one; its columns are the note's own."""
    return " ".join(line.strip() for line in text.split("\n")) if "\n" in text else text
