"""The dictionary of a segment: posting lists, frequencies and terms, looked up by their words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .postings.postings import Postings
from .schema import NO_TERM, FlatPostings, unpacked
from .storage import damage_reported


def read_postings(reader: Any, field: str, term: str) -> Postings | None:
    """Return the posting list of a term, deleted documents included; None if there is none."""
    with damage_reported():
        try:
            return _flat(reader, field, term.encode()).postings
        except NO_TERM:
            return None


def _flat(reader: Any, field: str, term: bytes) -> FlatPostings:
    matcher = reader.postings(field, term)
    # Where documents were deleted, Whoosh hides them behind a matcher around the list.
    flat: FlatPostings = getattr(matcher, "child", matcher)
    return flat


def document_frequency(reader: Any, field: str, term: str) -> int:
    """Return how many documents have a term, deleted ones included."""
    with damage_reported():
        count: int = reader.doc_frequency(field, term.encode())
        return count


def read_terms(reader: Any, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
    """Return the terms with a prefix and how many documents have each, `most` at most."""
    start = prefix.encode()
    terms: list[tuple[str, int]] = []
    with damage_reported():
        for (name, term), info in islice(reader.iter_from(field, start), most):
            if name != field or not term.startswith(start):
                break
            terms.append((term.decode(), info.doc_frequency()))
    return terms


class PrefixReader:
    """The posting lists of the terms of a field with a prefix, `most` at most.

    Their places are in the dictionary, which is gone through once: to ask Whoosh for every list
    would look each of them up again.
    """

    def __init__(self, reader: Any, field: str, prefix: str, most: int) -> None:
        self._reader, self._field = reader, field
        self._prefix, self._most = prefix.encode(), most
        self._places: list[tuple[str, int]] = []
        self._file: Any = None
        self.count = 0
        """Postings in all of them."""

    def look_up(self) -> Iterator[str]:
        """Find their places, and yield each of the terms."""
        with damage_reported():
            terms = self._reader.iter_from(self._field, self._prefix)
            for (name, term), info in islice(terms, self._most):
                if name != self._field or not term.startswith(self._prefix):
                    break
                if self._file is None:
                    self._file = _flat(self._reader, name, term).file
                self._places.append((term.decode(), info.extent()[0]))
                self.count += info.doc_frequency()
                yield self._places[-1][0]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[str, Postings]]:
        for term, offset in self._places:
            with damage_reported():
                found = unpacked(self._file, offset)
            yield term, found
