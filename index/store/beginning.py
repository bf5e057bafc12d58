"""The order of a large library of which only a stretch has been read, and the rest when it is due.

A list that has just been opened shows some fifty papers of a million. Those are read first, by the
index that the order has, with the number of all; the others on another thread, or as soon as one
is asked for that is not among them. All are read from one moment of the library, for which a
connection of its own is kept until then: whatever is written meanwhile, the list is one.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import overload

from ..database.connections import explained
from ..database.database import Database

LARGE = 20_000
"""Papers of which less are read at once."""

_STRETCH = 400
"""Papers that are read before the others."""

_BEFORE = 150
"""How many of them stand above the one that is looked for."""

_TOGETHER = 5_000
"""Papers that are read without a break."""

_REV = "SELECT value FROM meta WHERE key = 'rev'"

_TOTAL = "SELECT count(*) FROM papers"
"""Counted by whole pages, where `WHERE` would look at each paper."""

_HAS_HIDDEN = "SELECT 1 FROM papers WHERE hidden = 1 LIMIT 1"

_ORDER = "SELECT pid FROM papers WHERE hidden = 0 ORDER BY import_no DESC, score DESC, pid"

_PLACE = "SELECT import_no, score FROM papers WHERE pid = ? AND hidden = 0"

_ABOVE = "SELECT count(*) FROM papers WHERE hidden = 0 AND import_no "
_ABOVES = (
    _ABOVE + "> :import_no",
    _ABOVE + "= :import_no AND score > :score",
    _ABOVE + "= :import_no AND score = :score AND pid < :pid",
)
"""Added up, how many stand above a paper: each by a range of the order's index."""


class Beginning(Sequence[int]):
    """The row numbers of all papers in the order `relevance`; safe for threads.

    Whoever asks for one that is not at hand waits for all. Raises StoreError.
    """

    def __init__(
        self, database: Database, keep: int | None, whole: Callable[[int, array[int]], object]
    ) -> None:
        """Read the first papers, or those around `keep`; `whole` is told the rev and all."""
        self._path = database.path
        self._tell_whole = whole
        self._lock = threading.Lock()
        self._is_closed = False
        self._order: array[int] | None = None
        self._connection = database.connect()
        with explained(self._path):
            self._connection.execute("BEGIN")
            self.rev = self._number(_REV)
            is_hidden = self._number(_HAS_HIDDEN)
            self._total = self._number(_TOTAL + " WHERE hidden = 0" * is_hidden)
            place = None if keep is None else self._place(keep)
            self._absent = keep if place is None else None
            # Whatever is looked for, a list may be laid out before it is scrolled there.
            starts = dict.fromkeys((0, max(0, (place or 0) - _BEFORE)))
            self._stretches = [(start, self._read(start)) for start in starts]

    def _read(self, start: int) -> array[int]:
        found = self._connection.execute(f"{_ORDER} LIMIT ? OFFSET ?", (_STRETCH, start))
        return array("q", (rowid for (rowid,) in found))

    def _number(self, sql: str) -> int:
        row = self._connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])

    def _place(self, rowid: int) -> int | None:
        """Return how many papers stand above one; None where it is not in sight."""
        row = self._connection.execute(_PLACE, (rowid,)).fetchone()
        if row is None:
            return None
        names = {"import_no": row[0], "score": row[1], "pid": rowid}
        return sum(int(self._connection.execute(sql, names).fetchone()[0]) for sql in _ABOVES)

    @property
    def is_whole(self) -> bool:
        """Whether all papers are at hand."""
        return self._order is not None

    def complete(self, is_wanted: Callable[[], bool] = lambda: True) -> array[int]:
        """Read all papers and return them, or those read when they are not wanted any more."""
        with self._lock:
            if self._order is not None:
                return self._order
            order = array("q")
            with explained(self._path):
                cursor = self._connection.execute(_ORDER)
                while rows := cursor.fetchmany(_TOGETHER):
                    order.extend([rowid for (rowid,) in rows])
                    if self._is_closed or not is_wanted():
                        cursor.close()
                        return order
            self._connection.close()
            self._order = order
        self._tell_whole(self.rev, order)
        return order

    def close(self) -> None:
        """Let go of the library; what is not at hand cannot be asked for any more."""
        self._is_closed = True
        with self._lock:
            self._connection.close()

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> array[int]: ...

    def __getitem__(self, place: int | slice) -> int | array[int]:
        if self._order is None:
            asked = range(self._total)[place]
            wanted = asked if isinstance(asked, range) else range(asked, asked + 1)
            if not wanted:
                return array("q")
            for first, stretch in self._stretches:
                has = range(first, first + len(stretch)).__contains__
                if has(wanted[0]) and has(wanted[-1]):
                    if isinstance(asked, int):
                        return stretch[asked - first]
                    return array("q", (stretch[at - first] for at in asked))
        found: int | array[int] = self.complete()[place]
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self.complete())

    def __contains__(self, rowid: object) -> bool:
        return any(rowid in stretch for _, stretch in self._stretches) or rowid in self.complete()

    def index(self, rowid: int, start: int = 0, stop: int | None = None) -> int:
        """Return the place of a paper; ValueError where it is not in the list."""
        if self._order is None and start == 0 and stop is None:
            if rowid == self._absent:
                raise ValueError("the paper is not in the list")
            for first, stretch in self._stretches:
                with suppress(ValueError):
                    return first + stretch.index(rowid)
        return self.complete().index(rowid, start, len(self) if stop is None else stop)
