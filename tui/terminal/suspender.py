"""Letting go of the terminal for another program or the shell, and taking it back as it was."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from ...index import RectoError
from ..system.line_settings import Settings, quiet, settings_of

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 0.5
"""Seconds after which a process that was to be stopped and still runs has no shell to stop it."""

_CALM = b"\x1b[0m\x1b7\x1b[r\x1b8\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1l\x1b>"
"""Colours, margins, mouse and key modes as a program that was killed may not have left them.

To set the margins moves the cursor, which is brought back.
"""

_KEY = re.compile(rb"\x1b(?:\[[ -?]*[^ -?]|O.|[^\[O])", re.S)
"""A key for which a terminal sends more than one byte, from its Escape to its end."""
_LETTER_BYTES = {0b1100: 1, 0b1101: 1, 0b1110: 2, 0b1111: 3}
"""How many bytes a letter has behind its first, by the upper half of that (UTF-8)."""
_TICK = 0.05
"""Seconds after which a key that has begun is one of a single byte."""

T = TypeVar("T")


class Suspender:
    """Lends the terminal to whatever is to have it, and draws the reader anew afterwards.

    Textual's own suspend does not come back after an exception (textual#6692), leaves the screen
    blank (textual#6298), and takes a SIGCONT without a stop for a reason to read keys twice.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._is_away = False
        self._was_continued = False
        self._lent = 0.0
        """When the terminal was lent the last time, in the time of the monotonic clock."""
        self.lendings = 0
        """How often it was lent so far."""

    def on_signals(self) -> None:
        """Take over the signals to stop and to go on, where there is a terminal to stop for."""
        driver = self._app._driver
        if driver is None or not driver.can_suspend:
            return
        loop = asyncio.get_running_loop()

        def stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.stop)

        def go_on(number: int, frame: FrameType | None) -> None:
            self._was_continued = True
            if not self._is_away:
                loop.call_soon_threadsafe(self._take_back)

        with contextlib.suppress(ValueError):  # not on the main thread
            signal.signal(signal.SIGTSTP, stop)
            signal.signal(signal.SIGCONT, go_on)

    def run(self, work: Callable[[], T]) -> T:
        """Do something that has the terminal to itself; raises what it raises, once back.

        Raises RectoError where there is no terminal that could be handed over.
        """
        return self._hand_over(work, is_lent=True)

    def was_for_others(self, moment: float) -> bool:
        """Tell whether what was typed at this time of the monotonic clock is not the reader's.

        It came behind the key that lent the terminal, and before the terminal was lent.
        """
        return moment < self._lent

    def _hand_over(self, work: Callable[[], T], *, is_lent: bool) -> T:
        driver = self._app._driver
        if self._is_away or driver is None or not driver.can_suspend:
            raise RectoError("This terminal cannot be handed over")
        results: list[T] = []
        failure: BaseException | None = None
        self._is_away = True
        try:
            with self._app.suspend():
                if is_lent:
                    self._lent, self.lendings = time.monotonic(), self.lendings + 1
                try:
                    with _own_settings():
                        results.append(work())
                except BaseException as error:  # noqa: BLE001 - raised again, once back
                    failure = error
        finally:
            self._is_away = False
        self._draw()
        if failure is not None:
            raise failure
        return results[0]

    def stop(self) -> bool:
        """Go to sleep until the shell wakes the reader; say whether there is such a shell."""
        return self.run(self._sleep)

    def _sleep(self) -> bool:
        self._was_continued = False
        # The whole job, not this process alone: the shell waits for what it has started, which
        # may be a script around the reader. Where no shell controls jobs, nothing happens.
        os.kill(0, signal.SIGTSTP)
        deadline = time.monotonic() + PATIENCE
        while not self._was_continued and time.monotonic() < deadline:
            time.sleep(0.01)
        return self._was_continued

    def _take_back(self) -> None:
        """Set the terminal up anew: whoever had it meanwhile has set it up otherwise."""
        with contextlib.suppress(RectoError):
            self._hand_over(lambda: None, is_lent=False)

    def _draw(self) -> None:
        self._app.refresh(layout=True)
        self._app.screen.refresh(repaint=True, layout=True)


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Leave keys that interrupt and stop to the other program, and undo what it did to the tty."""
    assert sys.__stdin__ is not None and sys.__stderr__ is not None
    number = sys.__stdin__.fileno()
    before = settings_of(number)
    # A handler, unlike ignoring, is not passed on to the program that is started.
    handlers: dict[signal.Signals, Any] = {
        signal.SIGINT: lambda *_: None,
        signal.SIGQUIT: lambda *_: None,
        signal.SIGTSTP: signal.SIG_DFL,
    }
    previous = {one: signal.signal(one, handler) for one, handler in handlers.items()}
    try:
        yield
    finally:
        # A key that comes before the reader's own page is there must not be printed across it.
        _come_to_foreground(number, before and quiet(before))
        with contextlib.suppress(OSError):
            os.write(sys.__stderr__.fileno(), _CALM)
        for one, handler in previous.items():
            signal.signal(one, handler)


def _come_to_foreground(number: int, settings: Settings | None) -> None:
    """Wait until the terminal is this job's again, and set it up."""
    with contextlib.suppress(OSError):
        holder = os.tcgetpgrp(number)
        if holder != os.getpgrp() and not _is_there(holder):
            # A program with jobs of its own was killed and has left the terminal to nobody.
            before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            try:
                os.tcsetpgrp(number, os.getpgrp())
            finally:
                signal.signal(signal.SIGTTOU, before)
    while settings is not None:
        try:
            # In the background the system stops the job here, until the shell's fg.
            termios.tcsetattr(number, termios.TCSANOW, settings)
            return
        except termios.error as error:
            if error.args[0] != errno.EINTR:
                return


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_for_key() -> None:
    """Keep what a program has printed on the screen until a key is pressed."""
    assert sys.__stdin__ is not None and sys.__stderr__ is not None
    number = sys.__stdin__.fileno()
    with contextlib.suppress(OSError, termios.error):
        # Before it is asked for: a key that comes sooner was meant for the program.
        tty.setraw(number, termios.TCSAFLUSH)
        os.write(sys.__stderr__.fileno(), b"\r\nPress any key to return to Recto. ")
        _take_key(number)
        # The next program, which has the same page, begins on a line of its own.
        os.write(sys.__stderr__.fileno(), b"\r\n")


def _take_key(number: int) -> None:
    """Read one key, whole; those typed behind it are left for the reader."""
    taken = os.read(number, 1)
    more = _LETTER_BYTES.get(taken[0] >> 4, 0) if taken else 0
    while more or (taken.startswith(b"\x1b") and not _KEY.fullmatch(taken)):
        if not select.select([number], [], [], _TICK)[0] or not (sign := os.read(number, 1)):
            return
        taken, more = taken + sign, max(more - 1, 0)
