"""Letters of other alphabets that Unicode has: script, double-struck, fraktur, bold."""

from __future__ import annotations

import re
import unicodedata

from .signs import BLACKBOARD

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()


def _alphabet(upper: int, lower: int, older: dict[str, str]) -> dict[str, str]:
    """Return an alphabet by where its block begins; the `older` letters stand elsewhere."""
    letters = {letter: chr(upper + place) for place, letter in enumerate(_UPPER)}
    letters |= {letter: chr(lower + place) for place, letter in enumerate(_LOWER)}
    return letters | older


def _plain(letter: str) -> str:
    return chr(int(unicodedata.decomposition(letter).split()[1], 16))


LETTERS = {
    "script": _alphabet(0x1D49C, 0x1D4B6, dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True))),
    "fraktur": _alphabet(0x1D504, 0x1D51E, dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True))),
    "double": _alphabet(0x1D538, 0x1D552, BLACKBOARD)
    | {digit: chr(0x1D7D8 + int(digit)) for digit in "023456789"}
    | {"Γ": "ℾ", "Π": "ℿ", "γ": "ℽ", "π": "ℼ"},
    "bold": _alphabet(0x1D400, 0x1D41A, {})
    | {str(digit): chr(0x1D7CE + digit) for digit in range(10)}
    | {_plain(chr(code)): chr(code) for code in range(0x1D6A8, 0x1D6E2)},
}
"""By alphabet what each letter is there."""

_BOLD = re.compile("[\U0001d400-\U0001d433\U0001d6a8-\U0001d6e1\U0001d7ce-\U0001d7d7]+")


def bold_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a formula with Unicode's bold letters as plain ones, and where they begin and end."""
    spans = [found.span() for found in _BOLD.finditer(text)]
    return _BOLD.sub(lambda found: "".join(map(_plain, found[0])), text), spans
