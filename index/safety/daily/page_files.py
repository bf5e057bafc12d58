"""The pages of a database file, and the sums by which they are told apart.

A page is known by its number and the first bytes of its SHA-256, as `sqlite3_rsync` (SQLite's own
tool for copies by difference) knows it by a hash.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ...database.file_format import HEADER, MAGIC, Pages

SUM = 8
"""Bytes of a sum."""

_PIECE = 256
"""Pages that are read together: 1 MB."""


def sum_of(page: bytes) -> bytes:
    """Return what tells a page from others of its number."""
    digest: bytes = _sha256()(page).digest()
    return digest[:SUM]


@cache
def _sha256() -> Callable[[bytes], Any]:
    """Return OpenSSL's function, five times as fast as Python's own; it takes 10 ms to load."""
    import hashlib

    return hashlib.sha256


class PageFile:
    """A database file that is read page by page, from 1 on; to be closed.

    Closing any descriptor of a file takes the locks of all its process away (fcntl(2)): whoever
    has a library open through SQLite reads its pages until the end of its process.
    """

    def __init__(self, path: Path, size: int = 0) -> None:
        """Open the file, whose pages are of that size whatever its header says; raises OSError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._given = size
        self.look()

    def look(self) -> None:
        """Read in the header how many pages there are, and how large they are."""
        header = os.pread(self._descriptor, HEADER, 0).ljust(HEADER, b"\0")
        self.size = self._given or Pages.size_of(header)
        told = int.from_bytes(header[28:32], "big") if header[24:28] == header[92:96] else 0
        self.count = told or os.fstat(self._descriptor).st_size // self.size
        self._is_database = header.startswith(MAGIC)

    def read(self, number: int) -> bytes:
        """Return a page as it is in a file without a log; zeros where the file has ended."""
        return self._own(number, os.pread(self._descriptor, self.size, (number - 1) * self.size))

    def sums(self, pause: Callable[[], None]) -> bytes:
        """Return the sums of all pages, one behind the other; a pause is made after every piece."""
        found = bytearray()
        for first in range(1, self.count + 1, _PIECE):
            many = min(_PIECE, self.count + 1 - first)
            piece = os.pread(self._descriptor, many * self.size, (first - 1) * self.size)
            piece = piece.ljust(many * self.size, b"\0")
            if first == 1:
                piece = self._own(1, piece[: self.size]) + piece[self.size :]
            for at in range(0, len(piece), self.size):
                found += sum_of(piece[at : at + self.size])
            pause()
        return bytes(found)

    def close(self) -> None:
        """Let go of the file; once is enough."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _own(self, number: int, page: bytes) -> bytes:
        """Return a page whole; the first says nothing of a log, and how many pages there are."""
        page = page.ljust(self.size, b"\0")
        if number != 1 or not self._is_database:
            return page
        count = self.count.to_bytes(4, "big")
        return b"".join(
            (page[:18], b"\1\1", page[20:28], count, page[32:92], page[24:28], page[96:])
        )
