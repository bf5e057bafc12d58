"""Papers as numbers: their tokens and the words of their fields, before they become lists."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import accumulate, chain, compress, count
from operator import add, ne
from typing import Any, NamedTuple

from ...tex import readable
from ..analysis.names import BETWEEN_NAMES
from ..analysis.words import words
from ..postings.fields import (
    AUTHOR,
    CATEGORY,
    KEYWORD,
    LAST_PLACE,
    LINK,
    TYPE,
    VENUE,
    YEAR,
)
from .documents import Document
from .vocabulary import JOINED, Vocabulary, tokens_of

IS_TITLE, IS_GRADED, IS_PLACED, IS_AS_IT_CAME = 1, 2, 4, 8
"""What a run of tokens is: of a title; counted for impacts; has places; those of the raw text."""

DOC_SHIFT, TERM_SHIFT, PLACE_SHIFT = 24, 44, 8
"""The bits of a key: 20 of the term, 20 of the document, 16 of the place, 8 of the form."""
MOST_TERMS = 1 << 20


_TOGETHER = 1_500_000
"""Characters of texts whose words are told apart together: of some thousand papers."""


class _Numbered(dict[str, int]):
    """Terms of a field, numbered as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class FieldTerms(NamedTuple):
    """What the papers have in one field."""

    terms: _Numbered
    keys: array[int]
    """Term, document and place of every word, as one number."""


class _Text(NamedTuple):
    """A title or an abstract."""

    doc: int
    kind: int
    found: str
    shown: str | None
    """What is read of it on the screen, where that is something else."""


class Papers:
    """Some thousand papers, to be turned into the lists of one segment."""

    def __init__(
        self, vocabulary: Vocabulary | None = None, *, use_arrays: bool | None = None
    ) -> None:
        """Begin, perhaps with words that are known.

        With `use_arrays` NumPy tells the words of many texts apart; by default where it is there.
        """
        self.vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self._use_arrays = find_spec("numpy") is not None if use_arrays is None else use_arrays
        self._waiting: list[_Text] = []
        self._characters = 0
        """Texts that are not among the tokens yet, and how long they are together."""
        self.rowids: array[int] = array("I")
        self.tokens: array[int] = array("I")
        """The tokens of all texts."""
        self.run_docs: array[int] = array("I")
        self.run_kinds: array[int] = array("B")
        self.run_lengths: array[int] = array("I")
        """Runs of tokens: of which document, of what kind, how many."""
        self.fields = {
            field: FieldTerms(_Numbered(), array("Q"))
            for field in (AUTHOR, CATEGORY, KEYWORD, LINK, TYPE, VENUE, YEAR)
        }

    def told(self) -> tuple[Any, ...]:
        """Return its words, which can be marshalled; `of` makes papers of them and of `arrays`."""
        return self.vocabulary.told(), [list(terms) for terms, _ in self.fields.values()]

    def arrays(self) -> list[array[int]]:
        """Return all of its numbers, in an order that is always the same."""
        whole = [self.rowids, self.tokens, self.run_docs, self.run_kinds, self.run_lengths]
        return whole + [keys for _, keys in self.fields.values()]

    @classmethod
    def of(cls, told: tuple[Any, ...]) -> Papers:
        """Return papers with the words that were `told`; their `arrays` are empty."""
        words, fields = told
        papers = cls(Vocabulary.of(words))
        for field, terms in zip(papers.fields.values(), fields, strict=True):
            field.terms.update(zip(terms, count()))
        return papers

    def add(self, document: Document) -> None:
        """Take a paper in."""
        doc = len(self.rowids)
        self.rowids.append(document.rowid)
        self._add_text(doc, document.title, IS_TITLE)
        self._add_text(doc, document.abstract, 0)
        if document.authors:
            self._add_places(doc, AUTHOR, document.authors.split())
        if document.venue:
            self._add_places(doc, VENUE, words(document.venue))
        if document.keywords:
            told: list[str] = []
            for keyword in document.keywords:
                told += (*words(keyword), BETWEEN_NAMES)
            self._add_places(doc, KEYWORD, told)
        for field, terms in (
            (CATEGORY, {name.lower() for name in document.categories}),
            (TYPE, {document.kind.lower()} - {""}),
            (YEAR, {document.year} - {""}),
            (LINK, document.links),
        ):
            numbers, keys = self.fields[field]
            keys.extend(numbers[term] << TERM_SHIFT | doc << DOC_SHIFT for term in terms)

    def _add_places(self, doc: int, field: str, told: list[str]) -> None:
        numbers, keys = self.fields[field]
        del told[LAST_PLACE:]
        start = doc << DOC_SHIFT
        terms = [numbers[term] << TERM_SHIFT for term in told]
        keys.extend(map(add, terms, count(start, 1 << PLACE_SHIFT)))

    def _add_text(self, doc: int, text: str, kind: int) -> None:
        shown = readable(text)
        waits = _Text(doc, kind, text, None if shown == text else shown)
        if not self._use_arrays:
            self._add_alone(waits)
            return
        self._waiting.append(waits)
        self._characters += len(text)
        if self._characters >= _TOGETHER:
            self._add_together()

    def settle(self) -> None:
        """Take in the last texts, which have waited for more of them."""
        for text in self._waiting:
            self._add_alone(text)
        self._waiting, self._characters = [], 0

    def _add_alone(self, text: _Text) -> None:
        number = self.vocabulary.__getitem__
        found = list(map(number, tokens_of(text.found)))
        seen = found if text.shown is None else list(map(number, tokens_of(text.shown)))
        self._add_tokens(text, found, seen)

    def _add_together(self) -> None:
        """Take in the texts that wait."""
        from .token_arrays import numbered

        waiting, self._waiting, self._characters = self._waiting, [], 0
        numbers, counts = numbered(
            self.vocabulary,
            [each for text in waiting for each in text[2:] if each is not None],
        )
        ends = list(accumulate(counts, initial=0))
        begun = at = 0
        for text in waiting:
            if text.shown is None:
                self.run_docs.append(text.doc)
                self.run_kinds.append(text.kind | IS_GRADED | IS_PLACED)
                self.run_lengths.append(counts[at])
                at += 1
                continue
            # Those before it as they lie there, one after the other.
            self.tokens += numbers[ends[begun] : ends[at]]
            found, seen = numbers[ends[at] : ends[at + 1]], numbers[ends[at + 1] : ends[at + 2]]
            self._add_tokens(text, found.tolist(), seen.tolist())
            begun = at = at + 2
        self.tokens += numbers[ends[begun] :]

    def _add_tokens(self, text: _Text, found: list[int], seen: list[int]) -> None:
        """Add a text by its tokens and those that are shown of it."""
        if text.shown is not None and self._differ(found, seen):
            self._add_shown(text.doc, found, seen, text.kind)
        else:
            self._add_run(text.doc, found, text.kind | IS_GRADED | IS_PLACED)

    def _add_shown(self, doc: int, found: list[int], seen: list[int], kind: int) -> None:
        """Add a text that is shown in other words than it came in."""
        vocabulary = self.vocabulary
        known = set(chain(*self._words_of(found)))
        parts, joined = self._words_of(seen)
        more = [vocabulary.words[word] for word in parts if word not in known]
        more += [JOINED + vocabulary.words[word] for word in joined if word not in known]
        self._add_run(doc, seen, kind | IS_PLACED)
        self._add_run(doc, found, kind | IS_GRADED | IS_PLACED | IS_AS_IT_CAME)
        self._add_run(doc, list(map(vocabulary.__getitem__, more)), kind | IS_GRADED)

    def _differ(self, found: list[int], seen: list[int]) -> bool:
        """Tell whether tokens have other words, where most of them are the same."""
        if found == seen:
            return False
        shorter = min(len(found), len(seen))
        same = next(compress(count(), map(ne, found, seen)), shorter)
        behind = map(ne, reversed(found), reversed(seen))
        end = min(next(compress(count(), behind), shorter), shorter - same)
        found, seen = found[same : len(found) - end], seen[same : len(seen) - end]
        return self._words_of(seen) != self._words_of(found)

    def _words_of(self, tokens: Iterable[int]) -> tuple[list[int], list[int]]:
        tokens = list(tokens)
        vocabulary = self.vocabulary
        return (
            list(chain.from_iterable(map(vocabulary.parts.__getitem__, tokens))),
            list(chain.from_iterable(map(vocabulary.joined.__getitem__, tokens))),
        )

    def _add_run(self, doc: int, tokens: list[int], kind: int) -> None:
        self.tokens.extend(tokens)
        self.run_docs.append(doc)
        self.run_kinds.append(kind)
        self.run_lengths.append(len(tokens))
