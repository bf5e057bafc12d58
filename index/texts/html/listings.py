"""Lines of algorithms and programs, whose blanks say something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..blocks import Block, Place, Span
from ..spans import verbatim
from .cutting import MARK, Formula
from .walking import classes_of, text_of

Line = tuple[Span, ...]

_ENDS = re.compile(r"[\r\n]+")


def line_of(node: Any, formulas: Sequence[Formula]) -> Line:
    """Return a line of a listing: its number, its text with the blanks in it, its formulas."""
    numbers: list[str] = []

    def is_number(inner: Any) -> bool:
        if "ltx_tag" not in classes_of(inner):
            return False
        numbers.append(text_of(inner).strip())
        return True

    text = _ENDS.sub(" ", text_of(node, is_number).strip("\r\n")).rstrip()
    head = "".join(f"{number} " for number in numbers if number)
    return spans_of(head + text, formulas)


def lines_of(text: str, formulas: Sequence[Formula]) -> list[Line]:
    """Return the lines of a text that is shown as it stands."""
    return [spans_of(line.rstrip(), formulas) for line in text.strip("\r\n").splitlines()]


def code_block(lines: Iterable[Line], place: Place) -> Block | None:
    """Return lines as a block: where there are formulas in them, as rows of one cell."""
    told = list(lines)
    while told and not told[-1]:
        told.pop()
    if not told:
        return None
    if all(len(line) <= 1 and all(span.kind == "code" for span in line) for line in told):
        spans = tuple(line[0] if line else Span("", "code") for line in told)
        return Block("code", spans, place=place)
    return Block("code", rows=tuple((line,) for line in told), place=place)


def spans_of(text: str, formulas: Sequence[Formula]) -> Line:
    """Return a line with the formulas that left their marks in it; blanks stay."""
    spans: list[Span] = []
    for at, part in enumerate(MARK.split(text)):
        if at % 2:
            if int(part) < len(formulas):
                formula = formulas[int(part)]
                spans.append(Span(formula.tex, "formula" if formula.is_tex else "code"))
        elif part:
            spans.append(Span(verbatim(part), "code"))
    return tuple(span for span in spans if span.text)
