"""What only the long rows of the library tell, such as authors: read once, then kept in memory.

Each of the four is read when it is first asked for, a few thousand papers at a time: a hundred
thousand rows at once would need more memory than what is kept of them.
"""

from __future__ import annotations

import json
import threading
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from ...store.store import Store
from ..analysis.names import plain_lines
from ..postings.fields import kinds_of
from .paper_set import PaperSet

_TOGETHER = 4000
"""Papers that are read together."""

_AUTHORS = "SELECT pid, authors FROM texts WHERE pid > ? AND authors <> '[]' ORDER BY pid LIMIT ?"
_COUNTS = (
    "SELECT json_group_array(pid), json_group_array(count) FROM (SELECT pid, "
    "coalesce(nullif(author_count, 0), json_array_length(authors)) AS count FROM texts "
    "WHERE pid > ? AND (author_count > 0 OR authors <> '[]') ORDER BY pid LIMIT ?)"
)
_LINKS = "SELECT pid, links FROM texts WHERE pid > ? AND links <> '[]' ORDER BY pid LIMIT ?"

_DETAILS = "SELECT pid, details FROM texts WHERE pid > ? AND details <> '{}' ORDER BY pid LIMIT ?"

TYPES = {
    "journal": "article-journal",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "conference": "paper-conference",
    "proceedings": "paper-conference",
    "preprint": "article",
    "dissertation": "thesis",
}
"""What people call some of CSL's types."""

_Value = TypeVar("_Value")


class _Names(NamedTuple):
    """The authors of all papers."""

    rowids: array[int]
    """Every paper with authors."""
    text: str
    """Their names, folded; a line for each paper, a space on both sides of a word."""
    lines: array[int]
    """Where the line of each begins."""


class _Details(NamedTuple):
    """What few papers have."""

    venues: list[tuple[int, str]]
    keywords: list[tuple[int, str]]
    categories: dict[str, set[int]]
    """Papers by category in small letters."""
    types: dict[str, set[int]]


class FieldCache:
    """Authors, links and details of all papers; safe for threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[int, Any]] = {}

    def written_by(self, words: Sequence[str], is_prefix: bool) -> frozenset[int]:
        """Return the papers with an author whose name has these words one behind the other."""
        rowids, text, lines = self._read("names", self._load_names)
        wanted = f" {' '.join(words)}" + ("" if is_prefix else " ")
        found = []
        at = text.find(wanted)
        while at >= 0:
            line = bisect_right(lines, at) - 1
            found.append(rowids[line])
            end = lines[line + 1] if line + 1 < len(lines) else len(text)
            at = text.find(wanted, end)
        return frozenset(found)

    def counted(self, low: int | str | None, high: int | str | None) -> PaperSet:
        """Return the papers with so many authors."""
        least, most = int(low or 0), None if high is None else int(high)
        return PaperSet(
            frozenset(
                rowid
                for rowid, count in zip(*self._read("counts", self._load_counts), strict=True)
                if count >= least and (most is None or count < most)
            )
        )

    def linked(self, kind: str) -> PaperSet:
        """Return the papers with a link: to code, or any."""
        return self._read("links", self._load_links)[kind]

    def venues(self) -> Sequence[tuple[int, str]]:
        """Return the papers with a journal, proceedings or a book that they are in."""
        return self._read("details", self._load_details).venues

    def keywords(self) -> Sequence[tuple[int, str]]:
        """Return every keyword with the paper that has it."""
        return self._read("details", self._load_details).keywords

    def in_category(self, name: str, is_prefix: bool) -> frozenset[int]:
        """Return the papers in a category of arXiv, or in any of an archive."""
        wanted = name.lower()
        begun = wanted if is_prefix else f"{wanted.rstrip('.')}."
        found: set[int] = set()
        for category, rowids in self._read("details", self._load_details).categories.items():
            if category == wanted or category.startswith(begun):
                found |= rowids
        return frozenset(found)

    def of_type(self, name: str, is_prefix: bool) -> frozenset[int]:
        """Return the papers of one of CSL's types, by its name or what people call it."""
        wanted = TYPES.get(name.lower(), name.lower())
        found: set[int] = set()
        for kind, rowids in self._read("details", self._load_details).types.items():
            if kind == wanted or (is_prefix and kind.startswith(wanted)):
                found |= rowids
        return frozenset(found)

    def _read(self, name: str, load: Callable[[], _Value]) -> _Value:
        """Return what was read at the library's present revision, or read it now."""
        with self._lock:
            rev = self._store.rev
            known = self._kept.get(name)
            if known is None or known[0] != rev:
                known = self._kept[name] = rev, load()
            value: _Value = known[1]
            return value

    def _parts(self, sql: str) -> Iterator[list[Any]]:
        last = -1
        while rows := self._store.database.rows(sql, (last, _TOGETHER)):
            yield rows
            last = rows[-1][0]

    def _load_names(self) -> _Names:
        rowids, lines = array("q"), array("q")
        parts: list[str] = []
        at = 0
        for rows in self._parts(_AUTHORS):
            part = plain_lines([authors for _, authors in rows])
            parts.append(part)
            rowids.extend(rowid for rowid, _ in rows)
            begin = 0
            for _ in rows:
                lines.append(at + begin)
                begin = part.index("\n", begin) + 1
            at += len(part)
        return _Names(rowids, "".join(parts), lines)

    def _load_counts(self) -> tuple[array[int], array[int]]:
        rowids, counts = array("q"), array("q")
        last = -1
        while True:
            told = self._store.database.row(_COUNTS, (last, _TOGETHER))
            part, counted = map(json.loads, told)
            if not part:
                return rowids, counts
            rowids.fromlist(part)
            counts.fromlist(counted)
            last = part[-1]

    def _load_links(self) -> dict[str, PaperSet]:
        links: dict[str, list[int]] = {"link": [], "code": []}
        for rows in self._parts(_LINKS):
            links["link"] += [rowid for rowid, _ in rows]
            links["code"] += [rowid for rowid, kept in rows if "code" in kinds_of(kept)]
        return {kind: PaperSet(frozenset(found)) for kind, found in links.items()}

    def _load_details(self) -> _Details:
        details = _Details([], [], {}, {})
        for rows in self._parts(_DETAILS):
            for rowid, text in rows:
                told = _object(text)
                if isinstance(venue := told.get("venue"), str):
                    details.venues.append((rowid, venue))
                keywords = told.get("keywords", ())
                for word in keywords if isinstance(keywords, list) else ():
                    details.keywords.append((rowid, str(word)))
                if isinstance(kind := told.get("type"), str):
                    details.types.setdefault(kind.lower(), set()).add(rowid)
                categories = told.get("categories", ())
                for name in categories if isinstance(categories, list) else ():
                    details.categories.setdefault(str(name).lower(), set()).add(rowid)
        return details


def _object(text: str) -> dict[str, Any]:
    """Return an object kept as JSON; a damaged one costs itself alone."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
