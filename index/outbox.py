"""Links that wait to be opened on another machine: a plain file of lines, safe to share."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .addresses import web_address
from .disk.file_locks import FileLock
from .disk.private import make_directory, withhold
from .errors import RectoError
from .text import clean

PATIENCE = 5.0
"""Seconds to wait for another process that has the file."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One link in the outbox."""

    time: str
    """When it was put there: ISO date and time, UTC."""
    url: str
    title: str

    def as_json(self) -> dict[str, str]:
        """Return the stable JSON form."""
        return {"time": self.time, "url": self.url, "title": self.title}


class Outbox:
    """The file of links, one `time<Tab>url<Tab>title` to a line, oldest first.

    Readers and drains exclude each other by a lock on the file, so that no link is lost or given
    out twice. The file is never replaced, which would leave a lock on one that is gone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, url: str, title: str) -> None:
        """Add a link; raises RectoError where it is none or cannot be written down."""
        if web_address(url) is None:
            raise RectoError("The outbox takes only http and https links")
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = f"{now}\t{url}\t{clean(title)}\n".encode("utf-8", "replace")
        with self._locked(os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
            size = os.fstat(file).st_size
            # A line that was cut off, by hand or by a full disk, must not swallow this one.
            is_whole = size == 0 or os.pread(file, 1, size - 1) == b"\n"
            data = line if is_whole else b"\n" + line
            if os.write(file, data) < len(data):
                os.ftruncate(file, size)
                raise RectoError("The link was not put into the outbox", "The disk is full.")

    def links(self) -> list[Waiting]:
        """Return the links that wait; raises RectoError where the file cannot be read."""
        if not self.path.exists():
            return []
        with self._locked(os.O_RDONLY) as file:
            return [link for line in _lines(file) if (link := _parsed(line))]

    @contextmanager
    def draining(self) -> Iterator[list[Waiting]]:
        """Give the links that wait, and take them away when the block ends well.

        What is no link, such as a line written by hand, stays in the file.
        """
        if not self.path.exists():
            yield []
            return
        with self._locked(os.O_RDWR) as file:
            lines = _lines(file)
            links = {line: link for line in lines if (link := _parsed(line))}
            yield [links[line] for line in lines if line in links]
            kept = b"".join(line for line in lines if line not in links)
            if links:
                os.pwrite(file, kept, 0)
                os.ftruncate(file, len(kept))

    @contextmanager
    def _locked(self, flags: int) -> Iterator[int]:
        """Open the file and keep all others out of it; what goes wrong is a sentence."""
        try:
            if flags & os.O_CREAT:
                make_directory(self.path.parent)
            withhold([self.path])
            lock = FileLock(self.path, flags | os.O_NONBLOCK)
        except OSError as error:
            raise self._refused(error) from error
        with lock:
            try:
                self._wait_for(lock)
                yield lock.descriptor
            except BrokenPipeError:
                raise  # the caller's, who prints
            except OSError as error:
                raise self._refused(error) from error

    def _wait_for(self, lock: FileLock) -> None:
        deadline = time.monotonic() + PATIENCE
        while not lock.take(wait=False):
            if time.monotonic() > deadline:
                raise RectoError(
                    "The outbox is in use",
                    f"Another process has {self.path}.",
                    "Is a recto outbox --drain waiting somewhere?",
                )
            time.sleep(0.02)

    def _refused(self, error: OSError) -> RectoError:
        return RectoError("The outbox cannot be used", f"{self.path}: {error.strerror}.")


def _lines(file: int) -> list[bytes]:
    """Return the lines of an open file with their ends."""
    parts: list[bytes] = []
    at = 0
    while part := os.pread(file, 1 << 20, at):
        parts.append(part)
        at += len(part)
    return b"".join(parts).splitlines(keepends=True)


def _parsed(line: bytes) -> Waiting | None:
    """Return the link that a line is; a bare address written by hand counts too."""
    words = line.decode("utf-8", "replace").strip().split("\t", 2)
    if len(words) == 1:
        words = ["", *words]
    url = web_address(words[1])
    return Waiting(clean(words[0]), url, clean("".join(words[2:]))) if url else None
