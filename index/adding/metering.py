"""How far adding is, in papers: what is read by now of all bytes tells how many there will be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log10
from pathlib import Path

_DIGITS = 3
"""Digits of an estimate; more would only flicker."""


class Meter:
    """Tells the papers taken in, and about how many there will be; 0 where nobody knows."""

    def __init__(self, progress: Callable[[int, int], object] | None = None) -> None:
        self._progress = progress
        self._size = self._read = self._papers = 0

    def expect(self, files: Iterable[Path]) -> None:
        """Take in how much is to be read."""
        if self._progress is not None:
            self._size += sum(map(_size, files))

    def finish(self, file: Path) -> None:
        """Take in that a file is done with."""
        if self._progress is not None:
            self._read += _size(file)

    def count(self, papers: int) -> None:
        """Take in how many papers there were."""
        self._papers += papers

    def tell(self, papers: int, read: int) -> None:
        """Tell how many papers were taken in of the present file, and how many of its bytes."""
        if self._progress is None:
            return
        done, at = self._papers + papers, min(self._read + read, self._size)
        total = done * self._size / at if at else 0
        self._progress(done, max(done, _rounded(total)) if total else 0)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _rounded(number: float) -> int:
    digits = int(log10(number)) + 1 if number >= 1 else 1
    return round(number, min(0, _DIGITS - digits)).__trunc__()
