"""What a query asks of the index: every word a need, every need a few ways to meet it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING, NamedTuple

from ..function_words import FUNCTION_WORDS
from .grades import EDGES, TEXT, Stem
from .postings import Postings
from .query import Scope, Word

if TYPE_CHECKING:
    from .segments import Segment

_LOOSE = 0.7
_APART = 0.6
"""What a name counts when it is found without what is raised, and in words that stand apart."""

_FEW = 6
"""Expansions of an unfinished word that no title has."""
_LOOKED_AT = 1500
"""Expansions from which those are chosen, as they come in the alphabet."""
_MIN_EXPANDED = 3
"""Letters from which an unfinished word is expanded into words of the abstracts."""


_ENDINGS = """
s es ed ing er al ally ation ator ational ization ic ical icate ive ative ity ible able ance ence
ant ent ment ement ion ism ist ate ous ize ise ful ness ly y ies ied e
"""
_SUFFIXES = tuple(_ENDINGS.split())
"""Endings that the stemmer takes off."""
_LONGEST_SUFFIX = 8

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Term(NamedTuple):
    """A posting list that is wanted."""

    field: str
    text: str
    is_beginning: bool = False
    """Whether any term is meant that begins like this one."""
    scope: Scope = ""


class Way(NamedTuple):
    """One way to meet a need: all of these terms."""

    terms: tuple[Term, ...]
    factor: float = 1.0
    """What a paper found this way scores, beside one found in the best way."""


Need = tuple[Way, ...]
"""What a word of the query asks for: any of these ways."""


class Lexicon:
    """The terms of all segments together: how rare they are, and which begin alike."""

    def __init__(self, segments: Sequence[Segment], stem: Stem) -> None:
        self._segments = segments
        self._stem = stem
        self._counts: dict[Term, int] = {}
        self._papers = sum(segment.count for segment in segments)

    def postings(self, segment: Segment, term: Term) -> Postings | None:
        """Return a term's papers in one segment."""
        if term.is_beginning:
            if term.field == TEXT:
                return segment.stems(term.text)
            return segment.beginnings(term.text)
        return segment.postings(term.field, term.text)

    def count(self, term: Term) -> int:
        """Return how many papers have a term, those deleted since included."""
        count = self._counts.get(term)
        if count is None:
            found = [self.postings(segment, term) for segment in self._segments]
            count = self._counts[term] = sum(len(each.ids) for each in found if each)
        return count

    def rarity(self, term: Term) -> float:
        """Return the inverse document frequency of BM25: 0 for a term that every paper has."""
        count = min(self.count(term), self._papers)
        return log(1 + (self._papers - count + 0.5) / (count + 0.5))

    def reach(self, need: Need) -> int:
        """Return how many papers meet a need at most."""
        return sum(min(map(self.count, way.terms)) for way in need)

    def need(self, word: Word) -> Need:
        """Return what is asked for by a finished word: its stem, in title or abstract."""
        return tuple(self._ways(word))

    def _ways(self, word: Word) -> Iterator[Way]:
        factor = 1.0
        for form in word.joined:
            yield Way((Term(TEXT, self._stem(form), False, word.scope),), factor)
            factor = _LOOSE
        if word.joined:
            factor = _APART
        yield Way(self.apart(word.parts, word.scope), factor)

    def apart(self, parts: Sequence[str], scope: Scope = "") -> tuple[Term, ...]:
        """Return the words of a name, of `state-of-the-art` only two."""
        significant = [part for part in parts if part not in FUNCTION_WORDS] or parts
        return tuple(Term(TEXT, self._stem(part), False, scope) for part in significant)

    def unfinished(self, word: Word) -> Need:
        """Return what is asked for by a word being typed: begun in a title, or whole anywhere.

        Where no title has a word that begins so, the most frequent ones of the abstracts do.
        """
        whole = word.whole
        if word.scope == "abstract":
            return tuple(self.begun(whole, word.scope))
        ways = [Way((Term(EDGES, whole, True),))]
        if len(whole) > 1:
            ways.extend(self._ways(word))
        if word.joined:
            *before, last = word.parts
            terms = (*self.apart(before, word.scope), Term(EDGES, last, True))
            ways.append(Way(terms, _APART))
        begun = [term for way in ways for term in way.terms if term.is_beginning]
        if not word.scope and not any(map(self.count, begun)):
            ways.extend(self.expansions(word))
        return tuple(ways)

    def begun(self, beginning: str, scope: Scope) -> list[Way]:
        """Return how papers are found that surely have a word with this beginning."""
        ways = [Way((Term(TEXT, beginning, True, scope),))]
        if scope != "abstract":
            ways.append(Way((Term(EDGES, beginning, True),)))
        return ways

    def perhaps_begun(self, beginning: str, scope: Scope) -> list[Way]:
        """Return how papers are found that may have one: by a stem that is shorter than it."""
        stems = {self._stem(beginning)}
        for end in range(max(2, len(beginning) - _LONGEST_SUFFIX), len(beginning)):
            rest = beginning[end:]
            if any(suffix.startswith(rest) or rest.startswith(suffix) for suffix in _SUFFIXES):
                # `pruning` has the stem `prune`.
                stems.update((beginning[:end], beginning[:end] + "e"))
        terms = [Term(TEXT, stem, False, scope) for stem in sorted(stems)]
        return [
            Way((term,))
            for term in terms
            if not term.text.startswith(beginning) and self.count(term)
        ]

    def _stems_of_longer(self, beginning: str) -> list[str]:
        """Return the stem of what a beginning will become, if that is known and shorter than it.

        `segmenta` begins no stem, but it is on the way to `segmentation`.
        """
        for end in range(len(beginning) - 1, _MIN_EXPANDED, -1):
            head, rest = beginning[:end], beginning[end:]
            stems = {self._stem(head + suffix) for suffix in _SUFFIXES if suffix.startswith(rest)}
            if found := sorted(stem for stem in stems if self.count(Term(TEXT, stem))):
                return found
        return []

    def near(self, word: Word) -> Need:
        """Return how papers are found that have a word one edit away, or the word itself."""
        whole = word.whole
        stems = dict.fromkeys(map(self._stem, (whole, *one_edit_away(whole))))
        return tuple(
            Way((Term(TEXT, stem, False, word.scope),), 1.0 if place == 0 else _APART)
            for place, stem in enumerate(stems)
            if any(segment.count_papers(TEXT, stem) for segment in self._segments)
        )

    def expansions(self, word: Word) -> Need:
        """Return the few most frequent words in titles or abstracts that begin like this one."""
        beginning = word.whole
        if len(beginning) < _MIN_EXPANDED:
            return ()
        counts: dict[str, int] = {}
        for segment in self._segments:
            for term, count in segment.expand(TEXT, beginning, _LOOKED_AT):
                counts[term] = counts.get(term, 0) + count
        if not counts:
            counts = dict.fromkeys(self._stems_of_longer(beginning), 1)
        best = nlargest(_FEW, counts, key=lambda text: (counts[text], text))
        return tuple(Way((Term(TEXT, text),), _APART) for text in best)


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
