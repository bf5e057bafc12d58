"""What is open at a place of a page: where its blocks belong, what tables and formulas have yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..blocks import Block, BlockKind, Place, Span, words

_MOST_SPANNED = 100
"""Columns or rows that one cell takes; the widest tables have some dozens."""
_MOST_CELLS = 100_000

_DISPLAY = re.compile(r"\\displaystyle(?![A-Za-z])\s*")


@dataclass(slots=True)
class Context:
    """What paragraphs are at a place: those of a theorem, of an item."""

    kind: BlockKind
    level: int = 0
    number: str = ""
    label: str = ""
    head: tuple[Span, ...] = ()
    """What the first of them begins with: `Theorem 2.`"""
    is_fresh: bool = True
    """Whether none was told yet."""


@dataclass(slots=True)
class Table:
    """The rows of a table as far as they are read."""

    depth: int
    """How many runs were open around it: cells of tables in its cells are none of its own."""
    is_in_head: bool = False
    _rows: list[list[tuple[Span, ...]]] = field(default_factory=list)
    _are_heads: list[bool] = field(default_factory=list)
    """Of each row whether it has headings alone."""
    _below: dict[int, int] = field(default_factory=dict)
    """For how many more rows a column is taken by a cell above."""
    _cells: int = 0

    def begin_row(self) -> None:
        """Begin a row, with empty cells where cells above reach down."""
        self._rows.append([])
        self._are_heads.append(True)
        self._reach_down()

    def add(self, spans: tuple[Span, ...], columns: int, rows: int, *, is_heading: bool) -> None:
        """Take in a cell; of several columns or rows the others are empty."""
        if not self._rows:
            self.begin_row()
        row = self._rows[-1]
        if spans and not (is_heading or self.is_in_head):
            self._are_heads[-1] = False
        columns, rows = min(columns, _MOST_SPANNED), min(rows, _MOST_SPANNED)
        if self._cells > _MOST_CELLS:
            columns = rows = 1
        for at in range(columns):
            if rows > 1:
                self._below[len(row)] = rows - 1
            row.append(() if at else spans)
        self._cells += columns
        self._reach_down()

    def block(self, place: Place) -> Block | None:
        """Return the table, None where nothing is in it."""
        both = zip(self._rows, self._are_heads, strict=True)
        told = [(row, is_head) for row, is_head in both if any(row)]
        if not told:
            return None
        width = max(len(row) for row, _ in told)
        rows = tuple((*row, *((),) * (width - len(row))) for row, _ in told)
        heads = next((at for at, (_, is_head) in enumerate(told) if not is_head), 0)
        return Block("table", rows=rows, head=heads, place=place)

    def _reach_down(self) -> None:
        row = self._rows[-1]
        while left := self._below.get(len(row), 0):
            self._below[len(row)] = left - 1
            row.append(())


@dataclass(slots=True)
class Equations:
    """The rows of displayed formulas that stand in one table."""

    number: str = ""
    awaited: int = 0
    """Rows that still belong to the number; 0 where none is known."""
    _cells: list[str] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)

    def end_cell(self, spans: tuple[Span, ...]) -> None:
        """Take in a cell: TeX, and words between it."""
        parts = (
            _DISPLAY.sub("", span.text, count=1)
            if span.kind == "formula"
            else rf"\text{{{span.text}}}"
            for span in spans
            if span.text.strip()
        )
        self._cells.append(" ".join(parts))

    def end_row(self) -> bool:
        """Take in a row, and tell whether a formula is whole with it."""
        if any(self._cells):
            self._rows.append(self._cells)
        self._cells = []
        self.awaited = max(0, self.awaited - 1)
        return bool(self.number) and not self.awaited

    def take(self, place: Place) -> Block | None:
        """Return what is whole, None where there is nothing.

        Cells of rows that stand one below the other are parted by `&`, as in TeX.
        """
        rows, number = self._rows, self.number
        self._rows, self.number = [], ""
        if not rows:
            return None
        between = " & " if len(rows) > 1 else " "
        told = (between.join(cells if len(rows) > 1 else filter(None, cells)) for cells in rows)
        spans = tuple(Span(row.strip(), "formula") for row in told)
        return Block("formula", spans, number=number, place=place)


@dataclass(slots=True)
class Note:
    """A footnote that is read."""

    label: str
    number: str = ""


def number_of(tag: str) -> str:
    """Return the number in what stands before a title: that of `Appendix A` is `A`."""
    found = re.search(r"([\w.–-]*\w)[.:)\]]*\s*$", tag)
    return found[1] if found else ""


def plain(spans: tuple[Span, ...]) -> str:
    """Return spans as one text."""
    return words(spans).strip()
