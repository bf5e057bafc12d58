"""Names with a sign that is no word of the index: C++, C#, .NET, told by the papers' texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..analysis.words import fold
from ..query.nodes import Word

_LEFT_OUT = re.compile(r"[-_^{}$\\]")
"""What stands within a name and says nothing: `U-Net++` is `UNet++`, `C$^{++}$` is C++."""


def signed(word: Word) -> re.Pattern[str]:
    """Return the pattern of a name with its sign, in a text that `plain` has made."""
    name = re.escape("".join(word.parts) if not word.joined else word.joined[0])
    if word.sign == ".":
        return re.compile(rf"(?<![\w.])\.{name}(?![^\W_])")
    end = "" if word.sign == "++" else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){name}{re.escape(word.sign)}{end}")


def plain(text: str) -> str:
    """Return a text as the patterns of names with signs want it."""
    return _LEFT_OUT.sub("", fold(text))


def is_word_itself(words: Iterable[Word]) -> bool:
    """Whether every name that has a sign says something without it."""
    return all(len(word.whole) > 1 and word.sign != "." for word in words if word.sign)
