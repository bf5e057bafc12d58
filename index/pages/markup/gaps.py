"""Blank lines by the thousand, which a page's parser would keep account of one by one."""

from __future__ import annotations

import re
from bisect import bisect_right

_GAP = re.compile(r"\n(?:[ \t]*+\n){8,}+")
"""More blank lines on end than any page has between two paragraphs."""


class Gaps:
    """The lines that were taken out of a text; tells which line of the file one of the rest was."""

    def __init__(self) -> None:
        self._below: list[int] = []
        self._owed: list[int] = []

    def add(self, line: int, lines: int) -> None:
        """Note that so many lines are gone above a line of the text that is left."""
        self._below.append(line)
        self._owed.append(lines + (self._owed[-1] if self._owed else 0))

    def line_of(self, line: int) -> int:
        """Return the line of the file that is a line of the text; both from 1."""
        at = bisect_right(self._below, line)
        return line + self._owed[at - 1] if at else line


def without_gaps(text: str) -> tuple[str, Gaps]:
    """Return a text with one blank line for thousands, and where its lines stood."""
    gaps = Gaps()
    pieces: list[str] = []
    done, line = 0, 1
    for gap in _GAP.finditer(text):
        pieces += (text[done : gap.start()], "\n\n")
        line += text.count("\n", done, gap.start()) + 2
        gaps.add(line, gap[0].count("\n") - 2)
        done = gap.end()
    return "".join((*pieces, text[done:])) if pieces else text, gaps
