"""Highlighted passages found in a paper's text by their words, whatever version or source it has.

Words are compared by their letters and digits: without case, accents, hyphens, ligatures, spaces
and signs. A passage that is there so is found at once; of several places that read alike the words
before it and behind it decide, then the section. Elsewhere its words are aligned with those of the
stretches of the text that have some of its sequences of words: where three in four of its letters,
formulas apart, are there in order, it stands there. Else it is an orphan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from .blocks import Text
from .folding import word_letters
from .quoting import formula_spans
from .spots import Spot
from .word_index import WordIndex, words_of

if TYPE_CHECKING:
    from ..paper import Highlight

_SHORT = 4
"""Words below which a passage counts only where enough around it is the same, too."""

_ALIKE = 0.3
"""Of the letters around a short passage those that must be around its place."""

_ENOUGH = 0.75
"""Of the letters of a passage those that must be in a place where it has other words."""

_WHOLE = 20
"""Letters from which on a passage may begin or end within a word: where blanks are lost."""

_SEED = 3
"""Words in a row by which places are looked for."""

_FEWEST_LETTERS = 8
"""Letters that these words have at least; others stand everywhere."""

_MOST_SEEDS = 60
_MOST_PLACES = 500
_MOST_STRETCHES = 8
_SLACK = 8
"""Words by which two sources may differ within a stretch."""


class _Wanted(NamedTuple):
    """A highlight as words."""

    words: list[str]
    is_formula: list[bool]
    before: list[str]
    after: list[str]
    section: str


def place(text: Text, highlight: Highlight) -> tuple[Spot, ...]:
    """Return where a highlight stands in a text, block by block; nothing for an orphan."""
    index = words_of(text)
    words, is_formula = _told(highlight.text)
    if not words:
        return ()
    around = word_letters(highlight.before), word_letters(highlight.after)
    wanted = _Wanted(words, is_formula, *around, "".join(word_letters(highlight.section)))
    found = _exact(index, wanted) or _aligned(index, wanted)
    if found is None:
        return ()
    return _widened(text, index.spots(*found), highlight.text)


def _told(text: str) -> tuple[list[str], list[bool]]:
    """Return the words of a passage, and of each whether it stands between dollar signs."""
    words: list[str] = []
    is_formula: list[bool] = []
    for number, part in enumerate(text.split("$")):
        found = word_letters(part)
        words += found
        is_formula += [number % 2 == 1] * len(found)
    return words, is_formula


def _exact(index: WordIndex, wanted: _Wanted) -> tuple[int, int] | None:
    """Return the letters that are those of a passage; of several the ones that stand as it did."""
    needle = "".join(wanted.words)
    before, after = "".join(wanted.before), "".join(wanted.after)
    around = before + needle + after
    at = index.letters.find(around)
    if at >= 0 and around != needle and index.letters.find(around, at + 1) < 0:
        first = at + len(before)
        return first, first + len(needle)
    places = list(islice(_places(index.letters, needle), _MOST_PLACES))
    whole = [at for at in places if index.begins_word(at) and index.begins_word(at + len(needle))]
    if not whole and len(needle) >= _WHOLE:
        whole = places
    if not whole:
        return None
    # What several places have in common counts for none of them.
    told = [(_alike(index, wanted, at, at + len(needle)), at) for at in whole]
    best = max(told, key=lambda one: (*one[0], -one[1]))
    letters = sum(map(len, wanted.before)) + sum(map(len, wanted.after))
    is_short = len(wanted.words) < _SHORT and letters > 0
    if is_short and best[0][0] < _ALIKE * letters:
        return None
    return best[1], best[1] + len(needle)


def _alike(index: WordIndex, wanted: _Wanted, first: int, end: int) -> tuple[int, bool]:
    """Return how many letters around a place are those around the passage, and the section's."""
    one, last = index.word_at(first), index.word_at(end)
    before = index.words[max(0, one - len(wanted.before) - 2) : one]
    after = index.words[last : last + len(wanted.after) + 2]
    common = (Counter(before) & Counter(wanted.before)) + (Counter(after) & Counter(wanted.after))
    letters = sum(len(word) * count for word, count in common.items())
    return letters, index.section_at(first) == wanted.section


def _aligned(index: WordIndex, wanted: _Wanted) -> tuple[int, int] | None:
    """Return the letters of the stretch that has most of a passage, in order, and enough of it."""
    words = [*wanted.before, *wanted.words, *wanted.after]
    first, end = len(wanted.before), len(wanted.before) + len(wanted.words)
    best: tuple[float, int, int] = (0.0, 0, 0)
    for start, stop in _stretches(index, words):
        window = index.words[start:stop]
        blocks = SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks()
        pairs = [(a + n, b + n) for a, b, size in blocks for n in range(size)]
        share, one, last = _share(wanted, pairs, first, end)
        if share > best[0]:
            best = (share, start + one, start + last)
    if best[0] < _ENOUGH:
        return None
    return index.starts[best[1]], index.starts[best[2]]


def _share(
    wanted: _Wanted, pairs: Sequence[tuple[int, int]], first: int, end: int
) -> tuple[float, int, int]:
    """Return how much of a passage is in a window, with its first word there and the one behind.

    `pairs` are the words that are the same: of the passage with what is around it, where it is the
    words from `first` to before `end`, and of the window.
    """
    inner = [pair for pair in pairs if first <= pair[0] < end]
    before = [pair for pair in pairs if pair[0] < first]
    after = [pair for pair in pairs if pair[0] >= end]
    plain = [n for n, formula in enumerate(wanted.is_formula) if not formula]
    if not plain:
        # A formula as another source has it is known by what is around it alone.
        if before and after and before[-1][0] == first - 1 and after[0][0] == end:
            one, last = before[-1][1] + 1, after[0][1]
            if 0 < last - one <= end - first + _SLACK:
                return 1.0, one, last
        return 0.0, 0, 0
    while len(inner) > 1 and _strays(inner[0], inner[1]):
        del inner[0]
    while len(inner) > 1 and _strays(inner[-2], inner[-1]):
        del inner[-1]
    if not inner:
        return 0.0, 0, 0
    there = {at - first for at, _ in inner}
    letters = sum(len(wanted.words[n]) for n in plain)
    share = sum(len(wanted.words[n]) for n in plain if n in there) / letters
    one, last = inner[0][1], inner[-1][1] + 1
    # Words at its ends that are other ones still stand between it and what is around it.
    missing = inner[0][0] - first
    if missing and before and before[-1][0] == first - 1:
        gap = one - before[-1][1] - 1
        one -= gap if 0 < gap <= missing + _SEED else 0
    missing = end - 1 - inner[-1][0]
    if missing and after and after[0][0] == end:
        gap = after[0][1] - last
        last += gap if 0 < gap <= missing + _SEED else 0
    return share, one, last


def _strays(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words stand much further apart in a window than in the passage."""
    return (other[1] - one[1]) - (other[0] - one[0]) > _SLACK


def _stretches(index: WordIndex, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from which word to which the text has sequences of these, the likeliest first."""
    count = len(words) - _SEED + 1
    step = max(1, count // _MOST_SEEDS)
    found: list[int] = []
    for at in range(0, count, step):
        seed = "".join(words[at : at + _SEED])
        if len(seed) >= _FEWEST_LETTERS:
            for place in islice(_places(index.letters, seed), _MOST_STRETCHES):
                found.append(index.word_at(place) - at)
    found.sort()
    groups: list[list[int]] = []
    for diagonal in found:
        if groups and diagonal - groups[-1][-1] <= _SLACK:
            groups[-1].append(diagonal)
        else:
            groups.append([diagonal])
    groups.sort(key=len, reverse=True)
    for group in groups[:_MOST_STRETCHES]:
        start = max(0, group[0] - _SLACK)
        yield start, group[-1] + len(words) + _SLACK


def _places(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)


def _widened(text: Text, spots: Sequence[Spot], passage: str) -> tuple[Spot, ...]:
    """Return spots with the signs that the passage has at its ends, and with whole formulas."""
    found = []
    for spot in spots:
        said = text.blocks[spot.block].text
        start, end = spot.start, spot.end
        if spot == spots[0]:
            head = passage[: _letters_from(passage)]
            while head and start and said[start - 1] == head[-1]:
                head, start = head[:-1], start - 1
        if spot == spots[-1]:
            tail = passage[len(passage) - _letters_from(passage[::-1]) :]
            while tail and said[end : end + 1] == tail[0]:
                tail, end = tail[1:], end + 1
        for one, last in formula_spans(text.blocks[spot.block]):
            if one < start < last:
                start = one
            if one < end < last:
                end = last
        found.append(Spot(spot.block, start, end))
    return tuple(found)


def _letters_from(text: str) -> int:
    """Return how many signs stand before the first letter or digit."""
    return next((at for at, char in enumerate(text) if char.isalnum()), len(text))
