"""Tables: rows of cells that stand apart, put below each other by their places."""

from __future__ import annotations

from collections.abc import Sequence

from .lines import Line

_MOST_STEP = 2.4
"""Sizes of text between the rows of a table at most: rules have space around them."""


def is_row(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line and one beside it are rows: each of several cells.

    A line of text that is stretched is one whole: it begins and ends with its column.
    """
    if not _has_cells(lines[at]):
        return False
    near = [
        lines[other]
        for other in (at - 1, at + 1)
        if 0 <= other < len(lines) and lines[other].page == lines[at].page
    ]
    return any(
        _has_cells(other) and abs(other.y - lines[at].y) < _MOST_STEP * lines[at].size
        for other in near
    )


def _has_cells(line: Line) -> bool:
    count = len(line.cells)
    if count < 2 or line.math > 0.6:
        return False
    return count > 2 or not (line.indent < 1 and line.is_full) or len(line.text) < 40


def table_rows(
    lines: Sequence[Line], at: int, after_caption: bool
) -> tuple[tuple[list[list[str]], int] | None, int]:
    """Return the rows of a table that begins at a line, how many are headings, where it ends.

    Where it follows its caption a row may be one cell, as those are that say something of all.
    """
    start = at
    while at < len(lines):
        line = lines[at]
        if at > start or after_caption:
            far = 3.2 if at == start else _MOST_STEP
            if line.gap is None and at > start:
                break
            if line.gap is not None and line.gap > far * line.size:
                break
        if not _has_cells(line):
            following = at + 1 < len(lines) and _has_cells(lines[at + 1])
            near = following and (lines[at + 1].gap or 99) < _MOST_STEP * line.size
            if not near or len(line.text) > 60 or (line.is_full and line.indent < 1):
                break
        at += 1
    if at == start or not any(_has_cells(line) for line in lines[start:at]):
        return None, start
    return _placed(lines[start:at]), at


def _placed(lines: Sequence[Line]) -> tuple[list[list[str]], int]:
    """Return cells in columns; those of a row with fewer go to the columns that they stand over."""
    told: list[list[tuple[float, float, str]]] = [
        [
            (
                min(piece.x for piece in cell),
                max(piece.right for piece in cell),
                "".join(run.text for run in Line(cell, line.page).runs).strip(),
            )
            for cell in line.cells
        ]
        for line in lines
    ]
    widest = max(told, key=len)
    rows: list[list[str]] = []
    for row in told:
        cells = [""] * len(widest)
        for left, right, text in row:
            nearest = min(
                range(len(widest)),
                key=lambda at: _distance(left, right, widest[at][0], widest[at][1]),
            )
            cells[nearest] = f"{cells[nearest]} {text}".strip()
        rows.append(cells)
    head = 0
    for cells in rows[:3]:
        if any(_is_number(cell) for cell in cells):
            break
        head += 1
    return rows, head if head < len(rows) else 0


def _distance(left: float, right: float, other_left: float, other_right: float) -> float:
    overlap = min(right, other_right) - max(left, other_left)
    return -overlap if overlap > 0 else abs((left + right) - (other_left + other_right)) / 2


def _is_number(text: str) -> bool:
    return bool(text) and text.strip("%±+−-–()*† ").replace(".", "").replace(",", "").isdigit()
