"""An open index: the lists of a term over all its segments, and what is kept of them in memory.

Documents are numbered through all segments. There are two kinds of lists: arrays and bytes of
Python's own, and NumPy's arrays, which long lists are read into many times as fast; NumPy is
imported where it is installed and the index is large enough to be worth that.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from ..errors import SearchIndexError
from .lists.choice import lists_of, suits_arrays
from .postings.fields import EDGES, TEXT
from .postings.impacts import EDGE_LENGTH, WHOLE, stronger
from .postings.joined_segments import Begun, JoinedSegments
from .postings.place_reader import PlaceReader
from .postings.places import Occurrences
from .postings.postings import Postings
from .postings.segment import Segment
from .query.effort import LOOKED_UP, Effort
from .schema import read_contents
from .storage import damage_reported

_KEEP = 24 << 20
"""Bytes of posting lists that are kept in memory."""

_MOST_EXPANDED = 2000
"""Words that are looked at for one prefix."""

_EXPANDED = LOOKED_UP * 3 // 2
"""Units of effort for each of them, beside its postings."""

_KEEP_COUNTS = 20_000
"""Terms of which it is kept how many papers have them."""

_KEEP_MADE = 200
"""Things made of lists that are kept, of some thousand papers at most."""

_UNFINISHED = bytes(impact & ~WHOLE for impact in range(256))


class IndexReader:
    """The segments of an index as one; it keeps the lists it read while they are in use."""

    def __init__(self, segments: Sequence[Segment], use_arrays: bool | None = None) -> None:
        """Join segments. `use_arrays` says which lists there are; by default the size does."""
        self._segments = segments
        self.rowids: array[int] = array("I")
        """The paper of every document."""
        bases: list[int] = []
        deleted: list[int] = []
        for segment in segments:
            base = len(self.rowids)
            bases.append(base)
            self.rowids.extend(segment.rowids)
            deleted.extend(doc + base for doc in segment.deleted)
        self.deleted = frozenset(deleted)
        """Documents that are no more."""
        self.count = len(self.rowids) - len(self.deleted)
        """Documents that are there."""
        self.has_arrays = suits_arrays(len(self.rowids)) if use_arrays is None else use_arrays
        """Whether lists are NumPy's arrays."""
        self.lists = lists_of(self.rowids, self.deleted, self.has_arrays)
        """What searches do with them."""
        self._joined = JoinedSegments(segments, bases, self.has_arrays)
        self._places = PlaceReader(self._joined)
        self._kept: OrderedDict[tuple[str, str], Postings | None] = OrderedDict()
        self._kept_size = 0
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._counts: dict[tuple[str, str], int] = {}
        self._expanded_for: dict[tuple[str, str], int] = {}
        """What it has taken to put the lists of a prefix together, for those that are kept."""
        self.mark = object()
        """What this open index is told from every other by."""
        self.folder: Path | None = None
        """Where it lies."""

    # Terms

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many papers have a term, deleted ones included, without reading its list."""
        key = (field, term)
        count = self._counts.get(key)
        if count is None:
            if len(self._counts) >= _KEEP_COUNTS:
                self._counts.clear()
            with damage_reported():
                count = sum(entry.papers for _, _, entry in self._joined.entries(field, term))
            self._counts[key] = count
        return count

    def document_frequencies(
        self, field: str, terms: Sequence[str], effort: Effort
    ) -> dict[str, int]:
        """Return for each of many terms how many papers have it; see `document_frequency`."""
        with damage_reported():
            found = self._joined.papers_of(field, terms, effort.check)
        self._counts.update(((field, term), papers) for term, papers in found.items() if papers)
        return found

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the terms with a prefix and how many papers have each, `most` at most."""
        with damage_reported():
            begun = self._joined.begun(field, prefix, most)
            counts = dict.fromkeys(begun.terms, 0)
            for run in begun.runs:
                for term, papers in zip(run.terms, run.counts, strict=True):
                    counts[term] += papers
            return [(term.decode(), papers) for term, papers in counts.items()]

    def forms(self, field: str, term: str) -> tuple[str, ...]:
        """Return the words that a stem has stood for, numbered as `positions` has them."""
        return self._places.forms(field, term)

    def positions(self, field: str, term: str, docs: Sequence[int]) -> Occurrences:
        """Return where a term stands in some of the documents; see `PlaceReader.positions`."""
        return self._places.positions(field, term, docs)

    # Lists

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the posting list of a term over all segments, or None if no paper has it."""
        key = (field, term)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with damage_reported():
            parts = [
                self._joined.unpacked(field, segment, base, entry)
                for segment, base, entry in self._joined.entries(field, term)
            ]
        return self._keep(key, self._joined.joined(parts))

    def prefix_postings(self, field: str, prefix: str, effort: Effort) -> Postings | None:
        """Return the papers with a term that begins so, and for each the best such impact.

        In `edges` a short prefix is a term itself; what only begins like a longer one is no whole
        word there. `_MOST_EXPANDED` terms are looked at.
        """
        if field == EDGES and len(prefix) <= EDGE_LENGTH:
            return self.postings(field, prefix)
        key = (field, f"{prefix}*")
        if key in self._kept:
            self._kept.move_to_end(key)
            effort.read(key, self._expanded_for.get(key, 0))
            return self._kept[key]
        begun = self._expanded(field, prefix, effort)
        with damage_reported():
            return self._keep(key, self._united(field, prefix.encode(), begun, effort))

    def _united(self, field: str, prefix: bytes, begun: Begun, effort: Effort) -> Postings | None:
        """Return the papers that have any of some terms, and for each the best impact."""
        ends = [len(run.terms) for run in begun.runs]
        if field == EDGES:
            # Terms ascend: what all of them begin with is the first, and alone a whole word.
            ends = [run.terms[:1].count(prefix) for run in begun.runs]
        exact = [run.cut(end) for run, end in zip(begun.runs, ends, strict=True)]
        others = [run.cut(len(run.terms), end) for run, end in zip(begun.runs, ends, strict=True)]
        lists = list(self._joined.lists(field, exact, effort.check))
        if not self.has_arrays:
            for ids, impacts in self._joined.lists(field, others, effort.check):
                lists.append(Postings(ids, impacts.translate(_UNFINISHED)))
            return _strongest(lists, field == TEXT, effort)
        from .postings.arrays import strongest, unfinished

        lists.extend(map(unfinished, self._joined.lists(field, others, effort.check)))
        return strongest(lists, field == TEXT, len(self.rowids))

    def _expanded(self, field: str, prefix: str, effort: Effort) -> Begun:
        """Return the terms with a prefix, whose lists are worth their effort."""
        with damage_reported():
            begun = self._joined.begun(field, prefix, _MOST_EXPANDED)
        units = _EXPANDED * len(begun.terms) + begun.postings
        effort.spend(units)
        key = (field, f"{prefix}*")
        self._expanded_for[key] = units
        effort.note(key)
        return begun

    def _keep(self, key: tuple[str, str], found: Postings | None) -> Postings | None:
        """Remember a posting list, and forget those that were not asked for longest."""
        self._kept[key] = found
        self._kept_size += _size(found)
        while self._kept_size > _KEEP and len(self._kept) > 1:
            forgotten, postings = self._kept.popitem(last=False)
            self._kept_size -= _size(postings)
            self._expanded_for.pop(forgotten, None)
        return found

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is made of lists, made once; the last few such things are kept."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        made = self._made[key] = make()
        while len(self._made) > _KEEP_MADE:
            self._made.popitem(last=False)
        return made

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()


def _strongest(lists: Sequence[Postings], is_text: bool, effort: Effort) -> Postings | None:
    """Return the documents of several lists, each with the best of its impacts."""
    merged: dict[int, int] = {}
    for ids, impacts in sorted(lists, key=lambda each: len(each.ids), reverse=is_text):
        effort.check()
        if not merged:
            merged = dict(zip(ids, impacts, strict=True))
        elif is_text:
            more = dict(zip(ids, impacts, strict=True))
            for doc in more.keys() & merged.keys():
                more[doc] = stronger(merged[doc], more[doc])
            merged.update(more)
        else:
            for doc, impact in zip(ids, impacts, strict=True):
                if impact > merged.get(doc, 0):
                    merged[doc] = impact
    ids = array("I", sorted(merged))
    return Postings(ids, bytes(map(merged.__getitem__, ids))) if ids else None


def _size(postings: Postings | None) -> int:
    return 300 + 5 * len(postings.ids) if postings else 300


def open_reader(path: Path, use_arrays: bool | None = None) -> IndexReader:
    """Open the index of a directory; SearchIndexError if it is damaged."""
    segments: list[Segment] = []
    try:
        for note in read_contents(path):
            with damage_reported():
                segments.append(Segment(path, *note))
        with damage_reported():
            reader = IndexReader(segments, use_arrays)
            reader.folder = path
            return reader
    except SearchIndexError:
        for segment in segments:
            segment.close()
        raise
