"""Lines of a page, put together of pieces: where they stand, and what is read of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from .runs import SMALL, Run, runs_of
from .shown import Piece

_SAME_LINE = 0.45
"""Share of the size by which baselines of one line differ at most: TeX raises scripts by 0.36 and
numerators in a line by 0.39, and displayed ones by 0.68."""
_BACK = 40.0
"""Points that the pen goes back within a line, to a denominator."""
_APART = 1.0
BULLETS = frozenset("•◦▪■□●○‣⁃▶►⋄")
_LONGEST = 600
"""Characters of a line at most: what reads lines may take the square of that."""
_OPERATORS = re.compile(r"[=+−<>≤≥∈∉∑∏∫√∞≈∼∥|·×∂∇→←⇒∀∃⊂⊆∪∩±≠≡⟨⟩{}∗]")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_FUNCTIONS = re.compile(
    r"\b(?:arg|max|min|argmax|argmin|sup|inf|lim|limsup|liminf|log|exp|sin|cos|tan|tanh|det|dim|"
    r"diag|tr|rank|sign|softmax|if|otherwise|for|all|and|where|with)\b"
)
"""Words that formulas have."""


class Column(NamedTuple):
    """Where the lines of a column begin and end, in points."""

    left: float
    right: float


class Line:
    """Pieces on one baseline; lengths in points."""

    def __init__(self, pieces: list[Piece], page: int) -> None:
        self.pieces = pieces
        self.page = page
        self.column = Column(0, 0)
        self.gap: float | None = None
        """From the baseline of the line before it in its column, None where there is none."""
        self.is_at_foot = False
        """Whether no line of the running text stands below it in its column."""
        self.y, self.size = _baseline(pieces)

    @cached_property
    def x(self) -> float:
        """Where it begins."""
        return min(piece.x for piece in self.pieces)

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)

    @cached_property
    def top_size(self) -> float:
        """The size of its largest letters, which is that of text in small capitals."""
        return max((p.size for p in self.pieces if p.text.isalpha() or len(p.text) > 1), default=1)

    @property
    def indent(self) -> float:
        """From the edge of its column to where it begins."""
        return self.x - self.column.left

    @property
    def is_full(self) -> bool:
        """Whether it reaches the end of its column, as lines within a paragraph do."""
        return self.right > self.column.right - self.size

    @cached_property
    def text(self) -> str:
        """What is read of it, accents not yet put on their letters."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def runs(self) -> list[Run]:
        """What is read of it by how it is set."""
        told: list[Run] = []
        for run in runs_of(self.pieces, self.y, self.size):
            if told and told[-1].style == run.style != "mark":
                told[-1] = Run(told[-1].text + run.text, run.style)
            else:
                told.append(run)
        return told

    @cached_property
    def cells(self) -> list[list[Piece]]:
        """Return its pieces parted where they stand apart."""
        cells: list[list[Piece]] = []
        right = 0.0
        for piece in self.pieces:
            if cells and piece.x - right < _APART * max(self.size, piece.size):
                cells[-1].append(piece)
            else:
                cells.append([piece])
            right = max(right, piece.right) if len(cells[-1]) > 1 else piece.right
        return cells

    def share(self, name: Literal["is_bold", "is_italic", "is_mono"]) -> float:
        """Return the share of its letters and digits that are so."""
        has = every = 0
        for piece in self.pieces:
            count = sum(map(str.isalnum, piece.text))
            every += count
            if getattr(piece.face, name):
                has += count
        return has / every if every else 0.0

    @cached_property
    def math(self) -> float:
        """The share of formulas in it: their fonts, lone italic letters, signs, beside words."""
        signs = words = 0
        for piece in self.pieces:
            text = piece.text.replace(" ", "")
            if piece.face.is_math or (piece.face.is_italic and len(text) <= 2):
                signs += len(text)
            else:
                signs += len(_OPERATORS.findall(text))
                words += sum(map(len, _LETTERS.findall(_FUNCTIONS.sub(" ", piece.text))))
        return signs / (signs + words) if signs + words else 0.0

    @cached_property
    def face(self) -> str:
        """The name of the font that most of it is set in."""
        names = Counter[str]()
        for piece in self.pieces:
            names[piece.face.name or str(id(piece.face.table))] += len(piece.text)
        return names.most_common(1)[0][0]


def _baseline(pieces: list[Piece]) -> tuple[float, float]:
    """Return the baseline of a line and the size of most of it."""
    sizes, heights = Counter[float](), Counter[float]()
    for piece in pieces:
        weight = len(piece.text.replace(" ", "")) * piece.size
        sizes[round(piece.size, 1)] += int(weight)
        heights[round(piece.y, 1)] += int(weight)
    return heights.most_common(1)[0][0], max(sizes.most_common(1)[0][0], 0.1)


def lines_of(pieces: Iterable[Piece], page: int) -> list[Line]:
    """Return lines in the order of the stream."""
    groups: list[list[Piece]] = []
    y = size = right = 0.0
    length = 0
    for piece in pieces:
        if not piece.text.strip():
            continue
        large = max(size, piece.size)
        is_same = abs(piece.y - y) <= _SAME_LINE * large and piece.x > right - _BACK
        length += len(piece.text)
        if groups and is_same and length < _LONGEST:
            groups[-1].append(piece)
            right = max(right, piece.right)
            if piece.size > size:
                y, size = piece.y, piece.size
        else:
            groups.append([piece])
            y, size, right, length = piece.y, piece.size, piece.right, len(piece.text)
    return _with_bullets(_with_fractions([Line(group, page) for group in groups]))


def _with_fractions(lines: list[Line]) -> list[Line]:
    """Return lines with the fractions that begin them, whose parts stand above and below."""
    joined: list[Line] = []
    for read in lines:
        line = read
        while joined and _is_part(joined[-1], line):
            line = Line(joined.pop().pieces + line.pieces, line.page)
        if joined and _is_part(line, joined[-1]) and line.x >= joined[-1].right - _BACK:
            joined[-1] = Line(joined[-1].pieces + line.pieces, line.page)
        else:
            joined.append(line)
    return joined


def _with_bullets(lines: list[Line]) -> list[Line]:
    """Return lines with the bullets before them that are drawn elsewhere, as browsers do."""
    bullets: dict[int, list[Line]] = {}
    for line in lines:
        if line.text.strip() in BULLETS:
            bullets.setdefault(round(line.y), []).append(line)
    if not bullets:
        return lines
    taken: set[int] = set()
    told = []
    for line in lines:
        near = [one for by in (-1, 0, 1) for one in bullets.get(round(line.y) + by, ())]
        found = [one for one in near[:20] if -0.5 < (line.x - one.right) / line.size < 3]
        if found and line.text.strip() not in BULLETS:
            taken.add(id(found[0]))
            told.append(Line(found[0].pieces + line.pieces, line.page))
        else:
            told.append(line)
    return [line for line in told if id(line) not in taken]


def _is_part(small: Line, line: Line) -> bool:
    return (
        len(line.pieces) < _LONGEST
        and len(small.pieces) < 12
        and small.size < SMALL * line.size
        and abs(small.y - line.y) < 0.6 * line.size
        and small.right - small.x < _BACK
        and line.x - 6 * line.size < small.x < line.right + line.size
        and len(small.text) < 12
    )
