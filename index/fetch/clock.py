"""What time it is for whoever fetches, and how it waits: tests move both."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Protocol

from ..errors import Interrupted


class Clock(Protocol):
    """Tells the time and lets time pass."""

    def now(self) -> float:
        """Return the seconds since 1970 began, in UTC."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when so many seconds have passed; raises Interrupted where that is not wanted."""
        ...


class Stop(threading.Event):
    """Ends a fetch on another thread; by `leave` it is known when that lets the library alone."""

    def __init__(self) -> None:
        super().__init__()
        self._library = threading.Lock()
        """Held by the fetch but while it waits for others."""

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Fetch, on the thread that is to be stopped; raises Interrupted where it was already."""
        with self._library:
            if self.is_set():
                raise interrupted()
            yield

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for an answer within `at_work`; raises Interrupted at its end when stopped."""
        self._library.release()
        try:
            yield
        finally:
            self._library.acquire()
            if self.is_set():
                raise interrupted()

    def leave(self) -> None:
        """Stop; return once the fetch is over, or waits for an answer with which it does nothing.

        What it writes at the moment, at most a day, it writes to the end.
        """
        self.set()
        with self._library:
            pass


def interrupted() -> Interrupted:
    """Return that a fetch was stopped."""
    return Interrupted("Interrupted", "Whole days that were fetched are in the library.")


class WallClock:
    """The system's clock; a wait ends at once when `stopped` is set."""

    def __init__(self, stopped: threading.Event | None = None) -> None:
        self._stopped = stopped or threading.Event()

    def now(self) -> float:
        """Return the seconds since 1970 began, in UTC."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """Return when so many seconds have passed; raises Interrupted when it is stopped."""
        if self._stopped.wait(seconds):
            raise interrupted()
