"""The terms of all papers of a library, in a file of the cache that grows as papers come.

It is made of blocks of at most `ROWS` papers, each with its terms in columns, so that many papers
are scored at once. A paper that changed stands in a later block again, which then counts; what no
longer counts goes when the file is written anew. Of the file only row numbers are kept in memory;
blocks are read as they are asked for, and checked then. All of it can be made anew from the
library: what is damaged is.
"""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ..disk.file_locks import FileLock
from ..disk.private import OWN_FILE, make_directory
from ..disk.whole_files import whole_file
from .blocks import HEAD_SIZE, ROWS, Block, Head, empty, packed, rows_of
from .terms import TermVector
from .weights import TermWeights

FORM = 1
"""Rises with every change of what terms are or how they are kept."""

_FEW = 32
"""Blocks that are too many before the file is written anew."""


class TermFile:
    """The terms of papers by row number; for one thread at a time, and several processes."""

    def __init__(self, path: Path, key: str, table: TermWeights) -> None:
        """Keep in `path` what `key` names."""
        self._path = path
        self._lock = path.with_name(f"{path.name}.lock")
        self._table = table
        line = f"recto terms {FORM} {sys.byteorder} {table.checksum} {key}"
        self._key = f"{line:{-(-len(line) // 8) * 8 + 7}}\n".encode()
        self._file = -1
        self._room = bytearray()
        self._begin()

    def _begin(self) -> None:
        self._end = len(self._key)
        self._starts: list[int] = []
        self.places = array("I")
        """By row number the block of a paper times `ROWS` and its row in it; see `revs`."""
        self.revs = array("q")
        """By row number the `rev` of the paper whose terms are known, -1 where they are not."""
        self._pending = empty()
        self._is_checked = bytearray()
        self._last: tuple[int, Block] | None = None

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self._starts) + 1

    def close(self) -> None:
        """Let go of the file."""
        descriptor, self._file = self._file, -1
        if descriptor >= 0:
            os.close(descriptor)

    def refresh(self) -> None:
        """Take in what is in the file by now."""
        try:
            there = self._path.stat()
            if self._file >= 0:
                own = os.fstat(self._file)
                is_other = (own.st_dev, own.st_ino) != (there.st_dev, there.st_ino)
                if is_other or own.st_size < self._end:
                    self.close()
            if self._file < 0:
                self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
                self._restart()
            self._read_heads(os.fstat(self._file).st_size)
        except OSError:
            self.close()
            self._restart()

    def _restart(self) -> None:
        pending = self._pending
        self._begin()
        self._pending = pending
        self._put(len(self._starts), pending)

    def _read_heads(self, size: int) -> None:
        if self._end == len(self._key) and os.pread(self._file, self._end, 0) != self._key:
            return
        is_new = False
        while self._end + HEAD_SIZE <= size:
            try:
                head = Head(os.pread(self._file, HEAD_SIZE, self._end))
                if self._end + head.size > size:
                    break
                ids = head.ids(os.pread(self._file, head.ids_size, self._end + HEAD_SIZE))
            except ValueError:
                break  # what is behind it is made anew, and written over it
            self._put(len(self._starts), ids)
            self._starts.append(self._end)
            self._is_checked.append(0)
            self._end += head.size
            is_new = True
        if is_new:
            self._put(len(self._starts), self._pending)

    def _put(self, number: int, columns: Sequence[array[int]]) -> None:
        """Note where the papers of a block are."""
        rowids, revs = columns[:2]
        self.grow(max(rowids, default=-1) + 1)
        for place, (rowid, rev) in enumerate(zip(rowids, revs, strict=True), number * ROWS):
            self.places[rowid] = place
            self.revs[rowid] = rev

    def grow(self, size: int) -> None:
        """Have room for row numbers below `size`."""
        more = size - len(self.revs)
        if more > 0:
            self.revs.extend(array("q", [-1]) * more)
            self.places.extend(array("I", [0]) * more)

    def add(self, rowid: int, rev: int, vector: TermVector) -> None:
        """Keep the terms of a paper; they are written with those of others."""
        columns = self._pending
        find = self._table.find
        places = [find(term) for term in vector.terms]
        pairs = list(zip(places, vector.terms, vector.weights, strict=True))
        known = [(place, weight) for place, _, weight in pairs if place >= 0]
        others = [(term, weight) for place, term, weight in pairs if place < 0]
        for column, value in zip(
            columns,
            (rowid, rev, vector.norm, vector.length, len(known), len(others), len(vector.authors)),
            strict=False,
        ):
            column.append(value)
        columns[7].extend(place for place, _ in known)
        columns[8].extend(term for term, _ in others)
        columns[9].extend(vector.authors)
        columns[10].extend(weight for _, weight in known)
        columns[11].extend(weight for _, weight in others)
        self.grow(rowid + 1)
        self.places[rowid] = len(self._starts) * ROWS + len(columns[0]) - 1
        self.revs[rowid] = rev
        if len(columns[0]) >= ROWS:
            self.write()

    def write(self) -> None:
        """Write what was added; what cannot be written is forgotten, and made anew."""
        if not self._pending[0]:
            return
        try:
            make_directory(self._path.parent)
            with FileLock(self._lock) as lock:
                if not lock.take(wait=False):  # who holds it may be stopped for ever
                    raise BlockingIOError
                self.refresh()
                self._append()
        except OSError:
            pending, self._pending = self._pending, empty()
            for rowid in pending[0]:
                self.revs[rowid] = -1

    def _append(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWN_FILE)
        try:
            if self._end == len(self._key):
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, self._key, 0)
            os.ftruncate(descriptor, self._end)  # what is behind it is damaged
            data, at = memoryview(packed(self._pending)), self._end
            while data:
                written = os.pwrite(descriptor, data, at)
                data, at = data[written:], at + written
        finally:
            os.close(descriptor)
        self._pending = empty()
        self.refresh()

    def block(self, number: int) -> Block:
        """Return a block, whose numbers are its own until another is asked for.

        One without papers where it is damaged, whose terms are known no more.
        """
        if number == len(self._starts):
            return Block(*self._pending)
        if self._last is None or self._last[0] != number:
            self._last = number, self._read(number)
        return self._last[1]

    def vector(self, rowid: int) -> TermVector | None:
        """Return the terms of a paper that are known; none where they are damaged."""
        number, row = divmod(self.places[rowid], ROWS)
        block = self.block(number)
        if not block.rowids:
            return None
        known, others, authors = (
            slice(sum(counts[:row]), sum(counts[: row + 1]))
            for counts in (block.known_counts, block.other_counts, block.author_counts)
        )
        try:
            terms = array("I", map(self._table.hashes.__getitem__, block.known[known]))
        except IndexError:
            self.forget(number)
            return None
        terms.extend(block.others[others])
        weights = array("H", block.known_weights[known])
        weights.extend(block.other_weights[others])
        names = array("I", block.authors[authors])
        return TermVector(terms, weights, block.norms[row], names, block.lengths[row])

    def _read(self, number: int) -> Block:
        start = self._starts[number]
        try:
            head = Head(os.pread(self._file, HEAD_SIZE, start))
            size = head.size - HEAD_SIZE
            if size > len(self._room):  # else it is used again: to ask for new room takes longer
                self._room = bytearray(size)
            data = memoryview(self._room)[:size]
            os.lseek(self._file, start + HEAD_SIZE, os.SEEK_SET)
            read = os.readv(self._file, [data])
            block = head.block(data[:read], is_checked=bool(self._is_checked[number]))
        except (OSError, ValueError):
            self.forget(number)
            return Block(*empty())
        self._is_checked[number] = 1
        return block

    def forget(self, number: int) -> None:
        """Know no more what a block has, which was damaged or made up by somebody."""
        for rowid, place in enumerate(self.places):
            if place // ROWS == number:
                self.revs[rowid] = -1

    def shrink(self, is_wanted: Callable[[], bool]) -> None:
        """Write the file anew where much of it counts no more, or its blocks are many and small."""
        rows = len(self.revs) - self.revs.count(-1)
        if len(self._starts) <= 2 * (rows // ROWS) + _FEW:
            return
        with suppress(OSError), FileLock(self._lock) as lock:
            if lock.take(wait=False):
                self.refresh()
                with (
                    suppress(InterruptedError),
                    whole_file(self._path, is_private=True) as partial,
                    partial.open("wb") as file,
                ):
                    file.write(self._key)
                    for columns in self._joined(is_wanted):
                        file.write(packed(columns))
        self.refresh()

    def _joined(self, is_wanted: Callable[[], bool]) -> Iterator[list[array[int]]]:
        """Yield the blocks anew, full ones; raises InterruptedError once nobody wants them."""
        joined = empty()
        for number in range(len(self._starts)):
            if not is_wanted():
                raise InterruptedError
            block = self.block(number)
            for row, columns in enumerate(rows_of(block)):
                rowid = block.rowids[row]
                if self.places[rowid] != number * ROWS + row or self.revs[rowid] < 0:
                    continue
                for column, values in zip(joined, columns, strict=True):
                    column.extend(values)
                if len(joined[0]) == ROWS:
                    yield joined
                    joined = empty()
        if joined[0]:
            yield joined
