"""How many bytes the reader writes for a key, measured on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass

_SIZE = (24, 80)
"""Lines and columns of the usual terminal."""
_QUIET = 0.5
"""Seconds without a byte after which the reader has finished painting."""
_PATIENCE = 20.0
"""Seconds after which it counts as stuck."""


@dataclass(frozen=True, slots=True)
class KeyBytes:
    """Bytes at 80x24, the way of every SSH connection."""

    cursor: int
    """For a step down in the list, the abstract included."""
    letter: int
    """For a letter in the search box, with what the list then shows."""


def measure() -> KeyBytes | None:
    """Start the reader on the bundled pages, press keys and count; None where that is not possible.

    The library is a new one in the temporary directory, so nobody's own is opened.
    """
    with tempfile.TemporaryDirectory(prefix="recto-") as directory:
        try:
            master, slave = pty.openpty()
        except OSError:
            return None
        try:
            return _measure(master, slave, directory)
        finally:
            os.close(master)
            os.close(slave)


def _measure(master: int, slave: int, directory: str) -> KeyBytes | None:
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *_SIZE, 0, 0))
    command = [sys.executable, "-m", "recto.tui", "--data-dir", directory]
    environ = {**os.environ, "TERM": _term()}
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True
    )
    try:
        if not _read(master, process):
            return None
        # What the first keys bring besides, such as the end of the greeting, is not theirs.
        counts = [_press(master, process, key) for key in (b"j", b"j", b"j", b"/", b"p", b"r")]
        return KeyBytes(counts[2], counts[5])
    finally:
        process.terminate()
        _read(master, process)
        process.wait()


def _press(master: int, process: subprocess.Popen[bytes], key: bytes) -> int:
    os.write(master, key)
    return _read(master, process)


def _term() -> str:
    term = os.environ.get("TERM", "")
    return term if term not in ("", "dumb") else "xterm-256color"


def _read(master: int, process: subprocess.Popen[bytes]) -> int:
    """Read until it is quiet; return how many bytes came."""
    count = 0
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        # The first byte may take a while, all others come close behind each other.
        ready, _, _ = select.select([master], [], [], _QUIET if count else 5.0)
        if not ready:
            break
        try:
            data = os.read(master, 1 << 16)
        except OSError:  # the other side is closed
            break
        count += len(data)
        if not data or process.poll() is not None:
            break
    return count
