"""Where the terms of a paper stand in its text, so that they are told as the paper writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ..search.analysis.stemming import stem
from ..search.analysis.words import MAX_WORD, FoldedText, located, parts_of
from .dull_words import is_adverb, is_any_dull, is_dull_pair, is_plural, is_size
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
        """Whether it tells nobody anything, though its stem may."""
        return self.is_no_word or is_adverb(text[self.start : self.end].lower())


class Occurrence:
    """A term as a paper has it, or three neighbours, which are no term."""

    def __init__(self, words: Sequence[int], pairs: tuple[int, ...], stem: str = "") -> None:
        self.words = tuple(words)
        """The hashes of its words: its own, or those of the neighbours that it is made of."""
        self.pairs = pairs
        """The hashes of the pairs of neighbours among them."""
        self.stem = stem
        """That of a word."""
        self.times = 0
        """How often the paper has it; twice for each time in the title."""
        self.is_in_title = False
        self._spots: list[tuple[_Words, int, bool]] = []
        self._text: str | None = None

    def add(self, words: _Words, first: int, is_title: bool) -> None:
        """Take in that its first word stands there among the words of a title or an abstract."""
        self.times += 1 + is_title
        self.is_in_title |= is_title
        self._spots.append((words, first, is_title))

    @property
    def text(self) -> str:
        """As the paper writes it most; empty for what tells nothing, or is never written as one."""
        if self._text is None:  # not `cached_property`, whose lock takes longer than most of these
            self._text = self._as_written()
        return self._text

    def _as_written(self) -> str:
        size = len(self.words)
        if size == 2 and is_dull_pair(self.pairs[0]):
            return ""
        return self._most(lambda words, first, is_title: words.written(first, size, is_title))

    @cached_property
    def name(self) -> str:
        """The whole name that a word stands in, such as `S-LoRA`; empty where it is in none."""
        if len(self.words) > 1:
            return ""
        return self._most(lambda words, first, _: _name(words.text, words.word(first)))

    def _most(self, write: Callable[[_Words, int, bool], str]) -> str:
        """Return what is written most, of equals what has no capitals, the first by its letters."""
        if len(self._spots) == 1:
            return write(*self._spots[0])
        written: dict[str, int] = {}
        for words, first, is_title in self._spots:
            told = write(words, first, is_title)
            # In a title capitals tell nothing, so that an abstract's way of writing goes before.
            written[told] = written.get(told, 0) + (1 if is_title else 4)
        return min(written, key=lambda told: (not told, -written[told], told.swapcase()))


def occurrences(
    title: str, abstract: str, wanted: Container[int] | None = None
) -> dict[int, Occurrence]:
    """Return the terms of a paper by their hashes, or those of them that are wanted.

    Three neighbours are among them, by a hash of their own, where both of their pairs are.
    """
    found: dict[int, Occurrence] = {}
    for is_title, text in ((True, title), (False, abstract)):
        words = _Words(text)
        terms = words.terms
        pair_before, before = 0, ""
        for at, (stemmed, term) in enumerate(zip(words.stems, terms, strict=True)):
            if wanted is None or term in wanted:
                if term not in found:
                    found[term] = Occurrence((term,), (), stemmed)
                found[term].add(words, at, is_title)
            pair = 0
            if at:
                pair = hash_of(before, stemmed)
                if wanted is None or pair in wanted:
                    if pair not in found:
                        found[pair] = Occurrence(terms[at - 1 : at + 1], (pair,))
                    found[pair].add(words, at - 1, is_title)
                    if at > 1 and (wanted is None or pair_before in wanted):
                        key = hash_of(str(pair_before), str(pair))
                        if key not in found:
                            found[key] = Occurrence(terms[at - 2 : at + 1], (pair_before, pair))
                        found[key].add(words, at - 2, is_title)
            before, pair_before = stemmed, pair
    return found


def words_of(title: str, abstract: str, stems: Collection[str]) -> dict[int, Occurrence]:
    """Return the same of a few words alone, by their stems; neither pairs nor other words."""
    found: dict[int, Occurrence] = {}
    beginnings = [beginning(one) for one in stems]
    for is_title, text in ((True, title), (False, abstract)):
        words = _Words(text, beginnings)
        for at, (stemmed, term) in enumerate(zip(words.stems, words.terms, strict=True)):
            if stemmed in stems:
                if term not in found:
                    found[term] = Occurrence((term,), (), stemmed)
                found[term].add(words, at, is_title)
    return found


def beginning(stemmed: str) -> str:
    """Return what all words begin with that have a stem, or what is short of it by a letter."""
    return stemmed[: max(1, len(stemmed) - 2)] if stemmed.isalpha() else stemmed


class _Words:
    """The words of a text that terms are made of; only of some of them more than that is told."""

    def __init__(self, text: str, beginnings: Collection[str] | None = None) -> None:
        """Take a text apart, or only those words of it that may begin so."""
        self.text = text
        self.stems: list[str] = []
        self.terms: list[int] = []
        """Their hashes."""
        self._places: list[tuple[str, int, int, int, bool, bool]] = []
        """The run each is in and where that begins, where in it the word begins and ends, and
        whether it is the first and the last of it."""
        self._told: dict[int, _Word] = {}
        self._positions = FoldedText(text)
        for run, start in located(self._positions.folded):
            if beginnings is not None:
                for one in beginnings:
                    if one in run:
                        break
                else:
                    continue
            if run.isalnum():  # as most are
                own = run[:MAX_WORD]
                if not is_idle(own):
                    stemmed = stem(own)
                    self.stems.append(stemmed)
                    self.terms.append(hash_of(stemmed))
                    self._places.append((run, start, 0, len(run), True, True))
                continue
            parts = [
                (first, last)
                for first, last in parts_of(run)
                if not is_idle(run[first:last][:MAX_WORD])
            ]
            for number, (first, last) in enumerate(parts, 1):
                stemmed = stem(run[first:last][:MAX_WORD])
                self.stems.append(stemmed)
                self.terms.append(hash_of(stemmed))
                self._places.append((run, start, first, last, number == 1, number == len(parts)))

    def written(self, first: int, size: int, is_title: bool) -> str:
        """Return so many neighbours as they are written, see `_written`."""
        last = first + size
        if is_any_dull(self.stems[first:last]):
            return ""  # which most are: how these are written need not be looked at
        return _written(self.text, [*map(self.word, range(first, last))], is_title)

    def word(self, at: int) -> _Word:
        """Return one of the words."""
        return self._told.get(at) or self._tell(at)

    @cached_property
    def _addresses(self) -> list[tuple[int, int]]:
        return [match.span() for match in _ADDRESS.finditer(self.text)]

    def _tell(self, at: int) -> _Word:
        run, start, first, last, is_first, is_last = self._places[at]
        text, positions = self.text, self._positions
        begin, end = positions.span(start + first, start + last)
        is_no_word = (
            is_size(run[first:last][:MAX_WORD])
            or text[max(0, begin - 1) : begin] == "\\"  # a command of TeX
            or any(low <= begin < high for low, high in self._addresses)
        )
        name = positions.span(start, start + len(run))
        stemmed, term = self.stems[at], self.terms[at]
        word = _Word(stemmed, term, begin, end, name, is_first, is_last, is_no_word)
        self._told[at] = word
        return word


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
    behind it. That their stems tell something has been seen.
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
    is_long = len(told) > _LONGEST
    if is_long or not _TEX.isdisjoint(told) or any(one.is_dull(text) for one in run):
        return ""
    if is_title:
        return " ".join(one if is_name(one) else one.lower() for one in told.split(" "))
    is_first = text[:start].rstrip()[-1:] in _BEFORE_SENTENCE
    if is_first and not any(letter.isupper() for letter in told[1:]):
        return told.lower()
    return told
