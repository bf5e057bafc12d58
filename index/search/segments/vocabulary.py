"""Every word of many papers worked out once: cut, stemmed, numbered.

Texts are cut into tokens at what stands in no name, spaces and most signs, which `str` does in one
go. What words and joined forms a token has is the same in every paper.
"""

from __future__ import annotations

from array import array
from typing import Any

from ...function_words import FUNCTION_WORDS
from ..analysis.stemming import stem
from ..analysis.words import MAX_WORD, fold, parted
from ..postings.dictionary import pack_forms
from ..postings.fields import MOST_FORMS
from ..postings.impacts import EDGE_LENGTH

MOST_TOKENS = 100_000
"""Tokens from which words are learnt anew for the next segment, some 500 bytes each with theirs."""

_KEPT = "-_^{}$'\\\"`~=. "
"""Signs of ASCII that may stand within a name."""
APART = "".join(sign if sign.isalnum() or sign in _KEPT else " " for sign in map(chr, range(128)))
"""For every sign of ASCII itself, or a space in place of what parts tokens."""

JOINED = "\0"
"""What a token begins with that is one joined form and no text has."""

_FUNCTION = sorted(FUNCTION_WORDS)

STEMS_FROM = len(_FUNCTION)
"""The number of the first stem; before it are the function words, in their order."""


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text: each of its names stands in one of them."""
    # A point at the end of a sentence is no part of its last word.
    return fold(text).replace(". ", " ").translate(APART).split()


class Vocabulary(dict[str, int]):
    """The numbers of tokens, one that is new is learnt; their words and the stems of these.

    Nothing in it refers back to it, so that it is let go of at once when nobody needs it, not when
    the garbage collector comes by: in the second process there is none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[int, ...]] = []
        """For every token its words."""
        self.joined: list[tuple[int, ...]] = []
        """For every token the joined forms in it, which are words too."""
        self._words: dict[str, int] = {}
        self.words: list[str] = []
        self.stem_of: array[int] = array("I")
        """For every word the term of its stem."""
        self.placed_as: array[int] = array("I")
        """For every word the term that has its places: a function word's is its own."""
        self.form_of: array[int] = array("B")
        """For every word which of its stem's forms it is."""
        self.terms: list[str] = list(_FUNCTION)
        """Function words, then stems."""
        self._stems: dict[str, int] = {}
        self._forms: dict[int, list[str]] = {}
        self._form_counts: array[int] = array("I", [0]) * STEMS_FROM
        self._edges: dict[str, int] = {}
        self.edges: list[str] = []
        self._edges_of: dict[int, tuple[int, ...]] = {}

    def __missing__(self, token: str) -> int:
        """Cut a token into its words; return its number."""
        parts: tuple[int, ...]
        joined: tuple[int, ...]
        if token.isalnum():
            parts, joined = (self._word(token[:MAX_WORD]),), ()
        elif token.startswith(JOINED):
            parts, joined = (), (self._word(token[1:]),)
        else:
            found, names = parted(token)
            parts, joined = tuple(map(self._word, found)), tuple(map(self._word, names))
        self.parts.append(parts)
        self.joined.append(joined)
        number = self[token] = len(self.parts) - 1
        return number

    def _word(self, word: str) -> int:
        known = self._words.get(word)
        if known is not None:
            return known
        number = self._words[word] = len(self.words)
        stemmed = stem(word)
        term = self._stems.get(stemmed)
        if term is None:
            term = self._stems[stemmed] = len(self.terms)
            self.terms.append(stemmed)
            self._form_counts.append(0)
        self._note_word(word, term)
        return number

    def _note_word(self, word: str, term: int) -> None:
        """Let a word be one of its stem's forms, unless it is a function word."""
        self.words.append(word)
        self.stem_of.append(term)
        if word in FUNCTION_WORDS:
            self.placed_as.append(_FUNCTION.index(word))
            self.form_of.append(0)
            return
        self.placed_as.append(term)
        count = self._form_counts[term]
        self.form_of.append(min(count, MOST_FORMS))
        self._form_counts[term] += 1
        if count == 0:
            if word != self.terms[term]:
                self._forms[term] = [word]
        elif count < MOST_FORMS:
            self._forms.setdefault(term, [self.terms[term]]).append(word)

    def told(self) -> tuple[Any, ...]:
        """Return all of it but the way there, which can be marshalled; `of` makes it again."""
        return self.parts, self.joined, self.words, self.stem_of.tobytes(), self.terms[STEMS_FROM:]

    @classmethod
    def of(cls, told: tuple[Any, ...]) -> Vocabulary:
        """Return what another vocabulary has told: it learns no more."""
        vocabulary = cls()
        vocabulary.parts, vocabulary.joined, words, stems, terms = told
        vocabulary.terms += terms
        vocabulary._form_counts.extend([0] * len(terms))
        for word, term in zip(words, array("I", stems), strict=True):
            vocabulary._note_word(word, term)
        return vocabulary

    def forms(self, term: int) -> tuple[bytes, bool]:
        """Return the words that have a stem, packed, and whether there are several.

        They are numbered as `form_of` has them.
        """
        known = self._forms.get(term)
        if known is None:  # none but the stem itself
            return b"", False
        return pack_forms(self.terms[term], known), self._form_counts[term] > 1

    def edges_of(self, word: int) -> tuple[int, ...]:
        """Return what a word of a title begins with, by number: the last one is the word itself."""
        known = self._edges_of.get(word)
        if known is None:
            text = self.words[word]
            begun = [text[:size] for size in range(1, min(len(text), EDGE_LENGTH) + 1)]
            if len(text) > EDGE_LENGTH:
                begun.append(text)
            known = self._edges_of[word] = tuple(map(self._edge, begun))
        return known

    def _edge(self, text: str) -> int:
        number = self._edges.get(text)
        if number is None:
            number = self._edges[text] = len(self.edges)
            self.edges.append(text)
        return number
