"""Ending by a signal as by Ctrl+C: what was begun outside is ended, what was done is told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def terminated_gently(*signals: signal.Signals) -> Iterator[None]:
    """Let what asks the process to end, SIGTERM and these, end it as Ctrl+C does.

    What is ignored stays so, as nohup wants it.
    """

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGTERM, *signals)
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
