"""Stems: Porter's, as Whoosh has them. Importing this imports a part of Whoosh."""

from __future__ import annotations

from whoosh.lang.porter import stem as _porter_stem

_MOST_STEMS = 100_000


class _Stems(dict[str, str]):
    """The stems of words (Porter's), each worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        is_plain = word.isascii() and word.isalpha()
        stemmed = self[word] = _porter_stem(word) if is_plain else word
        return stemmed


stem = _Stems().__getitem__
"""Return the stem of a folded word; what is no plain word is its own stem."""
