"""What a query asks of the index: every word a need, every need a few ways to meet it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING, NamedTuple

from .grades import EDGES, TEXT, Stem
from .postings import Postings
from .query import Word
from .words import FUNCTION_WORDS

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


class Term(NamedTuple):
    """A posting list that is wanted."""

    field: str
    text: str
    is_beginning: bool = False
    """Whether any term is meant that begins like this one."""


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
            yield Way((Term(TEXT, self._stem(form)),), factor)
            factor = _LOOSE
        if word.joined:
            factor = _APART
        yield Way(self._apart(word.parts), factor)

    def _apart(self, parts: Sequence[str]) -> tuple[Term, ...]:
        """Return the words of a name, of `state-of-the-art` only two."""
        significant = [part for part in parts if part not in FUNCTION_WORDS] or parts
        return tuple(Term(TEXT, self._stem(part)) for part in significant)

    def unfinished(self, word: Word) -> Need:
        """Return what is asked for by a word being typed: begun in a title, or whole anywhere.

        Where no title has a word that begins so, the most frequent ones of the abstracts do.
        """
        whole = word.joined[0] if word.joined else word.parts[-1]
        ways = [Way((Term(EDGES, whole, True),))]
        if len(whole) > 1:
            ways.extend(self._ways(word))
        if word.joined:
            *before, last = word.parts
            ways.append(Way((*self._apart(before), Term(EDGES, last, True)), _APART))
        if not any(self.count(term) for way in ways for term in way.terms if term.is_beginning):
            ways.extend(self.expansions(word))
        return tuple(ways)

    def expansions(self, word: Word) -> Need:
        """Return the few most frequent words in titles or abstracts that begin like this one."""
        beginning = word.joined[0] if word.joined else word.parts[-1]
        if len(beginning) < _MIN_EXPANDED:
            return ()
        counts: dict[str, int] = {}
        for segment in self._segments:
            for term, count in segment.expand(TEXT, beginning, _LOOKED_AT):
                counts[term] = counts.get(term, 0) + count
        if not counts:
            # `segmenta` begins no stem, but what it will become has one that begins it.
            for end in range(len(beginning) - 1, _MIN_EXPANDED, -1):
                if self.count(Term(TEXT, beginning[:end])):
                    counts[beginning[:end]] = 1
                    break
        best = nlargest(_FEW, counts, key=lambda text: (counts[text], text))
        return tuple(Way((Term(TEXT, text),), _APART) for text in best)
