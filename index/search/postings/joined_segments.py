"""The segments of an index side by side: their documents numbered through, their lists joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .dictionary import Run
from .fields import GRADED
from .packing import unpack
from .postings import Postings
from .segment import Segment
from .term_blocks import Entry

_CHECKED = 64
"""Lists that are read before it is asked again whether anybody waits."""


class Begun(NamedTuple):
    """The terms that begin alike."""

    terms: list[bytes]
    """All of them, by their bytes."""
    runs: list[Run]
    """Those of each segment."""

    @property
    def postings(self) -> int:
        """How many postings their lists have."""
        return sum(sum(run.counts) for run in self.runs)


class JoinedSegments:
    """Segments whose documents are numbered through, and the kind of lists that is made of them."""

    def __init__(self, segments: Sequence[Segment], bases: Sequence[int], has_arrays: bool) -> None:
        self.segments = segments
        self.bases = bases
        """The number of the first document of each."""
        self.has_arrays = has_arrays
        """Whether lists are NumPy's arrays."""

    def entries(self, field: str, term: str) -> Iterator[tuple[Segment, int, Entry]]:
        """Yield the segments that have a term, with the number of their first document."""
        for segment, base in zip(self.segments, self.bases, strict=True):
            entry = segment.find(field, term)
            if entry is not None:
                yield segment, base, entry

    def papers_of(
        self, field: str, terms: Sequence[str], check: Callable[[], object]
    ) -> dict[str, int]:
        """Return for each of some terms how many papers have it, without reading its list.

        `check` is called before each segment, and may raise.
        """
        wanted = sorted(term.encode() for term in terms)
        found = dict.fromkeys(wanted, 0)
        for segment in self.segments:
            check()
            segment.add_papers(field, wanted, found)
        return {term.decode(): papers for term, papers in found.items()}

    def begun(self, field: str, prefix: str, most: int) -> Begun:
        """Return the terms with a prefix, `most` at most, as each segment has them."""
        runs = [segment.run(field, prefix, most) for segment in self.segments]
        if len(runs) == 1:
            return Begun(runs[0].terms, runs)
        terms = sorted(set[bytes]().union(*(run.terms for run in runs)))
        if len(terms) > most:
            del terms[most:]
            runs = [run.cut(bisect_right(run.terms, terms[-1])) for run in runs]
        return Begun(terms, runs)

    def unpacked(self, field: str, segment: Segment, base: int, entry: Entry) -> Postings:
        """Return the list of a term in one segment. Raises what damaged files make of it."""
        segment.checked(entry)
        packed, has_impacts = segment.postings(entry), field in GRADED
        if self.has_arrays:
            from .arrays import unpack_arrays

            found = unpack_arrays(packed, entry.papers, base, has_impacts)
        else:
            found = unpack(packed, entry.papers, base, has_impacts)
        return _bounded(found, base + len(segment.rowids))

    def joined(self, parts: Sequence[Postings]) -> Postings | None:
        """Return the lists of one term in several segments, in their order, as one."""
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        if self.has_arrays:
            from .arrays import joined

            return joined(parts)
        ids = parts[0].ids[:]
        for part in parts[1:]:
            ids.extend(part.ids)
        return Postings(ids, b"".join(part.impacts for part in parts))

    def lists(
        self, field: str, runs: Sequence[Run], check: Callable[[], object]
    ) -> Iterator[Postings]:
        """Yield the lists of terms that follow each other in each segment.

        In plain Python that is one for each term. As arrays it is one for each segment, which has a
        document once for every term and does not ascend. The bytes of the lists stand one behind
        the other, so that a segment's are read at once. `check` is called now and then, and may
        raise. Raises what damaged files lead to.
        """
        has_impacts = field in GRADED
        for segment, base, run in zip(self.segments, self.bases, runs, strict=True):
            if not run.terms:
                continue
            check()
            first, end = run.offsets[0], base + len(segment.rowids)
            data = segment.lists(first, run.offsets[-1] - first)
            bounds = [offset - first for offset in run.offsets]
            if self.has_arrays:
                from .arrays import unpack_run

                yield unpack_run(data, bounds, run.counts, base, end, has_impacts, check)
                continue
            for place, count in enumerate(run.counts):
                if place % _CHECKED == 0:
                    check()
                packed = data[bounds[place] : bounds[place + 1]]
                yield _bounded(unpack(packed, count, base, has_impacts), end)


def _bounded(found: Postings, end: int) -> Postings:
    """Return a list of a segment; ValueError where it names papers that are not there."""
    if found.ids[-1] >= end:
        raise ValueError("it names papers it has not")
    return found
