"""Papers to posting lists in Python alone: numbers that say term, paper and place are sorted."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count
from operator import add

from ..analysis.names import BETWEEN_NAMES
from ..postings.dictionary import pack_forms
from ..postings.fields import (
    AS_IT_CAME,
    EDGES,
    FIELDS,
    FUNCTION,
    PLACED,
    TEXT,
    room,
)
from ..postings.files import TermLists
from ..postings.impacts import LATE, WHOLE, abstract_levels, title_bits
from ..postings.packing import pack
from ..postings.places import MOST_TIMES, Places, pack_places
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

_DOC, _PLACE, _LOW = (1 << TERM_SHIFT - DOC_SHIFT) - 1, (1 << DOC_SHIFT - PLACE_SHIFT) - 1, 255


def invert(papers: Papers) -> Iterator[tuple[str, Iterator[TermLists]]]:
    """Yield every field with its terms and their lists, in the order of a dictionary."""
    texts = _Texts(papers)
    for field in FIELDS:
        if field == EDGES:
            names = papers.vocabulary.edges
            yield field, _graded(_by_name(texts.edges, names), {})
        elif field == FUNCTION:
            yield field, _placed(texts.places(False), True)
        elif field == TEXT:
            stems = papers.vocabulary.terms
            yield field, _graded(_by_name(texts.graded, stems), texts.places(True), texts)
        else:
            terms, keys = papers.fields[field]
            groups = _by_name(sorted(keys), list(terms))
            groups.pop(BETWEEN_NAMES, None)
            yield field, _placed(groups, field in PLACED)


def _by_name(keys: Sequence[int], names: Sequence[str]) -> dict[str, Sequence[int]]:
    """Return sorted keys by the names of their terms, in the order of these."""
    groups: dict[str, Sequence[int]] = {}
    start = 0
    while start < len(keys):
        term = keys[start] >> TERM_SHIFT
        end = bisect_left(keys, term + 1 << TERM_SHIFT, start)
        groups[names[term]] = keys[start:end]
        start = end
    return dict(sorted(groups.items()))


class _Texts:
    """What titles and abstracts say, as sorted keys."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers
        self._vocabulary = vocabulary = papers.vocabulary
        self.graded: list[int] = []
        """Term, document and impact."""
        self.edges: list[int] = []
        self._places: list[int] = []
        """Term, document, place and form."""
        self._numbers = dict(zip(vocabulary.terms[STEMS_FROM:], count(STEMS_FROM), strict=False))
        placed = [
            term << TERM_SHIFT | form
            for term, form in zip(vocabulary.placed_as, vocabulary.form_of, strict=True)
        ]
        self._place_key = placed.__getitem__
        at = 0
        runs: dict[int, list[tuple[int, Sequence[int]]]] = {}
        for doc, kind, length in zip(
            papers.run_docs, papers.run_kinds, papers.run_lengths, strict=True
        ):
            tokens = papers.tokens[at : at + length]
            at += length
            parts = list(chain.from_iterable(map(vocabulary.parts.__getitem__, tokens)))
            if kind & IS_PLACED:
                self._place(doc, kind, parts)
            if kind & IS_GRADED:
                runs.setdefault(doc, []).append((kind, tokens))
        for doc, told in runs.items():
            self._grade(doc, told)
        for keys in (self.graded, self.edges, self._places):
            keys.sort()

    def places(self, are_stems: bool) -> dict[str, Sequence[int]]:
        """Return the keys of places by stem, or by function word."""
        middle = bisect_left(self._places, STEMS_FROM << TERM_SHIFT)
        keys = self._places[middle:] if are_stems else self._places[:middle]
        return _by_name(keys, self._vocabulary.terms)

    def forms(self, term: str) -> tuple[bytes, bool]:
        """Return the forms of a stem, packed, and whether there are several."""
        number = self._numbers[term]
        return pack_forms(term, self._vocabulary.forms(number)), self._vocabulary.has_forms(number)

    def _place(self, doc: int, kind: int, parts: list[int]) -> None:
        start, end = room(bool(kind & IS_TITLE))
        del parts[end - start :]
        start += AS_IT_CAME if kind & IS_AS_IT_CAME else 0
        first = doc << DOC_SHIFT | start << PLACE_SHIFT
        self._places.extend(map(add, map(self._place_key, parts), count(first, 1 << PLACE_SHIFT)))

    def _grade(self, doc: int, told: Sequence[tuple[int, Sequence[int]]]) -> None:
        vocabulary = self._vocabulary
        parts_of, joined_of = vocabulary.parts.__getitem__, vocabulary.joined.__getitem__
        stem_of, placed_as = vocabulary.stem_of.__getitem__, vocabulary.placed_as.__getitem__
        title = [word for kind, run in told if kind & IS_TITLE for word in run]
        abstract = [word for kind, run in told if not kind & IS_TITLE for word in run]
        parts = list(chain.from_iterable(map(parts_of, abstract)))
        stems = [placed_as(word) for word in parts if placed_as(word) >= STEMS_FROM]
        levels = abstract_levels(len(stems))
        stems.extend(map(stem_of, chain.from_iterable(map(joined_of, abstract))))
        most = len(levels) - 1
        impacts = {stem: levels[min(times, most)] for stem, times in Counter(stems).items()}
        parts = list(chain.from_iterable(map(parts_of, title)))
        joined = list(chain.from_iterable(map(joined_of, title)))
        bits = title_bits(len(parts))
        for stem in map(stem_of, chain(parts, joined)):
            impacts[stem] = impacts.get(stem, 0) | bits
        low = doc << DOC_SHIFT
        self.graded.extend(stem << TERM_SHIFT | low | impact for stem, impact in impacts.items())
        edges: dict[int, int] = {}
        for place, word in chain(enumerate(parts), ((LATE, word) for word in joined)):
            *begun, whole = vocabulary.edges_of(word)
            impact = bits | min(place, LATE)
            for edge in begun:
                edges.setdefault(edge, impact)
            if not edges.get(whole, 0) & WHOLE:
                edges[whole] = impact | WHOLE
        self.edges.extend(edge << TERM_SHIFT | low | impact for edge, impact in edges.items())


def _graded(
    groups: dict[str, Sequence[int]],
    places: dict[str, Sequence[int]],
    texts: _Texts | None = None,
) -> Iterator[TermLists]:
    for term, keys in groups.items():
        docs = [key >> DOC_SHIFT & _DOC for key in keys]
        impacts = bytes([key & _LOW for key in keys])
        forms, several = texts.forms(term) if texts else (b"", False)
        where = _packed_places(places.get(term, ()), docs, several)
        yield TermLists(term.encode(), forms, len(docs), pack(_steps(docs), impacts), where)


def _placed(groups: dict[str, Sequence[int]], has_places: bool) -> Iterator[TermLists]:
    for term, keys in groups.items():
        docs = list(dict.fromkeys(key >> DOC_SHIFT & _DOC for key in keys))
        where = _packed_places(keys, docs, False) if has_places else b""
        yield TermLists(term.encode(), b"", len(docs), pack(_steps(docs), b""), where)


def _steps(docs: Sequence[int]) -> array[int]:
    steps = array("I", docs)
    for place in range(len(docs) - 1, 0, -1):
        steps[place] -= docs[place - 1]
    return steps


def _packed_places(keys: Sequence[int], docs: Sequence[int], has_forms: bool) -> bytes:
    """Return the places of a term in its documents."""
    if not keys:
        return b""
    times = Counter(key >> DOC_SHIFT & _DOC for key in keys)
    steps: list[int] = []
    forms = bytearray()
    doc = before = number = -1
    for key in keys:
        here, place = key >> DOC_SHIFT & _DOC, key >> PLACE_SHIFT & _PLACE
        if here != doc:
            doc, before, number = here, 0, 0
        number += 1
        if number <= MOST_TIMES:
            steps.append(place - before)
            forms.append(key & _LOW)
            before = place
    counts = bytes([min(times[doc], MOST_TIMES) for doc in docs])
    low, high = bytes([step & 255 for step in steps]), bytes([step >> 8 for step in steps])
    return pack_places(Places(counts, low, high, bytes(forms) if has_forms else b""))
