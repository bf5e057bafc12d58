"""The terms of papers that are asked for one by one, in a file of the cache that is read at once.

All of it can be made anew from the library. A paper's terms are known by its row number and by the
`rev` at which its description last changed; those of another library, another table of weights or
another form are none of these.
"""

from __future__ import annotations

import contextlib
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zlib import crc32

from ..disk.private import make_directory
from ..disk.whole_files import whole_file
from .terms import TermVector

FORM = 4
"""Rises with every change of what terms are or how they are kept."""

MOST = 4000
"""Papers that are kept, of some thousand bytes each; those go that were not asked for longest."""

_HEAD = struct.Struct("<IQIIII")
"""Of a paper: row number, rev, length of the vector, words, terms, authors."""

_CHECKSUM = struct.Struct("<I")
"""Behind each paper: that of its head, terms and authors."""

Known = Mapping[int, int]
"""Row numbers of papers with the `rev` at which they changed last."""


class TermCache:
    """Gives the terms of papers; reads its file at the first question."""

    def __init__(
        self,
        path: Path,
        key: str,
        make: Callable[[Known], Iterable[tuple[int, TermVector]]],
        most: int = MOST,
    ) -> None:
        """Keep terms in `path` for what `key` names, and `make` what is not known."""
        self._path = path
        self._key = f"recto terms {FORM} {sys.byteorder} {key}\n".encode()
        self._make = make
        self._most = most
        self._vectors: dict[int, tuple[int, TermVector]] | None = None
        self._is_changed = False

    def vectors(self, known: Known) -> dict[int, TermVector]:
        """Return the terms of papers, in the order in which they are asked for."""
        vectors = self._vectors
        if vectors is None:
            vectors = self._vectors = self._read()
        lacking = {
            rowid: rev
            for rowid, rev in known.items()
            if (held := vectors.get(rowid)) is None or held[0] != rev
        }
        for rowid, vector in self._make(lacking) if lacking else ():
            vectors[rowid] = known[rowid], vector
            self._is_changed = True
        found = {rowid: vectors[rowid][1] for rowid in known if rowid in vectors}
        if len(vectors) > self._most:
            self._forget(known)
        return found

    def save(self) -> None:
        """Write what came since it was read; where that cannot be, it is made anew next time."""
        if not self._is_changed or self._vectors is None:
            return
        self._is_changed = False
        with contextlib.suppress(OSError):
            make_directory(self._path.parent)
            with whole_file(self._path, is_private=True) as partial, partial.open("wb") as file:
                file.write(self._key)
                for rowid, (rev, vector) in self._vectors.items():
                    file.write(_packed(rowid, rev, vector))

    def _forget(self, asked: Known) -> None:
        """Let go of papers that came before those that were asked for now."""
        vectors = self._vectors or {}
        kept = [item for item in vectors.items() if item[0] not in asked]
        room = max(0, self._most - len(asked))
        asked_now = [(rowid, vectors[rowid]) for rowid in asked if rowid in vectors]
        self._vectors = dict([*kept[max(0, len(kept) - room) :], *asked_now[-self._most :]])

    def _read(self) -> dict[int, tuple[int, TermVector]]:
        """Return what the file has; nothing of one that is missing, damaged or about another."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        found: dict[int, tuple[int, TermVector]] = {}
        at = len(self._key)
        if not data.startswith(self._key):
            return {}
        while at + _HEAD.size <= len(data):
            rowid, rev, norm, length, terms, authors = _HEAD.unpack_from(data, at)
            start = at + _HEAD.size
            end = start + 6 * terms + 4 * authors
            if end + _CHECKSUM.size > len(data):
                return {}
            if crc32(data[at:end]) != _CHECKSUM.unpack_from(data, end)[0]:
                return {}
            body = data[start:end]
            found[rowid] = (
                rev,
                TermVector(
                    array("I", body[: 4 * terms]),
                    array("H", body[4 * terms : 6 * terms]),
                    norm,
                    array("I", body[6 * terms :]),
                    length,
                ),
            )
            at = end + _CHECKSUM.size
        return found


def _packed(rowid: int, rev: int, vector: TermVector) -> bytes:
    parts = (vector.terms, vector.weights, vector.authors)
    body = b"".join(part.tobytes() for part in parts)
    sizes = vector.norm, vector.length, len(vector.terms), len(vector.authors)
    head = _HEAD.pack(rowid, rev, *sizes)
    return head + body + _CHECKSUM.pack(crc32(body, crc32(head)))
