"""Text in the columns of a terminal or of a plain letter: how wide it is, and where it breaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def cells(text: str) -> int:
    """Return how many columns text takes: 2 for East Asian wide characters, 0 for combining."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def fill(words: list[str], first: int, width: int) -> Iterator[str]:
    """Yield lines of words; only a word wider than a whole line is broken.

    `first` are the columns of the first line, `width` those of the others.
    """
    line, room = "", max(1, first)
    for word in words:
        if line and cells(line) + 1 + cells(word) > room:
            yield line
            line, room = "", max(1, width)
        line = f"{line} {word}" if line else word
        while cells(line) > room:
            cut = _cut(line, room)
            yield line[:cut]
            line, room = line[cut:], max(1, width)
    if line:
        yield line


def _cells_of(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _cut(word: str, room: int) -> int:
    """Return how many characters of a word fit, at least one."""
    used = 0
    for place, char in enumerate(word):
        used += _cells_of(char)
        if used > room and place:
            return place
    return len(word)
