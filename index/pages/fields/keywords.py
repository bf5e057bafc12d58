"""Keywords of a paper, as programs list them in one field."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import clean

_MOST = 1000
"""Keywords of a paper that are kept."""
_LONGEST = 200

_SIGNS = re.compile(r"\\.|[{}]|[,;\n]", re.DOTALL)


def parted(text: str, signs: str = ",;\n") -> list[str]:
    """Return what stands between signs, such as commas and semicolons, that are in no braces.

    Where semicolons part more than commas do, commas belong to the keywords.
    """
    text = text.strip()
    if text.startswith("{") and text.endswith("}") and _is_one_group(text):
        text = text[1:-1]
    places: list[tuple[int, str]] = []
    depth = 0
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and sign in signs:
            places.append((found.start(), sign))
    found_signs = [sign for _, sign in places]
    is_by_semicolon = found_signs.count(";") > found_signs.count(",")
    told, begin = [], 0
    for at, sign in places:
        if sign == "," and is_by_semicolon:
            continue
        told.append(text[begin:at])
        begin = at + 1
    return [*told, text[begin:]]


def keywords_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return keywords cleaned, each once whatever its case."""
    told: dict[str, str] = {}
    for one in words:
        word = clean(one[:_LONGEST]).strip(" ,;")
        if word and len(told) < _MOST:
            told.setdefault(word.casefold(), word)
    return tuple(told.values())


def _is_one_group(text: str) -> bool:
    depth = 0
    for found in _SIGNS.finditer(text):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end() == len(text)
    return False
