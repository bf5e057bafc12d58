"""Words that have to stand in a text letter for letter, as patterns of its folded form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .words import MAX_WORD

_BETWEEN = r"(?:'s)?[\W_]+"
_BEHIND = r"(?=(?:'s)?(?![^\W_]))"
_LETTERS = r"[^\W_]*"


def as_written(parts: Sequence[str], is_open: bool = False) -> re.Pattern[str]:
    """Return the pattern of folded words one behind the other, the last one perhaps unfinished."""
    found = [re.escape(part) for part in parts]
    # What stands before the first word is looked at behind it: a pattern that begins with letters
    # is searched for many times faster.
    found[0] += f"(?<![^\\W_]{found[0]})"
    found = [
        part + (_LETTERS if len(word) == MAX_WORD else "")
        for part, word in zip(found, parts, strict=True)
    ]
    return re.compile(_BETWEEN.join(found) + (_LETTERS if is_open else _BEHIND))
