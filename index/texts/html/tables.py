"""Figures and tables: what stands in their cells, and below or above them."""

from __future__ import annotations

from typing import Any

from ..blocks import Block
from .frames import Table
from .reader import Reader
from .walking import Leave, attribute


def caption(reader: Reader, *_: Any) -> Leave | None:
    """Read what stands below a figure or above a table."""
    if not reader.begin_heading():
        return None

    def leave() -> None:
        number, spans = reader.end_heading()
        if not spans:
            return
        label = reader.figures[-1] if reader.figures else ""
        if label:
            reader.figures[-1] = ""  # a second one is another block
        reader.emit(Block("caption", spans, number=number, label=label, place=reader.place))

    return leave


def figure(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    """Read a figure or a table with what belongs to it."""
    reader.flush()
    if reader.is_flat:
        return None
    reader.figures.append(attribute(node, "id"))

    def leave() -> None:
        reader.flush()
        reader.figures.pop()

    return leave


def table(reader: Reader, *_: Any) -> Leave | None:
    """Read a table; one column of it is no table but paragraphs."""
    reader.flush()
    if reader.is_flat:
        return reader.flush
    reader.tables.append(Table(len(reader.runs)))

    def leave() -> None:
        block = reader.tables.pop().block(reader.place)
        if block is not None and len(block.rows[0]) == 1:
            for (spans,) in block.rows:
                if spans:
                    reader.emit(Block("paragraph", spans, place=reader.place))
        else:
            reader.emit(block)

    return leave


def row(reader: Reader, *_: Any) -> Leave | None:
    """Begin a row of the table that is read."""
    if not reader.tables or reader.tables[-1].depth != len(reader.runs):
        reader.flush()
        return None
    reader.tables[-1].begin_row()
    return None


def cell(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    """Read a cell."""
    if not reader.tables or reader.tables[-1].depth != len(reader.runs):
        reader.flush()
        return reader.flush
    reader.begin_flat()
    is_heading = (node.name == "th" and "ltx_th_row" not in classes) or "ltx_th_column" in classes

    def leave() -> None:
        spans = reader.end_flat()
        columns, rows = (_count(attribute(node, name)) for name in ("colspan", "rowspan"))
        reader.tables[-1].add(spans, columns, rows, is_heading=is_heading)

    return leave


def head(reader: Reader, *_: Any) -> Leave | None:
    """Read the rows of headings."""
    if not reader.tables or reader.tables[-1].depth != len(reader.runs):
        return None
    this = reader.tables[-1]
    this.is_in_head = True

    def leave() -> None:
        this.is_in_head = False

    return leave


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
