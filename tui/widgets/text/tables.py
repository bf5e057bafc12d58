"""Tables as lines: columns by their cells, long cells wrapped within them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len

from ...painting.pieces import line_starts

GAP = 2
"""Cells between columns."""

LEAST = 14
"""Cells that a column keeps where it has to make room for others."""

_NUMBER = re.compile(r"[-+−±~≈<>≤≥]?\s*\d[\d.,\s%±()e^+−-]*")


def table_lines(
    rows: Sequence[Sequence[str]], head: int, room: int, rule: str
) -> list[tuple[str, bool]]:
    """Return the lines of a table, each with whether it is one of the headings.

    They may be wider than `room` cells: columns are not made narrower than they can be read. A line
    of `rule` stands below the first `head` rows.
    """
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    widths = _widths([max((cell_len(cell) for cell in one), default=0) for one in columns], room)
    is_number = [
        len(column) > head
        and all(not cell or _NUMBER.fullmatch(cell) for cell in column[head:])
        and any(column[head:])
        for column in columns
    ]
    lines: list[tuple[str, bool]] = []
    for number, row in enumerate(zip(*columns, strict=True)):
        cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            said = (
                _aligned(part, width, is_right=right)
                for part, width, right in zip(parts, widths, is_number, strict=True)
            )
            lines.append(((" " * GAP).join(said).rstrip(), number < head))
        if number == head - 1 and len(rows) > head:
            lines.append((rule * (sum(widths) + GAP * (len(widths) - 1)), False))
    return lines


def _widths(natural: list[int], room: int) -> list[int]:
    """Return the widths of columns: the widest make room, as far as they can still be read."""
    left = room - GAP * (len(natural) - 1)
    if sum(natural) <= left:
        return natural
    narrow = LEAST
    for least in range(min(max(natural), left), LEAST - 1, -1):
        if sum(min(one, least) for one in natural) <= left:
            narrow = least
            break
    return [min(one, narrow) for one in natural]


def _wrapped(cell: str, width: int) -> list[str]:
    if cell_len(cell) <= width:
        return [cell]
    starts = line_starts(cell, max(1, width))
    return [
        cell[start:end].strip() for start, end in zip(starts, [*starts[1:], len(cell)], strict=True)
    ]


def _aligned(text: str, width: int, *, is_right: bool) -> str:
    blanks = " " * (width - cell_len(text))
    return blanks + text if is_right else text + blanks
