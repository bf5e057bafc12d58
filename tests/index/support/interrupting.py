"""Ways to interrupt what tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable


def stop_at(place: int) -> Callable[[int, int], None]:
    """Return what is told the progress, and interrupts the work once it is so far."""

    def stop(done: int, total: int) -> None:
        if done >= place:
            raise KeyboardInterrupt

    return stop
