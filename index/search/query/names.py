"""The names in the text of a query: words, what is joined by hyphens, characters, signs."""

from __future__ import annotations

import re
from typing import Literal

from ..analysis.spellings import is_ideograph
from ..analysis.words import Run, runs
from .nodes import Scope, Word

MAX_PARTS = 24
"""Words of one name that are looked at: one of more is no name, and has no form in one word."""

_POINT = re.compile(r"(?:^|[\s(])\.$")


def names(text: str, most: int | None = None) -> list[Run]:
    """Return the names in a text, the first `most`; such as have been joined without end cut.

    Characters of Chinese and Japanese that follow each other are one name, and what belongs to a
    name such as C++ is told with it.
    """
    found: list[Run] = []
    # One name may be many runs in a script without spaces.
    for run in runs(text, most if most is None or text.isascii() else most * MAX_PARTS):
        parts, joined, start = run.parts, run.joined, run.start
        if len(parts) > MAX_PARTS:
            parts, joined = parts[:MAX_PARTS], ()
        elif found and _continues(found[-1], run):
            before = found.pop()
            parts, start = before.parts + parts, before.start
        found.append(Run(parts, joined, start, run.end, _sign(text, run)))
    return found[:most]


def _continues(before: Run, run: Run) -> bool:
    return (
        before.end == run.start
        and len(before.parts) < MAX_PARTS
        and is_ideograph(run.parts[0])
        and is_ideograph(before.parts[-1])
    )


def _sign(text: str, run: Run) -> str:
    """Return the sign that makes another name of a word."""
    if text.startswith("++", run.end):
        return "++"
    if text.startswith("#", run.end) and len(run.parts[-1]) == 1 and run.parts[-1].isalpha():
        return "#"
    if run.parts == ("net",) and _POINT.search(text, 0, run.start):
        return "."
    return ""


def word_of(
    run: Run, kind: Literal["stem", "prefix", "fuzzy", "exact"] = "stem", scope: Scope = ""
) -> Word:
    """Return what a name in the text of a query asks for."""
    return Word(run.parts, run.joined, kind, scope, run.sign if kind == "stem" else "")
