"""Words found in a text whatever their case, their accents and their hyphens are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial

Sought = Callable[[str], Iterable[tuple[int, int]]]
"""Tells where in a text something stands that is looked for: its first letter, and the one behind
its last."""

_HYPHENS = "-\u00ad\u2010\u2011"


def fold(text: str) -> str:
    """Return a text in small letters, without accents and hyphens."""
    if text.isascii():
        return text.lower().replace("-", "")
    return text.translate(_FOLDED)


def _folded(char: str) -> str:
    if char in _HYPHENS:
        return ""
    if char.isascii():
        return char.lower()
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


class _Folded(dict[int, str]):
    """What each character is folded to, for `str.translate`: most texts have the same few."""

    def __missing__(self, code: int) -> str:
        told = self[code] = _folded(chr(code))
        return told


_FOLDED = _Folded()


def sought(wanted: str) -> Sought:
    """Return what looks for folded words."""
    return partial(matches, wanted=wanted)


def matches(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text folded words stand: the first letter, and the one behind the last."""
    folded = fold(text)
    places: list[int] | None = None
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        if places is None:
            places = _places(text)
        end = at + len(wanted)
        yield places[at], places[end - 1] + 1
        at = folded.find(wanted, end)


class _Letters(dict[int, str]):
    """What is compared of each character, for `str.translate`: letters and digits, and blanks."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        told = " " if char.isspace() else "".join(filter(str.isalnum, _folded(char)))
        self[code] = told
        return told


_LETTERS = _Letters()


def word_letters(text: str) -> list[str]:
    """Return the words of a text by their letters and digits alone, without case and accents."""
    return text.translate(_LETTERS).split()


def letter_places(text: str) -> list[int]:
    """Return from which character of a text each letter of `word_letters`, joined, comes."""
    return [at for at, char in enumerate(text) for letter in _LETTERS[ord(char)] if letter != " "]


def _places(text: str) -> list[int]:
    """Return from which letter of a text each letter of the folded one comes."""
    return [at for at, char in enumerate(text) for _ in _FOLDED[ord(char)]]
