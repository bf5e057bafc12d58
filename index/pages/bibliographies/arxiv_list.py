"""arXiv ids and links, one on each line: papers of which no more is known yet."""

from __future__ import annotations

from collections.abc import Iterator

from ...paper import Record, arxiv_id, stub_title
from ...text import clean
from ..contents import Problem
from ..record_files import RecordFile

_LONGEST = 2000
"""Characters of a line; a link has fifty."""
_REMEMBERED = 200_000
"""Ids of which a second line is passed by."""


class ArxivList(RecordFile):
    """A paper for each id; a line that is none is reported, one after `#` passed by."""

    def _found(self) -> Iterator[Record | Problem]:
        seen: set[str] = set()
        for number, raw in enumerate(self.text.lines(), 1):
            line = raw[:_LONGEST].partition(" #")[0].strip("\ufeff \t")
            if not line or line.startswith("#"):
                continue
            found = arxiv_id(line)
            if found is None:
                yield Problem(number, f"It is no arXiv id: {clean(line[:60])}")
            elif found not in seen:
                if len(seen) < _REMEMBERED:
                    seen.add(found)
                yield Record(stub_title(found), "", self.rank, number, arxiv_id=found)
