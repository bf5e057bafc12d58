"""Displayed formulas drawn on several lines: fractions, limits, matrices, roots, brackets."""

from __future__ import annotations

from typing import NamedTuple

from ..columns import cells
from .boxes import Box, above, beside, bracket, of_line, pad
from .line import BRACKETS, STACKS, LineWriter
from .spacing import INSIDE, OUTSIDE, SCRIPT
from .symbols import INTEGRALS, LARGE, STACKING
from .tree import Node, Nodes

TALLEST = 5
"""Lines that one row of a formula may take."""

_TOLD_DRAWN = """
fraction binomial scripts fence table root brace over accent group
"""
_DRAWN = frozenset(_TOLD_DRAWN.split())
"""The kinds of pieces that may take more than one line."""
_SMALL = frozenset(("tfrac", "nicefrac", "sfrac", "tbinom"))
_LEFT = frozenset(("cases", "dcases", "rcases"))
_TOLD_ALIGNED = """
aligned align alignat alignedat split eqnarray flalign
"""
_ALIGNED = frozenset(_TOLD_ALIGNED.split())
_STACKING = LARGE | INTEGRALS | STACKING | {"lim sup", "lim inf", "arg max", "arg min"}


class Drawn(NamedTuple):
    """One piece of a row: how it is classed, what is drawn, whether a space stands before it."""

    kind: str
    box: Box
    is_after_space: bool
    text: str


class Drawer:
    """Draws formulas by the signs that a terminal has."""

    def __init__(self, is_ascii: bool = False) -> None:
        self._is_ascii = is_ascii
        self.writer = LineWriter(is_ascii)

    def pieces(self, nodes: Nodes, tightness: int = OUTSIDE) -> list[Drawn]:
        """Return the pieces of a row, each drawn."""
        drawn: list[Drawn] = []
        for piece in self.writer.pieces(nodes, tightness):
            box = self._tall(piece.node) if piece.node.kind in _DRAWN else None
            last = drawn[-1] if drawn else None
            is_tall = box is not None or (last is not None and last.box.height > 1)
            is_apart = piece.is_after_space or (
                is_tall
                and last is not None
                and last.kind != "open"
                and piece.kind not in ("close", "punct")
                and not (piece.kind == "fence" and last.box.height == 1)
            )
            drawn.append(
                Drawn(piece.kind, box or of_line(piece.text), is_apart and bool(drawn), piece.text)
            )
        return drawn

    def draw(self, nodes: Nodes, tightness: int = OUTSIDE) -> Box:
        """Return a row drawn."""
        return joined(self.pieces(nodes, tightness))

    def _line(self, nodes: Nodes, tightness: int = INSIDE) -> Box:
        if len(nodes) == 1 and nodes[0].kind == "table" and nodes[0].text in STACKS:
            rows = [self._line(row[0].parts[0], tightness) for row in nodes[0].parts]
            return above(rows, 0) if rows else of_line("")
        return of_line(self.writer.line(nodes, tightness))

    def _tall(self, node: Node) -> Box | None:
        """Return a piece drawn on several lines; None where it is as well written on one."""
        parts = node.parts
        match node.kind:
            case "fraction" if node.text not in _SMALL:
                top, bottom = self._line(parts[0]), self._line(parts[1])
                stroke = ("-" if self._is_ascii else "─") * max(top.width, bottom.width)
                return above([top, of_line(stroke), bottom], 1)
            case "binomial" if node.text not in _SMALL:
                return self._bracketed("(", above([self._line(part) for part in parts], 0), ")")
            case "scripts":
                return self._scripts(node)
            case "fence":
                inner = self.draw(parts[0], INSIDE)
                left, _, right = node.text.partition(" ")
                is_open = left == "{" and not right
                return self._bracketed(left, inner, right, is_open) if inner.height > 1 else None
            case "table":
                return self._table(node)
            case "root":
                return self._root(node)
            case "brace":
                return self._brace(node)
            case "over":
                base, over, under = (self._line(part, SCRIPT) for part in parts)
                if node.text == "arrow" and not self._is_ascii and base.lines[0] == "→":
                    base = of_line("─" * (max(over.width, under.width, 1) + 1) + "→")
                rows = [over, base, under] if parts[2] else [over, base]
                return above(rows, 1) if parts[1] else above([base, under], 0)
            case "accent" if node.text in ("overline", "underline", "underbar"):
                inner = self._line(parts[0])
                if inner.width < 2:
                    return None
                if node.text == "overline":
                    return above([of_line("_" * inner.width), inner], 1)
                return above([inner, of_line(("-" if self._is_ascii else "‾") * inner.width)], 0)
            case "group":
                inner = self.draw(parts[0], INSIDE)
                return inner if inner.height > 1 else None
            case _:
                return None

    def _bracketed(self, left: str, inner: Box, right: str, is_open: bool = False) -> Box:
        """Return a box in brackets as tall as it is."""
        sides = [
            bracket(sign if sign in "|‖" else self._sign(sign), inner.height, inner.base,
                    self._is_ascii)
            for sign in (left, right)
        ]  # fmt: skip
        gap = [of_line(" ")] if is_open else []
        return beside([sides[0], *gap, inner, sides[1]])

    def _sign(self, sign: str) -> str:
        return self.writer.sign(sign)

    def _scripts(self, node: Node) -> Box | None:
        base, low, high = node.parts
        if not base:
            return None
        first = base[0]
        is_op = first.kind == "op" and (first.text in _STACKING or node.text == "limits")
        is_op |= first.kind == "group" and first.text == "op"
        if is_op and node.text != "nolimits":
            over, under = self._line(high, SCRIPT), self._line(low, SCRIPT)
            rows = [*([over] if high else []), self._line(base), *([under] if low else [])]
            return above(rows, 1 if high else 0) if len(rows) > 1 else None
        box = self._tall(first) if first.kind in _DRAWN and first.kind != "scripts" else None
        if box is None:
            return None
        raised, lowered = (self.writer.line(part, SCRIPT) for part in (high, low))
        width = max(cells(raised), cells(lowered))
        beside_it = [" " * width] * box.height
        beside_it[-1] = pad(lowered, width)
        beside_it[0] = pad(raised, width) if high else beside_it[0]
        return beside([box, Box(tuple(beside_it), box.base, width)])

    def _table(self, node: Node) -> Box:
        """Return rows of cells in columns, with the brackets of their environment."""
        is_aligned = node.text in _ALIGNED
        tightness = OUTSIDE if is_aligned or node.text in _LEFT else INSIDE
        rows = [
            [
                f" {self.writer.line((Node('ord'), *cell), tightness)}"
                if is_aligned and at % 2 and is_related(cell)
                else self.writer.line(cell, tightness)
                for at, cell in enumerate(row[0].parts)
            ]
            for row in node.parts
        ]
        if not rows:
            return of_line("")
        widths = [
            max(cells(row[at]) for row in rows if at < len(row))
            for at in range(max(map(len, rows)))
        ]
        lines = []
        for row in rows:
            told = ""
            for at, (cell, width) in enumerate(zip(row, widths, strict=False)):
                gap = alignment_gap(at) if is_aligned else 2
                if is_aligned:
                    align = "left" if at % 2 else "right"
                else:
                    align = "left" if node.text in _LEFT else "center"
                told += " " * (gap if at else 0) + pad(cell, width, align)
            lines.append(told)
        box = above([of_line(line) for line in lines], (len(lines) - 1) // 2, "left")
        left, right = BRACKETS.get(node.text, ("", ""))
        return self._bracketed(left, box, right, node.text in _LEFT) if left or right else box

    def _root(self, node: Node) -> Box | None:
        degree, radicand = node.parts
        inner = self.draw(radicand, INSIDE)
        if inner.height < 2 or degree:
            return None
        side, corner, stroke, foot = "|+-\\" if self._is_ascii else "│┌─╲"
        lines = [f" {corner}{stroke * inner.width}"]
        lines += [f" {side}{line}" for line in inner.lines[:-1]]
        lines.append(f"{foot}{side}{inner.lines[-1]}")
        return Box(tuple(lines), inner.base + 1, inner.width + 2)

    def _brace(self, node: Node) -> Box | None:
        inner, label = self._line(node.parts[0]), self._line(node.parts[1], SCRIPT)
        width = max(3, inner.width)
        left, right = (width - 3 + 1) // 2, (width - 3) // 2
        is_under = node.text.startswith("under")
        if self._is_ascii:
            ends, middle, stroke = "\\/" if is_under else "/\\", "+", "-"
        else:
            ends, middle, stroke = ("╰╯", "┬", "─") if is_under else ("╭╮", "┴", "─")
        drawn = of_line(f"{ends[0]}{stroke * left}{middle}{stroke * right}{ends[1]}")
        rows = [inner, drawn, label] if node.parts[1] else [inner, drawn]
        return above(rows, 0) if is_under else above(rows[::-1], len(rows) - 1)


def is_related(cell: Nodes) -> bool:
    """Tell whether what stands behind `&` begins with a sign that binds it to what is before."""
    return bool(cell) and cell[0].kind in ("rel", "bin")


def alignment_gap(column: int) -> int:
    """Return how many spaces stand before a column of aligned rows; pairs belong together."""
    return 0 if column % 2 else 3


def joined(pieces: list[Drawn]) -> Box:
    """Return pieces side by side."""
    boxes: list[Box] = []
    for piece in pieces:
        if piece.is_after_space and boxes:
            boxes.append(of_line(" "))
        boxes.append(piece.box)
    return beside(boxes) if boxes else of_line("")
