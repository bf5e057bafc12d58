"""Ending by a signal as by Ctrl+C: what was begun outside is ended, what was done is told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def terminated_gently() -> Iterator[None]:
    """Let what asks the process to end (SIGTERM) end it as Ctrl+C does, with a sentence."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
