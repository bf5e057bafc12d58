"""Commands of the reader's own that bring papers, as `exec:` of newsboat does.

They stand in the settings of a machine alone, never in what is synced or taken in. What one prints
is believed when it has ended well, and read as a file would be.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..adding.reading import read_records
from ..errors import FetchError, SourceError
from ..fetch_settings import FetchCommand
from ..text import clean
from .answers import Validators
from .clock import Stop
from .streams import Stream

_PIECE = 1 << 16
_NOTHING = (b"", b"[]")
"""What a command prints that has nothing, as text or as a list in JSON."""
_TOLD = 1 << 12
"""Bytes of what it says on standard error that are looked at."""
_LONGEST = 200
"""Characters of a sentence of its own."""
_LOOK = 0.05
"""Seconds after which it is looked whether it is still wanted."""


class Limits(NamedTuple):
    """What a command may take."""

    size: int = 1 << 25
    """Bytes on its standard output."""
    duration: float = 300.0
    """Seconds."""
    rest: float = 1.0
    """Seconds of silence after which nobody waits for what it has left behind."""


_LIMITS = Limits()


class Commands:
    """Runs the commands of the settings, one at a time, and reads what they print."""

    def __init__(
        self,
        commands: Iterable[FetchCommand] = (),
        stopped: Stop | None = None,
        limits: Limits = _LIMITS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._runs = {command.name: command.run for command in commands}
        self._stopped = stopped
        self._limits = limits
        self._now = now

    def ask(self, name: str) -> Stream:
        """Return the papers that a command prints now.

        Raises FetchError where it fails, takes too long, or prints what is no list of papers; and
        Interrupted.
        """
        with contextlib.nullcontext() if self._stopped is None else self._stopped.waiting():
            printed = self._run(name)
        if printed.strip() in _NOTHING:
            return Stream((), "text", Validators())
        try:
            found = read_records(printed, f"what {name} prints")
        except SourceError as error:
            raise _failed(name, f"{error}") from error
        return Stream(found.records, found.kind, Validators())

    def _run(self, name: str) -> bytes:
        """Return what a command prints; whatever ends this, all that it has begun is ended."""
        ends = self._now() + self._limits.duration
        try:
            process = subprocess.Popen(
                ["/bin/sh", "-c", self._runs[name]],
                cwd=Path.home(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Away from the terminal, and to be ended with what it starts.
                start_new_session=True,
            )
        except (OSError, RuntimeError) as error:  # no home, no shell, no memory
            raise _failed(name, f"It cannot be started: {error}.") from error
        with process, _ended_at_last(process):
            printed, said = self._read(name, process, ends)
        status = process.returncode
        if status != 0:
            raise _failed(name, f"{_ended(status)}{_first_line(said)}")
        return printed

    def _read(
        self, name: str, process: subprocess.Popen[bytes], ends: float
    ) -> tuple[bytes, bytes]:
        """Return what a command prints and says, once it has ended."""
        assert process.stdout is not None and process.stderr is not None
        printed, said = bytearray(), bytearray()
        last = self._now()
        with selectors.DefaultSelector() as selector:
            for pipe, kept in ((process.stdout, printed), (process.stderr, said)):
                selector.register(pipe, selectors.EVENT_READ, kept)
            while self._stopped is None or not self._stopped.is_set():
                now = self._now()
                if now > ends:
                    minutes = self._limits.duration / 60
                    raise _failed(name, f"It took longer than {minutes:g} minutes.")
                ready = selector.select(_LOOK)
                for key, _ in ready:
                    last = now
                    piece = os.read(key.fd, _PIECE)
                    if not piece:
                        selector.unregister(key.fileobj)
                    elif key.data is printed or len(said) < _TOLD:
                        key.data.extend(piece)
                if len(printed) > self._limits.size:
                    raise _failed(name, f"It prints more than {self._limits.size >> 20} MB.")
                # What it has left behind may keep the pipes open.
                is_silent = not ready and now - last > self._limits.rest
                if (is_silent or not selector.get_map()) and _has_ended(process):
                    break
        return bytes(printed), bytes(said)


@contextlib.contextmanager
def _ended_at_last(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process and all that it has begun, at the latest when this one ends."""

    def end() -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    atexit.register(end)
    try:
        yield
    finally:
        end()
        atexit.unregister(end)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has ended, which keeps its number until it is waited for, if that can be.

    As long as it does, no other group of processes can have the number.
    """
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, options) is not None


def _failed(name: str, message: str) -> FetchError:
    return FetchError(f"The command {name} failed", message)


def _ended(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"It was ended by {signal.Signals(-status).name}."
    return f"It ended with status {status}."


def _first_line(said: bytes) -> str:
    """Return the first line of what a command says, as a sentence behind another one."""
    lines = said.decode("utf-8", "replace").splitlines()
    line = next((told for one in lines if (told := clean(one).strip())), "")
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return f" It says: {line}" if line else ""
