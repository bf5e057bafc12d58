"""Did you mean: what a misspelt query was meant to be, judged by what stands together in papers.

Near spellings are made by editing the word (as Norvig's corrector does) and looked up in the index,
so that a hundred thousand papers' words need never be listed. Which of them was meant is decided
for the whole query at once: the spelling with which most papers have all its words wins, and a
paper that has them in its title counts for many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from math import log
from typing import TYPE_CHECKING, NamedTuple

from ...function_words import FUNCTION_WORDS
from ..analysis.words import Stem, locate, parts_of, split
from ..lists.operations import Found
from ..postings.impacts import TEXT, title_length
from ..query.effort import Effort
from .candidates import Candidate, Spellings

if TYPE_CHECKING:
    from ..reader import IndexReader

LITTLE = 3
"""Papers that are next to nothing: a query that finds more is taken at its word."""
MUCH = 10
"""How many times more a near spelling must find than a query that finds something."""

_SHORTEST = 3
_LONGEST = 24
"""Letters of a word that may be misspelt."""
_MOST_WORDS = 12
"""Words of a query that are looked at; a pasted abstract is no question of spelling."""
_MOST_DOUBTED = 4
"""Words of a query that may be misspelt, the least frequent first."""
_MOST_CANDIDATES = 8
"""Spellings of one word that are tried in the query."""
_MOST_PAIRS = 32

_TIMES_RARER = 10
"""How many times rarer than its near spelling a word must be that is in papers itself."""
_RARE = 5e-5
"""The share of the papers up to which a word may be a misspelling that found its way into them."""

_SOME = 10
_PER_PAPERS = 500
"""Papers that a spelling must have that takes the place of a word: so many, or in a small library
one for each so many."""
_TITLES = 5
"""Titles with all the words that a spelling must have which no slip of the fingers leads to."""
_SHORTEST_FOUND = 6
"""Letters of a word that may be a misspelling although papers have it."""

_PER_EDIT = 3.0
"""The logarithm of how much less likely a spelling is for every edit."""
_ELSEWHERE = 0.05
"""What a paper counts that has the words in its abstract, beside one with all in its title."""

_LOOKED_UP_ALONE = 8
"""Units of effort that it takes to look a paper up in a posting list."""

_TITLE = 2
"""What a title scores that has a word, where an abstract scores 1."""
_PLACES = [0, *(_TITLE if title_length(impact) else 1 for impact in range(1, 256))]
"""Where a word stands, by its impact."""


class Spelt(NamedTuple):
    """A word of the query's text."""

    text: str
    """The word, folded."""
    start: int
    end: int
    joined: tuple[str, ...]
    """What the name it is in is when written in one word."""


class _Choice(NamedTuple):
    """A word of the query with the spelling that is tried for it."""

    position: int
    candidate: Candidate


class Corrector:
    """Corrects queries by the words of an open index; not to be shared by threads."""

    def __init__(self, index: IndexReader, stem: Stem, effort: Effort | None = None) -> None:
        self._index = index
        self._lists = index.lists
        self._stem = stem
        self._effort = effort or Effort()
        self._spellings = Spellings(index, stem, self._effort)

    def suggest(self, text: str, found: int) -> list[str]:
        """Return what a query may have been meant to be, the likeliest first; often nothing.

        `found` is how many papers have all of it as it is. The caller sees to it that the
        corrected query finds more.
        """
        if found > LITTLE:
            return []
        words = list(islice(spelt_words(text), _MOST_WORDS))
        is_title = found > 0 and bool(words) and self._is_title(words)
        # Several words of one title, or one in a name such as Re-Basin, are no slip of the fingers.
        if not words or (is_title and (len(words) > 1 or words[0].joined)):
            return []
        # A name that one title has is seldom a misspelling, even if it is one letter from a word.
        enough = MUCH * found * (MUCH if is_title else 1)
        doubted = self._doubted(words, found)
        if not doubted:
            return []
        rated: list[tuple[float, list[_Choice]]] = []
        for choices in self._combinations(doubted):
            if rated and len(choices) > len(rated[0][1]):
                break  # two slips are less likely than one
            number = self._rate(words, choices, enough)
            if number > 0:
                cost = sum(choice.candidate.cost for choice in choices)
                rated.append((log(number) - _PER_EDIT * cost, choices))
        rated.sort(key=lambda one: -one[0])
        if not rated and not found:
            rated = [(0.0, self._likeliest(doubted))]
        corrected = (_replaced(text, words, choices) for _, choices in rated if choices)
        return list(dict.fromkeys(corrected))[:3]

    def _doubted(self, words: Sequence[Spelt], found: int) -> dict[int, list[Candidate]]:
        """Return the words that may be misspelt, by their place, each with its near spellings."""
        counts = [self._count(word) for word in words]
        rare = max(1, int(_RARE * self._index.count))
        positions = sorted(range(len(words)), key=counts.__getitem__)
        unknown = [position for position in positions if counts[position] <= rare]
        # Where every word is well known, one may still be another one's misspelling.
        doubted: dict[int, list[Candidate]] = {}
        enough = self._enough()
        for position in (unknown or positions)[:_MOST_DOUBTED]:
            if found and (position not in unknown or len(words[position].text) < _SHORTEST_FOUND):
                continue
            candidates = [
                candidate
                for candidate in self._spellings.near(
                    words[position].text, _TIMES_RARER * counts[position]
                )
                if (candidate.papers >= enough or len(words) > 1)
                and self._is_likely(candidate, counts[position], len(words))
            ]
            if found:
                # A word that finds something gives way to one that titles have just so.
                candidates = [each for each in candidates if self._spellings.written(each.word)]
            if candidates:
                doubted[position] = candidates[:_MOST_CANDIDATES]
        return doubted

    def _enough(self) -> int:
        """Return how many papers must have a spelling of which nothing else speaks."""
        return min(_SOME, 1 + self._index.count // _PER_PAPERS)

    def _is_likely(self, candidate: Candidate, count: int, words: int) -> bool:
        """Whether a spelling may stand for a word that so many papers have."""
        if count:
            return candidate.slip == "plain"
        return bool(candidate.slip) or words > 1

    def _is_title(self, words: Sequence[Spelt]) -> bool:
        """Whether a title has all the words just so: then they are no misspelling of others."""
        stems = self._stems(words, {})
        return self._titles(self._together(stems), stems) > 0

    def _count(self, word: Spelt) -> int:
        """Return how many papers have a word, or the whole name that it is a part of."""
        return max(
            map(self._spellings.document_frequency, map(self._stem, (word.text, *word.joined)))
        )

    def _combinations(self, doubted: dict[int, list[Candidate]]) -> Iterator[list[_Choice]]:
        """Yield what may be changed together: one word, or two with the likelier spellings."""
        for position, candidates in doubted.items():
            for candidate in candidates:
                yield [_Choice(position, candidate)]
        tried = 0
        for pair in combinations(doubted.items(), 2):
            (one, firsts), (other, seconds) = pair
            for first, second in product(firsts[:4], seconds[:4]):
                if (tried := tried + 1) > _MOST_PAIRS:
                    return
                yield [_Choice(one, first), _Choice(other, second)]

    def _rate(self, words: Sequence[Spelt], choices: Sequence[_Choice], enough: int) -> float:
        """Return how many papers have all words so spelt, titles first; 0 if not `enough`."""
        stems = self._stems(words, {choice.position: choice.candidate.stem for choice in choices})
        stems.sort(key=self._spellings.document_frequency)
        together = self._together(stems)
        in_text = len(together.docs)
        if in_text < enough:
            return 0.0
        in_title = self._titles(together, stems)
        if in_title < _TITLES and not all(choice.candidate.slip for choice in choices):
            return 0.0
        if not in_title and any(choice.candidate.papers < self._enough() for choice in choices):
            return 0.0
        rare = max(1, int(_RARE * self._index.count))
        if not in_title and any(self._count(words[choice.position]) > rare for choice in choices):
            # To change what is a word in its own right takes a title that asks for it.
            return 0.0
        return in_title + _ELSEWHERE * in_text

    def _stems(self, words: Sequence[Spelt], changed: dict[int, str]) -> list[str]:
        stems = []
        for position, word in enumerate(words):
            stem = changed.get(position)
            if stem is None:
                forms = map(self._stem, (word.text, *word.joined))
                stem = max(forms, key=self._spellings.document_frequency)
            stems.append(stem)
        return list(dict.fromkeys(stems))

    def _together(self, stems: Sequence[str]) -> Found:
        """Return the papers that have all the stems, and the sums of where these stand."""
        lists = self._lists
        table = lists.known_table("places", lambda: _PLACES)
        first, *others = (self._index.postings(TEXT, stem) for stem in stems)
        if first is None:
            return lists.joined(())
        self._effort.spend(len(first.ids))
        found = lists.scored(first, table, False)
        for other in others:
            if other is None or not len(found.docs):
                return lists.joined(())
            self._effort.spend(1 + min(len(other.ids), _LOOKED_UP_ALONE * len(found.docs)))
            found = lists.intersected(found, lists.look_up(other, table, found.docs))
        return found

    def _titles(self, together: Found, stems: Sequence[str]) -> int:
        """Return how many of the papers have all the stems in their titles."""
        return self._lists.at_least(together.scores, _TITLE * len(stems))

    def _likeliest(self, doubted: dict[int, list[Candidate]]) -> list[_Choice]:
        """Return the likeliest spelling of each word that no paper has, where none has them all."""
        least = max(self._enough() - 1, int(_RARE * self._index.count))
        choices = []
        for position, candidates in doubted.items():
            frequent = [each for each in candidates if each.slip and each.papers > least]
            if frequent:
                best = max(frequent, key=lambda each: log(each.papers) - _PER_EDIT * each.cost)
                choices.append(_Choice(position, best))
        return choices


def spelt_words(text: str) -> Iterator[Spelt]:
    """Yield the words of a query that may be misspelt: no function words, names of fields, numbers.

    What is asked for exactly or not at all, and what is no word of papers, is left as it is.
    """
    for run, start, positions in locate(text):
        first, _ = positions.span(start, start + len(run))
        if _is_fixed(text, first, positions.span(start, start + len(run))[1]):
            continue
        parts, joined = split(run)
        for begin, end in parts_of(run):
            word = run[begin:end]
            if (
                _SHORTEST <= len(word) <= _LONGEST
                and word.isascii()
                and sum(map(str.isalpha, word)) >= max(_SHORTEST, len(word) - 2)
                and word not in FUNCTION_WORDS
            ):
                at, to = positions.span(start + begin, start + end)
                yield Spelt(word, at, to, joined if len(parts) > 1 else ())


def _is_fixed(text: str, start: int, end: int) -> bool:
    """Whether a name in a query is an operator, a field or its value, or is to be taken exactly."""
    begin = max(text.rfind(" ", 0, start), text.rfind("\t", 0, start)) + 1
    before = text[begin:start].lstrip('("')
    if text[end : end + 1] in (":", "~", "*") or text[start:end] in ("AND", "OR", "NOT"):
        return True
    field, colon, _ = before.partition(":")
    return before.startswith(("-", "=")) or bool(colon and field not in ("title", "abstract"))


def _replaced(text: str, words: Sequence[Spelt], choices: Sequence[_Choice]) -> str:
    """Return the query with the chosen spellings, everything else as it was typed."""
    for choice in sorted(choices, key=lambda each: -each.position):
        word = words[choice.position]
        text = f"{text[: word.start]}{choice.candidate.word}{text[word.end :]}"
    return text
