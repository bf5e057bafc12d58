"""Near spellings: the words of the index that one or two slips of the finger lead away from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..analysis.words import Stem
from ..postings.impacts import EDGE_LENGTH, EDGES, TEXT
from ..query.effort import Effort

if TYPE_CHECKING:
    from ..reader import IndexReader

_SWAPPED = 1.0
_DROPPED = 1.0
_DOUBLED = 0.9
_TOO_MANY = 1.2
_OTHER = 1.2
"""What slips cost: a letter left out or swapped with its neighbour is the most frequent one."""
_FIRST_LETTER = 0.5
"""What a slip costs on top at the first letter, where people seldom make one."""
_TWO_SLIPS = 2.4

_LONG = 7
"""Letters from which a word may have two slips."""
_BEGINNING = 3
"""Letters that such a word must have right at its beginning."""
_MOST_LISTED = 1500
"""Words with that beginning that are compared."""
_TORN = frozenset(
    ("didn", "doesn", "isn", "wasn", "couldn", "wouldn", "shouldn", "hasn", "hadn", "aren", "weren")
)
"""What is left of words in front of an apostrophe, and is none."""

_VOWELS = frozenset("aeiouy")
_LONG_FIRST, _LONGER, _LONG_VOWEL = 6, 8, 10
"""Letters from which a word may have its first two swapped, lack the first, have a wrong vowel."""

_RATE = 3.0
"""How many times more frequent a spelling must be, as a logarithm, to make up for one more slip."""


Slip = Literal["plain", "rare", ""]
"""Letters swapped, doubled or left out once within a word; what happens less; another word."""


class Candidate(NamedTuple):
    """A spelling that a word may have been meant to have."""

    word: str
    stem: str
    cost: float
    """About how many slips lie between."""
    papers: int
    """Papers that have it."""
    slip: Slip = "plain"
    """By which slip it became what was typed; words that differ otherwise are mostly words of
    their own."""


class Spellings:
    """The words of an open index, looked up by what was typed."""

    def __init__(self, index: IndexReader, stem: Stem, effort: Effort) -> None:
        self._index = index
        self._prices = index.lists.prices
        self._effort = effort
        self._stem = stem

    def document_frequency(self, stem: str) -> int:
        """Return how many papers have a stem."""
        self._effort.read((TEXT, stem), self._prices.looked_up)
        return self._index.document_frequency(TEXT, stem)

    def _document_frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """Return how many papers have each of the stems of a word's near spellings."""
        # Digits are no slips, so that these are fewer than `word~` asks for.
        self._effort.spend(self._prices.spelt // 2)
        for stem in stems:
            self._effort.read((TEXT, stem), self._prices.looked_up)
        return self._index.document_frequencies(TEXT, stems, self._effort)

    def near(self, word: str, more_than: int) -> list[Candidate]:
        """Return the near spellings of a word that enough papers have, the likeliest first."""
        own = self._stem(word)
        by_stem: dict[str, list[tuple[float, str]]] = {}
        for edited, cost in edits(word):
            stem = self._stem(edited)
            if stem != own:
                by_stem.setdefault(stem, []).append((cost, edited))
        papers = self._document_frequencies(list(by_stem))
        candidates = [
            self._candidate(word, stem, spelt)
            for stem, written in by_stem.items()
            if papers[stem] > more_than and (spelt := self._known(stem, written))
        ]
        if len(word) >= _LONG and not any(candidate.papers > 1 for candidate in candidates):
            candidates += self._far(word, own, more_than)
        candidates.sort(key=lambda candidate: _RATE * candidate.cost - log(candidate.papers))
        return candidates

    def _known(self, stem: str, spelt: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Return the spellings with one stem that papers have: no `matrixes` for `matrices`."""
        forms = set(self._index.forms(TEXT, stem)) - _TORN
        return [one for one in spelt if one[1] in forms]

    def _candidate(self, typed: str, stem: str, spelt: list[tuple[float, str]]) -> Candidate:
        """Return the best of the spellings with one stem: one that titles have, if any."""
        cost, word = min(
            spelt, key=lambda one: (_RATE * one[0] - log(0.01 + self.written(one[1])), one[1])
        )
        return Candidate(word, stem, cost, self.document_frequency(stem), slip_of(typed, word))

    def written(self, word: str) -> int:
        """Return how many titles have the word just so; of short ones that is not known."""
        if len(word) <= EDGE_LENGTH:
            return 1
        return self._index.document_frequency(EDGES, word)

    def _far(self, word: str, own: str, more_than: int) -> Iterator[Candidate]:
        """Yield the titles' words that are two slips away and begin alike."""
        letters = set(word)
        self._effort.spend(self._prices.looked_up * _MOST_LISTED // 10)
        for other, _ in self._index.terms(EDGES, word[:_BEGINNING], _MOST_LISTED):
            if abs(len(other) - len(word)) > 2 or len(letters ^ set(other)) > 4:
                continue
            if not other.isalpha() or distance(word, other) > 2:
                continue
            stem = self._stem(other)
            count = self.document_frequency(stem)
            if stem != own and count > max(1, more_than):
                yield Candidate(other, stem, _TWO_SLIPS, count, slip_of(word, other))


def edits(word: str) -> Iterator[tuple[str, float]]:
    """Yield every word that is one slip away, and what the slip costs (Damerau's four)."""
    for position in range(len(word) + 1):
        extra = _FIRST_LETTER if position == 0 else 0.0
        head, tail = word[:position], word[position:]
        for letter in ascii_lowercase:
            yield f"{head}{letter}{tail}", _DROPPED + extra
        if not tail:
            break
        rest = tail[1:]
        if len(word) > EDGE_LENGTH:
            is_doubled = rest[:1] == tail[0] or head[-1:] == tail[0]
            yield head + rest, (_DOUBLED if is_doubled else _TOO_MANY) + extra
            for letter in ascii_lowercase:
                if letter != tail[0]:
                    yield f"{head}{letter}{rest}", _OTHER + extra
        if rest and rest[0] != tail[0]:
            yield f"{head}{rest[0]}{tail[0]}{rest[1:]}", _SWAPPED + extra


def slip_of(typed: str, meant: str) -> Slip:
    """Return by which slip of the fingers a word became what was typed, if by any.

    A letter replaced or added makes another word as often: `sewing` is none of `seeing`.
    """
    if len(typed) == len(meant):
        wrong = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 1:
            letters = {typed[wrong[0]], meant[wrong[0]]}
            is_within = 0 < wrong[0] < len(typed) - 1
            return "rare" if is_within and len(typed) >= _LONG_VOWEL and letters <= _VOWELS else ""
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(typed) == sorted(meant):
            return "plain" if wrong[0] else "rare" if len(typed) >= _LONG_FIRST else ""
    short, long = sorted((typed, meant), key=len)
    if len(long) == len(short) + 1:
        place = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
        if short[place:] == long[place + 1 :]:
            if place and long[place - 1] == long[place]:
                return "plain"  # doubled, or one of two left out
            if len(meant) < len(typed) or place == len(short):
                return ""
            return "plain" if place else "rare" if len(typed) >= _LONGER else ""
    is_far = typed[-1] == meant[-1] and not Counter(typed) - Counter(meant)
    return "rare" if is_far and distance(typed, meant) <= 2 else ""


def distance(one: str, other: str) -> int:
    """Return the edits between two words: letters added, lost, replaced or swapped.

    The restricted Damerau-Levenshtein distance: nothing that was swapped is edited again.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for position, letter in enumerate(one, 1):
        before, above, row = row, before, [position]
        for column, against in enumerate(other, 1):
            cost = min(
                before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != against)
            )
            if (
                position > 1
                and column > 1
                and letter == other[column - 2]
                and against == one[position - 2]
            ):
                cost = min(cost, above[column - 2] + 1)
            row.append(cost)
    return row[-1]
