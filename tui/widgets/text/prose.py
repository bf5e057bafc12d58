"""The words of a block as they are read on the screen, with what some of them lead to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ....index import Span, clean, read_formula

Word = Callable[[str], str]
"""From a text to the same in letters that may be drawn."""

LINKS = frozenset(("cite", "reference", "note", "link"))
"""Kinds of spans that lead somewhere."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Run(NamedTuple):
    """Some letters of a block that are no plain text."""

    start: int
    end: int
    """The letter behind the last one."""
    span: Span


class Prose(NamedTuple):
    """What is read of a block, however wide the screen is."""

    text: str
    runs: tuple[Run, ...]
    starts: tuple[int, ...] = ()
    """Where what is read of each span of the block begins, and where the last one ends."""

    def runs_in(self, start: int, end: int) -> Sequence[Run]:
        """Return the runs that have some of these letters; a block may have very many."""
        first = bisect_right(self.runs, start, key=lambda run: run.end)
        return self.runs[first : bisect_left(self.runs, end, key=lambda run: run.start)]


def formula_line(tex: str) -> str:
    """Return a formula that stands within a sentence as it is read there."""
    return safe(read_formula(tex))


def safe(text: str) -> str:
    """Return a text without what a terminal would take for more than letters.

    Texts are cleaned where they come in; blanks at their ends and between words matter here.
    """
    if text.isascii() and text.isprintable():
        return text
    parts = re.split("( +)", text.expandtabs(4))
    return "".join(part if part.isspace() and part.isascii() else clean(part) for part in parts)


def prose_of(spans: Iterable[Span], word: Word) -> Prose:
    """Return what is read of some spans, without blanks before or behind."""
    parts: list[str] = []
    runs: list[Run] = []
    length, is_blank = 0, True
    starts = []
    for span in spans:
        starts.append(length)
        said = formula_line(span.text) if span.kind == "formula" else safe(span.text)
        said = re.sub(r"\s+", " ", word(_raised(said, word) if span.kind == "note" else said))
        if is_blank:
            said = said.lstrip()
        if not said:
            continue
        if span.kind != "text":
            runs.append(Run(length, length + len(said), span))
        parts.append(said)
        length += len(said)
        is_blank = said.endswith(" ")
    return Prose("".join(parts).rstrip(), tuple(runs), (*starts, length))


def _raised(mark: str, word: Word) -> str:
    """Return the mark of a footnote as it stands in a sentence."""
    raised = mark.strip().translate(_RAISED)
    return raised if word(raised) == raised else f"^{mark.strip()}"
