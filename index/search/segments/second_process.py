"""Segments written by a process of their own while this one goes on reading papers.

It is of low priority, so that whoever types does not wait for it, and has nothing but what it is
sent. Whatever becomes of it costs time alone: what it has not written is written here.
"""

from __future__ import annotations

import contextlib
import marshal
import selectors
import subprocess
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ...disk.free_cores import free_cores
from ..postings.files import ENDINGS
from .collecting import Papers
from .writing import write_segment

DONE = b"1"
"""What the process answers when the files are there."""
SIZE = 8
"""Bytes before what it is sent, which say how long that is; the numbers follow as they are."""

_WORTH = 20_000
"""Papers to be indexed from which a second process saves more time than it takes to start."""
_CORES = 1.5
"""Cores that have to be free."""


class _Job(NamedTuple):
    """What is to be written, as it is sent: that is much less than what it was made of."""

    folder: Path
    name: str
    told: bytes
    """Marshalled: folder and name, whether by NumPy and with places apart, the sizes of arrays, and
    the words."""
    arrays: list[array[int]]

    @classmethod
    def of(cls, folder: Path, name: str, papers: Papers, use_arrays: bool, is_apart: bool) -> _Job:
        arrays = papers.arrays()
        sizes = list(map(len, arrays))
        told = marshal.dumps((str(folder), name, use_arrays, is_apart, sizes, papers.told()))
        return cls(folder, name, told, arrays)

    def write(self) -> None:
        """Write it here; whatever there is of it by now is removed."""
        for ending in ENDINGS:
            (self.folder / f"{self.name}{ending}").unlink(missing_ok=True)
        _, _, use_arrays, is_apart, _, words = marshal.loads(self.told)
        papers = Papers.of(words)
        for numbers, sent in zip(papers.arrays(), self.arrays, strict=True):
            numbers.extend(sent)
        write_segment(self.folder, self.name, papers, use_arrays=use_arrays, is_apart=is_apart)


class SecondProcess:
    """What writes one segment at a time; the process begins with the first one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_lost = False
        self._job: _Job | None = None
        """What has been sent and not been answered."""

    def give(
        self, folder: Path, name: str, papers: Papers, *, use_arrays: bool, is_apart: bool = False
    ) -> None:
        """Have papers written as a segment; what was given before is there by then.

        The papers must not change afterwards, but for their words. Raises what writing here raises.
        """
        self.wait()
        if self._is_lost:
            write_segment(folder, name, papers, use_arrays=use_arrays, is_apart=is_apart)
            return
        papers.settle()
        self._job = _Job.of(folder, name, papers, use_arrays, is_apart)
        try:
            self._send(self._job)
        except OSError:  # it has ended, or there is no room for another process
            self._lose()

    def is_busy(self) -> bool:
        """Tell whether it still writes; what it has written is let go of.

        Raises what writing here raises.
        """
        if self._job is None or self._process is None:
            return False
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(0):
                return True
        self.wait()
        return False

    def wait(self) -> None:
        """Return when all that was given is written; raises what writing here raises."""
        if self._job is None:
            return
        if self._process is not None:
            assert self._process.stdout is not None
            if self._process.stdout.read(len(DONE)) != DONE:
                self._lose()
        job, self._job = self._job, None
        if self._is_lost:
            job.write()

    def close(self) -> None:
        """End the process, whatever it is at."""
        process, self._process = self._process, None
        self._job = None
        if process is not None:
            process.kill()
            with contextlib.suppress(OSError):  # what was left to be sent
                process.communicate()

    def _lose(self) -> None:
        """Go on without the process."""
        job = self._job
        self.close()
        self._job, self._is_lost = job, True

    def _send(self, job: _Job) -> None:
        if self._process is None:
            self._process = _started()
        assert self._process.stdin is not None
        self._process.stdin.write(len(job.told).to_bytes(SIZE, "little"))
        self._process.stdin.write(job.told)
        for numbers in job.arrays:  # as they lie there: not a second time in memory
            self._process.stdin.write(memoryview(numbers))
        self._process.stdin.flush()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"{__package__}.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for whoever waits
    )


@contextlib.contextmanager
def second_process(papers: int) -> Iterator[SecondProcess | None]:
    """Give a second process where so many papers are worth one and a core is free for it."""
    if papers < _WORTH or free_cores() < _CORES:
        yield None
        return
    process = SecondProcess()
    try:
        yield process
    finally:
        process.close()
