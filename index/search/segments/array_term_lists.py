"""Sorted keys to posting lists, in whole arrays; imports NumPy.

A key is of 64 bits: a term, a document, and behind that a place with a form of the term, or an
impact; see `collecting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..postings.files import TermLists
from ..postings.places import MOST_TIMES
from .collecting import DOC_SHIFT, PLACE_SHIFT, TERM_SHIFT
from .term_lists import PlacePlanes, PostingPlanes, term_lists

Numbers = NDArray[Any]

DOC = (1 << TERM_SHIFT - DOC_SHIFT) - 1
"""The bits of a document, once what is behind it is shifted away."""

_PIECE = 400_000
"""Keys from which lists are made together, to the end of a term."""


class PlacedTexts(Protocol):
    """What is known of the terms of texts beside their impacts."""

    @property
    def places(self) -> Numbers:
        """Sorted keys of every word in its place."""

    def forms(self, rank: int) -> tuple[bytes, bool]:
        """Return the forms of a stem by its place, packed, and whether there are several."""


def starts_of(keys: Numbers) -> Numbers:
    """Return where each of the equal keys among sorted ones begins."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1)


def _pieces(keys: Numbers) -> Iterator[Numbers]:
    """Yield sorted keys in pieces, those of a term together."""
    start = 0
    while start < len(keys):
        end = min(start + _PIECE, len(keys))
        term = int(keys[end - 1]) >> TERM_SHIFT
        end = int(np.searchsorted(keys, np.uint64(term + 1 << TERM_SHIFT)))
        yield keys[start:end]
        start = end


def graded_lists(
    keys: Numbers, names: Sequence[str], texts: PlacedTexts | None = None
) -> Iterator[TermLists]:
    """Yield the lists of terms whose keys end in an impact; of `texts` also places and forms."""
    for piece in _pieces(keys):
        docs = (piece >> DOC_SHIFT & DOC).astype(np.uint32)
        impacts = (piece & 255).astype(np.uint8)
        counts, placed = None, None
        if texts is not None:
            first, last = int(piece[0]) >> TERM_SHIFT, int(piece[-1]) >> TERM_SHIFT
            ends = np.array((first << TERM_SHIFT, last + 1 << TERM_SHIFT), np.uint64)
            start, end = np.searchsorted(texts.places, ends)
            counts, placed = _counted(texts.places[start:end], piece >> DOC_SHIFT)
        yield from _term_lists(piece >> TERM_SHIFT, docs, impacts, names, counts, placed, texts)


def placed_lists(keys: Numbers, names: Sequence[str], has_places: bool) -> Iterator[TermLists]:
    """Yield the lists of terms whose keys end in a place, which is kept where it is asked for."""
    for piece in _pieces(keys):
        pairs = piece >> DOC_SHIFT
        pairs = pairs[starts_of(pairs)]
        counts, placed = _counted(piece, pairs) if has_places else (None, None)
        docs = (pairs & DOC).astype(np.uint32)
        terms = pairs >> TERM_SHIFT - DOC_SHIFT
        yield from _term_lists(terms, docs, None, names, counts, placed, None)


def _counted(keys: Numbers, pairs: Numbers) -> tuple[Numbers, Numbers]:
    """Return how often each pair of term and document stands among the keys, and the keys."""
    own = keys >> DOC_SHIFT
    starts = starts_of(own)
    times = np.diff(starts, append=len(keys))
    if len(times) and times.max() > MOST_TIMES:
        number = np.arange(len(keys)) - np.repeat(starts, times)
        return _counted(keys[number < MOST_TIMES], pairs)
    counts = np.zeros(len(pairs), np.uint8)
    counts[np.searchsorted(pairs, own[starts])] = times
    return counts, keys


def _term_lists(
    terms: Numbers,
    docs: Numbers,
    impacts: Numbers | None,
    names: Sequence[str],
    counts: Numbers | None,
    placed: Numbers | None,
    texts: PlacedTexts | None,
) -> Iterator[TermLists]:
    """Yield every term with its lists, given its number for each posting, in their order."""
    if not len(terms):
        return
    starts = starts_of(terms)
    steps = np.diff(docs, prepend=docs[:1])
    steps[starts] = docs[starts]
    widest = np.maximum.reduceat(steps, starts).tolist()
    planes = [(steps >> 8 * plane).astype(np.uint8).tobytes() for plane in range(3)]
    numbers = docs.astype("<u4")
    if impacts is not None:
        numbers |= impacts.astype(np.uint32) << 24
    graded = impacts.tobytes() if impacts is not None else b""
    places = None
    if counts is not None and placed is not None:
        places = _place_planes(counts, placed, starts)
    yield from term_lists(
        [(number, names[number]) for number in terms[starts].tolist()],
        [*starts.tolist(), len(terms)],
        widest,
        PostingPlanes(planes, numbers.tobytes(), graded),
        places,
        texts.forms if texts else None,
    )


def _place_planes(counts: Numbers, placed: Numbers, starts: Numbers) -> PlacePlanes:
    """Return the places of terms whose postings begin at `starts`."""
    place = (placed >> PLACE_SHIFT & 0xFFFF).astype(np.int32)
    steps = np.diff(place, prepend=place[:1])
    first = starts_of(placed >> DOC_SHIFT)
    steps[first] = place[first]
    ends = np.cumsum(counts, dtype=np.int64)
    return PlacePlanes(
        [*(ends[starts] - counts[starts]).tolist(), len(placed)],
        counts.tobytes(),
        (steps & 255).astype(np.uint8).tobytes(),
        (steps >> 8).astype(np.uint8).tobytes(),
        (placed & 255).astype(np.uint8).tobytes(),
    )
