r"""Words in formulas: what `\text` holds, and letters that are set upright together."""

from __future__ import annotations

import re
import unicodedata

from .commands import TEXTS, WIDTHS
from .signs import ACCENTS, TEXT
from .symbols import SYMBOLS
from .tree import Nodes

_PIECE = re.compile(
    r"""\\(['"`^~=.]|[uvHckrdb](?![A-Za-z]))\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"""
    r"|\\([A-Za-z]+)\s?|\\(.)|(%\s+|[{}])|(~|\s+)",
    re.DOTALL,
)


def running_text(tex: str) -> list[str]:
    """Return text and the formulas within it by turns, the first of them text."""
    pieces = re.split(r"(?<!\\)\$", tex)
    if len(pieces) % 2 == 0:  # the last one never closes
        pieces[-2:] = ["$".join(pieces[-2:])]
    return [piece if place % 2 else _plain(piece) for place, piece in enumerate(pieces)]


def _plain(text: str) -> str:
    if text.isalnum():
        return text
    text = text.replace("---", "—").replace("--", "–")
    return unicodedata.normalize("NFC", _PIECE.sub(_shown, text))


def _shown(found: re.Match[str]) -> str:
    accent, braced, bare, name, sign, _, space = found.groups()
    if accent:
        return (braced or bare or "") + ACCENTS[accent]
    if name:
        if name in TEXTS:
            return ""
        if name in WIDTHS:
            return WIDTHS[name]
        return TEXT.get(name) or SYMBOLS.get(name, (found[0],))[0]
    if sign:
        return WIDTHS.get(sign, sign)
    return " " if space else ""


def letters_of(nodes: Nodes) -> str | None:
    """Return a word that is made of pieces; None where they are more than letters."""
    told = []
    for node in nodes:
        if node.kind in ("ord", "word", "op") and len(node.text) >= 1 and not node.parts:
            told.append(node.text)
        elif node.kind == "space":
            told.append(node.text[:1])
        elif node.kind == "bin" and node.text in "-*" and told:
            told.append(node.text)
        else:
            return None
    return "".join(told)
