"""JSON documents into papers: answers of the Daily Papers API, lists, CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...paper import Record
from ..contents import Problem
from ..record_files import RecordFile
from ..streams import NO_UTF8, is_damaged
from ..values import NoPaperError
from .json_stream import BrokenError, JsonStream, iterate_entries
from .objects import read_object

_LISTS = ("papers", "dailyPapers", "items", "results", "references", "data", "recommendedPapers")
"""Under which key an object may keep its list of papers."""
_OF_ONE_PAPER = ("authors", "author", "tags", "links")
"""Under which keys a paper has lists in which no papers stand."""


class JsonFile(RecordFile):
    """The papers of JSON documents, read entry by entry."""

    def _found(self) -> Iterator[Record | Problem]:
        stream = JsonStream(self.text.pieces())
        number = 0
        for line, text, entry in iterate_entries(stream, _LISTS):
            if isinstance(entry, BrokenError):
                yield Problem(line, str(entry))
                continue
            number += 1
            if is_damaged(text):
                yield Problem(line, f"Record {number}: {NO_UTF8}")
                continue
            for one in _with_swallowed(entry):
                try:
                    yield read_object(one, self.rank, line)
                except NoPaperError as error:
                    yield Problem(line, f"Record {number}: {error}")


def _with_swallowed(entry: Any) -> Iterator[Any]:
    """Yield an entry, and those that it took for its authors where its list of them has no end.

    Then all that follow stand in that list, as JSON without a fault.
    """
    entries = [entry]
    while entries:
        one = entries.pop()
        yield one
        if not isinstance(one, dict):
            continue
        lists = [one[key] for key in _OF_ONE_PAPER if isinstance(one.get(key), list)]
        found = [inner for values in lists for inner in values if _has_title(inner)]
        entries += reversed(found)


def _has_title(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("title"), str)
