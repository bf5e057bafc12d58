r"""A BibTeX file taken apart into its blocks, `@type{…}` or `@type(…)`, line by line.

A block ends where its braces do. Where they do not, it breaks off before the next line that begins
like a block, so that an entry without its last brace costs no other. A line of a note may begin
like one as well, and does not end the note: within the braces of a field it counts as text if the
braces close soon.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..streams import LONGEST_LINE

_BEGIN = re.compile(r"@(\w+)[ \t]*([{(])")
_LINE_BEGIN = re.compile(r"[ \t]*@\w+[ \t]*[{(]")
_SIGN = re.compile(r"(?<!\\)[{}\"]|\)")
_BRACE = re.compile(r"(?<!\\)[{}]")
"""Signs that count outside of a field, and within the braces of one."""

_MOST_DOUBTS = 20
_MOST_DOUBTED = 1 << 16
"""Lines like the beginning of a block, and characters, within which braces have to close."""
_LINE_COST = 20
"""Characters that a line counts for beside its own: reading is paid for by the line as well."""


class BibtexBlock(NamedTuple):
    """One block of a file."""

    line: int
    """The line on which it begins, from 1."""
    type: str
    """Such as `article` or `string`, in small letters."""
    text: str
    """All of it, from its `@` to its last brace; empty where it breaks off."""


class _Open:
    """The block that is being read, as far as its lines have come."""

    def __init__(self, line: int, kind: str, opener: str) -> None:
        self.line, self.kind = line, kind
        self._outside = 1 if opener == "{" else 0
        self._depth = self._outside
        self._is_quoted = False
        self._parts: list[str] = []
        self._size = 0
        self.doubts = 0
        """Lines like the beginning of a block that were taken for text."""
        self.doubted: list[tuple[int, str]] = []
        """The lines since the first of them, to be read again if the block breaks off."""
        self.cost = 0
        """What it costs to read them again."""

    @property
    def is_in_field(self) -> bool:
        """Whether what comes next stands within the braces of a field."""
        return self._depth > self._outside

    def take(self, line: str, start: int, at: int) -> int | None:
        """Take in a line from `start`, read on at `at`; return where the block ends, if it does."""
        end = self._end(line, at)
        self._size += len(line) - start
        if self._size <= LONGEST_LINE:
            self._parts.append(line[start:end])
        return end

    def whole(self) -> BibtexBlock:
        """Return the block, which has come to its end."""
        text = "\n".join(self._parts) if self._size <= LONGEST_LINE else ""
        return BibtexBlock(self.line, self.kind, text)

    def broken(self) -> BibtexBlock:
        """Return the block, which has not."""
        return BibtexBlock(self.line, self.kind, "")

    def _end(self, line: str, at: int) -> int | None:
        while sign := (_BRACE if self._depth > self._outside else _SIGN).search(line, at):
            at = sign.end()
            char = sign[0]
            if char == "{":
                self._depth += 1
            elif char == '"':
                self._is_quoted ^= self._depth == self._outside
            elif char == "}":
                self._depth -= 1
                if self._depth < self._outside:
                    if self._outside:
                        return at
                    self._depth = 0
            elif not (self._outside or self._depth or self._is_quoted):
                return at
        return None


class _Splitter:
    """The lines of a file on their way into blocks."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = enumerate(lines, 1)
        self._again: deque[tuple[int, str]] = deque()
        self._read = self._read_again = 0

    def blocks(self) -> Iterator[BibtexBlock]:
        opened: _Open | None = None
        while True:
            told = self._next()
            if told is None:
                if opened is None:
                    return
                yield self._break_off(opened)
                opened = None
                continue
            number, line = told
            at = 0
            if opened is not None:
                if "@" in line and _LINE_BEGIN.match(line) and not self._is_text(opened):
                    opened.doubted.append(told)
                    yield self._break_off(opened)
                    opened = None
                    continue
                if opened.doubts:
                    opened.doubted.append(told)
                    opened.cost += len(line) + _LINE_COST
                end = opened.take(line, 0, 0)
                if end is None:
                    continue
                yield opened.whole()
                opened, at = None, end
            while opened is None and (begin := _BEGIN.search(line, at)):
                opened = _Open(number, begin[1].lower(), begin[2])
                end = opened.take(line, begin.start(), begin.end())
                if end is not None:
                    yield opened.whole()
                    opened, at = None, end

    def _next(self) -> tuple[int, str] | None:
        if self._again:
            return self._again.popleft()
        told = next(self._source, None)
        if told is not None:
            self._read += len(told[1]) + _LINE_COST
        return told

    def _is_text(self, opened: _Open) -> bool:
        """Whether a line that begins like a block may be text of the one that is open.

        What is read again for such doubts stays within half of what is read at all.
        """
        is_dear = self._read_again > self._read // 2 + _MOST_DOUBTED
        if is_dear or not opened.is_in_field or opened.cost > _MOST_DOUBTED:
            return False
        opened.doubts += 1
        return opened.doubts <= _MOST_DOUBTS

    def _break_off(self, opened: _Open) -> BibtexBlock:
        """End a block that does not end itself; what may have been text is read again."""
        self._read_again += opened.cost
        self._again.extendleft(reversed(opened.doubted))
        return opened.broken()


def split_blocks(lines: Iterable[str]) -> Iterator[BibtexBlock]:
    """Yield the blocks of a file in order; what stands between them is a comment."""
    return _Splitter(lines).blocks()
