"""Reads the terminal: keys and pasted text told apart, and a terminal that is gone noticed."""

from __future__ import annotations

import os
import re
import select
import signal
import termios
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from time import monotonic
from typing import Any

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from ..system import early_keys
from ..system.leaving import STALLED
from ..system.line_settings import Settings, give_back, quiet, settings_of
from ..system.pasting import Pasted, PasteReader

_TICK = 0.1
"""Seconds after which it is looked whether an escape sequence that has begun is going on."""

_INTERRUPT = b"\x03"
"""Ctrl+c."""

_POINTER = "\x1b]22;"

_BEGIN = r"\](?:\d+;|[lL])|P(?:[01]?[$+]r|>\||!\|)|_G[a-z]="
"""How what a terminal says of itself begins behind its Escape (OSC, DCS and APC)."""
_ANSWER = rf"\x1b(?:{_BEGIN})[^\x07\x1b]*(?:\x07|\x1b\\)"
"""What a terminal says of itself: another program has asked, and the answer is not typed."""
_BACK_TAB = r"\t" if os.environ.get("TERM", "").startswith("linux") else ""
"""What Linux's console, unlike any other terminal, sends behind an Escape for Shift+Tab."""
_ESCAPE = rf"\x1b(?=[^\x1b\x7f\[Obf{_BACK_TAB}])(?!{_BEGIN})"
"""Escape and a key behind it that cannot be one sequence: Recto has no Alt keys but readline's."""


def send(app: App[Any], sequence: str) -> bool:
    """Send a control sequence that draws nothing; say whether there is a terminal for it."""
    driver = app._driver
    if driver is None:
        return False
    driver.write(sequence)
    return True


class ReaderDriver(LinuxDriver):
    """Textual's driver with an input thread that pastes and closed terminals do not lead astray.

    Textual's own turns the escape characters in a paste into keys, ends on bytes that are not
    UTF-8, and asks a terminal that was closed for input again and again.
    """

    _escape: float | None = None
    """Until when it may turn out that an Escape begins a sequence."""

    _has_terminal = False
    _held_since: float | None = None
    """Since when the terminal has taken nothing while something waits to be written."""
    _parts: list[str] | None = None
    """What is to be written in one piece, None while nothing is gathered."""
    _found: Settings | None = None
    """How the terminal was set up before the keys typed early were kept."""

    def start_application_mode(self) -> None:
        """Take the terminal; what is typed while that goes on is printed nowhere."""
        self._ends  # noqa: B018 - what is needed to give it back is there before it is taken
        self._has_terminal = True
        self._found = self._found or early_keys.found() or settings_of(self.fileno)
        if self._found is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, quiet(self._found))
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = None  # Textual would set it up again while it is still being painted

    def stop_application_mode(self) -> None:
        """Give the terminal back behind the last byte that it is sent.

        Sooner it would print the keys that are typed meanwhile into the last frame.
        """
        super().stop_application_mode()
        self.close()

    def close(self) -> None:
        """Wait until all is written, then leave the keys to others, but for those typed so far."""
        super().close()
        if self._has_terminal:
            self._has_terminal = False
            give_back(self.fileno, self._found)

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """A pipe that wakes the thread which waits for keys, so that it need not look around."""
        return os.pipe()

    def disable_input(self) -> None:
        """Let the thread that waits for keys end; what is typed once it has ended is not ours."""
        if self._has_terminal:
            os.write(self._ends[1], b"\0")
            super().disable_input()

    def send_message(self, message: Message) -> None:
        """Send a message without the task that Textual makes for each."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def write(self, data: str) -> None:
        """Write all but the shape of a mouse pointer, which old terminals would print."""
        if self._has_terminal and not data.startswith(_POINTER):
            if self._parts is None:
                self._hand_over(data)
            else:
                self._parts.append(data)

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """Write what belongs together at once: for each piece the thread that writes wakes up."""
        self._parts = []
        try:
            yield
        finally:
            data, self._parts = "".join(self._parts), None
            if data:
                self._hand_over(data)

    def _hand_over(self, data: str) -> None:
        """Hand data to the thread that writes; wait while it has more than it can write."""
        self._held_since = monotonic()
        super().write(data)
        self._held_since = None

    def _is_stalled(self) -> bool:
        """Tell whether nothing can be painted, so that no key does anything."""
        since = self._held_since
        return since is not None and monotonic() - since > STALLED

    def run_input_thread(self) -> None:
        """Pass on what is typed and pasted until the reader leaves or the terminal is gone."""
        try:
            self._read_on()
        except Exception as error:  # noqa: BLE001 - reported, where Textual shows a traceback
            threading.excepthook(threading.ExceptHookArgs((type(error), error, None, None)))

    def _read_on(self) -> None:
        parser, pastes, self._escape = XTermParser(self._debug), PasteReader(), None
        decode = getincrementaldecoder("utf-8")("replace").decode
        is_over = is_ending = False
        while not is_over:
            is_over = self.exit_event.is_set()  # what came before that is still taken
            is_open = self._escape is not None or parser._timeout_time is not None
            wait = 0 if is_over else _TICK if is_open or is_ending else None
            ready, _, _ = select.select([self.fileno, self._ends[0]], [], [], wait)
            if self._ends[0] in ready:
                os.read(self._ends[0], 1)
                is_ending = True
                self.exit_event.wait(_TICK)  # set right after; if not, one looks around for it
            if self.fileno in ready:
                data = self._read()
                if not data:
                    hang_up()
                    return
                if _INTERRUPT in data and self._is_stalled():
                    interrupt()
                for part in pastes.read(decode(data)):
                    if isinstance(part, Pasted):
                        self.process_message(events.Paste(part.text))
                    else:
                        self._pass_on(self._keys(parser, part))
            elif self._escape is not None and monotonic() > self._escape:
                self._escape = None
                self.process_message(events.Key("escape", "\x1b"))
            self._pass_on(parser.tick())
        try:
            self._pass_on(parser.feed(""))
        except (EOFError, ParseError):
            return

    def _keys(self, parser: XTermParser, text: str) -> Iterator[Message]:
        """Yield the keys of a piece of input; an Escape at its end may begin the next piece."""
        text = text if self._escape is None else f"\x1b{text}"
        self._escape = monotonic() + ESCAPE_DELAY if text.endswith("\x1b") else None
        if self._escape is not None:
            text = text[:-1]
        for number, piece in enumerate(re.split(_ESCAPE, re.sub(_ANSWER, "", text))):
            if number:
                yield events.Key("escape", "\x1b")
            if piece:
                yield from parser.feed(piece)

    def _read(self) -> bytes:
        """Return what is there to be read; nothing where the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if not isinstance(message, events.Paste):  # the empty one in place of each real one
                self.process_message(message)


def hang_up() -> None:
    """Leave as on a hang-up signal, which not every closed terminal sends."""
    _signal(signal.SIGHUP)


def interrupt() -> None:
    """Leave as on the signal that ctrl+c sends where a program leaves the terminal as it is."""
    _signal(signal.SIGINT)


def _signal(number: signal.Signals) -> None:
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, number)


class FailedThreads:
    """Where the errors of threads go."""

    def __init__(self) -> None:
        self.report: Callable[[Exception], None] | None = None
        """Takes an error, on the thread on which it happened."""


@contextmanager
def reported_threads() -> Iterator[FailedThreads]:
    """Let no thread fail in silence: its error goes where is said by then, on that thread.

    As long as nothing is said, Python says it.
    """
    threads = FailedThreads()

    def hand_over(failed: threading.ExceptHookArgs) -> None:
        is_output = failed.thread is not None and failed.thread.name == "textual-output"
        if is_output and isinstance(failed.exc_value, OSError):
            hang_up()
        elif threads.report is None:
            before(failed)
        elif isinstance(failed.exc_value, Exception):
            threads.report(failed.exc_value)

    before, threading.excepthook = threading.excepthook, hand_over
    try:
        yield threads
    finally:
        threading.excepthook = before
