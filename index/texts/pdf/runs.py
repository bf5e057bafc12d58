"""What is read of the pieces of a line: spaces, scripts, small capitals, how words are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from .shown import Piece

Style = Literal["text", "emphasis", "strong", "code", "mark"]
"""`mark`: a raised sign that may be that of a footnote."""

SMALL = 0.85
"""Share of a line's size below which a piece is a script."""
_SPACE = 0.14
_MARK = re.compile(r"(?:\d{1,3}|[a-z]|[*∗†‡§¶‖]{1,3}|⋆)(?:[,–-](?:\d{1,3}|[a-z]|[*∗†‡§¶‖]))*")
_NEVER_SCRIPTS = frozenset("†‡§¶⋆")
_NOTE_SIGNS = ("∗", "⋆", "†", "‡", "§", "¶", "∗∗", "††", "⋆⋆")
_RAISED = str.maketrans("0123456789+−-=()ni∗", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ*")
_LOWERED = str.maketrans("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


class Run(NamedTuple):
    """A stretch of a line that is set in one way."""

    text: str
    style: Style


def runs_of(pieces: list[Piece], y: float, size: float) -> Iterator[Run]:
    """Yield what is read of a line; scripts of formulas as signs that are raised or lowered."""
    before: Piece | None = None
    told = ""
    script: list[Piece] = []
    after_math = is_below = False
    for piece in [*pieces, None]:
        if script and (piece is None or _level(piece, y, size) != _level(script[0], y, size)):
            text = _joined(script)
            level = _level(script[0], y, size)
            is_apart = before is None or script[0].x - before.right > 0.1 * size
            if is_below:
                yield Run(f"({text})" if len(text) > 1 else text, "text")
                is_below = False
            elif is_apart and _is_over(piece, script):
                yield Run(f"({text})/" if len(text) > 1 else f"{text}/", "text")
                is_below = True
            elif _is_script(script, text, after_math):
                yield Run(_scripted(text, level), "text")
            elif level > 0 and _MARK.fullmatch(text.replace(" ", "")):
                yield Run(text, "mark")
            else:
                yield Run(text, "text")
            before, told, script = script[-1], text, []
        if piece is None:
            return
        if _level(piece, y, size):
            if before is not None and not script and _gap(before, piece, size) and told[-1:] != " ":
                yield Run(" ", "text")
            script.append(piece)
            continue
        text = piece.text
        if _is_small_capital(piece, before, size):
            text = text.lower()
        if before is not None and _gap(before, piece, size) and not told.endswith(" "):
            text = " " + text.lstrip(" ")
        yield Run(text, _style(piece))
        after_math = piece.face.is_math or (piece.face.is_italic and len(piece.text.strip()) == 1)
        before, told = piece, text


def _is_script(pieces: list[Piece], text: str, after_math: bool) -> bool:
    """Tell whether raised or lowered pieces are of a formula, and no sign of a footnote."""
    if after_math and not set(text) <= _NEVER_SCRIPTS:
        return True
    return any(piece.face.is_math and piece.text.strip() not in _NOTE_SIGNS for piece in pieces)


def _level(piece: Piece, y: float, size: float) -> int:
    """Tell whether a piece is raised (1), lowered (-1) or neither."""
    if piece.size >= SMALL * size:
        return 0
    if piece.y > y + 0.12 * size:
        return 1
    return -1 if piece.y < y - 0.08 * size else 0


def _is_over(piece: Piece | None, script: list[Piece]) -> bool:
    """Tell whether a script stands over what follows, as a numerator does."""
    if piece is None or piece.y >= script[0].y:
        return False
    return piece.x < script[-1].right - 0.3 and piece.size < 1.2 * script[0].size


def _scripted(text: str, level: int) -> str:
    if not text.strip():
        return text
    signs = text.replace(" ", "")
    table = _RAISED if level > 0 else _LOWERED
    if all(ord(sign) in table for sign in signs):
        return signs.translate(table)
    is_one = len(signs) == 1 or (signs[0] == "(" and signs[-1] == ")")
    return f"{'^' if level > 0 else '_'}{signs if is_one else f'({text})'}"


def _joined(pieces: list[Piece]) -> str:
    told = pieces[0].text
    for before, piece in pairwise(pieces):
        told += (" " if _gap(before, piece, piece.size) else "") + piece.text
    return told


def _gap(before: Piece, piece: Piece, size: float) -> bool:
    return piece.x - before.right > _SPACE * min(size, max(before.size, piece.size))


def _is_small_capital(piece: Piece, before: Piece | None, size: float) -> bool:
    """Tell whether a piece is in capitals of a smaller size, as fonts without small ones have."""
    if before is None or not piece.text.isupper() or piece.face.name != before.face.name:
        return False
    return (
        0.68 < piece.size / max(before.size, size) < 0.87
        and abs(piece.y - before.y) < 0.5
        and sum(map(str.isalpha, piece.text)) >= 2
    ) or (
        piece.size < 0.87 * before.size and abs(piece.y - before.y) < 0.5 and piece.text.isalpha()
    )


def _style(piece: Piece) -> Style:
    face = piece.face
    if face.is_bold:
        return "strong"
    if face.is_mono:
        return "code"
    if face.is_italic and len(piece.text.strip()) > 1:
        return "emphasis"
    return "text"
