"""How far long work is, how fast it goes on, and how long it will take."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

FIRST = 0.5
"""Seconds of work before anything is said: what is done by then needs no word."""
EVERY = 0.25
"""Seconds between two lines."""
WINDOW = 10.0
"""Seconds of which the rate is taken, so that it follows what happens now."""

_WIDTH = 80


class Pace:
    """How fast work goes on, and how long it will take if it goes on so."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()
        self._next = 0.0

    def is_due(self, done: int) -> bool:
        """Take in how much is done; whether that is worth a word by now."""
        now = self._clock()
        if not self._samples or done < self._samples[-1][1]:
            self._samples.clear()  # other work has begun
            self._samples.append((now, done))
            self._next = now + FIRST
        if now < self._next:
            return False
        self._next = now + EVERY
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > WINDOW:
            self._samples.popleft()
        return True

    @property
    def rate(self) -> float:
        """Papers a second; 0 where that cannot be told yet."""
        if not self._samples:
            return 0.0
        (before, first), (now, last) = self._samples[0], self._samples[-1]
        return (last - first) / (now - before) if now > before else 0.0

    def words(self, left: int, unit: str = " papers/s") -> str:
        """Return the rate, and the time that so many papers will take; nothing if unknown."""
        rate = self.rate
        if rate < 1:
            return ""
        remaining = f", {duration(left / rate)} left" if left else ""
        return f", {rate:,.0f}{unit}{remaining}"


class Progress:
    """Writes the papers done, the rate and the remaining time over its own last line.

    Call it with the papers done and the papers in all (0 where that is not known). As a context it
    leaves an empty line behind, whatever happens within.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._is_watched = self._stream is not None and self._stream.isatty()
        self._pace = Pace(clock)
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        """Say so, unless something was said a moment ago."""
        if self._is_watched and self._pace.is_due(done):
            line = f"{done:,} of {total:,} papers" if total else f"{done:,} papers"
            self._write(line + self._pace.words(max(0, total - done)))

    def clear(self) -> None:
        """Leave the line empty, for what is said next."""
        if self._shown:
            self._write("")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def _write(self, line: str) -> None:
        """Put a line over the last one; blanks do that on every terminal."""
        line = line[: self._columns - 1]
        try:
            self._stream.write(f"\r{line:<{self._shown}}" + ("" if line else "\r"))
            self._stream.flush()
        except OSError:  # a closed standard error leaves nobody to tell
            self._is_watched = False
        self._shown = len(line)

    @property
    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _WIDTH
        except (OSError, ValueError):
            return _WIDTH


def duration(seconds: float) -> str:
    """Return a time in words, as exactly as one wants to know it."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
