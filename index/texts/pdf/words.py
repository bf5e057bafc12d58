"""Lines joined to running text: words put together again that lines have parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable

from .codings import composed

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_HEAD = re.compile(r"([^\W_]+)-$")
_NEAR = 200
"""Characters beside the end of a line that are looked at."""
_WITHIN_ADDRESS = "/.-_=?&%#:"
"""Behind these TeX breaks an address at the end of a line, without a hyphen."""
_FIRST = re.compile(r"^[^\W\d_]+")
_LAST = re.compile(r"[^\W\d_]+-$")
_TAIL = re.compile(r"([^\W_]+)")

_OWN = 5
"""What a word in the paper itself counts beside one in the vocabulary."""
_LEAST_PART = 3
"""Letters from which a part of a word may be one of its own."""


class Words:
    """The words of a paper, by which it is told whether a hyphen at a line's end is one."""

    def __init__(self, texts: Iterable[str], vocabulary: Container[str] | None) -> None:
        self._own = Counter[str]()
        self._hyphenated = Counter[str]()
        is_parted = False
        for line in texts:
            text = composed(line).casefold().strip()
            # What ends with a hyphen may be half a word, and what begins a line the other half.
            inner = _LAST.sub("", _FIRST.sub("", text) if is_parted else text)
            is_parted = text.endswith("-")
            self._own.update(_WORD.findall(inner))
            self._hyphenated.update(_HYPHENATED.findall(inner))
        self._vocabulary = vocabulary if vocabulary is not None else frozenset[str]()

    def join(self, before: str, after: str) -> str:
        """Return two pieces of running text as one, the first of which ends a line."""
        if before.endswith("- "):
            before = before[:-1]
        # Only the end is looked at: what is before may be long.
        end = before[-_NEAR:]
        head, tail = _HEAD.search(end), _TAIL.match(after[:_NEAR])
        if not before or not after or before[-1].isspace() or after[0].isspace():
            return before + after.lstrip() if before[-1:].isspace() else before + after
        is_address = end.rsplit(None, 1)[-1].startswith(("http://", "https://", "www."))
        if is_address and before[-1] in _WITHIN_ADDRESS and after[0].isalnum():
            return before + after
        if not head:
            is_close = before[-1] in "–—/" or (_is_cjk(before[-1]) and _is_cjk(after[0]))
            return f"{before}{'' if is_close else ' '}{after}"
        # `out-of-` and `end-` before `to-end`, but also `non-mini-` before `mal`
        is_chain = end[: head.start()].endswith("-") or bool(
            tail and after[tail.end() : tail.end() + 1] == "-"
        )
        if tail and self._is_parted(head[1], tail[1], is_chain):
            return before[:-1] + after
        return before + after

    def _is_parted(self, head: str, tail: str, is_chain: bool) -> bool:
        """Tell whether a hyphen between two pieces only stands for the line's end."""
        if not tail[0].islower() or not head[-1].isalpha():
            return False
        first, second = composed(head).casefold(), composed(tail).casefold()
        whole = _OWN * self._own[first + second] + self._is_known(first + second)
        least = 1 if is_chain else _LEAST_PART
        are_words = all(
            len(part) >= least and (self._own[part] or self._is_known(part))
            for part in (first, second)
        )
        parts = _OWN * self._hyphenated[f"{first}-{second}"]
        if are_words and self._is_known(f"{first}-{second}"):
            parts += 1
        if whole != parts:
            return whole > parts
        # No one knows, or it is written either way: a compound is made of words.
        return not are_words and not (is_chain and not whole)

    def _is_known(self, word: str) -> bool:
        return word in self._vocabulary


def _is_cjk(letter: str) -> bool:
    """Tell whether a letter is of a script that parts no words: Chinese, Japanese."""
    return "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
