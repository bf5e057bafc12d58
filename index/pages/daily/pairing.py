"""Which lines of a page are titles and which abstracts, found for the whole page at once.

Titles and abstracts alternate, but lines are missing, abstracts are spread over several lines,
and a long title looks like a short abstract. So every way to read the page has a cost, made of
how little each line looks like what it is taken for and of what would have to be missing, and
the cheapest way is taken (Viterbi's algorithm). One missing line then costs one paper its
abstract and shifts none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from .lines import CardFooter, Text


class Role(Enum):
    """What a line of text is on its page."""

    TITLE = 0
    ABSTRACT = 1
    MORE = 2
    """A further line of the abstract above."""
    STRAY = 3
    """An abstract whose title is missing, or words that belong nowhere."""


_MISSING_ABSTRACT = 4.0
_STRAY = 8.0
_MORE = 5.0
_LEAST_MORE = 1.5
_NEVER = 1e9
"""Costs on the scale of `abstract_likeness`, tried on 47,000 real titles and abstracts."""

_CERTAIN = 12.0
_CERTAIN_LENGTH = 400
_LENGTHS = ((60, -12.0), (120, -11.0), (160, -8.0), (200, -2.0), (250, 3.0), (320, 5.0))
"""Characters, and how much a line of up to so many looks like an abstract."""
_WRAPPED = range(60, 161)
"""Characters of the long lines of a page whose paragraphs were broken into lines."""
_LONG = 300
_LONGEST_TOGETHER = 2000
"""Characters; arXiv allows an abstract 1,920, so two paragraphs that are longer are not one."""

_SENTENCE = re.compile(r"[.!?] +[A-Z]")
_VERB = re.compile(
    r"\b(?:we|our|this (?:paper|work|study)|is|are|was|were|has|have|been|can|propose|show)\b"
)
"""In small letters, as it is looked for: to ignore the case takes twice the time."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_CLOSING = "'\"’”)]}"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_POINT = re.compile(r"[•·*–-] ")


def join_wrapped(items: Sequence[Text | CardFooter]) -> list[Text | CardFooter]:
    """Return the items with paragraphs made whole that a tool has broken into short lines.

    That is so where nearly all lines are of one middling length and blank lines are rare: they
    then separate the paragraphs.
    """
    texts = [item for item in items if isinstance(item, Text)]
    lengths = sorted(len(text.text) for text in texts) or [0]
    median, width = lengths[len(lengths) // 2], lengths[len(lengths) * 19 // 20]
    paragraphs = sum(text.is_after_blank for text in texts)
    is_even = width in _WRAPPED and 4 * median >= 3 * width
    if not is_even or not len(texts) <= 20 * paragraphs or not 3 * paragraphs <= len(texts):
        return list(items)
    joined: list[Text | CardFooter] = []
    for item in items:
        above = joined[-1] if joined else None
        if isinstance(item, Text) and isinstance(above, Text) and _goes_on(above, item):
            joined[-1] = replace(above, text=f"{above.text} {item.text}")
        else:
            joined.append(item)
    return joined


def _goes_on(above: Text, text: Text) -> bool:
    return not (text.is_after_blank or above.is_before_furniture or text.upvotes is not None)


def _is_spaced(texts: Sequence[Text]) -> bool:
    return sum(text.is_after_blank for text in texts) * 4 >= len(texts)


def find_roles(items: Sequence[Text | CardFooter]) -> list[Role]:
    """Return the role of each line of text among the items of a page, in order."""
    texts: list[tuple[Text, bool]] = []
    is_closed = True
    for item in items:
        if isinstance(item, Text):
            texts.append((item, is_closed))
        is_closed = isinstance(item, CardFooter)
    is_spaced = _is_spaced([text for text, _ in texts])
    costs = (_NEVER, 0.0, _NEVER, _NEVER)
    trail: list[tuple[int, ...]] = []
    above: Text | None = None
    for text, is_closed in texts:
        looks = abstract_likeness(text.text)
        # Where facts stand between, what follows is another paper: nothing else is looked at.
        is_small = not is_closed and _begins_small(text.text)
        more = (
            _NEVER
            if is_closed or above is None
            else _more(above, text, looks, is_small=is_small, is_spaced=is_spaced)
        )
        missing = costs[0] + _MISSING_ABSTRACT
        to_title = _cheapest((missing, *costs[1:]))
        to_abstract = 0, costs[0] + (_NEVER if is_closed else _beginning(text, is_small))
        to_more = _cheapest((_NEVER, costs[1] + more, costs[2] + more, _NEVER))
        to_stray = to_title[0], to_title[1] + _STRAY
        steps = (to_title, to_abstract, to_more, to_stray)
        trail.append(tuple(came for came, _ in steps))
        as_title, as_abstract = max(0.0, looks), max(0.0, -looks)
        costs = (
            to_title[1] + as_title,
            to_abstract[1] + as_abstract,
            to_more[1],
            to_stray[1],
        )
        above = text
    role = _cheapest((costs[0] + _MISSING_ABSTRACT, *costs[1:]))[0]
    found: list[Role] = []
    roles = tuple(Role)  # in the order of their numbers
    for came in reversed(trail):
        found.append(roles[role])
        role = came[role]
    return found[::-1]


def _cheapest(costs: tuple[float, ...]) -> tuple[int, float]:
    cost = min(costs)
    return costs.index(cost), cost


def abstract_likeness(text: str) -> float:
    """Return how much more a text looks like an abstract than like a title; below 0 a title."""
    if len(text) >= _CERTAIN_LENGTH:
        return _CERTAIN
    looks = next((value for length, value in _LENGTHS if len(text) <= length), 8.0)
    if text.endswith("."):
        looks += 11
    looks += 2 * min(2, len(_SENTENCE.findall(text)))
    looks += 1.5 * min(3, len(_VERB.findall(text.lower())))
    if "://" in text:
        looks += 12
    words = _WORD.findall(text)
    if words:
        capitals = sum(word[0].isupper() for word in words) / len(words)
        looks += -3 if capitals >= 0.75 else 2 if capitals <= 0.35 else 0
    return looks


def _beginning(text: Text, is_small: bool) -> float:
    """Return what speaks against a line as the beginning of an abstract."""
    cost = 0.0
    if is_small:
        cost += 10
    if text.upvotes is not None:
        cost += 8  # the number stands above a title
    return cost


def _more(above: Text, text: Text, looks: float, *, is_small: bool, is_spaced: bool) -> float:
    """Return what speaks against a line as going on with the abstract of the line above."""
    cost = _MORE + max(0.0, -looks) / 2
    is_open = not _is_whole(above.text)
    if is_open:
        cost -= 2
    if is_small:
        cost -= 3
    if is_open and is_small:
        cost -= 4
    if _ADDRESS.fullmatch(text.text) or _POINT.match(text.text):
        cost -= 4
    if is_spaced and not text.is_after_blank:
        cost -= 4
    if len(text.text) > _LONG and len(above.text) + len(text.text) > _LONGEST_TOGETHER:
        cost += 6
    if text.upvotes is not None:
        cost += 8
    return max(_LEAST_MORE, cost)


def _begins_small(text: str) -> bool:
    """Whether the first word is in the middle of a sentence: small letters and no name's signs."""
    if text[:1].isupper():
        return False
    word = text.split(" ", 1)[0].rstrip(",;")
    return word.islower() and word.isalpha()


def _is_whole(text: str) -> bool:
    """Whether a text ends like a sentence, or with an address."""
    return text.endswith((".", "!", "?", "…", *_CLOSING)) or (
        _ADDRESS.fullmatch(text.rsplit(" ", 1)[-1]) is not None
    )
