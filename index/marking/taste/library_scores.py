"""The scores of a library's papers, all of them, by one taste after another.

The terms of all papers are kept in a file of the cache, and so are the scores by the last taste,
so that only what is new is scored again. A paper whose terms are not known yet is worked out where
few are asked for; of many those that the search index finds near to what was liked, until the
others have been prepared.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice

from ...database.numbers import read_numbers
from ...errors import SearchIndexError, Superseded
from ...parts.context import Context
from ...taste.block_scoring import RowScorer
from ...taste.blocks import ROWS
from ...taste.kept_scores import KeptScores
from ...taste.learned import Learned
from ...taste.scoring import score
from ...taste.term_file import TermFile
from ...taste.terms import TermVector, vector_of
from ...taste.texts import texts_of
from ...taste.weights import term_weights

MOST_MADE = 3000
"""Papers of one list whose terms are worked out while somebody waits for it."""

AT_ONCE = 64
"""Papers whose terms are worked out before it is looked whether anybody waits any more."""

_SCORED_AT_ONCE = 256
"""Papers whose terms are known that are scored before that."""

_FEW = 3000
"""Papers of a list of which the library is asked one by one when they changed last."""

_SEEDS = 30
"""Papers marked last that others are to be near to."""

_MANY = 5_000
"""Papers of a list that is worked on by arrays."""

_ONE_BY_ONE, _ARRAYS, _BLOCK, _LOADING = 26, 13_000, 1_900, 60_000
"""Microseconds for a paper that is scored in plain Python, and by arrays for a profile, for each
block, whole though only a few of its papers are wanted, and for loading numpy."""

Near = Callable[[Sequence[int], int, Callable[[], bool] | None], Sequence[int]]
"""Gives the papers nearest to each of some, so many of each; raises SearchIndexError, and
Superseded once the last says that they are not waited for any more."""

IsStale = Callable[[], bool] | None

_REVS = "SELECT p.pid, p.rev FROM json_each(?) j JOIN papers p ON p.pid = j.value"

_ALL = "SELECT {} FROM papers ORDER BY rev, pid"

_SINCE = "SELECT pid, rev FROM papers WHERE rev > ?"


class LibraryScores:
    """Scores papers by the taste that is asked for; for one thread at a time."""

    def __init__(self, context: Context, near: Near) -> None:
        self._context = context
        self._near = near
        self._table = term_weights()
        library = context.store.library_id
        cache = context.locations.cache
        self._terms = TermFile(cache / "taste-terms", library, self._table)
        key = f"{library} {self._table.checksum}"
        self._whole = KeptScores(key, cache / "taste-scores")
        self._tag = KeptScores(key)
        self._revs = array("q", [0])
        """By row number, of which none is 0, the `rev` of each paper; -1 where there is none."""
        self._rev = -1
        """The highest of them."""
        self._has_gaps = False
        self._scorer: RowScorer | None = None
        self.unscored = 0
        """Papers of the last list of which nothing is known yet."""

    def of(
        self, rowids: Sequence[int], taste: Learned, is_stale: IsStale, *, is_tag: bool = False
    ) -> Sequence[int]:
        """Return the scores of papers, 0 of those of which nothing is known yet.

        Raises Superseded once `is_stale` says so; what was worked out by then stays.
        """
        own, revs = self._there(
            [one for one in rowids if one >= 0] if min(rowids, default=0) < 0 else rowids
        )
        kept = self._tag if is_tag else self._whole
        kept.begin(taste.profile)
        kept.grow(max(rowids, default=-1) + 1)
        lacking = _differing(own, kept.revs, revs)
        self.unscored = 0
        if lacking:
            self._terms.refresh()
            self._score(self._held(lacking, revs), taste, kept, is_stale)
            rest = _differing(lacking, kept.revs, revs)
            made = self._chosen(rest, taste, is_stale)
            self.make(made, taste, kept, is_stale)
            self.unscored = len(rest) - len(made)
        scores = kept.scores
        if len(own) == len(rowids):
            if is_for_arrays(rowids):
                from ...taste.array_order import taken

                return taken(scores, rowids)
            return [*map(scores.__getitem__, rowids)]
        others = {
            paper.rowid: score(
                vector_of(paper.title, paper.abstract, paper.authors), taste.profile
            )  # what is not kept has terms for as long as it is looked at
            for paper in self._context.rows([rowid for rowid in rowids if rowid < 0])
        }
        return [scores[one] if one >= 0 else others.get(one, 0) for one in rowids]

    def lacking_terms(self, rowids: Iterable[int]) -> list[int]:
        """Return the papers whose terms are not known."""
        given, revs = self._there([*rowids])
        self._terms.refresh()
        known = {*self._held(given, revs)}
        return [rowid for rowid in given if rowid not in known]

    def held_terms(self, known: Mapping[int, int]) -> Iterator[tuple[int, TermVector]]:
        """Yield the terms of papers, by row number and `rev`, as far as they are known."""
        self._terms.refresh()
        for rowid in sorted(self._held([*known], known), key=self._terms.places.__getitem__):
            if (vector := self._terms.vector(rowid)) is not None:
                yield rowid, vector

    def take_terms(self, rowid: int, rev: int, vector: TermVector) -> None:
        """Keep the terms of a paper that somebody else has worked out."""
        self._terms.add(rowid, rev, vector)

    def pace(self, papers: int) -> int:
        """Return how many papers are best scored at once where nobody waits for them."""
        return papers if papers >= _MANY and find_spec("numpy") is not None else AT_ONCE

    def make(
        self,
        rowids: Sequence[int],
        taste: Learned,
        kept: KeptScores | None = None,
        is_stale: IsStale = None,
    ) -> None:
        """Work out the terms of papers, and score them while they are at hand."""
        kept = kept or self._whole
        kept.begin(taste.profile)
        kept.grow(max(rowids, default=-1) + 1)
        for some in batched(rowids, AT_ONCE):
            _check(is_stale)
            with self._context.database.moment():
                revs = dict(self._context.database.rows(_REVS, (json.dumps(some),)))
                texts = [*texts_of(self._context.database, some)]
            for rowid, title, abstract, authors in texts:
                vector = vector_of(title, abstract, authors)
                kept.put(rowid, revs[rowid], score(vector, taste.profile))
                self._terms.add(rowid, revs[rowid], vector)

    def save(self) -> None:
        """Keep what was worked out for the next start."""
        self._terms.write()
        self._whole.save()

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()

    def shrink(self, is_wanted: Callable[[], bool]) -> None:
        """Write the file of terms anew where that is worth it."""
        self._terms.shrink(is_wanted)

    def _score(
        self, rowids: Sequence[int], taste: Learned, kept: KeptScores, is_stale: IsStale
    ) -> None:
        """Score papers whose terms are known."""
        if not rowids:
            return
        if self._is_sooner_by_arrays(rowids):
            from ...taste.array_scoring import score_all  # late: loads numpy

            score_all(self._terms, rowids, taste.profile, self._table, kept, is_stale)
            return
        scorer = self._scorer
        if scorer is None or scorer.profile is not taste.profile:
            scorer = self._scorer = RowScorer(taste.profile, self._table)
        scorer.expect(len(rowids))
        places = self._terms.places
        for some in batched(sorted(rowids, key=places.__getitem__), _SCORED_AT_ONCE):
            _check(is_stale)
            for number, own in _by_block(some, places).items():
                block = self._terms.block(number)
                if not block.rowids:
                    continue  # damaged; its papers are worked out anew
                rows = [places[rowid] % ROWS for rowid in own]
                try:
                    found = scorer.scores(block, rows)
                except IndexError:  # it names terms that there are not
                    self._terms.forget(number)
                    continue
                for rowid, row, value in zip(own, rows, found, strict=True):
                    kept.put(rowid, block.revs[row], value)

    def _is_sooner_by_arrays(self, rowids: Sequence[int]) -> bool:
        """Whether papers are scored sooner by arrays."""
        plain, arrays = _ONE_BY_ONE * len(rowids), _ARRAYS
        if "numpy" not in sys.modules:
            arrays += _LOADING
        if plain <= arrays + _BLOCK:
            return False
        if plain <= arrays + _BLOCK * len(self._terms):  # else it does not matter where they are
            places = self._terms.places
            if plain <= arrays + _BLOCK * len({places[rowid] // ROWS for rowid in rowids}):
                return False
        return find_spec("numpy") is not None

    def _held(self, rowids: Sequence[int], revs: Mapping[int, int] | array[int]) -> Sequence[int]:
        """Return the papers whose terms are known as these are now."""
        self._terms.grow(max(rowids, default=-1) + 1)
        known = self._terms.revs
        if is_for_arrays(rowids) and isinstance(revs, array):
            from ...taste.array_order import agreeing

            return agreeing(rowids, known, revs)
        return [rowid for rowid in rowids if known[rowid] == revs[rowid]]

    def _chosen(self, rowids: Sequence[int], taste: Learned, is_stale: IsStale) -> Sequence[int]:
        """Return which papers are worked out now: of many those that may have most of the taste.

        By the search index; where that is missing or knows none of them, the first ones.
        """
        if len(rowids) <= MOST_MADE:
            return rowids
        newest = sorted(taste.liked, key=lambda rowid: -taste.lessons.liked[rowid].clock)[:_SEEDS]
        try:
            near = {*self._near(newest, MOST_MADE // len(newest), is_stale)}
        except SearchIndexError:
            near = set()
        if near.isdisjoint(rowids):
            near.update(rowids[:MOST_MADE])
        near.update(newest)
        return [rowid for rowid in rowids if rowid in near]

    def _there(self, rowids: Sequence[int]) -> tuple[Sequence[int], Mapping[int, int] | array[int]]:
        """Return which of these papers are not gone, and when papers changed last."""
        database = self._context.database
        if len(rowids) <= _FEW:
            found = dict(database.rows(_REVS, (json.dumps([*rowids]),)))
            return [rowid for rowid in rowids if rowid in found], found
        with database.moment():
            if self._rev < 0:
                pids, revs = (read_numbers(database, _ALL.format(name)) for name in ("pid", "rev"))
                changed: Iterable[tuple[int, int]] = zip(pids, revs, strict=True)
            else:
                changed = database.rows(_SINCE, (self._rev,))
            is_new = False
            for rowid, rev in changed:
                is_new = True
                if rowid >= len(self._revs):
                    self._revs.extend(array("q", [-1]) * (rowid + 1 - len(self._revs)))
                self._revs[rowid] = rev
                self._rev = max(self._rev, rev)
            if is_new:
                self._has_gaps = -1 in self._revs
        size = len(self._revs)
        if self._has_gaps or max(rowids) >= size:
            rowids = [one for one in rowids if one < size and self._revs[one] >= 0]
        return rowids, self._revs


def is_for_arrays(rowids: Sequence[int]) -> bool:
    """Whether there are so many papers that numpy is worth while, which is loaded by now."""
    return len(rowids) >= _MANY and "numpy" in sys.modules


def _differing(
    rowids: Sequence[int], revs: array[int], others: Mapping[int, int] | array[int]
) -> Sequence[int]:
    """Return the papers that changed since."""
    if is_for_arrays(rowids) and isinstance(others, array):
        from ...taste.array_order import differing

        return differing(rowids, revs, others)
    return [rowid for rowid in rowids if revs[rowid] != others[rowid]]


def batched(rowids: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield row numbers, so many at once."""
    rest = iter(rowids)
    while some := list(islice(rest, size)):
        yield some


def _by_block(rowids: Iterable[int], places: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for rowid in rowids:
        found.setdefault(places[rowid] // ROWS, []).append(rowid)
    return found


def _check(is_stale: IsStale) -> None:
    if is_stale is not None and is_stale():
        raise Superseded
