"""RIS into papers, one reference at a time, so that each knows its line and none costs another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...exports.mapping import RIS
from ...paper import Record, arxiv_id
from ...text import clean
from ..contents import Problem
from ..outside import PARSER_FAULTS
from ..record_files import RecordFile
from ..streams import LONGEST_LINE, NO_UTF8, is_damaged
from ..values import MOST_TEXT, date_of, links_of, names_of, note_of, tags_of

_TITLES = (RIS["title"], "T1", "CT")
_AUTHORS = (RIS["authors"], "A1")
_ABSTRACTS = (RIS["abstract"], "N2")
_DATES = (RIS["date"], RIS["year"], "Y1")
_ADDRESSES = (RIS["url"], RIS["links"], "L1")
_NAMES = (RIS["arxiv_id"], RIS["url"], "DO", "M1", "M3", "VL", "ID")
_TAGS = {*_TITLES, *_AUTHORS, *_ABSTRACTS, *_DATES, *_ADDRESSES, *_NAMES}
_TAGS |= {RIS["tags"], RIS["note"], "TY", "ER"}

_FIELD = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?")
"""A tag, also with the one space that some programs write."""

_MOST_LINES = 20_000
"""Lines of a reference; one with a thousand authors has a thousand and some."""

_DOI_OF_ARXIV = re.compile(r"^(?:https?://doi\.org/)?10\.48550/arxiv\.", re.IGNORECASE)

_References = Mapping[str, list[str]]


class RisFile(RecordFile):
    """The papers of a RIS file; a reference begins with its type, and ends at its end or the next.

    rispy reads each reference by itself, so that none costs another.
    """

    def _found(self) -> Iterator[Record | Problem]:
        from rispy import RisParser

        parser = RisParser(
            mapping={tag: tag for tag in _TAGS},
            list_tags=[tag for tag in _TAGS if tag != "TY"],
            delimiter_tags_mapping={},
            skip_unknown_tags=True,
        )
        for line, reference in self._references():
            if is_damaged(reference):
                yield Problem(line, NO_UTF8)
                continue
            try:
                (fields,) = parser.parse(reference)
                record = _record(fields, self.rank, line)
            except PARSER_FAULTS:
                yield Problem(line, "The reference cannot be read.")
                continue
            yield record or Problem(line, "The reference has no title.")

    def _references(self) -> Iterator[tuple[int, str]]:
        """Yield each reference with its line, ended even where the file does not end it."""
        start, size = 0, 0
        lines: list[str] = []
        for number, raw in enumerate(self.text.lines(), 1):
            line = _FIELD.sub(r"\1  - ", raw, 1)
            if line.startswith("TY  - "):
                if lines:
                    yield start, _ended(lines)
                start, size, lines = number, 0, []
            elif line.startswith("ER  - ") and lines:
                yield start, _ended(lines)
                lines = []
                continue
            elif not lines:
                continue
            size += len(line)
            if size <= LONGEST_LINE and len(lines) < _MOST_LINES:
                lines.append(line)
        if lines:
            yield start, _ended(lines)


def _ended(lines: list[str]) -> str:
    return "\n".join([*lines, "ER  - "])


def _record(fields: _References, rank: int, line: int) -> Record | None:
    title = _text(fields, _TITLES)
    if not title:
        return None
    authors = names_of(map(_name, _all(fields, _AUTHORS)))
    links = [address for address in _all(fields, _ADDRESSES) if not arxiv_id(address)]
    ids = (arxiv_id(_DOI_OF_ARXIV.sub("", name.strip())) for name in _names(fields))
    return Record(
        title=title,
        abstract=_text(fields, _ABSTRACTS),
        rank=rank,
        line=line,
        authors=authors,
        author_count=len(authors) or None,
        published=next(filter(None, map(_date, _all(fields, _DATES))), None),
        arxiv_id=next(filter(None, ids), None),
        links=links_of(links),
        tags=tags_of(_all(fields, (RIS["tags"],))),
        note=note_of("\n".join(_all(fields, (RIS["note"],)))[:MOST_TEXT]),
    )


def _all(fields: _References, tags: tuple[str, ...]) -> list[str]:
    return [text for tag in tags for text in fields.get(tag, ())]


def _text(fields: _References, tags: tuple[str, ...]) -> str:
    """Return the text of the first of these tags that has any, its lines put together."""
    texts = (clean(" ".join(fields.get(tag, ()))[:MOST_TEXT]) for tag in tags)
    return next(filter(None, texts), "")


def _names(fields: _References) -> list[str]:
    """Return what may say an arXiv id; a bare number may be anything in most fields."""
    return [text for text in _all(fields, _NAMES) if "arxiv" in text.lower() or "hugg" in text]


def _name(text: str) -> str:
    """Return a name as it is said: `Family, Given, Suffix` turned round."""
    family, _, rest = text.partition(",")
    given, _, suffix = rest.partition(",")
    return " ".join(filter(None, (part.strip() for part in (given, family, suffix))))


def _date(text: str) -> str | None:
    """Return the day of `YYYY/MM/DD/other`, whose parts behind the year may be empty."""
    parts = [part.strip() for part in text.split("/")[:3]]
    return date_of("-".join(part.zfill(2) for part in parts if part))
