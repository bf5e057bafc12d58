"""Where the lines of pages stand: columns, the order of reading, running heads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from .codings import ACCENTS
from .lines import Column, Line, lines_of
from .shown import Piece

_LONG = 20
"""Characters of a line from which it tells where columns are."""
_SCRIPT = 0.45
"""Share of the size by which a script stands above or below its line at most."""
_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,6})\W*")


class Sheet:
    """A page with its lines in the order of reading."""

    def __init__(self, pieces: list[Piece], page: int) -> None:
        self.page = page
        pieces = _without_numbers_of_lines(pieces)
        self.lines = lines_of(pieces, page)
        self.middle = _gutter(self.lines)
        strip = _free_strip(pieces)
        if _straddling(pieces, strip, page) or not _is_in_order(self.lines, self.middle):
            self.middle = strip
            self.lines = _by_place(pieces, page, self.middle)

    def settle(self, body: float) -> None:
        """Tell each line its column, the gap above it, and whether it stands at the foot."""
        columns = {side: _column(lines) for side, lines in self._sides().items()}
        whole = _column(self.lines)
        feet: dict[int, float] = {}
        before: Line | None = None
        for line in self.lines:
            side = _side(line, self.middle)
            line.column = columns.get(side, whole) if side else whole
            near = abs(line.size - body) < 0.05 * body and len(line.text) > _LONG
            if near:
                feet[side] = min(feet.get(side, line.y), line.y)
            if before is not None and _side(before, self.middle) == side and before.y > line.y:
                line.gap = before.y - line.y
            before = line
        lowest = min(feet.values(), default=0.0)
        feet[0] = lowest
        for line in self.lines:
            line.is_at_foot = line.y < feet.get(_side(line, self.middle), lowest)

    def _sides(self) -> dict[int, list[Line]]:
        sides: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            sides[_side(line, self.middle)].append(line)
        return sides


def _side(line: Line, middle: float | None) -> int:
    """Return 1 for a line in the left column, 2 in the right one, 0 for one across both."""
    if middle is None:
        return 1
    if line.right < middle + 2:
        return 1
    return 2 if line.x > middle - 2 else 0


def _column(lines: Sequence[Line]) -> Column:
    """Return the edges that most lines share, the outermost of them."""
    long = [line for line in lines if len(line.text) > _LONG] or list(lines)
    if not long:
        return Column(0, 0)
    enough = max(2, len(long) // 8)
    lefts = _shared([line.x for line in long], enough)
    rights = _shared([line.right for line in long], enough)
    return Column(
        min(lefts, default=min(line.x for line in long)),
        max(rights, default=max(line.right for line in long)),
    )


def _shared(places: list[float], enough: int) -> list[float]:
    rounded: dict[int, list[float]] = defaultdict(list)
    for place in places:
        rounded[round(place)].append(place)
    shared = []
    for at in list(rounded):
        near = [place for by in (-1, 0, 1) for place in rounded.get(at + by, ())]
        if len(near) >= enough:
            shared.append(median(near))
    return shared


def _gutter(lines: list[Line]) -> float | None:
    """Return the middle between two columns; None where there is but one."""
    long = [line for line in lines if len(line.text) > _LONG]
    if len(long) < 6:
        return None
    left, right = min(line.x for line in long), max(line.right for line in long)
    middle, width = (left + right) / 2, right - left
    first = [line for line in long if line.right < middle + 0.02 * width]
    second = [line for line in long if line.x > middle - 0.02 * width]
    across = len(long) - len(first) - len(second)
    # The last lines of paragraphs end early, so that only a right column speaks for two.
    if len(second) < 3 or len(second) + len(first) < across:
        return None
    return (
        min(line.x for line in second)
        + max((line.right for line in first), default=min(line.x for line in second))
    ) / 2


def _is_in_order(lines: list[Line], middle: float | None) -> bool:
    """Tell whether the stream goes down each column, as TeX's does but for floats and notes."""
    long = [line for line in lines if len(line.text) > _LONG]
    up = changes = 0
    last: dict[int, float] = {}
    before = 0
    for line in long:
        side = _side(line, middle)
        if side in last and line.y > last[side] + 0.5 * line.size:
            up += 1
        changes += side != before
        last[side], before = line.y, side
    return up <= max(4, len(long) // 8) and changes <= max(10, len(long) // 5)


def _free_strip(pieces: list[Piece]) -> float | None:
    """Return where hardly anything stands in the middle of a page, from its head to its foot."""
    rows: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for piece in pieces:
        rows[round(piece.y)].append((piece.x, piece.right))
    if len(rows) < 6:
        return None
    left = min(piece.x for piece in pieces)
    right = max(piece.right for piece in pieces)
    width = right - left
    places = [left + width * (0.4 + at / 250) for at in range(51)]
    covered = [sum(any(a < place < b for a, b in row) for row in rows.values()) for place in places]
    least = min(covered)
    if least > 0.25 * len(rows):
        return None
    best = [place for place, count in zip(places, covered, strict=True) if count == least]
    middle = best[len(best) // 2]
    beyond = sum(any(a > middle for a, _ in row) for row in rows.values())
    return middle if beyond > 0.3 * len(rows) else None


def _straddling(pieces: list[Piece], middle: float | None, page: int) -> bool:
    """Tell whether lines go on from one column to the next, as where a stream goes by rows."""
    if middle is None:
        return False
    lines = lines_of(pieces, page)
    both = sum(
        min(piece.right for piece in line.pieces) < middle - 2
        and max(piece.x for piece in line.pieces) > middle + 2
        and not any(piece.x < middle < piece.right for piece in line.pieces)
        for line in lines
    )
    return both * 4 > len(lines)


def _by_place(pieces: list[Piece], page: int, middle: float | None) -> list[Line]:
    """Return lines by where they stand: down each column, between what stands across both."""
    ordered: list[Line] = []
    first: list[list[Piece]] = []
    second: list[list[Piece]] = []

    def close() -> None:
        for column in (first, second):
            ordered.extend(lines_of((piece for row in column for piece in row), page))
            column.clear()

    has_begun = False
    for row in _rows(pieces):
        # What stands above the first line of a column is a title with its authors, or a head.
        left = [p for p in row if middle is None or (p.x + p.right) / 2 < middle]
        right = [p for p in row if middle is not None and (p.x + p.right) / 2 >= middle]
        is_across = middle is not None and any(
            p.x < middle - 2 and p.right > middle + 2 for p in row
        )
        has_begun = has_begun or (not is_across and any(len(p.text) > _LONG for p in row))
        if is_across or not has_begun:
            close()
            ordered.extend(lines_of(row, page))
        else:
            first.extend([left] if left else [])
            second.extend([right] if right else [])
    close()
    return ordered


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Return pieces by their baselines, from above; scripts go to the baseline they belong to."""
    sizes = Counter[float]()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    least = 0.85 * sizes.most_common(1)[0][0] if sizes else 0.0
    rows: list[list[Piece]] = []
    large = [p for p in pieces if p.size >= least and not _is_accent(p)]
    for piece in sorted(large, key=lambda one: -one.y):
        if rows and abs(rows[-1][0].y - piece.y) <= 0.25 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    heights = [-row[0].y for row in rows]
    alone: list[list[Piece]] = []
    small = [p for p in pieces if p.size < least or _is_accent(p)]
    for piece in sorted(small, key=lambda one: (-one.y, one.x)):
        at = bisect_left(heights, -piece.y)
        # The rows of two columns stand between each other.
        near = [row for row in rows[max(0, at - 4) : at + 4] if _belongs(piece, row)]
        if near:
            min(near, key=lambda row: abs(row[0].y - piece.y)).append(piece)
        elif alone and abs(alone[-1][0].y - piece.y) < 0.25 * piece.size:
            alone[-1].append(piece)
        else:
            alone.append([piece])
    rows = sorted([*rows, *alone], key=lambda row: -row[0].y)
    for row in rows:
        # An accent that is wider than its letter begins before it, a narrower one behind.
        row.sort(key=lambda one: one.x - 0.3 * one.size * _is_accent(one))
    return rows


def _is_accent(piece: Piece) -> bool:
    return piece.text.strip() in ACCENTS


def _belongs(piece: Piece, row: list[Piece]) -> bool:
    """Tell whether a small piece is a script in a row: near in height, and beside a piece."""
    size = row[0].size
    if (size <= piece.size and not _is_accent(piece)) or abs(row[0].y - piece.y) > _SCRIPT * size:
        return False
    return any(one.x - 3 * size < piece.x < one.right + 3 * size for one in row)


def _without_numbers_of_lines(pieces: list[Piece]) -> list[Piece]:
    """Return pieces without the numbers of lines that papers under review have at their edge."""
    numbers: dict[int, list[Piece]] = defaultdict(list)
    others = [piece for piece in pieces if len(piece.text.strip()) > 4]
    if not others:
        return pieces
    left = min(piece.x for piece in others)
    right = max(piece.right for piece in others)
    for piece in pieces:
        if re.fullmatch(r"\s*\d{1,4}\s*", piece.text) and not left < piece.x < right:
            numbers[piece.x > left].append(piece)
    odd = {id(piece) for group in numbers.values() if len(group) >= 10 for piece in group}
    return [piece for piece in pieces if id(piece) not in odd] if odd else pieces


def drop_furniture(sheets: list[Sheet]) -> None:
    """Take running heads and feet and numbers of pages out.

    What stands at the edge of at least two pages and of two in five is a running head, digits
    taken as equal: heads of left and right pages differ.
    """
    edges: list[list[Line]] = []
    seen = Counter[tuple[str, int]]()
    for sheet in sheets:
        by_height = sorted(sheet.lines, key=lambda line: -line.y)
        is_long = len(by_height) > 4
        edge = [*by_height[:2], *by_height[-2:]] if is_long else by_height
        edges.append(edge)
        # Of a page with a few lines it cannot be told which of them are the text.
        seen.update({_as_furniture(line) for line in edge} if is_long else ())
    for sheet, edge in zip(sheets, edges, strict=True):
        out = {
            id(line)
            for line in edge
            if (seen[_as_furniture(line)] >= 2 and seen[_as_furniture(line)] * 5 >= 2 * len(sheets))
            or _is_number_of_page(line, sheet.lines)
        }
        sheet.lines = [line for line in sheet.lines if id(line) not in out]


def _as_furniture(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text).casefold(), round(line.y / 3)


def _is_number_of_page(line: Line, lines: list[Line]) -> bool:
    if not _NUMBER.fullmatch(line.text):
        return False
    others = [other.y for other in lines if other is not line]
    apart = 1.6 * line.size
    return not others or line.y < min(others) - apart or line.y > max(others) + apart
