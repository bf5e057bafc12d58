"""Operations on lists as numpy's arrays; imports numpy, so that nobody does who needs it not."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..filtering.paper_set import PaperSet
from ..postings.impacts import LATE, WHOLE
from ..postings.postings import Postings
from ..query.effort import ARRAYS
from .array_tally import ArrayTally
from .operations import Found, TitleGain

Docs = NDArray[np.uint32]
Scores = NDArray[np.int32]
Table = NDArray[np.int32]

_ALONE = 6
"""From this many times more postings than documents in question, each is looked up alone."""
_NOWHERE = -9


class ArrayLists:
    """Operations on arrays of `uint32`, `uint8` and `int32`; see `ListOperations`.

    The arrays are those of an index, not to be written to. One search at a time may use them.
    """

    prices = ARRAYS
    has_arrays = True

    def __init__(self, rowids: array[int], deleted: frozenset[int]) -> None:
        self._rowids: NDArray[np.int64] = np.array(rowids, np.int64)
        self._is_ascending = bool((self._rowids[1:] > self._rowids[:-1]).all())
        self._alive: NDArray[np.bool_] | None = None
        if deleted:
            self._alive = np.ones(len(rowids), np.bool_)
            self._alive[np.fromiter(deleted, np.int64, len(deleted))] = False
        self._tables: dict[object, Table] = {}
        self._impacts = np.zeros(len(rowids), np.uint8)
        """All zeros, between any two calls."""
        self._scores = np.zeros(len(rowids), np.int32)
        """The same."""
        self._owner = object()

    def table(self, scores: Sequence[int]) -> Table:
        """Return a table of what impacts score."""
        return np.array(scores, np.int32)

    def known_table(self, key: object, make: Callable[[], Sequence[int]]) -> Table:
        """Return a table that is made once for its key."""
        known = self._tables.get(key)
        if known is None:
            known = self._tables[key] = self.table(make())
        return known

    # Scores

    def scored(self, postings: Any, table: Table, drops_zeros: bool) -> Found:
        """Return the documents of a list, those that score 0 perhaps left out."""
        found = Found(postings.ids, table.take(postings.impacts))
        return self._taken(found, found.scores.nonzero()[0]) if drops_zeros else found

    def look_up(self, postings: Any, table: Table, docs: Docs) -> Scores:
        """Return what each of the documents scores; 0 for those that are not in the list."""
        scores: Scores = table.take(self._impacts_of(postings, docs))
        return scores

    def _impacts_of(self, postings: Any, docs: Docs) -> NDArray[np.uint8]:
        """Return the impact of every document for a term, 0 where it has it not."""
        ids, impacts = postings
        if docs is ids:
            return impacts  # type: ignore[no-any-return]
        if len(docs) * _ALONE < len(ids):
            places = ids.searchsorted(docs)
            return impacts.take(places, mode="clip") * (  # type: ignore[no-any-return]
                ids.take(places, mode="clip") == docs
            )
        known = self._impacts
        try:
            known[ids] = impacts
            return known.take(docs)
        finally:
            known[ids] = 0

    def listed(self, postings: Any, docs: Docs) -> Postings:
        """Return the part of a list with some of its documents, which ascend."""
        ids = np.asarray(docs, np.uint32)
        return Postings(ids, self._impacts_of(postings, ids))  # type: ignore[arg-type]

    def zeros(self, docs: Docs) -> Scores:
        """Return 0 for each of the documents."""
        return np.zeros(len(docs), np.int32)

    def both(self, one: Scores, other: Scores) -> Scores:
        """Return the sums of what documents score twice; 0 where either is 0."""
        sums: Scores = (one + other) * ((one != 0) & (other != 0))
        return sums

    def larger(self, one: Scores, other: Scores) -> Scores:
        """Return the larger of two scores, for each of the documents."""
        return np.maximum(one, other)

    def summed(self, one: Scores, other: Scores) -> Scores:
        """Return the sum of two scores, for each of the documents."""
        return one + other

    def scaled(self, scores: Scores, factor: int, bits: int) -> Scores:
        """Return scores times a factor over a power of two, rounded up: none becomes 0."""
        scaled: Scores = scores * np.int32(factor) + np.int32((1 << bits) - 1) >> np.int32(bits)
        return scaled

    def shared(self, scores: Scores, counts: Scores, shares: Sequence[int], bits: int) -> Scores:
        """Return scores times the share of each one's count, over a power of two."""
        products = scores.astype(np.int64) * np.array(shares, np.int64).take(counts)
        return (products >> bits).astype(np.int32)

    def at_least(self, scores: Scores, least: int) -> int:
        """Return how many scores are so high."""
        return int(np.count_nonzero(scores >= least))

    def extremes(self, scores: Scores) -> tuple[int, int]:
        """Return the lowest and the highest score, of which there is one at least."""
        return int(scores.min()), int(scores.max())

    # Sets

    def intersected(self, found: Found, scores: Scores) -> Found:
        """Return the documents for which another score is not 0, with the sums."""
        places = scores.nonzero()[0]
        if len(places) == len(scores):
            return Found(found.docs, found.scores + scores)
        docs, before = self._taken(found, places)
        return Found(docs, before + scores.take(places))

    def both_found(self, one: Found, other: Found) -> Found:
        """Return the documents that are in both, with the sums."""
        if len(one.docs) > len(other.docs):
            one, other = other, one
        places = other.docs.searchsorted(one.docs)
        if not len(other.docs):
            return other
        is_there = other.docs.take(places, mode="clip") == one.docs
        docs, scores = one.docs[is_there], one.scores[is_there]
        return Found(docs, scores + other.scores.take(places[is_there]))

    def united(self, parts: Sequence[Found], *, adds: bool = False) -> Found:
        """Return the documents of all parts with the largest of their scores, or the sum."""
        if len(parts) == 1:
            return parts[0]
        is_new = self._impacts
        sums = self._scores
        docs = [parts[0].docs]
        try:
            sums[parts[0].docs] = parts[0].scores
            is_new[parts[0].docs] = 1
            for part in parts[1:]:
                before = sums.take(part.docs)
                sums[part.docs] = before + part.scores if adds else np.maximum(before, part.scores)
                more = part.docs[is_new.take(part.docs) == 0]
                is_new[more] = 1
                docs.append(more)
            together = np.concatenate(docs)
            together.sort(kind="stable")  # runs that are in order, which it merges
            return Found(together, sums.take(together))
        finally:
            for part in parts:
                sums[part.docs] = 0
                is_new[part.docs] = 0

    def without(self, found: Found, docs: Docs) -> Found:
        """Return the documents that are not among others."""
        others = self._impacts
        try:
            others[docs] = 1
            places = np.flatnonzero(others.take(found.docs) == 0)
        finally:
            others[docs] = 0
        return self._taken(found, places)

    def unscored(self, docs: Docs, scores: Scores) -> Docs:
        """Return the documents that score 0, ascending."""
        return np.sort(docs[scores == 0])

    def either(self, found: Found, scores: Scores, docs: Docs) -> Found:
        """Return the documents for which another score is not 0, or that are among others."""
        others = self._impacts
        docs = np.asarray(docs, np.uint32)
        try:
            others[docs] = 1
            places = np.flatnonzero((scores != 0) | (others.take(found.docs) != 0))
        finally:
            others[docs] = 0
        return self._taken(found, places)

    def all_but(self, docs: Docs) -> Found:
        """Return all documents of the index but some and those deleted; they score 0."""
        left = np.ones(len(self._rowids), np.bool_) if self._alive is None else self._alive.copy()
        left[docs] = False
        return self._unscored(left.nonzero()[0].astype(np.uint32))

    def alive(self, found: Found) -> Found:
        """Return the documents that were not deleted."""
        if self._alive is None:
            return found
        return self._taken(found, np.flatnonzero(self._alive.take(found.docs)))

    def within(self, found: Found, sets: Sequence[PaperSet]) -> Found:
        """Return the documents whose papers are in all the sets."""
        for papers in sets:
            is_in = self._mask(papers).take(found.docs)
            found = self._taken(found, np.flatnonzero(~is_in if papers.is_complement else is_in))
        return found

    def documents(self, rowids: PaperSet) -> Found:
        """Return the documents of the papers a set names, but deleted ones; they score 0."""
        return self.alive(self._unscored(self._mask(rowids).nonzero()[0].astype(np.uint32)))

    def _mask(self, papers: PaperSet) -> NDArray[np.bool_]:
        """Return for all documents whether a set names their papers."""
        found: NDArray[np.bool_] = papers.places(self._owner, self._make_mask)
        return found

    def _make_mask(self, rowids: frozenset[int]) -> NDArray[np.bool_]:
        named = np.fromiter(rowids, np.int64, len(rowids))
        if self._is_ascending and len(named) < len(self._rowids):
            mask = np.zeros(len(self._rowids), np.bool_)
            places = self._rowids.searchsorted(named)
            mask[places[self._rowids.take(places, mode="clip") == named]] = True
            return mask
        return np.isin(self._rowids, named)

    def tally(self) -> ArrayTally:
        """Return a new tally."""
        return ArrayTally(len(self._rowids))

    def enough(self, docs: Docs, counts: Scores, scores: Scores, least: int) -> tuple[Docs, Scores]:
        """Count one more where there is a score; return those documents that have so many."""
        counts = counts + (scores != 0)
        is_enough = counts >= least
        return docs[is_enough], counts[is_enough]

    # Order

    def best_of_groups(self, found: Found, groups: array[int]) -> Found:
        """Return the best document of each of the `groups`, the first of equals."""
        if not len(found.docs):
            return found
        # Mostly the documents of a group follow each other.
        owners = np.frombuffer(groups, np.uint32)[found.docs]
        begins = _changes(owners)
        best = np.maximum.reduceat(found.scores, begins.nonzero()[0])
        places = (found.scores == best[begins.cumsum() - 1]).nonzero()[0]
        places = places[_changes(owners[places])]
        order = np.lexsort((-found.scores[places], owners[places]))
        order = order[_changes(owners[places[order]])]
        order.sort()
        return self._taken(found, places[order])

    def best(self, found: Found, most: int) -> Found:
        """Return so many of the best documents; of those that score the same, the first papers."""
        docs, scores = found
        if len(docs) <= most:
            return found
        threshold = np.partition(scores, len(docs) - most)[len(docs) - most]
        places = (scores >= threshold).nonzero()[0]
        if len(places) > most:
            ties = scores.take(places) == threshold
            left = most - (len(places) - int(np.count_nonzero(ties)))
            tied = places[ties]
            if not self._is_ascending:
                tied = tied[self._rowids.take(docs.take(tied)).argsort(kind="stable")]
            places = np.concatenate((places[~ties], tied[:left]))
            places.sort()
        return self._taken(found, places)

    def ranked(self, found: Found) -> Found:
        """Return the documents in order, the best first, then by their papers' numbers."""
        docs, scores = found
        if self._is_ascending:
            order = (-scores).argsort(kind="stable")
        else:
            order = np.lexsort((self._rowids.take(docs), -scores))
        return self._taken(found, order)

    def part(self, found: Found, start: int, end: int) -> Found:
        """Return some of the documents as they stand in order."""
        return Found(found.docs[start:end], found.scores[start:end])

    def chosen(self, found: Found, choices: Collection[bool]) -> Found:
        """Return the documents that are chosen."""
        return self._taken(found, np.fromiter(choices, np.bool_, len(choices)).nonzero()[0])

    def joined(self, parts: Sequence[Found]) -> Found:
        """Return the documents of parts that have none in common."""
        if not parts:
            return self._unscored(np.zeros(0, np.uint32))
        together = Found(
            np.concatenate([part.docs for part in parts]),
            np.concatenate([part.scores for part in parts]),
        )
        return self._taken(together, together.docs.argsort())

    def with_gains(self, found: Found, best: Found, gains: Scores) -> Found:
        """Return documents with what the best of them gain."""
        scores = found.scores.copy()
        scores[found.docs.searchsorted(best.docs)] += gains
        return Found(found.docs, scores)

    def title_gains(self, docs: Docs, words: Sequence[TitleGain]) -> Scores:
        """Return what the titles of documents gain for a query's words, in their order."""
        gains = np.zeros(len(docs), np.int32)
        before: NDArray[np.int8] | None = None
        for word in words:
            if word.postings is None:
                before = np.full(len(docs), _NOWHERE, np.int8)
                continue
            impacts = self._impacts_of(word.postings, docs)
            is_there = (impacts if word.is_prefix else impacts & WHOLE) != 0
            position = (impacts & LATE).astype(np.int8)
            position[~is_there | (position == LATE)] = _NOWHERE
            gains += is_there * np.int32(word.as_written)
            if before is None:
                gains += (position == 0) * np.int32(word.at_start)
            else:
                gains += (before + np.int8(1) == position) * np.int32(word.neighbours)
            before = position
        return gains

    def accumulated(self, lists: Sequence[tuple[Any, Table]]) -> Found:
        """Return the documents of several lists, with the sums; those deleted are left out."""
        sums = np.zeros(len(self._rowids), np.int32)
        for (ids, impacts), table in lists:
            sums[ids] += table.take(impacts)
        if self._alive is not None:
            sums *= self._alive
        docs = sums.nonzero()[0]
        return Found(docs.astype(np.uint32), sums.take(docs))

    def rowids(self, docs: Docs) -> array[int]:
        """Return the row numbers of documents' papers."""
        return array("q", self._rowids.take(docs).tobytes())

    def floats(self, scores: Scores, unit: int) -> array[float]:
        """Return scores over a unit."""
        return array("d", (scores / unit).tobytes())

    def _unscored(self, docs: Docs) -> Found:
        return Found(docs, np.zeros(len(docs), np.int32))

    def _taken(self, found: Found, places: NDArray[np.intp]) -> Found:
        return Found(found.docs.take(places), found.scores.take(places))


def _changes(numbers: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell of each number whether the one before it is another."""
    return np.append(True, numbers[1:] != numbers[:-1])
