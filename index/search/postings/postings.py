"""Posting lists: which papers have a term, and what is known of it in each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import NamedTuple


class Postings(NamedTuple):
    """The papers of a term within one segment of the index."""

    ids: array[int]
    """The documents' numbers in their segment, ascending."""
    impacts: bytes
    """What is known of the term in each of them."""


EMPTY = Postings(array("I"), b"")

ABSENT = 256
"""The place in a table of what a paper scores that does not have the term."""

_BISECT = 8
"""From this many times more postings than papers in question, each paper is looked up alone."""


def impacts_of(found: Postings, docs: Sequence[int]) -> Iterable[int]:
    """Return the impact of every document for a term, `ABSENT` where it has it not."""
    ids, impacts = found
    if docs is ids:
        return impacts
    if len(docs) * _BISECT > len(ids):
        return map(dict(zip(ids, impacts, strict=True)).get, docs, repeat(ABSENT))
    end = len(ids)
    positions = [bisect_left(ids, doc) for doc in docs]
    return [
        impacts[position] if position < end and ids[position] == doc else ABSENT
        for position, doc in zip(positions, docs, strict=True)
    ]
