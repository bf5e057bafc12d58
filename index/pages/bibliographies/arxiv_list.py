"""Lists of arXiv ids, DOIs and links to papers, whatever they are marked and annotated with.

One paper a line mostly: bare, as a point of a list, as a link of Markdown, as a row of a table; the
title is what a link says, or stands above it, and what else a line says is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from ...identifiers import doi_title, stub_title
from ...paper import Record
from ..contents import Problem
from ..record_files import RecordFile
from .list_forms import in_plain_form
from .list_lines import Entry, Line, cells_of, read_line
from .title_words import is_title, plain

_LOOKED_AT = 400
"""Lines that tell what a list is like."""
_REMEMBERED = 200_000
"""Papers of which a second line is passed by."""
_LONGEST_REMARK = 2000
_PROSE = 120
"""Characters from which words without a paper are a paragraph."""
_LONGEST_REST = 400
"""Characters of words beside a paper in a line of a list."""

_OF_SITE = re.compile(
    r"^[^\w\n]{0,20}(?:\d+ authors?|upvote(?: \d+)?|submitted by\b.*|abstract|community(?: \d+)?"
    r"|get trending papers in your email inbox.*|daily papers.*|published on .*|view arxiv page.*)$"
    r"|/login\?next=|^arxiv:\d{4}\.\d{4,5}\b.*\bannounce type:",
    re.I | re.M,
)
"""What stands on pages of the site, and in no list."""


class ArxivList(RecordFile):
    """A paper for each id, DOI or link; a line that seems to be one and is none is reported."""

    none = "Nothing in it is an arXiv id, a DOI or a link to a paper."

    def _found(self) -> Iterator[Record | Problem]:
        lines = enumerate(in_plain_form(self.text.lines()), 1)
        head = list(islice(lines, _LOOKED_AT))
        reader = _Reader(_has_titles_above([line for _, line in head]))
        for number, line in chain(head, lines):
            for found in reader.read(number, line):
                yield found._replace(rank=self.rank) if isinstance(found, Record) else found
        for found in reader.end():
            yield found._replace(rank=self.rank) if isinstance(found, Record) else found


class _Reader:
    """The lines of a list on their way into records; one is held, for remarks below it."""

    def __init__(self, has_titles_above: bool) -> None:
        self._has_titles_above = has_titles_above
        self._seen: set[str] = set()
        self._held: list[Record] = []
        self._is_passing = False
        """What was last is a paper that was there before, and so are remarks on it."""
        self._indent = 0
        self._above: tuple[int, Line] | None = None
        """Words that may be the title of what is on the next line."""
        self._columns: list[str] = []

    def read(self, number: int, raw: str) -> Iterator[Record | Problem]:
        """Take in a line; yield what is complete."""
        if not raw or raw.isspace():
            yield from self._drop_above()
            self._columns = []
            return
        if raw.startswith("#") and "](" not in raw:
            yield from self._drop_above()
            return
        line = read_line(raw, self._columns, self._seen)
        if line.entries:
            title = self._title_above(line)
            if not title:
                yield from self._drop_above()
            self._above = None
            yield from self.end()
            self._indent = line.indent
            yield from self._take(number, line, title)
            return
        is_below = self._held or self._is_passing
        if is_below and self._above is None and _goes_on(line, raw, self._indent):
            self._add_remark(line.text)
            return
        if raw.lstrip().startswith("|") and not self._columns:
            self._columns = cells_of(raw)
        yield from self._drop_above()
        if not line.is_passed:
            self._above = number, line

    def end(self) -> Iterator[Record | Problem]:
        """Yield what is held."""
        yield from self._held
        self._held = []
        yield from self._drop_above()

    def _title_above(self, line: Line) -> str:
        """Return the title that stands on the line above what is nothing but a link."""
        if self._above is None or not line.is_bare or len(line.entries) != 1:
            return ""
        above = self._above[1]
        is_nested = above.is_point and line.indent > above.indent
        title = plain(above.text).strip(" ,;:*_")
        return title if (is_nested or self._has_titles_above) and is_title(title) else ""

    def _drop_above(self) -> Iterator[Problem]:
        if self._above is not None:
            number, line = self._above
            self._above = None
            yield Problem(number, f"It is no arXiv id, DOI or link to one: {line.text[:60]}")

    def _take(self, number: int, line: Line, title: str) -> Iterator[Record]:
        records = []
        for entry in line.entries:
            names = [name for name in (entry.arxiv_id, entry.doi) if name]
            if any(name in self._seen for name in names):
                continue
            if len(self._seen) < _REMEMBERED:
                self._seen.update(names)
            records.append(_record(entry, title or entry.title, number))
        self._is_passing = not records
        yield from records[:-1]
        self._held = records[-1:]

    def _add_remark(self, text: str) -> None:
        for at, record in enumerate(self._held):
            told = "\n".join(filter(None, (record.remark, plain(text))))
            self._held[at] = record._replace(remark=told[:_LONGEST_REMARK])


def _record(entry: Entry, title: str, number: int) -> Record:
    stub = stub_title(entry.arxiv_id) if entry.arxiv_id else doi_title(entry.doi or "")
    return Record(
        title=title or stub,
        abstract="",
        rank=0,
        line=number,
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
        arxiv_version=entry.version,
        categories=(entry.category,) if entry.category else (),
        remark=entry.remark[:_LONGEST_REMARK] or None,
        links=entry.links,
    )


def _goes_on(line: Line, raw: str, indent: int) -> bool:
    """Whether a line belongs to the point of the list above it."""
    return bool(line.text) and (line.indent > indent or raw.lstrip().startswith(">"))


def _has_titles_above(lines: list[str]) -> bool:
    """Whether each link stands on a line of its own below its title, and there are several."""
    own = titled = 0
    above: Line | None = None
    for raw in lines:
        line = read_line(raw)
        if line.entries and line.is_bare:
            own += 1
            titled += above is not None and is_title(plain(above.text))
        above = line if raw.strip() and not line.entries and not line.is_passed else None
    return titled >= 2 and titled == own


def is_list(head: str) -> bool:
    """Whether a text that begins so is a list of papers, and no page or letter with links in it."""
    if _OF_SITE.search(head):
        return False
    papers = others = prose = 0
    indent: int | None = None
    for raw in head.split("\n")[:_LOOKED_AT]:
        if not raw.strip():
            continue
        line = read_line(raw)
        if line.entries:
            if len(line.rest) <= _LONGEST_REST:
                papers += 1
            else:
                prose += 1
            indent = line.indent
        elif len(raw) >= _PROSE:
            prose += 1
        elif not line.is_passed and not (indent is not None and _goes_on(line, raw, indent)):
            others += 1
    return papers > 0 and 2 * prose <= papers and others <= papers + 1
