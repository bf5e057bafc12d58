"""What a search does with lists of documents, whichever kind of list the index gives.

There are two kinds: `array('I')` and `bytes` for plain Python (`plain.py`), and numpy's arrays
(`arrays.py`). Both give the same documents and the same whole numbers for them; what is done with
which lists is decided by the searches, once for both.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, Protocol

from ..filtering.paper_set import PaperSet
from ..postings.postings import Postings
from ..query.effort import Prices

Docs = Any
"""Numbers of documents: ascending on arrays, in any order in plain Python."""
Scores = Any
"""A whole number for each of them."""
Table = Any
"""What each of the 256 impacts scores; 0 for what counts as not found, as impact 0 does."""


class Found(NamedTuple):
    """Documents, each once, and what each of them scores."""

    docs: Docs
    scores: Scores


class TitleGain(NamedTuple):
    """What a title gains for one word of a query."""

    postings: Postings | None
    """The titles' words that begin so."""
    is_prefix: bool
    """Whether it may be the beginning of a word."""
    as_written: int
    """For the word itself."""
    neighbours: int
    """For standing behind the word before."""
    at_start: int
    """For the first of a query's words, where the title begins with it."""


class Tally(Protocol):
    """Counts how many clauses each document meets."""

    def add(self, docs: Docs) -> None:
        """Count documents, each once."""

    def cut(self, fewest: int) -> int:
        """Leave out who was counted less often; return how many are left.

        Who is left out stays so, since what is asked for grows by one with every clause.
        """

    def counted(self) -> tuple[Docs, Scores]:
        """Return the documents that are left, and how often each was counted."""


class ListOperations(Protocol):
    """Operations on the lists of one open index."""

    prices: Prices
    """What it costs to look up and to read one of them."""

    def table(self, scores: Sequence[int]) -> Table:
        """Return a table of what impacts score."""

    def known_table(self, key: object, make: Callable[[], Sequence[int]]) -> Table:
        """Return a table that is made once for its key."""

    # Scores

    def scored(self, postings: Postings, table: Table, drops_zeros: bool) -> Found:
        """Return the documents of a list, those that score 0 perhaps left out."""

    def look_up(self, postings: Postings, table: Table, docs: Docs) -> Scores:
        """Return what each of the documents scores; 0 for those that are not in the list."""

    def listed(self, postings: Postings, docs: Docs) -> Postings:
        """Return the part of a list with some of its documents, which ascend."""

    def zeros(self, docs: Docs) -> Scores:
        """Return 0 for each of the documents."""

    def both(self, one: Scores, other: Scores) -> Scores:
        """Return the sums of what documents score twice; 0 where either is 0."""

    def larger(self, one: Scores, other: Scores) -> Scores:
        """Return the larger of two scores, for each of the documents."""

    def summed(self, one: Scores, other: Scores) -> Scores:
        """Return the sum of two scores, for each of the documents."""

    def scaled(self, scores: Scores, factor: int, bits: int) -> Scores:
        """Return scores times a factor over a power of two, rounded up: none becomes 0."""

    def shared(self, scores: Scores, counts: Scores, shares: Sequence[int], bits: int) -> Scores:
        """Return scores times the share of each one's count, over a power of two."""

    def at_least(self, scores: Scores, least: int) -> int:
        """Return how many scores are so high."""

    def extremes(self, scores: Scores) -> tuple[int, int]:
        """Return the lowest and the highest score, of which there is one at least."""

    # Sets

    def intersected(self, found: Found, scores: Scores) -> Found:
        """Return the documents for which another score is not 0, with the sums."""

    def both_found(self, one: Found, other: Found) -> Found:
        """Return the documents that are in both, with the sums."""

    def united(self, parts: Sequence[Found], *, adds: bool = False) -> Found:
        """Return the documents of all parts with the largest of their scores, or the sum."""

    def without(self, found: Found, docs: Docs) -> Found:
        """Return the documents that are not among others."""

    def unscored(self, docs: Docs, scores: Scores) -> Docs:
        """Return the documents that score 0, ascending."""

    def either(self, found: Found, scores: Scores, docs: Docs) -> Found:
        """Return the documents for which another score is not 0, or that are among others."""

    def all_but(self, docs: Docs) -> Found:
        """Return all documents of the index but some and those deleted; they score 0."""

    def alive(self, found: Found) -> Found:
        """Return the documents that were not deleted."""

    def within(self, found: Found, sets: Sequence[PaperSet]) -> Found:
        """Return the documents whose papers are in all the sets."""

    def documents(self, rowids: PaperSet) -> Found:
        """Return the documents of the papers a set names, but deleted ones; they score 0.

        Of a set of all papers but some, those of these some.
        """

    def tally(self) -> Tally:
        """Return a new tally."""

    def enough(self, docs: Docs, counts: Scores, scores: Scores, least: int) -> tuple[Docs, Scores]:
        """Count one more where there is a score; return those documents that have so many."""

    def best_of_groups(self, found: Found, groups: array[int]) -> Found:
        """Return the best document of each of the `groups`, the first of equals."""

    # Order

    def best(self, found: Found, most: int) -> Found:
        """Return so many of the best documents; of those that score the same, the first papers."""

    def ranked(self, found: Found) -> Found:
        """Return the documents in order, the best first, then by their papers' numbers."""

    def part(self, found: Found, start: int, end: int) -> Found:
        """Return some of the documents as they stand in order."""

    def chosen(self, found: Found, choices: Collection[bool]) -> Found:
        """Return the documents that are chosen."""

    def joined(self, parts: Sequence[Found]) -> Found:
        """Return the documents of parts that have none in common."""

    def with_gains(self, found: Found, best: Found, gains: Scores) -> Found:
        """Return documents with what the best of them gain."""

    def title_gains(self, docs: Docs, words: Sequence[TitleGain]) -> Scores:
        """Return what the titles of documents gain for a query's words, in their order."""

    def accumulated(self, lists: Sequence[tuple[Postings, Table]]) -> Found:
        """Return the documents of several lists, with the sums; those deleted are left out."""

    def rowids(self, docs: Docs) -> Any:
        """Return the row numbers of documents' papers, as an `array('q')`."""

    def floats(self, scores: Scores, unit: int) -> Any:
        """Return scores over a unit, as an `array('d')`."""
