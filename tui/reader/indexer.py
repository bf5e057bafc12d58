"""Builds the search index in a process of its own, so that the reader never waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from textual.message import Message

from ..system.programs import ended
from ..system.progress import Pace


class IndexProgress(Message):
    """So many papers are in the index that is being built."""

    def __init__(self, done: int, total: int, pace: str = "") -> None:
        super().__init__()
        self.done, self.total = done, total
        self.pace = pace
        """How fast it goes on and how long it will take, in words; empty at first."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest number matters."""
        return isinstance(message, IndexProgress)


class IndexBuilt(Message):
    """The index is ready, or could not be built for the reason given."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem


class Indexer:
    """One building process and the thread that listens to it."""

    def __init__(self, data_dir: str | None, post: Callable[[Message], object]) -> None:
        self._data_dir = data_dir
        self._post = post
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._is_building = False

    def start(self) -> None:
        """Start building unless that goes on already."""
        if self._is_building or self._is_closed:
            return
        self._is_building = True
        environment = dict(os.environ)
        if self._data_dir is not None:
            environment["RECTO_DATA_DIR"] = self._data_dir
        self._process = subprocess.Popen(
            [sys.executable, "-m", "recto.tui.reader.indexing"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self._thread = threading.Thread(
            target=self._listen, args=(self._process,), name="index", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop building and wait until that is so."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Stop building; what is in use by then stays, and the next start goes on from there."""
        self._is_closed = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        last, pace = "", Pace()
        with process.stdout as lines:
            for line in lines:
                last = line.strip()
                numbers = last.split()
                if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
                    done, total = int(numbers[0]), int(numbers[1])
                    if pace.is_due(done):
                        words = pace.words(max(0, total - done), "/s")
                        self._post(IndexProgress(done, total, words))
        status = process.wait()
        self._is_building = False
        if not self._is_closed:
            self._post(IndexBuilt("" if status == 0 else last or f"it {ended(status)}"))
