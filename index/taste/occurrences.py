"""Where the terms of a paper stand in its text, so that they are told as the paper writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..search.analysis.stemming import stem
from ..search.analysis.words import MAX_WORD, locate, parts_of
from .dull_words import is_adverb, is_dull, is_dull_pair, is_plural, is_size
from .terms import hash_of, is_idle
from .weights import term_weights

_LONGEST = 40
"""Letters of what is told as one."""

_PARTS = 3
"""Words of a name that is told wholly where one of its words is meant."""

_JOINTS = frozenset((" ", "-", " of ", " of the ", "/"))
"""What may stand between two words that are told as one."""


_TEX = frozenset("\\{}$")
"""What stands in no word that somebody reads."""

_BEFORE_SENTENCE = ("", ".", "!", "?", ":")
"""What a sentence begins behind, whose first letter is a capital in any case."""

_ADDRESS = re.compile(r"(?:https?://|www\.|\b[\w-]+\.(?:com|org|io|ai|net)/)\S*", re.IGNORECASE)
"""What is part of the address of a page, which tells nothing by itself."""


class _Word(NamedTuple):
    """A word of a text that a term is made of."""

    stem: str
    term: int
    """Its hash."""
    start: int
    end: int
    name: tuple[int, int]
    """Where the name begins and ends that it is in, such as `Intern-S1`."""
    is_first: bool
    """Whether the name has no term before it."""
    is_last: bool
    is_no_word: bool
    """Whether it is a number, a command of TeX or a part of an address."""

    def is_dull(self, text: str) -> bool:
        """Whether it tells nobody anything."""
        own = text[self.start : self.end]
        return self.is_no_word or is_dull(self.stem) or is_adverb(own.lower())


class Occurrence(NamedTuple):
    """A term as a paper has it, or three neighbours, which are no term."""

    words: tuple[int, ...]
    """The hashes of its words: its own, or those of the neighbours that it is made of."""
    pairs: tuple[int, ...]
    """The hashes of the pairs of neighbours among them."""
    text: str
    """As the paper writes it most; empty for what tells nothing, or is never written as one."""
    name: str
    """The whole name that a word stands in, such as `S-LoRA`; empty where it is in none."""
    times: int
    """How often the paper has it; twice for each time in the title."""
    is_in_title: bool


def occurrences(
    title: str, abstract: str, wanted: Container[int] | None = None
) -> dict[int, Occurrence]:
    """Return the terms of a paper by their hashes, or those of them that are wanted.

    Three neighbours are among them, by a hash of their own, where both of their pairs are.
    """
    found: dict[int, _Found] = {}

    for is_title, text in ((True, title), (False, abstract)):
        first = second = None
        pair_before = 0
        for word in _words(text):
            if wanted is None or word.term in wanted:
                _at(found, word.term, (), (word,)).add(text, (word,), is_title)
            pair = 0
            if second is not None:
                pair = hash_of(second.stem, word.stem)
                if wanted is None or pair in wanted:
                    run: tuple[_Word, ...] = (second, word)
                    _at(found, pair, (pair,), run).add(text, run, is_title)
                    if first is not None and (wanted is None or pair_before in wanted):
                        key = hash_of(str(pair_before), str(pair))
                        run = (first, second, word)
                        _at(found, key, (pair_before, pair), run).add(text, run, is_title)
            first, second, pair_before = second, word, pair
    return {term: one.told() for term, one in found.items()}


def _at(found: dict[int, _Found], key: int, pairs: tuple[int, ...], run: Sequence[_Word]) -> _Found:
    if key not in found:
        found[key] = _Found(tuple(word.term for word in run), pairs)
    return found[key]


class _Found:
    """Where a paper has a term."""

    def __init__(self, words: tuple[int, ...], pairs: tuple[int, ...]) -> None:
        self._words = words
        self._pairs = pairs
        self._written: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self._count = 0
        self._is_in_title = False

    def add(self, text: str, run: Sequence[_Word], is_title: bool) -> None:
        self._count += 1 + is_title
        self._is_in_title |= is_title
        # In a title capitals tell nothing, so that an abstract's way of writing goes before.
        weight = 1 if is_title else 4
        self._written[_written(text, run, is_title)] += weight
        if len(run) == 1:
            self._names[_name(text, run[0])] += weight

    def told(self) -> Occurrence:
        return Occurrence(
            self._words,
            self._pairs,
            _best(self._written),
            _best(self._names),
            self._count,
            self._is_in_title,
        )


def _words(text: str) -> Iterator[_Word]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for run, start, positions in locate(text):
        name = positions.span(start, start + len(run))
        parts = [
            (first, last)
            for first, last in parts_of(run)
            if not is_idle(run[first:last][:MAX_WORD])
        ]
        for first, last in parts:
            word = run[first:last][:MAX_WORD]
            begin, end = positions.span(start + first, start + last)
            stemmed = stem(word)
            is_no_word = (
                is_size(word)
                or text[max(0, begin - 1) : begin] == "\\"  # a command of TeX
                or any(low <= begin < high for low, high in addresses)
            )
            is_first, is_last = (first, last) == parts[0], (first, last) == parts[-1]
            term = hash_of(stemmed)
            yield _Word(stemmed, term, begin, end, name, is_first, is_last, is_no_word)


def is_name(text: str) -> bool:
    """Whether something is written as a name is: `S1`, `LoRA`, not `Tool-Using`."""
    return any(
        letter.isupper() or letter.isdigit()
        for part in text.replace("-", " ").split()
        for letter in part[1:]
    )


def _name(text: str, word: _Word) -> str:
    """Return the whole name that a word stands in, nothing where it is in none."""
    start, end = word.name
    name = text[start:end]
    is_short = end - start <= _LONGEST and len(name.split("-")) <= _PARTS
    is_whole = (start, end) == (word.start, word.end)
    return "" if is_whole or not is_short or not _TEX.isdisjoint(name) else name


def _written(text: str, run: Sequence[_Word], is_title: bool) -> str:
    """Return a word, or neighbours, as they are written.

    Nothing where something else parts them than a space, a hyphen or an `of`, where one of them
    tells nothing, where a name is cut, and where the first is in the plural, so that a verb comes
    behind it.
    """
    first, last = run[0], run[-1]
    start, end = first.start, last.end
    if len(run) > 1:
        if not (first.is_first and last.is_last):
            return ""  # a part of a name and what stands beside it: `driven text`
        start, end = first.name[0], last.name[1]
    told = text[start:end].removesuffix("'s").removesuffix("’s")
    for one, other in pairwise(run):
        joint = text[one.end : other.start]
        if joint not in _JOINTS or (joint == " " and is_plural(text[one.start : one.end])):
            return ""
        if " of " in joint and not term_weights().of(hash_of(one.stem, other.stem), 0):
            return ""  # which nobody else calls anything: `hours of robots`
    pair = hash_of(first.stem, last.stem) if len(run) == 2 else 0
    if (
        any(one.is_dull(text) for one in run)
        or is_dull_pair(pair)
        or len(told) > _LONGEST
        or not _TEX.isdisjoint(told)
    ):
        return ""
    if is_title:
        return " ".join(one if is_name(one) else one.lower() for one in told.split(" "))
    is_first = text[:start].rstrip()[-1:] in _BEFORE_SENTENCE
    if is_first and not any(letter.isupper() for letter in told[1:]):
        return told.lower()
    return told


def _best(written: Counter[str]) -> str:
    """Return what is written most, of equals what has no capitals, the first by its letters."""
    return min(written, key=lambda told: (not told, -written[told], told.swapcase()), default="")
