"""Unicode spelt in ASCII, for terminals and people that have nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Span, Text
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    "—": "--", "«": '"', "»": '"', "″": '"', "‹": "'", "›": "'", "∘": "o", "×": "x", "≠": "!=",
    "∈": " in ", "∑": "sum", "∏": "prod", "∫": "int", "∇": "grad", "⊕": "(+)", "⊗": "(x)",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "↓": "Down", "↑": "Up", "°": " deg", "µ": "u",
}  # fmt: skip
"""Signs that formulas and the names of keys spell out; anyascii draws what looks like them."""

_DRAWN = {
    "─": "-", "━": "-", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+",
    "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "█": "#", "▀": "-", "▄": "-",
    "↓": "v", "↑": "^", "→": ">", "←": "<",
}  # fmt: skip
"""Lines that widgets draw, one sign for one."""

_GREEK = "GREEK SMALL LETTER ", "GREEK CAPITAL LETTER "


@lru_cache(4096)
def _letter(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    name = unicodedata.name(unicodedata.normalize("NFKD", char)[0], "")
    for case, lead in enumerate(_GREEK):
        if name.startswith(lead):
            # The letter's name, as formulas have it, without what is said of its form.
            word = name.removeprefix(lead).split()[-1 if "FINAL" in name else 0]
            return word.capitalize() if case else word.lower()
    from anyascii import anyascii  # late: 15 ms, and most terminals have Unicode

    spelt = "".join(sign if sign.isprintable() else " " for sign in anyascii(char))
    category = unicodedata.category(char)
    # Marks and a few letters, such as Arabic's alef, have no sound of their own.
    return spelt or ("" if category[0] in "LM" or category == "Cf" else "?")


def spell(text: str) -> str:
    """Return a text in ASCII: letters as they sound, signs spelt or drawn; `?` for the unknown."""
    return text if text.isascii() else "".join(map(_spelt, text))


def _spelt(char: str) -> str:
    return char if char.isascii() else _letter(char)


def spell_text(text: Text) -> Text:
    """Return a styled text in ASCII, each style on what has become of its letters."""
    plain = text.plain
    if plain.isascii():
        return text
    places = [0]
    parts = []
    for char in plain:
        parts.append(_spelt(char))
        places.append(places[-1] + len(parts[-1]))
    last = len(plain)
    spans = [
        Span(places[min(s.start, last)], places[min(s.end, last)], s.style) for s in text.spans
    ]
    return Text("".join(parts), style=text.style, spans=spans)


@lru_cache(4096)
def _cells(char: str) -> str:
    """Return as many ASCII characters as a character has cells."""
    if char in _DRAWN:
        return _DRAWN[char]
    width = cell_len(char)
    return _letter(char)[:1].ljust(width, "?")[:width] if width else ""


class AsciiFilter(LineFilter):
    """Lets nothing above U+007E through, in every line of every widget, cell for cell.

    Panes spell what they draw; this is for what Textual draws, and a second wall.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII."""
        return [
            Segment("".join(c if c.isascii() else _cells(c) for c in text), style, control)
            if not control and not text.isascii()
            else Segment(text, style, control)
            for text, style, control in segments
        ]
