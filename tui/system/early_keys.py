"""Keys typed before the reader is there: the terminal keeps them as they are until it reads them.

A terminal in its usual mode would make Enter another key, take Backspace and ctrl+u for its own
editing, and print what is typed across the shell's screen.
"""

from __future__ import annotations

import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from .line_settings import Settings, give_back, quiet, settings_of

_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""What ends the program while it loads.

SIGINT too: a KeyboardInterrupt in the code that makes a dataclass would change the exit status.
"""

_found: Settings | None = None


def found() -> Settings | None:
    """Return how the terminal was set up before its keys were kept; None if they are not."""
    return _found


@contextmanager
def kept_keys() -> Iterator[None]:
    """Keep what is typed from now on, and in the end set the terminal up as it was found.

    ctrl+c and ctrl+z go on to act upon the program until the reader takes them.
    """
    global _found
    terminal = sys.stdin.fileno()
    _found = settings_of(terminal)
    if _found is None:
        yield
        return
    before = {number: signal.signal(number, _leave) for number in _SIGNALS}
    try:
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSANOW, quiet(_found))
        yield
    finally:
        if settings_of(terminal) != _found:  # the reader did not come to giving it back
            give_back(terminal, _found)
        _found = None
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
