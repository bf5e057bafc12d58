"""Stems: Porter's second stemmer, as Whoosh has it. Importing this imports a part of Whoosh.

Not `whoosh.lang.porter`, which tells itself to be Porter's first: up to whoosh3 3.54 it stops
after `-ed` and `-ing` and knows `-ic` and `-ical` for no endings, so that *planned* and *plan*,
*generated* and *generate*, *physical* and *physics* are different words to it.
"""

from __future__ import annotations

import re

from whoosh.lang.porter2 import stem as _porter_stem

_MOST_STEMS = 100_000

_SHORT_FOR_SEVERAL = re.compile(r"[^aeiouy]{2,}[aeo]?(?<!s)s")
"""Such as `llms`, `gnns` and `vlas`, whose end Porter takes for that of `gas` and `this`."""


def _stem(word: str) -> str:
    is_plural = word[-1:] == "s" and _SHORT_FOR_SEVERAL.fullmatch(word)
    stemmed: str = _porter_stem(word[:-1] if is_plural else word)
    return stemmed


class _Stems(dict[str, str]):
    """The stems of words (Porter's second), each worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        stemmed = self[word] = _stem(word) if word.isascii() and word.isalpha() else word
        return stemmed


stem = _Stems().__getitem__
"""Return the stem of a folded word; what is no plain word is its own stem."""
