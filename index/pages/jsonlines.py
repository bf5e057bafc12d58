"""JSON Lines into papers: one object a line, read as it comes, packed or not.

The keys are those of the collections that people share: `title`, `abstract`, `date`, `authors`,
`arxiv_id`, `upvotes`, `comments`, `github`. Others are left aside, and all but the title may be
missing.
"""

from __future__ import annotations

import codecs
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import SourceError
from ..paper import Link, Record, arxiv_id
from ..text import clean, find_links
from .files import Readable
from .lines import Problem

MOST_PROBLEMS = 100
"""Lines reported one by one; of more only the number is told."""

_LOOKED_AT = 64
_PIECE = 1 << 18
_LONGEST_LINE = 1 << 22
"""Bytes of a line; no abstract fills a thousandth of it."""
_MOST_TEXT = 100_000
_MOST_AUTHORS = 10_000
"""Characters of a text and authors of a paper that are kept."""
_MOST_LINES = 5_000_000

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)
_SPACE = b" \t\r\n"


def is_json_lines(beginning: bytes) -> bool:
    """Whether a file that begins so is one of JSON Lines: with an object that has a key."""
    text = beginning[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).lstrip(_SPACE)
    return text[:1] == b"{" and text[1:].lstrip(_SPACE)[:1] in (b'"', b"}", b"")


class JsonLines:
    """The records of a file, and what in it could not be read; to be gone through once."""

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream = stream
        self._name = name
        self._left_out = 0
        self._found: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The lines that hold no paper, as far as was read."""
        if not self._left_out:
            return tuple(self._found)
        more = Problem(self._found[-1].line, f"And {self._left_out:,} more lines after this one.")
        return (*self._found, more)

    def records(self) -> Iterator[Record]:
        """Yield a record for every line with a paper.

        Raises SourceError for a file that is damaged, or no list of papers at all.
        """
        rank = 0
        for number, line in enumerate(self._lines(), 1):
            if number > _MOST_LINES:
                raise self._refused(f"It has more than {_MOST_LINES:,} lines.")
            if not line.strip(_SPACE):
                continue
            try:
                record = _read_record(line, rank + 1, number)
            except _NoPaperError as error:
                if len(self._found) < MOST_PROBLEMS:
                    self._found.append(Problem(number, str(error)))
                else:
                    self._left_out += 1
                continue
            rank += 1
            yield record
        if rank == 0:
            first = self._found[0] if self._found else None
            reason = f"Line {first.line}: {first.reason}" if first else "It is empty."
            raise SourceError(f"No papers in {self._name}", reason)

    def _lines(self) -> Iterator[bytes]:
        rest = b""
        number = 1
        is_first = True
        while piece := self._stream.read(_PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            if is_first and lines:
                lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
            elif is_first:
                rest = rest.removeprefix(codecs.BOM_UTF8)
            is_first = False
            yield from lines
            number += len(lines)
            if len(rest) > _LONGEST_LINE:
                raise self._refused(f"Line {number} is longer than {_LONGEST_LINE >> 20} MB.")
        if rest:
            yield rest

    def _refused(self, message: str) -> SourceError:
        return SourceError(f"Cannot read {self._name}", message)


class _NoPaperError(ValueError):
    """A line holds no paper, for the reason it gives."""


def _read_record(line: bytes, rank: int, number: int) -> Record:
    try:
        told = json.loads(line)
    except UnicodeDecodeError as error:
        raise _NoPaperError("It is not UTF-8 text.") from error
    except (ValueError, RecursionError) as error:
        raise _NoPaperError("It is no JSON.") from error
    if not isinstance(told, dict):
        raise _NoPaperError("It is no JSON object.")
    title = _text(told, "title")
    if not title:
        raise _NoPaperError("It has no title.")
    authors = _authors(told.get("authors"))
    arxiv = told.get("arxiv_id")
    return Record(
        title=title,
        abstract=_text(told, "abstract"),
        rank=rank,
        line=number,
        authors=authors,
        author_count=len(authors) or None,
        published=_date(told.get("date")),
        comments=_count(told.get("comments")),
        upvotes=_count(told.get("upvotes")),
        arxiv_id=arxiv_id(arxiv) if isinstance(arxiv, str) else None,
        links=_code(told.get("github")),
    )


def _text(told: Mapping[str, Any], name: str) -> str:
    text = told.get(name)
    return clean(text[:_MOST_TEXT]) if isinstance(text, str) else ""


def _authors(value: object) -> tuple[str, ...]:
    names = value[:_MOST_AUTHORS] if isinstance(value, list) else [value]
    cleaned = (clean(name[:_MOST_TEXT]) for name in names if isinstance(name, str))
    return tuple(filter(None, cleaned))


def _date(value: object) -> str | None:
    """Return an ISO date; of a month or a year its first day, None for what is none."""
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)).isoformat()
    except ValueError:
        return None


def _count(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count and isinstance(value, int) else None


def _code(value: object) -> tuple[Link, ...]:
    """Return the address where a paper's code is, if it is one."""
    if not isinstance(value, str):
        return ()
    address = clean(value[:_MOST_TEXT])
    if address.startswith(("github.com/", "www.github.com/")):
        address = f"https://{address}"
    return tuple(Link(link.url, "code") for link in find_links(address)[:1])
