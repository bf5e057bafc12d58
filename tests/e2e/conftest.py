"""A real terminal for tests: a program on a pty, its screen kept by pyte, its bytes kept raw."""

from __future__ import annotations

import copy
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pyte
import pytest

PATIENCE = 30.0
"""Seconds after which a screen that does not come is a failure; generous, machines are busy."""

ALTERNATE = 1049
"""The private mode in which programs paint on a page of their own."""

ON_CONTROLLING_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes the pty the controlling terminal, so that Ctrl+C, Ctrl+Z and hang-ups arrive."""

UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*u|\x1bP.*?\x1b\\", re.S)
"""Keyboard protocol and device strings, of which pyte would print the end."""

UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|P[^\x1b]*\x1b?|\][^\x07\x1b]*\x1b?)?\Z")


class WholeScreen(pyte.Screen):
    """A screen with what pyte's lacks: an alternate page, and answers to what programs ask."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, lines)
        self._answer = answer
        self._main_page: dict[int, Any] | None = None

    def set_mode(self, *modes: int, **options: Any) -> None:
        if ALTERNATE in modes and options.get("private") and self._main_page is None:
            self._main_page = copy.deepcopy(dict(self.buffer))
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        if ALTERNATE in modes and options.get("private") and self._main_page is not None:
            self.buffer.clear()
            self.buffer.update(self._main_page)
            self._main_page = None
        super().reset_mode(*modes, **options)

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class Terminal:
    """One program on one terminal."""

    def __init__(
        self, command: list[str], env: dict[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self.master, self.slave = pty.openpty()
        self.raw = bytearray()
        """Everything the program wrote."""
        self._pending = b""
        self.screen = WholeScreen(columns, lines, self.send)
        self._stream = pyte.ByteStream(self.screen)
        self.resize(columns, lines)
        self.settings = termios.tcgetattr(self.slave)
        """How the terminal was set before the program started."""
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", ON_CONTROLLING_TERMINAL, *command],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=env,
            start_new_session=True,
        )

    def send(self, keys: str) -> None:
        """Type; `\\r` is Enter, `\\x1b` Escape, `\\x1b[B` the arrow down."""
        os.write(self.master, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(self.screen.display)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program writes within a time; say whether there was anything."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += data
        data = UNKNOWN_TO_PYTE.sub(b"", self._pending + data)
        unfinished = UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._pending = data[end:]
        self._stream.feed(data[:end])
        return bool(data)

    def wait_for(self, wanted: str | Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen, or a condition holds."""

        def is_there() -> bool:
            return wanted in self.text if isinstance(wanted, str) else wanted()

        deadline = time.monotonic() + seconds
        while not is_there():
            if time.monotonic() > deadline:
                raise AssertionError(f"{wanted!r} did not come; the screen is\n{self.text}")
            if not self.read() and self.process.poll() is not None and not is_there():
                raise AssertionError(
                    f"the program ended with {self.process.returncode}; the screen is\n{self.text}"
                )

    def settle(self, quiet: float = 0.4) -> None:
        """Read on until nothing has come for a while."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            if self.read(quiet / 4):
                last = time.monotonic()

    def wait_for_exit(self, seconds: float = PATIENCE) -> int:
        """Return the exit status, negative where a signal ended the program."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running; the screen is\n{self.text}"
            self.read()
        while self.read(0.1):
            pass
        assert self.process.returncode is not None
        return self.process.returncode

    def kill(self, number: int = signal.SIGKILL) -> int:
        self.process.send_signal(number)
        return self.wait_for_exit()

    def assert_restored(self) -> None:
        """Check that a program that has ended left the terminal as it found it."""
        assert termios.tcgetattr(self.slave) == self.settings
        last: dict[bytes, bytes] = {}
        for numbers, state in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.raw):
            for number in numbers.split(b";"):
                last[number] = state
        usual = {b"25": b"h", b"7": b"h"}
        left = {number: state for number, state in last.items() if state != usual.get(number, b"l")}
        assert not left, f"modes left on or off: {left}"
        pushed = len(re.findall(rb"\x1b\[>[0-9;]*u", self.raw))
        assert pushed <= len(re.findall(rb"\x1b\[<[0-9]*u", self.raw)), "keyboard mode left on"

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


class Spawn(Protocol):
    """Starts `recto` with arguments on a terminal of a size."""

    def __call__(
        self, *arguments: str, columns: int = 80, lines: int = 24, **variables: str
    ) -> Terminal: ...


@pytest.fixture
def spawn(home: Path) -> Iterator[Spawn]:
    terminals: list[Terminal] = []

    def start(*arguments: str, columns: int = 80, lines: int = 24, **variables: str) -> Terminal:
        env = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            **variables,
        }
        command = [sys.executable, "-m", "recto.tui", *arguments]
        terminals.append(Terminal(command, env, columns, lines))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()
