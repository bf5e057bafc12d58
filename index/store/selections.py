"""Which papers of an order a view shows, in that order: brought on from what was shown before.

Going through a million papers takes a tenth of a second; a mark changes one of them. Where it is
known which place each paper has in the order, one can be taken out or put in at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import compress, filterfalse

from .paper_bits import flags_of, rowids_of

_FEW = 2_000
"""Papers that are taken out or put in one by one."""

_KEPT = 3
"""Selections that are kept of an order."""

_SPARSE = 16
"""A set of fewer than this part of all papers is sorted in place of going through all."""


class Order:
    """Papers in an order, and where in it each stands; neither is to be changed."""

    def __init__(self, rev: int, rowids: array[int]) -> None:
        self.rev = rev
        self.rowids = rowids
        self._places: array[int] | None = None
        self._known: dict[str, tuple[int, array[int]]] = {}
        """Selections by their names: the set of the papers, and these in order."""

    @property
    def places(self) -> array[int]:
        """The place of each paper by its row number; of other row numbers it means nothing."""
        if self._places is None:
            places = array("i", bytes(4 * (max(self.rowids, default=0) + 1)))
            for place, rowid in enumerate(self.rowids):
                places[rowid] = place
            self._places = places
        return self._places

    def select(self, name: str, papers: int, visible: int) -> array[int]:
        """Return those of a set of papers (see `paper_bits`) that are in sight, in this order.

        `name` is that of the selection: what is asked for under one name changes little each time.
        """
        if len(self.rowids) != visible.bit_count():
            return among(self.rowids, papers)  # of some it is not known where they stand
        papers &= visible
        known = self._known.pop(name, None)
        if known is None:
            known = visible, self.rowids  # of which most may be wanted
        before, selected = known
        difference = before ^ papers
        if difference:
            if difference.bit_count() <= _FEW:
                added, removed = rowids_of(difference & papers), rowids_of(difference & before)
                selected = self._joined(self._without(selected, removed), added)
            elif papers.bit_count() * _SPARSE < len(self.rowids):
                selected = self._sparse(rowids_of(papers))
            else:
                selected = among(self.rowids, papers)
        self._known[name] = papers, selected
        for oldest in list(self._known)[:-_KEPT]:
            self._known.pop(oldest, None)
        return selected

    def _sparse(self, rowids: Collection[int]) -> array[int]:
        """Return a few papers in order; not for them alone is it worked out where each stands."""
        if self._places is None:
            return array("q", filter(frozenset(rowids).__contains__, self.rowids))
        return array("q", sorted(rowids, key=self._places.__getitem__))

    def _without(self, selected: array[int], removed: Sequence[int]) -> array[int]:
        if self._places is None and selected is self.rowids:
            # The first view of an order: a look at each paper is less than where all stand.
            return array("q", filterfalse(frozenset(removed).__contains__, selected))
        places = self.places
        at = sorted(bisect_left(selected, places[one], key=places.__getitem__) for one in removed)
        left, start = array("q"), 0
        for place in at:
            left += selected[start:place]
            start = place + 1
        return left + selected[start:] if at else selected

    def _joined(self, selected: array[int], added: Sequence[int]) -> array[int]:
        if not added:
            return selected
        places = self.places
        joined, start = array("q"), 0
        for one in sorted(added, key=places.__getitem__):
            place = bisect_left(selected, places[one], start, key=places.__getitem__)
            joined += selected[start:place]
            joined.append(one)
            start = place
        return joined + selected[start:] if start or joined else selected


def among(rowids: array[int], papers: int) -> array[int]:
    """Return those of some papers that are in a set of them, in their order."""
    flags = flags_of(papers, max(rowids, default=0) + 1)
    return array("q", compress(rowids, map(flags.__getitem__, rowids)))
