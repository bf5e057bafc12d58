"""What time it is for whoever fetches, and how it waits: tests move both."""

from __future__ import annotations

import threading
import time
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
            raise Interrupted("Interrupted", "Whole days that were fetched are in the library.")
