"""The segments of an index side by side: their documents numbered through, their lists joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

from ..storage import damage_reported
from .dictionary import Entry
from .fields import GRADED
from .packing import SHORT, unpack
from .postings import Postings
from .segment import Segment

_CHECKED = 64
"""Lists that are read before it is asked again whether anybody waits."""


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

    def with_prefix(
        self, field: str, prefix: str
    ) -> Iterator[tuple[bytes, list[tuple[int, Entry]]]]:
        """Yield the terms with a prefix with the segments that have them, by their numbers."""
        start = prefix.encode()

        def stream(number: int) -> Iterator[tuple[bytes, int, Entry]]:
            for term, entry in self.segments[number].dictionary.entries(field, start):
                if not term.startswith(start):
                    return
                yield term, number, entry

        if len(self.segments) == 1:
            for term, _, entry in stream(0):
                yield term, [(0, entry)]
            return
        streams = merge(*map(stream, range(len(self.segments))))
        for term, group in groupby(streams, key=itemgetter(0)):
            yield term, [(number, entry) for _, number, entry in group]

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

    def together(
        self, field: str, found: Sequence[tuple[int, Entry]], check: Callable[[], object]
    ) -> Iterator[Postings]:
        """Yield the lists of terms that follow each other, as arrays; short ones put together.

        Their bytes stand one behind the other, so that a segment's are read at once. `check` is
        called now and then, and may raise. Raises SearchIndexError for damaged files.
        """
        from .arrays import unpack_arrays, unpack_together

        entries: dict[int, list[Entry]] = {}
        for number, entry in found:
            entries.setdefault(number, []).append(entry)
        for number, some in entries.items():
            begin, last = some[0].offset, some[-1]
            with damage_reported():
                data = self.segments[number].lists(begin, last.offset + last.length - begin)
            short = [entry for entry in some if entry.papers <= SHORT]
            long = [entry for entry in some if entry.papers > SHORT]
            base, has_impacts = self.bases[number], field in GRADED
            end = base + len(self.segments[number].rowids)

            def packed(entry: Entry, begin: int = begin, data: bytes = data) -> bytes:
                return data[entry.offset - begin : entry.offset - begin + entry.length]

            if short:
                count = sum(entry.papers for entry in short)
                with damage_reported():
                    together = b"".join(map(packed, short))
                    one = _bounded(unpack_together(together, count, base, has_impacts), end)
                yield one
            for place, entry in enumerate(long):
                if place % _CHECKED == 0:
                    check()
                with damage_reported():
                    one = _bounded(
                        unpack_arrays(packed(entry), entry.papers, base, has_impacts), end
                    )
                yield one


def _bounded(found: Postings, end: int) -> Postings:
    """Return a list of a segment; ValueError where it names papers that are not there."""
    if found.ids[-1] >= end:
        raise ValueError("it names papers it has not")
    return found
