"""What an empty list says, in the middle of its pane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.text import Text
from textual.strip import Strip

from ...painting.line_pane import strip_of, wrap
from ...painting.look import Look


def line_count(text: str, look: Look, width: int, height: int) -> int:
    """Return how many lines there are down to the last of it in a pane of this size, in cells."""
    lines = len(_lines(text, look, width, height))
    return lines and (height - lines) // 2 + lines


def draw(text: str, look: Look, number: int, width: int, height: int) -> Strip:
    """Return one line of such a pane."""
    lines = _lines(text, look, width, height)
    at = number - ((height - len(lines)) // 2 if lines else 0)
    words = lines[at].center(width) if 0 <= at < len(lines) else ""
    return strip_of(Text(words, style=look.palette.dim))


def _lines(text: str, look: Look, width: int, height: int) -> Sequence[str]:
    """Return it in lines that fit."""
    return _wrapped(look.word(text), max(1, width - 2))[:height]


@lru_cache(4)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return a text in lines; each line of an empty list asks where its own is."""
    return tuple(line.plain for line in wrap(Text(text), width)) if text else ()
