"""Words one edit away from another, as `word~` asks for them."""

from __future__ import annotations

from collections.abc import Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def one_edit_away(word: str) -> Iterator[str]:
    """Yield the words that a letter too many, too few, wrong or swapped makes of one."""
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        for letter in _LETTERS:
            yield before + letter + behind
            if behind:
                yield before + letter + behind[1:]
        if behind and len(word) > 1:
            yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
