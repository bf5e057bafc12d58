"""SQLite's file format, as far as reading the rows of a damaged file asks for it.

See sqlite.org/fileformat2.html. Whatever damage leads to, no more than an error of one row comes
of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

MAGIC = b"SQLite format 3\0"
"""What every database file begins with."""

HEADER = 100
"""Bytes of the file's header, before which the first page has no cells."""

PAGE_SIZE = 4096
"""Bytes of a page where nothing else is said: what SQLite makes."""

_LEAF, _INTERIOR = 13, 5
"""Kinds of pages of a table: those with its rows, and those that lead to them."""

INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of the whole numbers among a record's types."""

_LONGEST = 1 << 28
"""Bytes above which a row's length is taken for damage."""


class Pages:
    """The pages of a database file, and the records on them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = file.read(HEADER)
        self.size = self.size_of(header)
        reserved = int.from_bytes(header[20:21], "big") if header.startswith(MAGIC) else 0
        self._usable = self.size - reserved
        self.count = -(-os.fstat(file.fileno()).st_size // self.size)

    @staticmethod
    def size_of(header: bytes) -> int:
        """Return how large the pages are, as a header says; where it says none, as SQLite makes."""
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size
        is_power = 512 <= size <= 65536 and not size & (size - 1)
        return size if header.startswith(MAGIC) and is_power else PAGE_SIZE

    def read(self, number: int) -> bytes:
        """Return a page; the last one of a file that was cut off ends in zeros."""
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size).ljust(self.size, b"\0")

    def records(self, number: int) -> Iterator[list[Any]]:
        """Yield the records of a table's leaf; none for any other page."""
        yield from self.records_of(self.read(number), HEADER if number == 1 else 0)

    def records_of(self, page: bytes, start: int = 0) -> Iterator[list[Any]]:
        """Yield the records of a leaf that is given; what they run over to is in the file."""
        if page[start] != _LEAF:
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + 8
        for pointer in range(first, min(first + 2 * cells, len(page)), 2):
            # Damage leads anywhere: what cannot be a record is passed by.
            with suppress(IndexError, ValueError):
                yield _record(
                    self._payload(page, int.from_bytes(page[pointer : pointer + 2], "big"))
                )

    def row_numbers(self, root: int) -> Iterator[int]:
        """Yield the row numbers on all pages that a table's first page leads to, in any order.

        Every row that SQLite still finds by its number is among them; damage makes others up.
        """
        todo, seen = [root], set[int]()
        while todo:
            number = todo.pop()
            if number in seen or not 1 <= number <= self.count:
                continue
            seen.add(number)
            page, start = self.read(number), HEADER if number == 1 else 0
            kind = page[start]
            if kind == _INTERIOR:
                todo.append(int.from_bytes(page[start + 8 : start + 12], "big"))
            elif kind != _LEAF:
                continue
            first = start + (12 if kind == _INTERIOR else 8)
            cells = int.from_bytes(page[start + 3 : start + 5], "big")
            for pointer in range(first, min(first + 2 * cells, self.size), 2):
                at = int.from_bytes(page[pointer : pointer + 2], "big")
                if kind == _INTERIOR:
                    todo.append(int.from_bytes(page[at : at + 4], "big"))
                    continue
                with suppress(ValueError):
                    yield varint(page, varint(page, at)[1])[0]

    def _payload(self, page: bytes, at: int) -> bytes:
        """Return the bytes of a cell, gathered from the pages that it runs over to."""
        length, at = varint(page, at)
        _, at = varint(page, at)
        if not 0 < length < _LONGEST:
            raise ValueError("no length")
        usable = self._usable
        if length <= usable - 35:
            return page[at : at + length]
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= usable - 35 else least
        pieces, missing = [page[at : at + local]], length - local
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while missing > 0:
            if not 1 <= following <= self.count:
                raise ValueError("the rest is gone")
            page = self.read(following)
            pieces.append(page[4:usable][:missing])
            missing -= usable - 4
            following = int.from_bytes(page[:4], "big")
        return b"".join(pieces)


def _record(payload: bytes) -> list[Any]:
    """Return the values of a record; ValueError where it is none."""
    values: list[Any] = []
    for kind, data in columns(payload):
        if kind in INTEGERS:
            values.append(int.from_bytes(data, "big", signed=True))
        elif kind >= 13 and kind % 2:
            values.append(data.decode())
        else:
            values.append({8: 0, 9: 1}.get(kind))  # no number of a journal is a fraction
    return values


def columns(payload: bytes) -> list[tuple[int, bytes]]:
    """Return the serial type and the bytes of every value of a record; ValueError for none."""
    end, at = varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = varint(payload, at)
        kinds.append(kind)
    found = []
    for kind in kinds:
        length = INTEGERS.get(kind, 8 if kind == 7 else (kind - 12) // 2 if kind >= 12 else 0)
        data = payload[at : at + length]
        if len(data) != length:
            raise ValueError("a row that is cut off")
        at += length
        found.append((kind, data))
    return found


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length and where it ends; ValueError where it is cut off."""
    value = 0
    try:
        for _ in range(8):
            byte = data[at]
            at += 1
            value = value << 7 | byte & 127
            if byte < 128:
                return value, at
        return value << 8 | data[at], at + 1
    except IndexError as error:
        raise ValueError("a number that is cut off") from error


def schema_pages(pages: Pages) -> list[int]:
    """Return the first page and those that it leads to."""
    first = pages.read(1)
    if first[HEADER] != _INTERIOR:
        return [1]
    cells = int.from_bytes(first[HEADER + 3 : HEADER + 5], "big")
    found = [1, int.from_bytes(first[HEADER + 8 : HEADER + 12], "big")]
    for place in range(cells):
        pointer = HEADER + 12 + 2 * place
        at = int.from_bytes(first[pointer : pointer + 2], "big")
        found.append(int.from_bytes(first[at : at + 4], "big"))
    return found
