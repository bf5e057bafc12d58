"""Leaving, on a signal or not: what must be kept is kept, the terminal given back in order."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from . import early_keys, line_settings

PATIENCE = 1.2
"""Seconds that an orderly end may take before the process is ended without one."""
ATTEMPTS = 300
"""How often it is tried, every millisecond, to give back a terminal that is full."""
LAST_WORDS = 0.3
"""Seconds that saving and ending other programs may take then."""
KEEPING = 65.0
"""Seconds that what cannot be had again may take, behind a terminal that was given back: longer
than a library waits for another process, so that only a disk that does not answer is given up."""
STALLED = 3.0
"""Seconds without room for output after which a terminal is taken for one that nobody reads."""
_LOOK = 0.05
"""Seconds after which it is looked again whether there is room."""
_UNHURRIED = 5.0
"""Seconds that saving may take where no signal hurries."""

_RESTORE = (
    b"\x1b[?2026l\x1b[?2004l\x1b[?1016l\x1b[?1015l\x1b[?1006l\x1b[?1003l\x1b[?1000l\x1b[?2048l"
    b"\x1b[?1004l\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"
)
"""Bracketed paste, mouse, size, focus and key protocols off, lines wrapped, main screen, cursor
shown, no colours."""

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)

_programs: set[subprocess.Popen[Any]] = set()
_ending = threading.RLock()
"""Held by whoever ends the process without an orderly end, until there is none."""


@contextlib.contextmanager
def ended_with_reader(program: subprocess.Popen[Any]) -> Iterator[None]:
    """End a program that runs in the reader's place, such as an editor, if the reader must end."""
    _programs.add(program)
    try:
        yield
    finally:
        with _ending:  # the process ends: what the program left is kept, the terminal given back
            _programs.discard(program)


def is_lent() -> bool:
    """Tell whether a program that was started in the reader's place still runs."""
    return any(program.returncode is None for program in _programs)


class Leaving:
    """The way out that signals ask for.

    A terminal that takes no more output, and a program that has the terminal, would hold up an
    orderly end for ever. So a watch is set that does without one.
    """

    def __init__(
        self,
        leave: Callable[[int], None],
        keep: Callable[[], None],
        let_go: Callable[[], None],
    ) -> None:
        self._leave = leave
        """Begins an orderly end with an exit status, on the event loop."""
        self._keep = keep
        """Keeps what cannot be had again, on any thread."""
        self._kept = threading.Event()
        self._let_go = let_go
        """Keeps where one was as well, and ends what goes on, on any thread."""
        self._attributes = _attributes()
        self._status: int | None = None
        self._over = threading.Event()
        self._watch: threading.Thread | None = None

    def on_signals(self) -> None:
        """Leave from now on when a signal asks to."""
        for number in SIGNALS:
            with contextlib.suppress(ValueError):  # not on the main thread, as in some tests
                signal.signal(number, self._handle)

    def begin(self, status: int) -> None:
        """Say that an orderly end begins, with an exit status.

        Its last bytes wait for the terminal, which may take none for ever; then it ends without.
        """
        if self._watch is None and self._attributes is not None:
            self._watch = threading.Thread(target=self._end_stalled, args=(status,), daemon=True)
            self._watch.start()

    def _end_stalled(self, status: int) -> None:
        """End the process once the terminal has had no room for so long."""
        since: float | None = None
        while not self._over.wait(_LOOK):
            if is_lent() or _has_room():
                since = None
            elif since is None:
                since = time.monotonic()
            elif time.monotonic() - since > STALLED:
                self._end(status, _UNHURRIED)

    def is_over(self) -> None:
        """Say that the reader has ended of itself; what is left to be done is not interrupted."""
        self._over.set()
        with _ending:
            pass  # the watch has begun to give the terminal back: it must not be cut short

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._status is not None:
            return
        self._status = 128 + number
        if _is_in_background():
            self._end()  # touching the terminal now would stop the process instead
        watch = threading.Timer(PATIENCE, self._end)
        watch.daemon = True
        watch.start()
        import asyncio  # loaded by whoever has a loop; commands of the shell have none

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            if not self._over.is_set():
                raise SystemExit(self._status) from None  # the terminal was not touched yet
        else:
            loop.call_soon_threadsafe(self._leave, self._status)

    def _end(self, status: int | None = None, patience: float = LAST_WORDS) -> None:
        """End the process: what cannot be done within some seconds is not done.

        But what cannot be had again is waited for, once the terminal is given back.
        """
        _ending.acquire()
        if status is not None and self._over.is_set():
            _ending.release()
            return
        last = threading.Thread(target=self._say_last_words, daemon=True)
        last.start()
        last.join(patience)
        if not _is_in_background():
            give_back(self._attributes)
        self._kept.wait(KEEPING)
        os._exit(self._status or status or 0)

    def _say_last_words(self) -> None:
        try:
            with contextlib.suppress(Exception):
                self._keep()
        finally:
            self._kept.set()
        with contextlib.suppress(Exception):
            self._let_go()
        programs = list(_programs)
        for program in programs:
            with contextlib.suppress(OSError):
                program.send_signal(signal.SIGHUP)
        for program in programs:
            program.wait()
        if programs:
            with contextlib.suppress(Exception):
                self._let_go()  # once more: an editor may write at its end


def _attributes() -> list[Any] | None:
    """Return how the terminal is set up before the reader changes that."""
    try:
        return early_keys.found() or line_settings.settings_of(sys.__stdin__.fileno())  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return None


def _has_room() -> bool:
    """Tell whether the terminal takes output at once; one that is gone holds up nobody."""
    try:
        poll = select.poll()
        poll.register(sys.__stderr__.fileno(), select.POLLOUT)  # type: ignore[union-attr]
        return bool(poll.poll(0))
    except (OSError, ValueError, AttributeError):
        return True


def _is_in_background() -> bool:
    """Tell whether another job has the terminal, the shell itself perhaps."""
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno()) != os.getpgrp()  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return False


def give_back(attributes: list[Any] | None) -> None:
    """Give the terminal back without waiting for it to take what it was sent before."""
    with contextlib.suppress(OSError, ValueError, AttributeError, termios.error):
        _restore(sys.__stderr__.fileno())  # type: ignore[union-attr]
    with contextlib.suppress(OSError, ValueError, AttributeError):
        line_settings.give_back(sys.__stdin__.fileno(), attributes)  # type: ignore[union-attr]


def _restore(number: int) -> None:
    terminal, nowhere = _opened_anew(number), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)  # whoever else still writes comes too late
    for _ in range(ATTEMPTS):
        # What waits is thrown away, and a write under way keeps all others out until it has gone
        # on to its end, some kilobytes each time; what wakes it is output that was off.
        termios.tcflow(terminal, termios.TCOOFF)
        termios.tcflush(terminal, termios.TCOFLUSH)
        termios.tcflow(terminal, termios.TCOON)
        with contextlib.suppress(BlockingIOError):
            if os.write(terminal, _RESTORE) == len(_RESTORE):
                return
        time.sleep(0.001)


def _opened_anew(number: int) -> int:
    """Open a terminal once more, not to wait for it.

    The shell shares the file that is open already: it must not find it changed, should this
    process end in between.
    """
    return os.open(os.ttyname(number), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
