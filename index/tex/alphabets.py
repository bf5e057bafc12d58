"""Letters of other alphabets that Unicode has: script, double-struck, fraktur."""

from __future__ import annotations

from .signs import BLACKBOARD

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()


def _alphabet(upper: int, lower: int, older: dict[str, str]) -> dict[str, str]:
    """Return an alphabet by where its block begins; the `older` letters stand elsewhere."""
    letters = {letter: chr(upper + place) for place, letter in enumerate(_UPPER)}
    letters |= {letter: chr(lower + place) for place, letter in enumerate(_LOWER)}
    return letters | older


LETTERS = {
    "script": _alphabet(0x1D49C, 0x1D4B6, dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True))),
    "fraktur": _alphabet(0x1D504, 0x1D51E, dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True))),
    "double": _alphabet(0x1D538, 0x1D552, BLACKBOARD)
    | {digit: chr(0x1D7D8 + int(digit)) for digit in "023456789"}
    | {"Γ": "ℾ", "Π": "ℿ", "γ": "ℽ", "π": "ℼ"},
}
"""By alphabet what each letter is there."""
