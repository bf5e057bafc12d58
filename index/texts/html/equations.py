"""Displayed formulas as LaTeXML writes them: tables, whose last cell is the number."""

from __future__ import annotations

from typing import Any

from .frames import Equations, number_of, plain
from .reader import Reader
from .walking import SKIP, Leave, attribute


def equations(reader: Reader, *_: Any) -> Leave | None:
    """Read a table of displayed formulas."""
    reader.flush()
    if reader.is_flat:
        return None
    this = Equations()
    reader.equations.append(this)

    def leave() -> None:
        reader.equations.pop()
        reader.emit(this.take(reader.place))

    return leave


def equation_row(reader: Reader, *_: Any) -> Leave | None:
    """Read a row; a formula with a number ends where the rows of that number do."""
    if not reader.equations or reader.is_flat:
        return None
    this = reader.equations[-1]

    def leave() -> None:
        if this.end_row():
            reader.emit(this.take(reader.place))

    return leave


def equation_cell(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    """Read a part of a row, or its number."""
    is_edge = "ltx_eqn_center_padleft" in classes or "ltx_eqn_center_padright" in classes
    if is_edge or not reader.equations or reader.is_flat:
        return SKIP if is_edge else None
    this = reader.equations[-1]
    reader.begin_flat()

    def leave() -> None:
        spans = reader.end_flat()
        if "ltx_eqn_eqno" not in classes:
            this.end_cell(spans)
        elif text := plain(spans):
            this.number = number_of(text) or text
            rows = attribute(node, "rowspan")
            this.awaited = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 4 else 1

    return leave
