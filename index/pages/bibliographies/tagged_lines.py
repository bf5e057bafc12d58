"""Exports of which each line has a tag of a few signs before its text, taken apart into records.

A line without a tag goes on with the field before it. A tag that comes again is another value, in
order.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...paper import Record
from ...text import clean
from ..contents import Problem
from ..fields.keywords import parted
from ..fields.markup import plain, read_markup
from ..outside import PARSER_FAULTS
from ..record_files import RecordFile
from ..streams import LONGEST_LINE, NO_UTF8, is_damaged
from ..values import MOST_TEXT

_MOST_LINES = 20_000
"""Lines of a record; one with a thousand authors has a thousand and some."""


class TaggedRecord:
    """The fields of one record."""

    def __init__(self, line: int) -> None:
        self.line = line
        """The line on which it begins, from 1."""
        self._values: list[tuple[str, list[str]]] = []
        self._by_tag: dict[str, list[list[str]]] = {}
        self._last: list[str] | None = None
        self._size = self._lines = 0

    def __contains__(self, tag: str) -> bool:
        return tag in self._by_tag

    def add(self, tag: str, text: str) -> None:
        """Begin another value."""
        self._last = None
        if not self._is_full(text):
            self._last = [text]
            self._values.append((tag, self._last))
            self._by_tag.setdefault(tag, []).append(self._last)

    def go_on(self, text: str) -> None:
        """Go on with the value before."""
        if self._last is not None and not self._is_full(text):
            self._last.append(text)

    def in_order(self, *tags: str) -> list[tuple[str, list[str]]]:
        """Return tags and the lines of their values as they stand in the file."""
        return [value for value in self._values if value[0] in tags]

    def lines(self, *tags: str) -> list[list[str]]:
        """Return the values of tags, each in its lines; those of the first tag first."""
        return [lines for tag in tags for lines in self._by_tag.get(tag, ())]

    def all(self, *tags: str) -> list[str]:
        """Return the values of tags, the lines of each put together."""
        return [" ".join(" ".join(value).split()) for value in self.lines(*tags)]

    def first(self, *tags: str) -> str:
        """Return the first value of the first of these tags that has any."""
        return next(filter(None, self.all(*tags)), "")

    def text(self) -> str:
        """Return all of it, to see whether it is damaged."""
        return "\n".join(line for _, value in self._values for line in value)

    def _is_full(self, text: str) -> bool:
        self._size += len(text)
        self._lines += 1
        return self._size > LONGEST_LINE or self._lines > _MOST_LINES


class Form(NamedTuple):
    """How a format writes its lines."""

    field: re.Pattern[str]
    """A line with a tag; its groups are the tag and the text."""
    begins: Callable[[str, TaggedRecord | None, bool], bool]
    """Whether a record begins with a field of this tag, where one is open or none, and behind a
    blank line or not."""
    end: str = ""
    """The tag that ends a record."""
    continued: re.Pattern[str] = re.compile("")
    """How a line begins that goes on."""


def tagged_records(lines: Iterable[str], form: Form) -> Iterator[TaggedRecord]:
    """Yield the records of a file; what stands between them is passed by."""
    record: TaggedRecord | None = None
    is_behind_blank = True
    for number, line in enumerate(lines, 1):
        found = form.field.match(line)
        if found is None:
            is_behind_blank = is_behind_blank or not line.strip()
            if record is not None and form.continued.match(line):
                record.go_on(line)
            continue
        tag = found[1].rstrip()
        if form.end and tag == form.end:
            if record is not None:
                yield record
            record = None
        elif form.begins(tag, record, is_behind_blank):
            if record is not None:
                yield record
            record = TaggedRecord(number)
        if record is not None:
            record.add(tag, found[2] or "")
        is_behind_blank = False
    if record is not None:
        yield record


class TaggedFile(RecordFile):
    """The papers of a file of such records; what is wrong in one costs no other."""

    form: Form

    def _found(self) -> Iterator[Record | Problem]:
        for told in tagged_records(self.text.lines(), self.form):
            if is_damaged(told.text()):
                yield Problem(told.line, NO_UTF8)
                continue
            try:
                record = self._record(told, self.rank)
            except PARSER_FAULTS:
                yield Problem(told.line, "The reference cannot be read.")
                continue
            yield record or Problem(told.line, "The reference has no title.")

    @abstractmethod
    def _record(self, told: TaggedRecord, rank: int) -> Record | None:
        """Return the paper that a record tells, None where it has no title."""


def plain_value(text: str) -> str:
    """Return what a value shows, as one clean line."""
    return clean(plain(text[:MOST_TEXT]))


def remark_lines(values: Iterable[list[str]]) -> list[str]:
    """Return remarks without their markup, with their lines."""
    return [read_markup("\n".join(value)[:MOST_TEXT]).text for value in values]


def keyword_list(values: Iterable[list[str]]) -> list[str]:
    """Return keywords, of which a value may hold one or a list in its lines or between signs."""
    lines = [line for value in values for line in value if line.strip()]
    if len(lines) == 1 and ";" not in lines[0] and lines[0].count(",") < 2:
        return [plain_value(lines[0])]
    is_list = len(lines) == 1
    parts = (part for line in lines for part in (parted(line) if is_list else line.split(";")))
    return [plain_value(part) for part in parts]
