"""Leaving on a signal: what must be kept is kept, and the terminal is given back in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from types import FrameType

PATIENCE = 1.5
"""Seconds that an orderly end may take before the process is ended without one."""

_RESTORE = b"\x1b[?2004l\x1b[?1006l\x1b[?1003l\x1b[?1000l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"
"""Bracketed paste, mouse and key protocols off, main screen, cursor shown, no colours."""

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def leave_on_signals(leave: Callable[[int], None], save: Callable[[], None]) -> None:
    """Call `leave` with the exit status when a signal asks to end.

    A terminal that takes no more output would hold up an orderly end for ever. So a watch is set
    that calls `save`, gives the terminal back as well as it goes, and ends the process.
    """
    loop = asyncio.get_running_loop()
    attributes = _attributes()

    def end(status: int) -> None:
        with contextlib.suppress(Exception):
            save()
        _give_back(attributes)
        os._exit(status)

    def handle(number: int, frame: FrameType | None) -> None:
        status = 128 + number
        watch = threading.Timer(PATIENCE, end, (status,))
        watch.daemon = True
        watch.start()
        loop.call_soon_threadsafe(leave, status)

    for number in SIGNALS:
        with contextlib.suppress(ValueError):  # not on the main thread, as in some tests
            signal.signal(number, handle)


def _attributes() -> list[object] | None:
    """Return how the terminal was set up before raw mode, as far as that can still be told."""
    try:
        attributes = termios.tcgetattr(sys.__stdin__.fileno())  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError, termios.error):
        return None
    attributes[0] |= termios.ICRNL | termios.IXON | termios.BRKINT
    attributes[1] |= termios.OPOST
    attributes[3] |= termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN
    return attributes


def _give_back(attributes: list[object] | None) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError, termios.error):
        number = sys.__stderr__.fileno()  # type: ignore[union-attr]
        termios.tcflush(number, termios.TCOFLUSH)
        os.set_blocking(number, False)
        os.write(number, _RESTORE)
    if attributes is not None:
        with contextlib.suppress(OSError, ValueError, AttributeError, termios.error):
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)  # type: ignore[union-attr, arg-type]
