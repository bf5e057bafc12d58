"""A terminal for the benches: a program on a pty, its bytes, its processor time and its memory.

Needs Linux: what a running program has used is read from `/proc`.
"""

from __future__ import annotations

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
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 120.0
"""Seconds after which a screen that does not come is a failure."""

_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=$]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P.*?\x1b\\|[()].|.)", re.S
)
_TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """One program on one terminal."""

    def __init__(self, command: list[str], home: Path, columns: int = 120, lines: int = 36) -> None:
        # Left alone on a terminal that is gone, Textual spins for ever.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        if "PYTHONPATH" in os.environ:  # so that another version can be measured
            environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self.raw = bytearray()
        """Everything the program wrote."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._master)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float) -> bytes:
        """Return what the program writes next, or nothing after a time."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the program has ended
            return b""
        self.raw += data
        return data

    def wait_for(self, text: str, *, is_raw: bool = False) -> None:
        """Wait until a text was written; `is_raw` if sequences are part of it."""
        wanted = text.encode()
        deadline = time.monotonic() + PATIENCE
        while wanted not in (self.raw if is_raw else plain(self.raw)):
            if time.monotonic() > deadline or (
                not self.read(0.5) and self._process.poll() is not None
            ):
                shown = plain(self.raw).decode(errors="replace")
                raise SystemExit(f"{text!r} did not come. What came: {shown[-2000:]}")

    def settle(self, quiet: float = 0.5) -> None:
        """Read on until nothing has come for a while."""
        deadline = time.monotonic() + PATIENCE
        while self.read(quiet) and time.monotonic() < deadline:
            pass

    def cpu(self, *, with_children: bool = False) -> float:
        """Return the seconds of processor time that the program has used.

        Those of programs that it has run and that have ended are told `with_children`.
        """
        fields = self._of_process("stat").rpartition(")")[2].split()
        return sum(map(int, fields[11 : 15 if with_children else 13])) / _TICKS

    def running(self) -> float:
        """Return the same of the threads that there are now, finer than the kernel's ticks."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def peak(self) -> float:
        """Return the most memory it has had, in MB."""
        found = re.search(r"VmHWM:\s+(\d+)", self._of_process("status"))
        assert found is not None
        return int(found[1]) / 1024

    def _of_process(self, name: str) -> str:
        return Path(f"/proc/{self._process.pid}/{name}").read_text(encoding="utf-8")

    def leave(self, keys: str = "q") -> float:
        """Type what ends it, and wait; return the seconds of processor time that it has used.

        Those of programs that it has run are among them.
        """
        self.send(keys)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.read(0.05)
            ended, status, usage = os.wait4(self._process.pid, os.WNOHANG)
            if ended:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                return usage.ru_utime + usage.ru_stime
        raise SystemExit("It did not end.")

    def kill(self) -> float:
        """End it at once; return the seconds of processor time that it has used."""
        if self._process.returncode is not None:
            return 0.0
        self._process.send_signal(signal.SIGKILL)
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_utime + usage.ru_stime


def plain(data: bytes | bytearray) -> bytes:
    """Return what was written without the sequences that place and colour it."""
    return _ESCAPES.sub(b"", bytes(data))
