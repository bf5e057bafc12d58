"""A paper as terms: the stems of its words and of neighbouring words, each with what it says."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isqrt
from operator import mul
from typing import NamedTuple
from zlib import crc32

from ..search.analysis.stemming import stem
from ..search.analysis.words import fold, words
from .weights import UNKNOWN_PAIR, UNKNOWN_WORD, TermWeights, term_weights

_IDLE_WORDS = """
a about above after again all also an and any are as at be because been before being below between
both but by can could did do does doing down during each few for from further had has have having
he her here hers him his how however i if in into is it its itself just like may me might more
most much must my no nor not now of off on once only or other our ours out over own s same she
should so some such t than that the their theirs them then there these they this those through to
too toward towards under until up upon us very via was we were what when where which while who
whom why will with within without would yet you your
"""
_IDLE = frozenset(_IDLE_WORDS.split())
"""Words that no term is made of; the words beside them are neighbours."""

_LENGTH = 131
"""Words of the average paper, those of the title counted twice."""

UNIT = 16
"""What one of the table's weights is at most in the weight of a term."""


class TermVector(NamedTuple):
    """The terms of one paper, each once."""

    terms: array[int]
    """Hashes of the terms (`I`), in no order that matters."""
    weights: array[int]
    """What each says here (`H`), below 256 times `UNIT`."""
    norm: int
    """The length of the vector."""
    authors: array[int]
    """Hashes of the names of its authors (`I`)."""
    length: int = 0
    """Its words, those of the title twice."""


def is_idle(word: str) -> bool:
    """Whether no term is made of a folded word."""
    return len(word) < 2 or word in _IDLE


def stems_of(text: str) -> list[str]:
    """Return the stems of a text's words in their order, without those that say nothing."""
    return [stem(word) for word in words(text) if not is_idle(word)]


def hash_of(first: str, second: str = "") -> int:
    """Return by what a term goes: a stem, or two that are neighbours."""
    return crc32(f"{first} {second}".encode() if second else first.encode())


def author_hash(name: str) -> int:
    """Return by what an author goes; 0 for one whose first name is not told, who may be anyone."""
    told = words(name)
    return crc32(" ".join(told).encode()) if len(told) > 1 and len(told[0]) > 1 else 0


def vector_of(
    title: str, abstract: str, authors: Iterable[str] = (), table: TermWeights | None = None
) -> TermVector:
    """Return the terms of a paper.

    Whole numbers throughout, so that it is the same on every machine. A term's weight is that of
    the table times tf / (tf + 1.5 (.7 + .3 length / average)), as BM25 has it (Robertson and
    Zaragoza, 2009); tf counts occurrences, those in the title twice.
    """
    table = table or term_weights()
    head, body = stems_of(title), stems_of(abstract)
    length = 2 * len(head) + len(body)
    single, double = Counter(body), Counter(pairwise(body))
    for name in head:
        single[name] += 2
    for pair in pairwise(head):
        double[pair] += 2
    counted: dict[int, tuple[int, int]] = {}
    for name, count in single.items():
        term = crc32(name.encode())
        counted[term] = count, table.of(term, UNKNOWN_WORD)
    for (first, second), count in double.items():
        term = crc32(f"{first} {second}".encode())
        counted[term] = count, table.of(term, UNKNOWN_PAIR)
    terms, weights = array("I"), array("H")
    for term, (count, weight) in counted.items():
        if weight:
            terms.append(term)
            weights.append(weight_of(weight, count, length))
    told = array("I", filter(None, dict.fromkeys(map(author_hash, authors))))
    return TermVector(terms, weights, length_of(weights), told, length)


def weight_of(weight: int, count: int, length: int) -> int:
    """Return what a term of a weight in the table says in a paper that has it so often."""
    rest = 2730 + 1170 * length // _LENGTH  # of 2600: 1.5 * .7, and 1.5 * .3 * length / average
    return UNIT * weight * 2600 * count // (2600 * count + rest)


def length_of(weights: Sequence[int]) -> int:
    """Return the length of a vector, at least 1."""
    return max(1, isqrt(sum(map(mul, weights, weights))))


def struck_terms(word: str) -> tuple[list[str], bool]:
    """Return the stems of what a reader strikes, and whether they are one phrase."""
    stems = stems_of(fold(word))
    return stems, len(stems) > 1
