"""Foreign text made safe to keep and to show."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = 4
"""Combining marks kept on one letter; Vietnamese and Hebrew need two or three."""

_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]"
)
"""Complete terminal sequences (ECMA-48), so that nothing like `[31m` stays behind."""

_VISIBLE_FORMATS = frozenset("\u06dd\u070f\u08e2\U000110bd\U000110cd") | frozenset(
    map(chr, [*range(0x0600, 0x0606), 0x0890, 0x0891])
)
"""Format characters that are signs to be seen, such as the Arabic year sign."""

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc") | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
"""Letters and marks that show nothing: fillers, joiners, variation selectors."""

_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
"""Skin tones: some terminals draw them into the sign before, others beside it, two cells wide."""

_LINE_END = r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]"

_BLANKS = "( +)"

_TAB = 4
"""Columns that a tab in a note stands for."""


class _Fates(dict[int, str]):
    """What becomes of each character, for `str.translate`; decided once, when it is first met."""

    def __missing__(self, code: int) -> str:
        fate = self[code] = _fate(chr(code))
        return fate


def _fate(char: str) -> str:
    if char.isspace() or char == "\u2800":  # the empty Braille cell
        return " "
    category = unicodedata.category(char)
    if category in {"Cc", "Cs", "Co", "Cn"} or char in _INVISIBLE or char in _TONES:
        return ""
    return "" if category == "Cf" and char not in _VISIBLE_FORMATS else char


_FATES = _Fates()


def clean(text: str) -> str:
    """Return foreign text as one line that is safe to keep and to show anywhere.

    Gone are control, bidirectional, zero-width, private and unassigned characters and lone
    surrogates; every kind of space is one space, and a letter keeps a few combining marks.
    What is written stays as it was: no Unicode normalisation, mathematics untouched.
    """
    if not (text.isascii() and text.isprintable()):
        if "\x1b" in text or not text.isprintable():
            text = re.sub(_SEQUENCE, "", text)
        text = text.translate(_FATES)
        if not text.isascii():
            text = _without_floods(text)
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def clean_note(text: str) -> str:
    """Return a note as it is kept: safe to show, with its lines and its columns as typed."""
    lines = (
        "".join(map(_clean_piece, re.split(_BLANKS, line.expandtabs(_TAB)))).rstrip()
        for line in re.split(_LINE_END, text)
    )
    return "\n".join(lines).strip("\n")


def _clean_piece(piece: str) -> str:
    return piece if piece.isspace() and piece.isascii() else clean(piece)


def without_sequences(text: str) -> str:
    """Return text without the terminal sequences in it that are complete."""
    return text if text.isprintable() else re.sub(_SEQUENCE, "", text)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"}


def _without_floods(text: str) -> str:
    """Return text without marks that have no letter and with few on each letter."""
    marks = {char for char in set(text) if not char.isascii() and _is_mark(char)}
    if not marks:
        return text
    kept: list[str] = []
    run = _MARKS  # at the beginning there is no letter to stand on
    for char in text:
        run = run + 1 if char in marks else 0
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


_NAME = re.compile(r"(\S+(?: \S+){0,4}?) ?[:：](?= \S|(?<=：)\S)")
_NAME_LENGTH = 40


def name_span(title: str) -> int:
    """Return how many characters of "Name: what it is" are the name; 0 where there is none."""
    match = _NAME.match(title)
    return match.end(1) if match and match.end(1) <= _NAME_LENGTH else 0


MOST_KEY = 100
"""Characters of a citation key."""

_UNSAFE_IN_KEYS = re.compile(r"""[\s,{}%#\\~"*]+""")
"""What ends a key for BibTeX or LaTeX expands or leaves out in `\\cite`; and `*`, all keys."""


def clean_key(text: str) -> str:
    """Return a citation key without what none may hold; empty where nothing is left of it."""
    return _UNSAFE_IN_KEYS.sub("", clean(text))[:MOST_KEY]
