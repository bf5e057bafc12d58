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
from .quoting import whole_formulas
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

_MOST_PLACES = 500
_MOST_STRETCHES = 4
_MOST_DIAGONALS = 20_000
_LONG = 400
"""Words above which those that stand everywhere are no beginning of what is alike."""

_FEW = 3
_SLACK = 8
"""Words by which two sources may differ within a stretch."""


class Placed(NamedTuple):
    """A highlight with where it stands."""

    highlight: Highlight
    spots: tuple[Spot, ...] | None
    """Empty for an orphan, whose words are not in the text; None where no text is here."""


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


def in_order(highlights: Sequence[Highlight], text: Text | None) -> list[Placed]:
    """Return a paper's highlights in the order of its text, orphans at the end.

    Where no text is here they stand as they are given.
    """
    if text is None:
        return [Placed(one, None) for one in highlights]
    found = [Placed(one, place(text, one)) for one in highlights]
    placed = sorted((one for one in found if one.spots), key=lambda one: one.spots or ())
    return [*placed, *(one for one in found if not one.spots)]


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
        is_long = len(words) > _LONG
        blocks = SequenceMatcher(None, words, window, autojunk=is_long).get_matching_blocks()
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
        one -= gap if 0 < gap <= missing + _FEW else 0
    missing = end - 1 - inner[-1][0]
    if missing and after and after[0][0] == end:
        gap = after[0][1] - last
        last += gap if 0 < gap <= missing + _FEW else 0
    return share, one, last


def _strays(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words stand much further apart in a window than in the passage."""
    return (other[1] - one[1]) - (other[0] - one[0]) > _SLACK


def _stretches(index: WordIndex, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from which word to which the text has sequences of these, the likeliest first.

    What stands in many places tells little of each.
    """
    most = max(_MOST_STRETCHES, _MOST_DIAGONALS // len(words))
    found: list[tuple[int, float]] = []
    for at, three in enumerate(zip(words, words[1:], words[2:], strict=False)):
        places = index.sequences.get(three, ())
        found += ((place - at, 1 / len(places)) for place in places[:most])
    found.sort()
    groups: list[list[tuple[int, float]]] = []
    for one in found:
        if groups and one[0] - groups[-1][-1][0] <= _SLACK:
            groups[-1].append(one)
        else:
            groups.append([one])
    groups.sort(key=lambda group: -sum(weight for _, weight in group))
    for group in groups[:_MOST_STRETCHES]:
        start = max(0, group[0][0] - _SLACK)
        yield start, group[-1][0] + len(words) + _SLACK


def _places(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)


def _widened(text: Text, spots: Sequence[Spot], passage: str) -> tuple[Spot, ...]:
    """Return spots with the signs that the passage has at its ends, and with whole formulas."""
    found = []
    passage = passage.replace("$", "")  # of the signs only those around formulas are not the text's
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
        start, end = whole_formulas(text.blocks[spot.block], start, end)
        found.append(Spot(spot.block, start, end))
    return tuple(found)


def _letters_from(text: str) -> int:
    """Return how many signs stand before the first letter or digit."""
    return next((at for at, char in enumerate(text) if char.isalnum()), len(text))
