"""Papers to posting lists in Python alone: numbers go to the lists of their terms as papers come.

What is done for every word is left to functions of the interpreter: loops cost several times more.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, repeat
from operator import add, call, lshift, or_, rshift

from ..analysis.names import BETWEEN_NAMES
from ..postings.fields import AS_IT_CAME, EDGES, FIELDS, FUNCTION, PLACED, TEXT, room
from ..postings.files import TermLists
from ..postings.impacts import LATE, WHOLE, abstract_levels, title_bits
from ..postings.places import MOST_TIMES
from .collecting import (
    DOC_SHIFT,
    IS_AS_IT_CAME,
    IS_GRADED,
    IS_PLACED,
    IS_TITLE,
    TERM_SHIFT,
    FieldTerms,
    Papers,
)
from .plain_term_lists import DOC_AT, IMPACT_AT, PlainLists, packed
from .vocabulary import STEMS_FROM

_DOC, _WITHIN_DOC = (1 << TERM_SHIFT - DOC_SHIFT) - 1, (1 << DOC_SHIFT) - 1

_Run = tuple[int, Sequence[int]]
"""The kind of some tokens, and these."""


class _Appends(dict[int, Callable[[int], None]]):
    """What puts a number at the end of a term's list; the list is made where it is lacking."""

    def __init__(self, lists: dict[int, array[int]], term_of: Sequence[int] | None = None) -> None:
        """Take lists by term, or, with `term_of`, by what has a term."""
        self._lists = lists
        self._term_of = term_of

    def __missing__(self, number: int) -> Callable[[int], None]:
        term = self._term_of[number] if self._term_of is not None else number
        append = self[number] = self._lists.setdefault(term, array("I")).append
        return append

    def put(self, numbers: Iterable[int], values: Iterable[int]) -> None:
        """Put a value into the list of each of some terms."""
        deque(map(call, map(self.__getitem__, numbers), values), maxlen=0)


def invert(papers: Papers) -> Iterator[tuple[str, Iterator[TermLists]]]:
    """Yield every field with its terms and their lists, in the order of a dictionary.

    Of 65,536 papers at most.
    """
    texts = _Texts(papers)
    vocabulary = papers.vocabulary
    for field in FIELDS:
        if field == EDGES:
            yield field, packed(_named(texts.edges, vocabulary.edges), PlainLists(texts.edges, {}))
        elif field in (FUNCTION, TEXT):
            is_text = field == TEXT
            numbers = [term for term in texts.lists.postings if (term >= STEMS_FROM) == is_text]
            forms_of = vocabulary.forms if is_text else None
            terms = _named(numbers, vocabulary.terms)
            yield field, packed(terms, texts.lists, is_text, True, forms_of)
        else:
            numbered = papers.fields[field]
            lists = _lists_of(numbered)
            if BETWEEN_NAMES in numbered.terms:
                lists.postings.pop(numbered.terms[BETWEEN_NAMES], None)
            terms = _named(lists.postings, list(numbered.terms))
            yield field, packed(terms, lists, False, field in PLACED)


def _named(numbers: Iterable[int], names: Sequence[str]) -> list[tuple[int, str]]:
    """Return terms with their names, in the order of these."""
    return [(number, names[number]) for number in sorted(numbers, key=names.__getitem__)]


def _lists_of(field: FieldTerms) -> PlainLists:
    """Return the lists of a field that is no text."""
    lists = PlainLists({}, {})
    keys: Sequence[int] = field.keys
    times = Counter(map(rshift, keys, repeat(DOC_SHIFT)))
    if max(times.values(), default=0) > MOST_TIMES:
        pairs = list(map(rshift, keys, repeat(DOC_SHIFT)))
        kept = _first_ones(pairs)
        keys = [keys[place] for place in kept]
        times = Counter(pairs[place] for place in kept)
    places = _Appends(lists.places)
    for key in keys:
        places[key >> TERM_SHIFT](key & _WITHIN_DOC)
    postings = _Appends(lists.postings)
    for pair, number in times.items():
        postings[pair >> TERM_SHIFT - DOC_SHIFT]((pair & _DOC) << DOC_AT | number)
    return lists


def _first_ones(told: Iterable[int]) -> list[int]:
    """Return the places of numbers, of each those that there is room for."""
    kept: list[int] = []
    times: Counter[int] = Counter()
    for place, number in enumerate(told):
        times[number] += 1
        if times[number] <= MOST_TIMES:
            kept.append(place)
    return kept


class _Texts:
    """What titles and abstracts say."""

    def __init__(self, papers: Papers) -> None:
        self._vocabulary = vocabulary = papers.vocabulary
        self.lists = PlainLists({}, {})
        """Of stems and function words."""
        self.edges: dict[int, array[int]] = {}
        """The postings of what titles' words begin with."""
        self._postings = _Appends(self.lists.postings)
        self._places = _Appends(self.lists.places, vocabulary.placed_as)
        self._edges = _Appends(self.edges)
        placed_as = vocabulary.placed_as.__getitem__
        self._stems = [
            tuple([term for term in map(placed_as, parts) if term >= STEMS_FROM])
            for parts in vocabulary.parts
        ]
        """For every token the stems of its words, function words left out."""
        at = 0
        doc, runs = 0, list[_Run]()
        for of_doc, kind, length in zip(
            papers.run_docs, papers.run_kinds, papers.run_lengths, strict=True
        ):
            if of_doc != doc:
                self._add(doc, runs)
                doc, runs = of_doc, []
            runs.append((kind, papers.tokens[at : at + length]))
            at += length
        self._add(doc, runs)

    def _add(self, doc: int, runs: Sequence[_Run]) -> None:
        """Take a paper in."""
        first = doc << DOC_AT
        times = self._place(runs)
        impacts = self._grade(first, runs)
        values = map(lshift, impacts.values(), repeat(IMPACT_AT))
        values = map(or_, values, map(times.get, impacts, repeat(0)))
        self._postings.put(impacts, map(add, values, repeat(first)))
        # Whatever else has a place is a function word.
        others = times.keys() - impacts.keys()
        self._postings.put(others, [first | times[term] for term in others])

    def _place(self, runs: Sequence[_Run]) -> Mapping[int, int]:
        """Note where every word stands; return how often each term does."""
        vocabulary = self._vocabulary
        parts_of, form_of = vocabulary.parts.__getitem__, vocabulary.form_of.__getitem__
        placed_as = vocabulary.placed_as.__getitem__
        words: list[int] = []
        values: list[int] = []
        for start, end, tokens in sorted(_rooms(runs)):
            parts = list(chain.from_iterable(map(parts_of, tokens)))
            del parts[end - start :]
            words += parts
            values += map(add, map(form_of, parts), count(start << 8, 1 << 8))
        times = Counter(map(placed_as, words))
        if max(times.values(), default=0) > MOST_TIMES:
            kept = _first_ones(map(placed_as, words))
            words, values = [words[place] for place in kept], [values[place] for place in kept]
            times = Counter(map(placed_as, words))
        self._places.put(words, values)
        return times

    def _grade(self, first: int, runs: Sequence[_Run]) -> dict[int, int]:
        """Return the impacts of a paper's stems; put those of its title's edges into the lists."""
        vocabulary = self._vocabulary
        joined_of, stem_of = vocabulary.joined.__getitem__, vocabulary.stem_of.__getitem__
        title: list[int] = []
        abstract: list[int] = []
        for kind, tokens in runs:
            if kind & IS_GRADED:
                (title if kind & IS_TITLE else abstract).extend(tokens)
        stems = list(chain.from_iterable(map(self._stems.__getitem__, abstract)))
        levels = abstract_levels(len(stems))
        stems.extend(map(stem_of, chain.from_iterable(map(joined_of, abstract))))
        times = Counter(stems)
        beyond = max(times.values(), default=0) - len(levels) + 1
        told = [*levels, *repeat(levels[-1], beyond)] if beyond > 0 else levels
        impacts = dict(zip(times, map(told.__getitem__, times.values()), strict=True))
        parts = list(chain.from_iterable(map(vocabulary.parts.__getitem__, title)))
        joined = list(chain.from_iterable(map(joined_of, title)))
        bits = title_bits(len(parts))
        for stem in map(stem_of, chain(parts, joined)):
            impacts[stem] = impacts.get(stem, 0) | bits
        self._note_edges(first, bits, parts, joined)
        return impacts

    def _note_edges(
        self, first: int, bits: int, parts: Sequence[int], joined: Sequence[int]
    ) -> None:
        """Note what a title's words begin with: what is a word goes first, then what comes early.

        So they are gone through from behind, and words overrule the rest.
        """
        edges: dict[int, int] = {}
        words: dict[int, int] = {}
        places = [min(place, LATE) for place in range(len(parts))] + [LATE] * len(joined)
        for place, word in zip(reversed(places), reversed([*parts, *joined]), strict=True):
            begun = self._vocabulary.edges_of(word)
            edges.update(dict.fromkeys(begun, (bits | place) << IMPACT_AT))
            words[begun[-1]] = (bits | place | WHOLE) << IMPACT_AT
        edges.update(words)
        self._edges.put(edges, map(add, edges.values(), repeat(first)))


def _rooms(runs: Sequence[_Run]) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Yield the first place of each run that has places, the one after its last, its tokens."""
    for kind, tokens in runs:
        if kind & IS_PLACED:
            more = AS_IT_CAME if kind & IS_AS_IT_CAME else 0
            start, end = room(bool(kind & IS_TITLE))
            yield start + more, end + more, tokens
