"""What the reader says is theirs in a file that Recto did not write: its notes, its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..paper import Record

_NESTED = re.compile(r"\s*(?:>|»|›|::)\s*")
"""What programs put between a keyword and the narrower one within it."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Whose the notes and keywords of files are; a publisher's and its paper's, unless claimed."""

    notes: bool = False
    keywords: bool = False

    def __bool__(self) -> bool:
        return self.notes or self.keywords

    def __str__(self) -> str:
        """Return what tells a page that was read so from the same one read otherwise."""
        return f"notes={self.notes:d} keywords={self.keywords:d}" if self else ""

    def claimed(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield records in which what was claimed is the reader's own."""
        if not self:
            yield from records
            return
        for record in records:
            yield self._claimed(record)

    def _claimed(self, record: Record) -> Record:
        if self.notes and record.remark and not record.note:
            record = record._replace(note=record.remark, remark=None)
        if self.keywords and record.keywords:
            tags = (_NESTED.sub("/", keyword) for keyword in record.keywords)
            record = record._replace(tags=tuple(dict.fromkeys((*record.tags, *tags))), keywords=())
        return record


def claims_of(notes: str, keywords: str) -> Claims:
    """Return what `--notes mine` and `--keywords tags` mean; other words claim nothing."""
    return Claims(notes == "mine", keywords == "tags")
