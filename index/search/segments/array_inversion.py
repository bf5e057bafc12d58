"""Papers to posting lists with NumPy: the same numbers as in `plain_inversion`, in whole arrays.

Importing this imports NumPy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..analysis.names import BETWEEN_NAMES
from ..postings.fields import AS_IT_CAME, EDGES, FIELDS, FUNCTION, PLACED, TEXT, room
from ..postings.files import TermLists
from ..postings.impacts import LATE, LENGTH_STEP, LEVEL_TABLES, WHOLE, title_bits
from .array_term_lists import DOC, graded_lists, placed_lists, starts_of
from .collecting import (
    DOC_SHIFT,
    IS_AS_IT_CAME,
    IS_GRADED,
    IS_PLACED,
    IS_TITLE,
    PLACE_SHIFT,
    TERM_SHIFT,
    Papers,
)
from .vocabulary import STEMS_FROM

Numbers = NDArray[Any]

_TOGETHER = 1000
"""Papers whose words are turned into keys together."""
_PIECE = 400_000
"""Numbers that are looked up together."""

_WITHIN_TERM = (1 << TERM_SHIFT) - 1
_LEVELS = np.array(LEVEL_TABLES, np.uint8)


def invert(papers: Papers) -> Iterator[tuple[str, Iterator[TermLists]]]:
    """Yield every field with its terms and their lists, in the order of a dictionary."""
    vocabulary = papers.vocabulary
    texts = _Texts(papers)
    for field in FIELDS:
        if field == EDGES:
            yield field, graded_lists(texts.edges, texts.edge_names)
        elif field == FUNCTION:
            yield field, placed_lists(texts.function, vocabulary.terms, True)
        elif field == TEXT:
            yield field, graded_lists(texts.graded, texts.names, texts)
        else:
            terms, told = papers.fields[field]
            names, rank = _ranked(list(terms))
            keys = np.array(told, np.uint64)
            if BETWEEN_NAMES in terms:
                keys = keys[keys >> TERM_SHIFT != terms[BETWEEN_NAMES]]
            keys = rank[keys >> TERM_SHIFT] << TERM_SHIFT | keys & _WITHIN_TERM
            keys.sort()
            yield field, placed_lists(keys, names, field in PLACED)


def _ranked(names: Sequence[str], start: int = 0) -> tuple[list[str], Numbers]:
    """Return names in their order, and the place there of each; those before `start` stay."""
    order = sorted(range(start, len(names)), key=names.__getitem__)
    rank = np.arange(len(names), dtype=np.uint64)
    rank[order] = np.arange(start, len(names), dtype=np.uint64)
    return [*names[:start], *map(names.__getitem__, order)], rank


class _Expansion:
    """Numbers that stand for several others, a list of these for each."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._sizes = np.fromiter(map(len, lists), np.int32, len(lists))
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._flat = np.fromiter(chain.from_iterable(lists), np.uint32, int(self._sizes.sum()))

    def number(self, numbers: Sequence[int]) -> int:
        """Return how many they stand for."""
        pieces = range(0, len(numbers), _PIECE)
        return sum(int(self._sizes[np.array(numbers[at : at + _PIECE])].sum()) for at in pieces)

    def expanded(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return what numbers stand for, and for each of it the place in `numbers`."""
        sizes = self._sizes[numbers]
        source = np.repeat(np.arange(len(numbers), dtype=np.int32), sizes)
        shift = self._starts[numbers] - (np.cumsum(sizes) - sizes)
        return self._flat[np.arange(len(source)) + shift[source]], source


class _Texts:
    """What titles and abstracts say, as sorted keys of a term's place in the alphabet."""

    def __init__(self, papers: Papers) -> None:
        self._vocabulary = vocabulary = papers.vocabulary
        self.names, self._rank = _ranked(vocabulary.terms, STEMS_FROM)
        self._numbers = np.argsort(self._rank).tolist()
        """The vocabulary's number of every term, by its place in the alphabet."""
        self._parts = _Expansion(vocabulary.parts)
        self._joined = _Expansion(vocabulary.joined)
        self._stem_of = self._rank[np.array(vocabulary.stem_of)]
        self._placed_as = self._rank[np.array(vocabulary.placed_as)]
        self._form_of = np.array(vocabulary.form_of, np.uint64)
        graded: list[Numbers] = []
        edges: list[Numbers] = []
        # One array from the beginning: parts of it, and all of them together, are twice as much.
        self.places = np.empty(self._parts.number(papers.tokens), np.uint64)
        placed = 0
        ends = np.cumsum(np.array(papers.run_lengths, np.int64))
        docs = np.array(papers.run_docs)
        for first in range(0, len(papers.rowids), _TOGETHER):
            low, high = np.searchsorted(docs, (first, first + _TOGETHER))
            if low == high:
                continue
            start = int(ends[low - 1]) if low else 0
            runs = _Runs(
                np.array(papers.tokens[start : int(ends[high - 1])]),
                docs[low:high].astype(np.uint64),
                np.array(papers.run_kinds[low:high]),
                np.array(papers.run_lengths[low:high], np.int32),
            )
            keys = self._place(runs)
            keys.sort()
            self.places[placed : placed + len(keys)] = keys
            placed += len(keys)
            title, bits = self._of_title(runs, first)
            # All of a paper is here: what is made one now is in memory once.
            graded.append(
                _merged_impacts(np.concatenate((self._of_abstract(runs, first), title[0])))
            )
            edges.append(_best_edges(self._edge_keys(*title[1:], bits, first)))
        self.edge_names, rank = _ranked(vocabulary.edges)
        self.edges = _renumbered(_joined_up(edges), rank)
        self.graded = _joined_up(graded)
        # Timsort, which merges what is in order for some papers each.
        self.graded.sort(kind="stable")
        keys = self.places[:placed]
        keys.sort(kind="stable")
        middle = int(np.searchsorted(keys, np.uint64(STEMS_FROM << TERM_SHIFT)))
        self.function, self.places = keys[:middle], keys[middle:]

    def forms(self, rank: int) -> tuple[bytes, bool]:
        """Return the forms of a stem by its place, packed, and whether there are several."""
        return self._vocabulary.forms(self._numbers[rank])

    def _place(self, runs: _Runs) -> Numbers:
        """Return a key for every word in its place."""
        chosen = runs.kind & IS_PLACED != 0
        tokens, run = runs.tokens_of(chosen)
        words, source = self._parts.expanded(tokens)
        run = run[source]
        first = np.searchsorted(run, np.arange(len(runs.kind)))
        place = np.arange(len(words)) - first[run]
        starts, ends = np.array([room(False), room(True)]).T
        is_title = (runs.kind & IS_TITLE != 0).astype(np.intp)
        room_of = (ends - starts)[is_title]
        start = starts[is_title] + np.where(runs.kind & IS_AS_IT_CAME, AS_IT_CAME, 0)
        kept = place < room_of[run]
        words, run, place = words[kept], run[kept], place[kept]
        keys: Numbers = (
            self._placed_as[words] << TERM_SHIFT
            | runs.doc[run] << DOC_SHIFT
            | (place + start[run]).astype(np.uint64) << PLACE_SHIFT
            | self._form_of[words]
        )
        return keys

    def _of_abstract(self, runs: _Runs, first: int) -> Numbers:
        """Return a key for every stem of an abstract, with its level."""
        chosen = (runs.kind & IS_GRADED != 0) & (runs.kind & IS_TITLE == 0)
        tokens, run = runs.tokens_of(chosen)
        words, source = self._parts.expanded(tokens)
        doc = runs.doc[run]
        stems, docs = self._placed_as[words], doc[source]
        are_stems = stems >= STEMS_FROM
        stems, docs = stems[are_stems], docs[are_stems]
        length = np.bincount((docs - first).astype(np.intp), minlength=_TOGETHER)
        words, source = self._joined.expanded(tokens)
        keys = np.concatenate((stems, self._stem_of[words])) << TERM_SHIFT
        keys |= np.concatenate((docs, doc[source])) << DOC_SHIFT
        keys.sort()
        starts = starts_of(keys)
        times = np.minimum(np.diff(starts, append=len(keys)), _LEVELS.shape[1] - 1)
        keys = keys[starts]
        step = length[((keys >> DOC_SHIFT & DOC) - first).astype(np.intp)] // LENGTH_STEP
        keys |= _LEVELS[np.minimum(step, len(_LEVELS) - 1), times].astype(np.uint64)
        return keys

    def _of_title(
        self, runs: _Runs, first: int
    ) -> tuple[tuple[Numbers, Numbers, Numbers, Numbers], Numbers]:
        """Return a key for every stem of a title; its words, documents and places; and the bits."""
        chosen = runs.kind & (IS_GRADED | IS_TITLE) == IS_GRADED | IS_TITLE
        tokens, run = runs.tokens_of(chosen)
        doc = runs.doc[run]
        words, source = self._parts.expanded(tokens)
        docs = doc[source]
        place = np.arange(len(docs)) - np.searchsorted(docs, docs)
        length = np.bincount((docs - first).astype(np.intp), minlength=_TOGETHER)
        longest = int(length.max(initial=0))
        bits = np.array([title_bits(number) for number in range(longest + 1)], np.uint64)[length]
        joined, source = self._joined.expanded(tokens)
        words = np.concatenate((words, joined))
        docs = np.concatenate((docs, doc[source]))
        place = np.concatenate((np.minimum(place, LATE), np.full(len(joined), LATE)))
        keys = self._stem_of[words] << TERM_SHIFT | docs << DOC_SHIFT
        keys |= bits[(docs - first).astype(np.intp)]
        return (keys, words, docs, place.astype(np.uint64)), bits

    def _edge_keys(
        self, words: Numbers, docs: Numbers, place: Numbers, bits: Numbers, first: int
    ) -> Numbers:
        """Return a key for everything that a title's word begins with, the best ones lowest."""
        if not len(words):
            return np.zeros(0, np.uint64)
        known, inverse = np.unique(words, return_inverse=True)
        lists = list(map(self._vocabulary.edges_of, known.tolist()))
        edges, source = _Expansion(lists).expanded(inverse)
        is_whole = np.append(source[1:] != source[:-1], True)
        docs, place = docs[source], place[source]
        # A word itself goes before what only begins so; of these the first one counts.
        keys = edges.astype(np.uint64) << TERM_SHIFT | docs << DOC_SHIFT
        keys |= np.where(is_whole, 0, 1).astype(np.uint64) << PLACE_SHIFT + 4
        keys |= place << PLACE_SHIFT
        keys |= place | np.where(is_whole, WHOLE, 0).astype(np.uint64)
        return keys | bits[(docs - first).astype(np.intp)]


class _Runs(NamedTuple):
    """Runs of tokens of some documents."""

    tokens: Numbers
    doc: Numbers
    kind: Numbers
    length: Numbers

    def tokens_of(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """Return the tokens of some runs, and the run of each."""
        run = np.repeat(np.arange(len(self.kind), dtype=np.int32), self.length)
        wanted = chosen[run]
        return self.tokens[wanted], run[wanted]


def _joined_up(parts: list[Numbers]) -> Numbers:
    """Return arrays as one, and let go of them."""
    whole = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
    parts.clear()
    return whole


def _merged_impacts(keys: Numbers) -> Numbers:
    """Return one key for a term in a paper: of title and abstract."""
    keys.sort()
    starts = starts_of(keys >> PLACE_SHIFT)
    return np.bitwise_or.reduceat(keys, starts) if len(keys) else keys


def _best_edges(keys: Numbers) -> Numbers:
    """Return one key for an edge in a paper, without what made it the best."""
    keys.sort()
    keys = keys[starts_of(keys >> DOC_SHIFT)]
    return keys & ~np.uint64((1 << DOC_SHIFT) - 1 ^ 255)


def _renumbered(keys: Numbers, rank: Numbers) -> Numbers:
    """Return keys with other numbers for their terms, sorted."""
    within = keys & _WITHIN_TERM
    keys >>= TERM_SHIFT
    keys = rank[keys]
    keys <<= TERM_SHIFT
    keys |= within
    keys.sort()
    return keys
