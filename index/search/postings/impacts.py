"""Impacts: what the index knows of one word in one paper, in one byte.

An impact says whether the word stands in the title, how long that title is, and how much the word
weighs in the abstract. Whatever a ranking needs is read from it by a table of 256 numbers, so that
a paper costs one look-up for each word; and the numbers can change without a new index.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from ...function_words import FUNCTION_WORDS
from ...tex import readable
from ..analysis.words import Stem, fold, parted
from .fields import EDGES, TEXT

__all__ = ["EDGES", "TEXT"]

EDGE_LENGTH = 4
"""Letters of the longest edge n-gram that is a term; a longer prefix is looked for in the words."""

_TITLE_STEPS = (2, 4, 6, 8, 11, 15)
_TITLE_LENGTHS = (0.0, 1.6, 3.5, 5.5, 7.5, 10.0, 13.5, 18.0)
"""Words of a title of each of the seven lengths told apart; 0 stands for `not in the title`."""

_LEVELS = 31

WHOLE = 16
"""The bit of a prefix that is all of a title's word."""
LATE = 15
"""The bits of a prefix's place in the title, and the last place they tell apart."""

_MAX_COUNT = 15

SATURATION = 1.2
"""BM25's k1: how soon another occurrence in an abstract adds nothing."""
_LENGTH_SHARE = 0.6
"""BM25's b: how far a word counts for less in a long abstract."""
_USUAL_LENGTH = 110
"""Words of an abstract that is neither long nor short, function words left out."""


def title_length(impact: int) -> float:
    """Return about how many words the title has that the word stands in; 0 if it stands in none."""
    return _TITLE_LENGTHS[impact >> 5]


def abstract_share(impact: int) -> float:
    """Return what BM25 makes of the word's occurrences in the abstract: from 0 to below 1."""
    return (impact & _LEVELS) / (_LEVELS + 1)


def stronger(impact: int, other: int) -> int:
    """Return the impact of a paper that has either of two words."""
    return max(impact & ~_LEVELS, other & ~_LEVELS) | max(impact & _LEVELS, other & _LEVELS)


def _levels(length: int) -> list[int]:
    """Return the level of every number of occurrences in an abstract of so many words."""
    scale = SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    return [0] + [
        max(1, round((_LEVELS + 1) * count / (count + scale)) - 1)
        for count in range(1, _MAX_COUNT + 1)
    ]


LENGTH_STEP = 10
LEVEL_TABLES = [_levels(step * LENGTH_STEP) for step in range(60)]
"""What an abstract's word weighs by its occurrences, for every so many words of the abstract."""


def abstract_levels(length: int) -> list[int]:
    """Return the table for an abstract of so many words, function words left out."""
    return LEVEL_TABLES[min(length // LENGTH_STEP, len(LEVEL_TABLES) - 1)]


def title_bits(length: int) -> int:
    """Return what an impact says of a title of so many words."""
    return (1 + bisect_left(_TITLE_STEPS, length)) << 5


def _with_readable(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text and, where TeX left something in it, those that are shown."""
    found, joined = parted(fold(text))
    if (shown := readable(text)) != text:
        known = {*found, *joined}
        for into, words in zip((found, joined), parted(fold(shown)), strict=True):
            into.extend(word for word in words if word not in known)
    return found, joined


def impacts_of_paper(
    title: str, abstract: str, stem: Stem
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the impacts of the stems in title and abstract, and of the title words' prefixes."""
    found, joined = _with_readable(abstract)
    stems = list(map(stem, [word for word in found if word not in FUNCTION_WORDS]))
    levels = abstract_levels(len(stems))
    stems.extend(map(stem, joined))
    impacts = {word: levels[min(count, _MAX_COUNT)] for word, count in Counter(stems).items()}
    found, joined = _with_readable(title)
    bits = title_bits(len(found))
    edges: dict[str, int] = {}
    for position, word in enumerate(found):
        _note_edges(edges, word, bits, position)
    for word in joined:
        _note_edges(edges, word, bits, LATE)
    for stemmed in map(stem, (*found, *joined)):
        impacts[stemmed] = bits | impacts.get(stemmed, 0) & _LEVELS
    return impacts, edges


def _note_edges(edges: dict[str, int], word: str, bits: int, position: int) -> None:
    """Note the edge n-grams of a title's word; one that is a word, or comes early, goes first."""
    length = len(word)
    position = min(position, LATE)
    for size in range(1, min(length, EDGE_LENGTH) + 1):
        impact = bits | (WHOLE if size == length else 0) | position
        edge = word[:size]
        known = edges.get(edge)
        if known is None or impact & WHOLE > known & WHOLE:
            edges[edge] = impact
    if length > EDGE_LENGTH and word not in edges:
        edges[word] = bits | WHOLE | position
