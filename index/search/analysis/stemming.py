"""Stems: Porter's second stemmer, as Whoosh has it. Importing this imports a part of Whoosh.

Not `whoosh.lang.porter`, which tells itself to be Porter's first: in 2.7.4 it stops after `-ed` and
`-ing` and knows `-ic` and `-ical` for no endings, so that *planned* and *plan*, *generated* and
*generate*, *physical* and *physics* are different words to it.
"""

from __future__ import annotations

from whoosh.lang.porter2 import stem as _porter_stem

_MOST_STEMS = 100_000


class _Stems(dict[str, str]):
    """The stems of words (Porter's second), each worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        is_plain = word.isascii() and word.isalpha()
        stemmed = self[word] = _porter_stem(word) if is_plain else word
        return stemmed


stem = _Stems().__getitem__
"""Return the stem of a folded word; what is no plain word is its own stem."""
