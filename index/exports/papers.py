"""The papers of one export, read some hundred at a time, as often as a format needs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ..paper import Paper
from ..text import clean
from .addresses import is_web
from .keys import citation_key

_PART = 500
"""Papers in memory at a time."""

_PLAIN = re.compile(r"[ -~]*")
_COLUMNS = re.compile(r"(^ +| {2,})")


_NOTHING = {"note": None, "highlights": (), "abstract": "", "files": ()}
"""What may be left out of exports, as it is where there is none."""

_LINES = (
    *("title", "abstract", "organisation", "doi", "venue", "volume", "issue", "pages"),
    *("publisher", "arxiv_comment", "license", "type"),
)
_LISTS = ("authors", "tags", "categories", "keywords", "files")


class Papers:
    """Papers in the order in which they are exported."""

    def __init__(
        self,
        rowids: Sequence[int],
        rows: Callable[[Sequence[int]], list[Paper]],
        added: Callable[[Sequence[int]], Mapping[int, str]],
        heading: str,
        withheld: Collection[str] = (),
        keys: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        """Take what is `withheld`, attributes of papers, and other `keys` than their own."""
        self.rowids = rowids
        self.heading = heading
        """What they are, for formats that have a title."""
        self._withheld: dict[str, Any] = {name: _NOTHING[name] for name in withheld}
        self._keys = keys or {}
        self._rows = rows
        self._added = added

    def __len__(self) -> int:
        return len(self.rowids)

    def __iter__(self) -> Iterator[Paper]:
        return self.of(self.rowids)

    def of(self, rowids: Sequence[int]) -> Iterator[Paper]:
        """Yield some of the papers; those that are gone by now are left out."""
        for start in range(0, len(rowids), _PART):
            for paper in self._rows(rowids[start : start + _PART]):
                yield replace(_safe(paper), **self._withheld)

    def key(self, paper: Paper) -> str:
        """Return the key that a paper is cited by."""
        return self.keys(paper)[0]

    def keys(self, paper: Paper) -> Sequence[str]:
        """Return all keys that a paper is cited by here."""
        own = paper.cite_key or citation_key(paper.id, paper.title)
        return self._keys.get(paper.rowid) or (own,)

    def added(self) -> dict[int, str]:
        """Return when each paper came into the library, in UTC as RFC 3339 has it."""
        moments: dict[int, str] = {}
        for start in range(0, len(self.rowids), _PART):
            for rowid, wall in self._added(self.rowids[start : start + _PART]).items():
                moments[rowid] = _moment(wall)
        return moments


def _moment(wall: str) -> str:
    """Return a wall time in UTC; the beginning of time for none, such as acts from elsewhere have.

    No format that asks for it can do without.
    """
    try:
        moment = datetime.fromisoformat(wall).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _safe(paper: Paper) -> Paper:
    """Return a paper without what no format can hold, which an older library may have kept."""
    told: dict[str, Any] = {
        name: _line(value) for name in _LINES if isinstance(value := getattr(paper, name), str)
    }
    for name in _LISTS:
        told[name] = tuple(filter(None, map(_line, getattr(paper, name))))
    for name in ("note", "remark"):
        if (text := getattr(paper, name)) is not None:
            told[name] = "\n".join(map(_note_line, text.split("\n")))
    told["title"] = told["title"] or "Untitled"
    links = tuple(link for link in paper.links if is_web(link.url))
    return replace(paper, links=links, **told)


def _line(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else clean(text)


def _note_line(line: str) -> str:
    """Return a line with its columns: only what cannot be seen goes."""
    if _PLAIN.fullmatch(line):
        return line
    parts = _COLUMNS.split(line)
    return "".join(part if part.isspace() else clean(part) for part in parts).rstrip()
