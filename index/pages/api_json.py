"""JSON documents into papers: answers of the Daily Papers API, lists, CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator

from ..paper import Record
from .json_stream import BrokenError, JsonStream, iterate_entries
from .lines import Problem
from .objects import NoPaperError, read_object
from .record_files import RecordFile
from .streams import NO_UTF8, is_damaged

_LISTS = ("papers", "dailyPapers", "items", "results", "references", "data")
"""Under which key an object may keep its list of papers."""


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
            try:
                yield read_object(entry, self.rank, line)
            except NoPaperError as error:
                yield Problem(line, f"Record {number}: {error}")
