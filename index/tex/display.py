"""Displayed formulas in the width of a pane: rows aligned, broken where they are too wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from ..columns import cells, fill
from .boxes import Box, beside, of_line, pad
from .drawing import TALLEST, Drawer, Drawn, alignment_gap, is_related, joined
from .parsing import parse
from .tree import Node, Nodes, rows_of

_TOLD_ROWS = """
aligned align alignat alignedat split eqnarray flalign gather gathered multline equation multlined
displaymath math
"""
_ROWS = frozenset(_TOLD_ROWS.split())
"""Environments whose rows are rows of the formula."""


def lay_out(
    rows: Sequence[str], width: int, is_ascii: bool = False, has_bold: bool = False
) -> list[str]:
    """Return the lines of a displayed formula; see `recto.index.tex.lay_out`."""
    told = [cells for row in rows for cells in _rows(parse(row, has_bold=has_bold))]
    drawer = Drawer(is_ascii)
    groups = _aligned(drawer, told, width) or [
        group for row in told for group in _broken(drawer, row, max(8, width))
    ]
    lines: list[str] = []
    for place, group in enumerate(groups):
        if place and len(group) > 1 and len(groups[place - 1]) > 1:
            lines.append("")
        lines += group
    return [unicodedata.normalize("NFC", line.rstrip()) for line in lines]


def _rows(nodes: Nodes) -> Iterator[tuple[Nodes, ...]]:
    """Yield the rows of a formula, each as its cells."""
    shown = [node for node in nodes if node.kind != "space"]
    if len(shown) == 1 and shown[0].kind == "table" and shown[0].text in _ROWS:
        for row in shown[0].parts:
            yield row[0].parts
    else:
        yield from rows_of(nodes)


def _aligned(drawer: Drawer, rows: list[tuple[Nodes, ...]], width: int) -> list[list[str]] | None:
    """Return rows with their columns in line; None where one is too wide or too tall."""
    led = {at for row in rows for at, nodes in enumerate(row[:-1], 1) if nodes}
    drawn = [_row(drawer, row, led) for row in rows]
    columns = max(map(len, drawn), default=0)
    widths = [
        max((row[at].width for row in drawn if at < len(row)), default=0) for at in range(columns)
    ]
    if len(rows) == 1 or columns == 1:
        if max(map(sum, ([box.width for box in row] for row in drawn)), default=0) > width:
            return None
        aligned = [list(row) for row in drawn]
    else:
        if sum(widths) + sum(map(alignment_gap, range(1, columns))) > width:
            return None
        aligned = [
            [
                _placed(box, widths[at], "left" if at % 2 else "right", at)
                for at, box in enumerate(row)
            ]
            for row in drawn
        ]
    groups = [joined([Drawn("", box, False, "") for box in row]) for row in aligned]
    if any(group.height > TALLEST for group in groups):
        return None
    return [list(group.lines) for group in groups]


def _row(drawer: Drawer, row: tuple[Nodes, ...], led: set[int]) -> list[Box]:
    """Return the cells of a row drawn; a relation that begins one keeps its space to the left.

    `led` are the columns to the left of which something stands in any row.
    """
    boxes = []
    for at, nodes in enumerate(row):
        is_second = at % 2 == 1 and at in led
        inner = tuple(dropwhile(lambda node: node.kind == "space", nodes))
        gap = "".join(node.text for node in nodes[: len(nodes) - len(inner)]) if at else ""
        if is_second and is_related(inner):
            gap += " "
            inner = (Node("ord"), *inner)  # what stands before `&` is what the sign binds
        box = drawer.draw(inner)
        boxes.append(beside([of_line(gap), box]) if gap else box)
    return boxes


def _placed(box: Box, width: int, align: str, at: int) -> Box:
    gap = " " * (alignment_gap(at) if at else 0)
    lines = tuple(gap + pad(line, width, align) for line in box.lines)
    return Box(lines, box.base, width + len(gap))


def _broken(drawer: Drawer, row: tuple[Nodes, ...], width: int) -> Iterator[list[str]]:
    """Yield a row in lines that are no wider than that, if need be written on one line each."""
    nodes = tuple(node for cell in row for node in cell)
    pieces = drawer.pieces(nodes)
    if any(piece.box.height > TALLEST for piece in pieces):
        pieces = [piece._replace(box=of_line(piece.text)) for piece in pieces]
    indent = 4 if width >= 24 else 2
    for marks in (("rel",), ("rel", "bin"), ("rel", "bin", "punct", "op")):
        segments = _segments(pieces, marks)
        if all(joined(segment).width <= width - indent for segment in segments):
            break
    line: list[Drawn] = []
    is_first = True
    for segment in segments:
        room = width if is_first else width - indent
        if line and joined([*line, *segment]).width > room:
            yield from _set(line, width, 0 if is_first else indent)
            line, is_first = [], False
        line += segment
    if line:
        yield from _set(line, width, 0 if is_first else indent)


def _segments(pieces: list[Drawn], marks: tuple[str, ...]) -> list[list[Drawn]]:
    """Return pieces in runs that stay together: breaks are before signs, behind commas."""
    runs: list[list[Drawn]] = [[]]
    open_ones = 0
    for piece in pieces:
        open_ones -= piece.kind == "close"
        last = runs[-1][-1].kind if runs[-1] else ""
        is_break = (piece.kind in marks and piece.kind != "punct") or last == "punct" in marks
        if is_break and runs[-1] and (open_ones <= 0 or "op" in marks):
            runs.append([])
        runs[-1].append(piece)
        open_ones += piece.kind == "open"
    return runs


def _set(pieces: list[Drawn], width: int, indent: int) -> Iterator[list[str]]:
    """Yield what stands on one line of the pane; in words where even that is too wide."""
    box = joined(pieces)
    if box.width + indent <= width and box.height <= TALLEST:
        yield [" " * indent + line for line in box.lines]
        return
    written = "".join(f" {one.text}" if one.is_after_space else one.text for one in pieces)
    lines = list(fill(written.split(), width - indent, width - indent))
    yield [" " * indent + line for line in lines if cells(line)]
