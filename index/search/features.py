"""What only the long rows of the library tell, such as authors: read once, then kept in memory."""

from __future__ import annotations

import json
import re
import threading
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..store.store import Store
from .members import Members
from .words import fold

_ROWS = "SELECT pid, authors, author_count, links FROM texts ORDER BY pid"

_BETWEEN = re.compile(r"(?:[^\w|]|_)+")


class _Read(NamedTuple):
    """What was read of the library at a revision."""

    rev: int
    pids: array[int]
    """Every paper with authors."""
    names: str
    """Their authors' names, folded; a line for each paper, a space on both sides of a word."""
    lines: array[int]
    """Where the line of each begins."""
    counts: dict[int, int]
    """How many authors each has."""
    links: dict[str, Members]


class Features:
    """Authors and links of all papers; safe for threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: _Read | None = None

    def written_by(self, words: Sequence[str], is_beginning: bool) -> frozenset[int]:
        """Return the papers with an author whose name has these words one behind the other."""
        read = self._read()
        wanted = f" {' '.join(words)}" + ("" if is_beginning else " ")
        found = []
        at = read.names.find(wanted)
        while at >= 0:
            line = bisect_right(read.lines, at) - 1
            found.append(read.pids[line])
            end = read.lines[line + 1] if line + 1 < len(read.lines) else len(read.names)
            at = read.names.find(wanted, end)
        return frozenset(found)

    def counted(self, low: int | str | None, high: int | str | None) -> Members:
        """Return the papers with so many authors."""
        least, most = int(low or 0), None if high is None else int(high)
        return Members(
            frozenset(
                pid
                for pid, count in self._read().counts.items()
                if count >= least and (most is None or count < most)
            )
        )

    def linked(self, kind: str) -> Members:
        """Return the papers with a link: to code, or any."""
        return self._read().links[kind]

    def _read(self) -> _Read:
        with self._lock:
            rev = self._store.rev
            if self._kept is None or self._kept.rev != rev:
                self._kept = self._load(rev)
            return self._kept

    def _load(self, rev: int) -> _Read:
        pids, lines = array("q"), array("q")
        counts: dict[int, int] = {}
        names: list[str] = []
        links: dict[str, list[int]] = {"link": [], "code": []}
        at = 0
        for pid, authors, count, addresses in self._store.database.rows(_ROWS):
            if authors != "[]":
                people = json.loads(authors)
                line = " " + _BETWEEN.sub(" ", fold(" | ".join(people))) + " \n"
                names.append(line)
                pids.append(pid)
                lines.append(at)
                at += len(line)
                count = count or len(people)  # noqa: PLW2901
            if count:
                counts[pid] = count
            if addresses != "[]":
                links["link"].append(pid)
                if any(kind == "code" for _, kind in json.loads(addresses)):
                    links["code"].append(pid)
        sets = {kind: Members(frozenset(found)) for kind, found in links.items()}
        return _Read(rev, pids, "".join(names), lines, counts, sets)
