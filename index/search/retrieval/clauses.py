"""What a query asks of the index: every word is a clause, met by any of a few alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from ...function_words import FUNCTION_WORDS
from ..analysis.edits import one_edit_away
from ..analysis.spellings import is_hangul, parted_name, with_particles
from ..analysis.words import Stem
from ..postings.impacts import EDGES, TEXT
from ..postings.postings import Postings
from ..query.effort import Effort
from ..query.nodes import Scope, Word
from .placed_words import PlacedWords
from .scoring import inverse_document_frequency

if TYPE_CHECKING:
    from ..reader import IndexReader

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


class Term(NamedTuple):
    """A posting list that is wanted."""

    field: str
    text: str
    is_prefix: bool = False
    """Whether any term is meant that begins like this one."""
    scope: Scope = ""


class Alternative(NamedTuple):
    """One way to meet a clause: all of these terms."""

    terms: tuple[Term, ...]
    boost: float = 1.0
    """What a paper found this way scores, beside one found in the best way."""


Clause = tuple[Alternative, ...]
"""What a word of the query asks for: any of these alternatives, the best of which counts."""


class Lexicon:
    """The terms of an index: how rare they are, and which begin alike."""

    def __init__(self, index: IndexReader, stem: Stem, effort: Effort | None = None) -> None:
        self._index = index
        self._prices = index.lists.prices
        self._stem = stem
        self.effort = effort or Effort()
        """What the search may cost, and who waits for it."""
        self._frequencies: dict[Term, int] = {}
        self._fuzzy: dict[Word, Clause] = {}
        self._places = PlacedWords(index, stem)

    def term(self, form: str, scope: Scope = "") -> Term:
        """Return the term of a finished word."""
        return Term(TEXT, self._stem(form), False, scope)

    def postings(self, term: Term) -> Postings | None:
        """Return the papers that have a term; of one of several words, one behind the other."""
        field, text, is_prefix, scope = term
        if " " in text:
            return self._places.postings(text, scope, self.effort)
        if is_prefix:
            found = self._index.prefix_postings(field, text, self.effort)
        else:
            found = self._index.postings(field, text)
        self.effort.read(
            (field, text, is_prefix), self._prices.read + (len(found.ids) if found else 0)
        )
        return found

    def document_frequency(self, term: Term) -> int:
        """Return how many papers have a term, those deleted since included."""
        count = self._frequencies.get(term)
        if count is None:
            if term.is_prefix or " " in term.text:
                found = self.postings(term)
                count = len(found.ids) if found else 0
            else:
                self.effort.spend(self._prices.looked_up)
                count = self._index.document_frequency(term.field, term.text)
            self._frequencies[term] = count
        return count

    def is_word(self, form: str) -> bool:
        """Whether a word stands in papers just so, not put together of what hyphens join."""
        self.effort.spend(self._prices.looked_up)
        return form in self._index.forms(TEXT, self._stem(form))

    def are_too_many(self, term: Term) -> bool:
        """Whether so many papers have the words of a term that their places are not looked at."""
        return self._places.are_too_many(term.text, self.effort)

    def idf(self, term: Term) -> float:
        """Return the inverse document frequency of a term: near 0 where every paper has it."""
        papers = self._index.count
        return inverse_document_frequency(min(self.document_frequency(term), papers), papers)

    def cost(self, clause: Clause) -> int:
        """Return how many papers meet a clause at most: what it costs to begin with it."""
        return sum(min(map(self.document_frequency, alternative.terms)) for alternative in clause)

    def clause(self, word: Word) -> Clause:
        """Return what is asked for by a finished word: its stem, in title or abstract."""
        return tuple(self._alternatives(word))

    def _alternatives(self, word: Word) -> Iterator[Alternative]:
        boost = 1.0
        for form in word.joined:
            yield Alternative((self.term(form, word.scope),), boost)
            boost = _LOOSE
        parts = word.parts if word.joined else ()
        for placed in {parts, parted_name(word.whole)} - {()}:
            near = Term(TEXT, " ".join(placed), False, word.scope)
            if not self.are_too_many(near) and self.document_frequency(near):
                yield Alternative((near,))
        if word.joined:
            boost = _APART
        yield Alternative(self.apart(word.parts, word.scope), boost)
        if is_hangul(word.parts[-1]):
            for other in with_particles(word.parts[-1]):
                term = self.term(other, word.scope)
                if self.document_frequency(term):
                    yield Alternative((*self.apart(word.parts[:-1], word.scope), term))

    def apart(self, parts: Sequence[str], scope: Scope = "") -> tuple[Term, ...]:
        """Return the words of a name, of `state-of-the-art` only two."""
        significant = [part for part in parts if part not in FUNCTION_WORDS] or parts
        return tuple(Term(TEXT, self._stem(part), False, scope) for part in significant)

    def unfinished(self, word: Word) -> Clause:
        """Return what is asked for by a word being typed: a prefix in a title, or whole anywhere.

        Where no title has a word that begins so, the most frequent ones of the abstracts do.
        """
        whole = word.whole
        if word.scope == "abstract":
            return (*self.prefixed(whole, word.scope), *self._alternatives(word))
        before = () if word.joined else self.apart(word.parts[:-1], word.scope)
        alternatives = [Alternative((*before, Term(EDGES, whole, True)))]
        if len(whole) > 1 or before:
            alternatives.extend(self._alternatives(word))
        if word.joined:
            *first, last = word.parts
            terms = (*self.apart(first, word.scope), Term(EDGES, last, True))
            alternatives.append(Alternative(terms, _APART))
        prefixes = [
            term for alternative in alternatives for term in alternative.terms if term.is_prefix
        ]
        if not word.scope and not any(map(self.document_frequency, prefixes)):
            alternatives.extend(self.expansions(word))
        return tuple(alternatives)

    def prefixed(self, prefix: str, scope: Scope) -> list[Alternative]:
        """Return how papers are found that surely have a word with this prefix."""
        alternatives = [Alternative((Term(TEXT, prefix, True, scope),))]
        if scope != "abstract":
            alternatives.append(Alternative((Term(EDGES, prefix, True),)))
        return alternatives

    def perhaps_prefixed(self, prefix: str, scope: Scope) -> list[Alternative]:
        """Return how papers are found that may have one: by a stem that is shorter than it."""
        stems = {self._stem(prefix)}
        for end in range(max(2, len(prefix) - _LONGEST_SUFFIX), len(prefix)):
            rest = prefix[end:]
            if any(suffix.startswith(rest) or rest.startswith(suffix) for suffix in _SUFFIXES):
                # `pruning` has the stem `prune`.
                stems.update((prefix[:end], prefix[:end] + "e"))
        terms = [Term(TEXT, stem, False, scope) for stem in sorted(stems)]
        return [
            Alternative((term,))
            for term in terms
            if not term.text.startswith(prefix) and self.document_frequency(term)
        ]

    def _stems_of_longer(self, prefix: str) -> list[str]:
        """Return the stem of what a prefix will become, if that is known and shorter than it.

        `segmenta` begins no stem, but it is on the way to `segmentation`.
        """
        for end in range(len(prefix) - 1, _MIN_EXPANDED, -1):
            head, rest = prefix[:end], prefix[end:]
            stems = {self._stem(head + suffix) for suffix in _SUFFIXES if suffix.startswith(rest)}
            if found := sorted(stem for stem in stems if self.document_frequency(Term(TEXT, stem))):
                return found
        return []

    def fuzzy(self, word: Word) -> Clause:
        """Return how papers are found that have a word one edit away, or the word itself."""
        if word not in self._fuzzy:
            self._fuzzy[word] = self._one_edit_away(word)
        return self._fuzzy[word]

    def _one_edit_away(self, word: Word) -> Clause:
        whole = word.whole
        edited = (whole, *one_edit_away(whole))
        self.effort.spend(self._prices.spelt + self._prices.looked_up * len(edited))
        stems = list(dict.fromkeys(map(self._stem, edited)))
        papers = self._index.document_frequencies(TEXT, stems, self.effort)
        return tuple(
            Alternative((Term(TEXT, stem, False, word.scope),), 1.0 if position == 0 else _APART)
            for position, stem in enumerate(stems)
            if papers[stem]
        )

    def expansions(self, word: Word) -> Clause:
        """Return the few most frequent words in titles or abstracts that begin like this one."""
        prefix = word.whole
        if len(prefix) < _MIN_EXPANDED:
            return ()
        self.effort.check()
        counts = dict(self._index.terms(TEXT, prefix, _LOOKED_AT))
        if not counts:
            counts = dict.fromkeys(self._stems_of_longer(prefix), 1)
        best = nlargest(_FEW, counts, key=lambda text: (counts[text], text))
        return tuple(Alternative((Term(TEXT, text),), _APART) for text in best)
