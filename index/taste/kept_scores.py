"""The scores of papers by one profile, kept in the cache: of a large library they take seconds."""

from __future__ import annotations

import sys
from array import array
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from ..disk.private import make_directory
from ..disk.whole_files import whole_file
from .profiles import NOTHING, Profile

FORM = 1
"""Rises with every change of how papers are scored."""


class KeptScores:
    """Scores by row number; for one thread at a time."""

    def __init__(self, key: str, path: Path | None = None) -> None:
        """Keep those of what `key` names in `path`; without one in memory alone."""
        self._key = key
        self._path = path
        self._profile = NOTHING
        self._head = b""
        self._is_changed = False
        self._clear()

    def _clear(self) -> None:
        self.scores = array("i")
        """By row number, of papers that have one."""
        self.revs = array("q")
        """By row number the `rev` of the paper that the score is of, -1 where there is none."""

    def begin(self, profile: Profile) -> None:
        """Keep the scores by this profile; those of another go."""
        if profile is self._profile:
            return
        head = f"recto scores {FORM} {sys.byteorder} {self._key} {profile.digest}\n".encode()
        self._profile = profile
        if head == self._head:
            return
        self._head, self._is_changed = head, False
        self._clear()
        if self._path is not None:
            self._read(self._path)

    def grow(self, size: int) -> None:
        """Have room for row numbers below `size`."""
        more = size - len(self.revs)
        if more > 0:
            self.revs.extend(array("q", [-1]) * more)
            self.scores.extend(array("i", [0]) * more)

    def put(self, rowid: int, rev: int, score: int) -> None:
        """Keep the score of a paper, for which there is room."""
        self.scores[rowid], self.revs[rowid] = score, rev
        self._is_changed = True

    def changed(self) -> None:
        """Note that the arrays were written to."""
        self._is_changed = True

    def save(self) -> None:
        """Write what came since it was read; where that cannot be, it is made anew next time."""
        if not self._is_changed or self._path is None:
            return
        self._is_changed = False
        body = self.revs.tobytes() + self.scores.tobytes()
        with suppress(OSError):
            make_directory(self._path.parent)
            with whole_file(self._path, is_private=True) as partial, partial.open("wb") as file:
                file.write(self._head)
                file.write(crc32(body).to_bytes(4, "little"))
                file.write(body)

    def _read(self, path: Path) -> None:
        """Take what the file has; nothing of one that is missing, damaged or about another."""
        try:
            with path.open("rb") as file:
                if file.read(len(self._head)) != self._head:
                    return
                checksum, body = int.from_bytes(file.read(4), "little"), memoryview(file.read())
        except OSError:
            return
        if len(body) % 12 or crc32(body) != checksum:
            return
        size = len(body) // 12
        self.revs.frombytes(body[: 8 * size])
        self.scores.frombytes(body[8 * size :])
