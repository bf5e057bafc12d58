"""Blocks of lines that are set beside and above each other; widths are columns of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..columns import cells


class Box(NamedTuple):
    """Lines of one width, one of which stands on the line that a formula is written on."""

    lines: tuple[str, ...]
    base: int = 0
    """The line of signs such as `=`, counted from the top."""
    width: int = 0

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.lines)


def of_line(text: str) -> Box:
    """Return a box of one line."""
    return Box((text,), 0, cells(text))


def beside(boxes: Sequence[Box]) -> Box:
    """Return boxes side by side, their base lines in one."""
    above = max((box.base for box in boxes), default=0)
    below = max((box.height - box.base for box in boxes), default=1)
    lines = [""] * (above + below)
    for box in boxes:
        blank = " " * box.width
        start = above - box.base
        for place in range(len(lines)):
            inside = 0 <= place - start < box.height
            lines[place] += box.lines[place - start] if inside else blank
    return Box(tuple(lines), above, sum(box.width for box in boxes))


def above(boxes: Sequence[Box], base: int, align: str = "center") -> Box:
    """Return boxes one above the other; the base line is that of the one whose place is given."""
    width = max(box.width for box in boxes)
    lines = [pad(line, width, align) for box in boxes for line in box.lines]
    start = sum(box.height for box in boxes[:base])
    return Box(tuple(lines), start + boxes[base].base, width)


def pad(line: str, width: int, align: str = "left") -> str:
    """Return a line with spaces up to a width; it stands `left`, `right` or in the `center`."""
    missing = max(0, width - cells(line))
    left = {"left": 0, "right": missing}.get(align, missing // 2)
    return f"{' ' * left}{line}{' ' * (missing - left)}"


_TALL = {
    "(": "⎛⎜⎜⎝", ")": "⎞⎟⎟⎠", "[": "⎡⎢⎢⎣", "]": "⎤⎥⎥⎦", "{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭", "⌊": "⎢⎢⎢⎣",
    "⌋": "⎥⎥⎥⎦", "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "|": "││││", "‖": "‖‖‖‖",
}  # fmt: skip
_TALL_ASCII = {
    "(": "/||\\", ")": "\\||/", "[": "[[[[", "]": "]]]]", "{": "/|<\\", "}": "\\|>/", "|": "||||",
}  # fmt: skip
"""Of each bracket its top, what it is lengthened by, its middle, its bottom."""


def bracket(sign: str, height: int, base: int, is_ascii: bool) -> Box:
    """Return a bracket as tall as what is in it; one that cannot grow stands on the base."""
    table = _TALL_ASCII if is_ascii else _TALL
    width = cells(sign)
    if sign not in table or height < 2:
        return Box(
            tuple(sign if place == base else " " * width for place in range(height)), base, width
        )
    top, longer, middle, bottom = list(table[sign])
    lines = [top, *[longer] * (height - 2), bottom]
    if height > 2:
        lines[(height - 1) // 2] = middle
    return Box(tuple(lines), base, 1)
