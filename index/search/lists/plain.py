"""Operations on lists in plain Python: passes over whole lists by what C does in a loop.

A loop of Python's for every paper is what makes a search slow.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from heapq import nlargest
from itertools import chain, compress, filterfalse, repeat
from operator import add, ge, mul, not_, rshift

from ..filtering.paper_set import PaperSet
from ..postings.impacts import LATE, WHOLE
from ..postings.postings import ABSENT, EMPTY, Postings, impacts_of
from ..query.effort import PLAIN
from .operations import Found, Table, TitleGain
from .rows import RowOrder

_NOWHERE = -9


class PlainTally:
    """Counts how many clauses each document meets."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, docs: Sequence[int]) -> None:
        """Count documents, each once."""
        self._counts.update(docs)

    def cut(self, fewest: int) -> int:
        """Leave out who was counted less often; return how many are left."""
        counts = self._counts
        self._counts = Counter({doc: count for doc, count in counts.items() if count >= fewest})
        return len(self._counts)

    def counted(self) -> tuple[list[int], list[int]]:
        """Return the documents that are left, and how often each was counted."""
        docs = sorted(self._counts)
        return docs, list(map(self._counts.__getitem__, docs))


class PlainLists:
    """Operations on `array('I')` and `bytes`; see `ListOperations`."""

    prices = PLAIN
    has_arrays = False

    def __init__(self, rowids: array[int], deleted: frozenset[int]) -> None:
        self._rowids = rowids
        self._deleted = deleted
        self._order = RowOrder(rowids)
        self._tables: dict[object, Table] = {}

    def table(self, scores: Sequence[int]) -> Table:
        """Return a table of what impacts score."""
        return [*scores, 0]  # of ABSENT

    def known_table(self, key: object, make: Callable[[], Sequence[int]]) -> Table:
        """Return a table that is made once for its key."""
        known = self._tables.get(key)
        if known is None:
            known = self._tables[key] = self.table(make())
        return known

    # Scores

    def scored(self, postings: Postings, table: Table, drops_zeros: bool) -> Found:
        """Return the documents of a list, those that score 0 perhaps left out."""
        scores = list(map(table.__getitem__, postings.impacts))
        if drops_zeros:
            return Found(list(compress(postings.ids, scores)), list(filter(None, scores)))
        return Found(postings.ids, scores)

    def look_up(self, postings: Postings, table: Table, docs: Sequence[int]) -> list[int]:
        """Return what each of the documents scores; 0 for those that are not in the list."""
        return list(map(table.__getitem__, impacts_of(postings, docs)))

    def listed(self, postings: Postings, docs: Sequence[int]) -> Postings:
        """Return the part of a list with some of its documents, which ascend."""
        ids = array("I", docs)
        return Postings(ids, bytes(impacts_of(postings, ids)))

    def zeros(self, docs: Sequence[int]) -> list[int]:
        """Return 0 for each of the documents."""
        return [0] * len(docs)

    def both(self, one: list[int], other: list[int]) -> list[int]:
        """Return the sums of what documents score twice; 0 where either is 0."""
        return [a + b if a and b else 0 for a, b in zip(one, other, strict=True)]

    def larger(self, one: list[int], other: list[int]) -> list[int]:
        """Return the larger of two scores, for each of the documents."""
        return list(map(max, one, other))

    def summed(self, one: list[int], other: list[int]) -> list[int]:
        """Return the sum of two scores, for each of the documents."""
        return list(map(add, one, other))

    def scaled(self, scores: list[int], factor: int, bits: int) -> list[int]:
        """Return scores times a factor over a power of two, rounded up: none becomes 0."""
        rest = (1 << bits) - 1
        return [score * factor + rest >> bits for score in scores]

    def shared(
        self, scores: list[int], counts: list[int], shares: Sequence[int], bits: int
    ) -> list[int]:
        """Return scores times the share of each one's count, over a power of two."""
        return list(map(rshift, map(mul, scores, map(shares.__getitem__, counts)), repeat(bits)))

    def at_least(self, scores: list[int], least: int) -> int:
        """Return how many scores are so high."""
        return sum(map(ge, scores, repeat(least)))

    def extremes(self, scores: list[int]) -> tuple[int, int]:
        """Return the lowest and the highest score, of which there is one at least."""
        return min(scores), max(scores)

    # Sets

    def intersected(self, found: Found, scores: list[int]) -> Found:
        """Return the documents for which another score is not 0, with the sums."""
        docs, before = found
        if not all(scores):
            docs = list(compress(docs, scores))
            before = compress(before, scores)
            scores = list(filter(None, scores))
        return Found(docs, list(map(add, before, scores)))

    def both_found(self, one: Found, other: Found) -> Found:
        """Return the documents that are in both, with the sums."""
        if len(one.docs) > len(other.docs):
            one, other = other, one
        scores = dict(zip(*other, strict=True))
        found = self.chosen(one, list(map(scores.__contains__, one.docs)))
        return Found(found.docs, list(map(add, found.scores, map(scores.__getitem__, found.docs))))

    def united(self, parts: Sequence[Found], *, adds: bool = False) -> Found:
        """Return the documents of all parts with the largest of their scores, or the sum."""
        if len(parts) == 1:
            return parts[0]
        first, *others = sorted(parts, key=lambda part: len(part.docs), reverse=True)
        merged = dict(zip(*first, strict=True))
        known = merged.get
        for docs, scores in others:
            before = map(known, docs, repeat(0))
            merged.update(zip(docs, map(add if adds else max, before, scores), strict=True))
        return Found(list(merged), list(merged.values()))

    def without(self, found: Found, docs: Sequence[int]) -> Found:
        """Return the documents that are not among others."""
        others = frozenset(docs)
        return self.chosen(found, [doc not in others for doc in found.docs])

    def unscored(self, docs: Sequence[int], scores: list[int]) -> list[int]:
        """Return the documents that score 0, ascending."""
        return sorted(compress(docs, map(not_, scores)))

    def either(self, found: Found, scores: list[int], docs: Sequence[int]) -> Found:
        """Return the documents for which another score is not 0, or that are among others."""
        others = frozenset(docs)
        return self.chosen(
            found,
            [score > 0 or doc in others for doc, score in zip(found.docs, scores, strict=True)],
        )

    def all_but(self, docs: Sequence[int]) -> Found:
        """Return all documents of the index but some and those deleted; they score 0."""
        others = self._deleted.union(docs)
        left = list(filterfalse(others.__contains__, range(len(self._rowids))))
        return Found(left, [0] * len(left))

    def alive(self, found: Found) -> Found:
        """Return the documents that were not deleted."""
        if not self._deleted:
            return found
        return self.chosen(found, list(map(not_, map(self._deleted.__contains__, found.docs))))

    def within(self, found: Found, sets: Sequence[PaperSet]) -> Found:
        """Return the documents whose papers are in all the sets."""
        for papers in sets:
            rowids = map(self._rowids.__getitem__, found.docs)
            is_in = map(papers.rowids.__contains__, rowids)
            found = self.chosen(found, list(map(not_, is_in) if papers.is_complement else is_in))
        return found

    def documents(self, rowids: PaperSet) -> Found:
        """Return the documents of the papers a set names, but deleted ones; they score 0."""
        docs = self._order.documents(rowids.rowids)
        return self.alive(Found(docs, [0] * len(docs)))

    def tally(self) -> PlainTally:
        """Return a new tally."""
        return PlainTally()

    def enough(
        self, docs: list[int], counts: list[int], scores: list[int], least: int
    ) -> tuple[list[int], list[int]]:
        """Count one more where there is a score; return those documents that have so many."""
        counts = list(map(add, counts, map(bool, scores)))
        chosen = list(map(ge, counts, repeat(least)))
        return list(compress(docs, chosen)), list(compress(counts, chosen))

    # Order

    def best_of_groups(self, found: Found, groups: array[int]) -> Found:
        """Return the best document of each of the `groups`, the first of equals."""
        docs, scores = found
        pairs = zip(scores, docs, strict=True)
        best: dict[int, tuple[int, int]] = {}
        for group, told in zip(map(groups.__getitem__, docs), pairs, strict=True):
            known = best.get(group)
            if known is None or told[0] > known[0] or (told[0] == known[0] and told < known):
                best[group] = told
        kept = sorted((doc, score) for score, doc in best.values())
        return Found([doc for doc, _ in kept], [score for _, score in kept])

    def best(self, found: Found, most: int) -> Found:
        """Return so many of the best documents; of those that score the same, the first papers."""
        docs, scores = found
        if len(docs) <= most:
            return found
        threshold = nlargest(most, scores)[-1]
        chosen = [place for place, score in enumerate(scores) if score > threshold]
        ties = [place for place, score in enumerate(scores) if score == threshold]
        if len(ties) > most - len(chosen):
            ties.sort(key=lambda place: self._rowids[docs[place]])
            del ties[most - len(chosen) :]
        chosen += ties
        return Found([docs[place] for place in chosen], [scores[place] for place in chosen])

    def ranked(self, found: Found) -> Found:
        """Return the documents in order, the best first, then by their papers' numbers."""
        docs, scores = found
        rowids = list(map(self._rowids.__getitem__, docs))
        order = sorted(range(len(docs)), key=rowids.__getitem__)
        order.sort(key=scores.__getitem__, reverse=True)
        return Found(list(map(docs.__getitem__, order)), list(map(scores.__getitem__, order)))

    def part(self, found: Found, start: int, end: int) -> Found:
        """Return some of the documents as they stand in order."""
        return Found(found.docs[start:end], found.scores[start:end])

    def chosen(self, found: Found, choices: Collection[bool]) -> Found:
        """Return the documents that are chosen."""
        return Found(list(compress(found.docs, choices)), list(compress(found.scores, choices)))

    def joined(self, parts: Sequence[Found]) -> Found:
        """Return the documents of parts that have none in common."""
        return Found(
            list(chain.from_iterable(part.docs for part in parts)),
            list(chain.from_iterable(part.scores for part in parts)),
        )

    def with_gains(self, found: Found, best: Found, gains: list[int]) -> Found:
        """Return documents with what the best of them gain."""
        gain = dict(zip(best.docs, gains, strict=True))
        return Found(found.docs, list(map(add, found.scores, map(gain.get, found.docs, repeat(0)))))

    def title_gains(self, docs: Sequence[int], words: Sequence[TitleGain]) -> list[int]:
        """Return what the titles of documents gain for a query's words, in their order."""
        gains = [0] * len(docs)
        before: list[int] = []
        for word in words:
            here: list[int] = []
            for place, impact in enumerate(impacts_of(word.postings or EMPTY, docs)):
                position = _NOWHERE
                if impact != ABSENT and (word.is_prefix or impact & WHOLE):
                    gains[place] += word.as_written
                    position = impact & LATE
                    if position == LATE:
                        position = _NOWHERE
                    elif before and before[place] + 1 == position:
                        gains[place] += word.neighbours
                    elif not before and position == 0:
                        gains[place] += word.at_start
                here.append(position)
            before = here
        return gains

    def accumulated(self, lists: Sequence[tuple[Postings, Table]]) -> Found:
        """Return the documents of several lists, with the sums; those deleted are left out."""
        sums: dict[int, int] = {}
        for (ids, impacts), table in lists:
            scores = map(table.__getitem__, impacts)
            sums.update(zip(ids, map(add, map(sums.get, ids, repeat(0)), scores), strict=True))
        return self.alive(Found(list(sums), list(sums.values())))

    def rowids(self, docs: Sequence[int]) -> array[int]:
        """Return the row numbers of documents' papers."""
        return array("q", map(self._rowids.__getitem__, docs))

    def floats(self, scores: list[int], unit: int) -> array[float]:
        """Return scores over a unit."""
        return array("d", (score / unit for score in scores))
