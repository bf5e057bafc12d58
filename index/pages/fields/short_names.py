"""Names as medicine writes them, the family first and its initials behind it without a comma."""

from __future__ import annotations

import re
from collections.abc import Sequence

SUFFIX = re.compile(
    r"(?:jr|sr|jun|sen|jnr|snr|esq|ph\.? ?d|m\.? ?d|d\.? ?sc|m\.? ?sc|dr|prof)\.?|"
    r"II|III|IV|VI{1,3}|IX|[2-9](?:nd|rd|th)",
    re.IGNORECASE,
)
"""What stands behind a name and belongs to it."""

_INITIALS = re.compile(r"[^\W\d_]{1,4}|(?:[^\W\d_]-?){1,4}|(?:[^\W\d_]\.-?){1,4}")
_SURE = 3
"""Names of that kind that are a list of such; of fewer one has to have several initials."""


def turned(name: str) -> str:
    """Return a short name, `Family Initials`, as it is said; any other as it is."""
    words = name.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    if len(words) > 1 and _are_initials(words[-1]):
        words = [words[-1], *words[:-1]]
    return " ".join(filter(None, (*words, suffix)))


def turned_list(names: Sequence[str]) -> list[str]:
    """Return the names of a list as they are said, where all of them are short.

    A single `Karthik S` may be a given name with the father's initial.
    """
    parts = [name.split() for name in names]
    are_short = len(parts) > 1 and all(
        len(words) > 1 and _are_initials(words[-1]) and not _are_initials(words[0])
        for words in parts
    )
    is_sure = len(parts) >= _SURE or any(len(words[-1]) > 1 for words in parts if words)
    return list(map(turned, names)) if are_short and is_sure else list(names)


def _are_initials(word: str) -> bool:
    return word.isupper() and _INITIALS.fullmatch(word) is not None
