"""A real terminal for tests: a program on a pty, its screen kept by pyte, its bytes kept raw."""

from __future__ import annotations

import contextlib
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
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyte
from wcwidth import wcwidth

FIRST = "A Hardware-Aware System"
"""What the title begins with that stands first in the list of the bundled papers."""

PATIENCE = 120.0
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


@cache
def _width_of(sign: str) -> int:
    """Return the cells that terminals give a sign: two letters that make a flag have one each."""
    return 1 if "\U0001f1e6" <= sign <= "\U0001f1ff" else wcwidth(sign)


pyte.screens.wcwidth = _width_of


class WholeScreen(pyte.Screen):
    """A screen with what pyte's lacks: an alternate page, and answers to what programs ask."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, lines)
        self._cells: dict[Any, dict[str, Any]] = {}
        """What stands in a cell for a sign in some colours, which pyte would make each time."""
        self._answer = answer
        self._main_page: dict[int, Any] | None = None
        self._main_cursor = 0, 0

    def set_mode(self, *modes: int, **options: Any) -> None:
        if ALTERNATE in modes and options.get("private") and self._main_page is None:
            self._main_page = copy.deepcopy(dict(self.buffer))
            self._main_cursor = self.cursor.x, self.cursor.y
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        if ALTERNATE in modes and options.get("private") and self._main_page is not None:
            self.buffer.clear()
            self.buffer.update(self._main_page)
            self.cursor.x, self.cursor.y = self._main_cursor
            self._main_page = None
        super().reset_mode(*modes, **options)

    def draw(self, data: str) -> None:
        end = self.cursor.x + len(data)
        is_plain = self.charset == 0 and pyte.modes.IRM not in self.mode and end <= self.columns
        if is_plain and all(_width_of(sign) == 1 for sign in data):
            signs, attributes = data.translate(self.g0_charset), self.cursor.attrs
            cells = self._cells.setdefault(attributes, {})
            line = self.buffer[self.cursor.y]
            for x, sign in enumerate(signs, self.cursor.x):
                if sign not in cells:
                    cells[sign] = attributes._replace(data=sign)
                line[x] = cells[sign]
            self.dirty.add(self.cursor.y)
            self.cursor.x = end
            return
        # pyte leaves out the rest of a line from the first vowel sign on that takes no cell.
        super().draw("".join(c for c in data if wcwidth(c) or unicodedata.combining(c)))

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
        self._text: str | None = None
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
        self._text = None
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        if self._text is None:
            cells, columns = self.screen.buffer, range(self.screen.columns)
            lines = range(self.screen.lines)
            rows = ("".join(cells[line][at].data for at in columns) for line in lines)
            self._text = "\n".join(rows)
        return self._text

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
        if not data:
            return False
        self.raw += data
        self._text = None
        data = UNKNOWN_TO_PYTE.sub(b"", self._pending + data)
        unfinished = UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._pending = data[end:]
        self._stream.feed(data[:end])
        return True

    def shows(self, wanted: str) -> bool:
        """Whether a text is on the screen, wherever a line that holds it was broken."""
        return wanted in self.text or wanted in " ".join(self.text.split())

    def wait_for(self, wanted: str | Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen, or a condition holds."""

        def is_there() -> bool:
            return self.shows(wanted) if isinstance(wanted, str) else wanted()

        deadline = time.monotonic() + seconds
        while not is_there():
            if time.monotonic() > deadline:
                raise AssertionError(f"{wanted!r} did not come; the screen is\n{self.text}")
            if not self.read() and self.process.poll() is not None and not is_there():
                raise AssertionError(
                    f"the program ended with {self.process.returncode}; the screen is\n{self.text}"
                )

    def settle(self, quiet: float = 0.4) -> None:
        """Read on until the program has had nothing to do for a while.

        On a busy machine it may write nothing because it is not its turn: while there are keys it
        has not read, it waits for the processor, or has used it since, it is not done.
        """
        last = time.monotonic()
        deadline, done = last + PATIENCE, self._work_done()
        while last < deadline and time.monotonic() - last < quiet:
            is_at_work = self.read(quiet / 4) or self.unread or self._waits_for_its_turn()
            if is_at_work or self._work_done() != done:
                last, done = time.monotonic(), self._work_done()

    def _waits_for_its_turn(self) -> bool:
        """Tell whether a thread of the program would run if there were a processor for it."""
        try:
            tasks = [*Path(f"/proc/{self._foreground}/task").glob("*/stat")]
            return any(task.read_text().rpartition(") ")[2].startswith("R") for task in tasks)
        except OSError:  # it, or one of them, has just ended
            return False

    def _work_done(self) -> float:
        try:
            return processor_time(self._foreground)
        except FileNotFoundError:  # it has ended
            return 0.0

    @property
    def _foreground(self) -> int:
        """The program that has the terminal: that of a shell's job, not the shell."""
        try:
            return os.tcgetpgrp(self.master) or self.process.pid
        except OSError:  # nobody has it any more
            return self.process.pid

    def read_until(self, moment: float) -> None:
        """Read on up to a moment of the monotonic clock."""
        while (left := moment - time.monotonic()) > 0:
            self.read(left)

    def wait_for_exit(self, seconds: float = PATIENCE) -> int:
        """Return the exit status, negative where a signal ended the program.

        So long may it write nothing.
        """
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running; the screen is\n{self.text}"
            if self.read():
                deadline = time.monotonic() + seconds
        while self.read(0.1):
            pass
        assert self.process.returncode is not None
        return self.process.returncode

    @property
    def waiting(self) -> int:
        """How many bytes the program has written that were not read here yet."""
        count = fcntl.ioctl(self.master, termios.FIONREAD, b"\0" * 4)
        return int(struct.unpack("i", count)[0])

    @property
    def unread(self) -> int:
        """How many bytes were typed that the program has not read yet."""
        count = fcntl.ioctl(self.slave, termios.FIONREAD, b"\0" * 4)
        return int(struct.unpack("i", count)[0])

    @property
    def processor_time(self) -> float:
        """Seconds of processor time that the program has used so far."""
        return processor_time(self.process.pid)

    def left_behind(self) -> list[str]:
        """Return the commands that were started from this terminal and are still there."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
                state, _, _, session = rest.split()[:4]
                if int(session) == self.process.pid and state != "Z":
                    found.append(name)
        return found

    def hang_up(self) -> int:
        """Close the terminal as a lost connection does; return the exit status."""
        os.close(self.master)
        self.master = -1
        return self.process.wait(PATIENCE)

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
        if self.master >= 0:
            os.close(self.master)
        os.close(self.slave)


def processor_time(process: int) -> float:
    """Return the seconds of processor time that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a condition without reading the terminal."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start_recto(
    home: Path, *arguments: str, columns: int = 80, lines: int = 24, **variables: str
) -> Terminal:
    """Start `recto` on a terminal of a size, with nothing of the tester's own around it."""
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        **variables,
    }
    return Terminal([sys.executable, "-m", "recto.tui", *arguments], env, columns, lines)
