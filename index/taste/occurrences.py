"""Where the terms of a paper stand in its text, so that they are told as the paper writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from ..search.analysis.stemming import stem
from ..search.analysis.words import MAX_WORD, locate, parts_of
from .terms import hash_of, is_idle

_LONGEST = 40
"""Letters of what is told as one."""

_PARTS = 3
"""Words of a name that is told wholly where one of its words is meant."""

_JOINTS = frozenset((" ", "-", " of ", " of the ", "/"))
"""What may stand between two words that are told as one."""


_TEX = frozenset("\\{}$")
"""What stands in no word that somebody reads."""

_ADDRESS = re.compile(r"(?:https?://|www\.|\b[\w-]+\.(?:com|org|io|ai|net)/)\S*", re.IGNORECASE)
"""What is part of the address of a page, which tells nothing by itself."""


class _Word(NamedTuple):
    """A word of a text that a term is made of."""

    stem: str
    start: int
    end: int
    name: tuple[int, int]
    """Where the name begins and ends that it is in, such as `Intern-S1`."""


class Occurrence(NamedTuple):
    """A term as a paper has it."""

    words: tuple[int, ...]
    """The hashes of its words: its own, or those of the two that it is made of."""
    text: str
    """As the paper writes it most; empty for a pair that is never written as one."""
    is_in_title: bool


def occurrences(
    title: str, abstract: str, wanted: Container[int] | None = None
) -> dict[int, Occurrence]:
    """Return the terms of a paper by their hashes, or those of them that are wanted."""
    written: dict[int, Counter[str]] = {}
    words: dict[int, tuple[int, ...]] = {}
    in_title: set[int] = set()
    for place, text in enumerate((title, abstract)):
        before: _Word | None = None
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        for word in _words(text):
            own = hash_of(word.stem)
            told = not _is_dull(text, word, addresses)
            if wanted is None or own in wanted:
                words[own] = (own,)
                _told(written, own)[_name(text, word) if told else ""] += 1
                if place == 0:
                    in_title.add(own)
            if before is not None:
                pair = hash_of(before.stem, word.stem)
                if wanted is None or pair in wanted:
                    words[pair] = hash_of(before.stem), own
                    _told(written, pair)[_between(text, before, word) if told else ""] += 1
                    if place == 0:
                        in_title.add(pair)
            before = word
    return {term: Occurrence(words[term], _best(written[term]), term in in_title) for term in words}


def _words(text: str) -> Iterator[_Word]:
    for run, start, positions in locate(text):
        name = positions.span(start, start + len(run))
        for first, last in parts_of(run):
            word = run[first:last][:MAX_WORD]
            if not is_idle(word):
                yield _Word(stem(word), *positions.span(start + first, start + last), name)


def _is_dull(text: str, word: _Word, addresses: Sequence[tuple[int, int]]) -> bool:
    """Whether a word tells nobody anything: a number, or a part of an address."""
    own = text[word.start : word.end]
    if text[max(0, word.start - 1) : word.start] == "\\":  # a command of TeX
        return True
    return not any(map(str.isalpha, own)) or any(
        start <= word.start < end for start, end in addresses
    )


def _told(written: dict[int, Counter[str]], term: int) -> Counter[str]:
    return written.setdefault(term, Counter())


def _name(text: str, word: _Word) -> str:
    """Return a word as it is written, with the whole name where it stands in one."""
    start, end = word.name
    name = text[start:end]
    if not _TEX.isdisjoint(name):
        name, start, end = text[word.start : word.end], word.start, word.end
    is_name = any(letter.isupper() or letter.isdigit() for letter in name[1:])
    if is_name and end - start <= _LONGEST and len(name.split("-")) <= _PARTS:
        return name
    own = text[word.start : word.end]
    return own if any(letter.isupper() for letter in own[1:]) else own.lower()


def _between(text: str, first: _Word, second: _Word) -> str:
    """Return two neighbours as they are written, with the names that they are part of.

    Nothing where something else parts them than a space, a hyphen or an `of`.
    """
    if text[first.end : second.start] not in _JOINTS:
        return ""
    told = text[first.name[0] : second.name[1]]
    if len(told) > _LONGEST or not _TEX.isdisjoint(told):
        return ""
    is_written_so = any(letter.isupper() for word in told.split() for letter in word[1:])
    return told if is_written_so else told.lower()


def _best(written: Counter[str]) -> str:
    """Return what is written most, the first of equals by their letters."""
    return min(written, key=lambda told: (not told, -written[told], told))
