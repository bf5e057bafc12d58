"""A lone number between the date of a paper and the next title: comments of one, votes of other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .lines import CardFooter, Text


def settle_votes(items: Sequence[Text | CardFooter]) -> None:
    """Give numbers that were taken for comments to the titles below where they are its upvotes.

    The page tells: its first title has a number above it, and either both numbers stand somewhere
    between a date and a title, or one does everywhere but below the last date.
    """
    first = next((item for item in items if isinstance(item, Text)), None)
    if first is None or first.upvotes is None:
        return
    gaps = [
        (facts, text)
        for facts, text in pairwise(items)
        if isinstance(facts, CardFooter) and facts.day and isinstance(text, Text)
    ]
    numbers = [(facts, facts.below, text) for facts, text in gaps if facts.below]
    # What stands between a number and the title is a dash, where there are no upvotes.
    has_both = any(_has(text) or number.is_before_furniture for _, number, text in numbers)
    lone = [
        (facts, text)
        for facts, number, text in numbers
        if not (_has(text) or number.is_before_furniture)
    ]
    last = items[-1]
    is_last_without = isinstance(last, CardFooter) and last.comments is None
    if has_both or (is_last_without and len(lone) == len(gaps)):
        for facts, text in lone:
            facts.comments, text.upvotes = None, facts.comments


def _has(text: Text) -> bool:
    return text.upvotes is not None
