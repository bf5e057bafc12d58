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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from weakref import ReferenceType, ref

from ...disk.free_cores import free_cores
from ..postings.files import ENDINGS
from .collecting import Papers
from .vocabulary import Vocabulary
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
    folder: Path
    name: str
    papers: Papers
    use_arrays: bool


class SecondProcess:
    """What writes one segment at a time; the process begins with the first one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_lost = False
        self._job: _Job | None = None
        """What has been sent and not been answered."""
        self._known: ReferenceType[Vocabulary] | None = None
        """Whose words the process knows, the first so many of them; others may let go of it."""
        self._upto = (0, 0, 0)

    def give(self, folder: Path, name: str, papers: Papers, *, use_arrays: bool) -> None:
        """Have papers written as a segment; what was given before is there by then.

        The papers must not change afterwards. Raises what writing here raises.
        """
        self.wait()
        papers.settle()
        self._job = _Job(folder, name, papers, use_arrays)
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
            for ending in ENDINGS:
                (job.folder / f"{job.name}{ending}").unlink(missing_ok=True)
            write_segment(job.folder, job.name, job.papers, use_arrays=job.use_arrays)

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
        if self._is_lost:
            return
        if self._process is None:
            self._process = _started()
        papers, vocabulary = job.papers, job.papers.vocabulary
        is_known = self._known is not None and self._known() is vocabulary
        news = vocabulary.news(self._upto if is_known else (0, 0, 0))
        arrays = papers.arrays()
        sizes = list(map(len, arrays))
        told = (str(job.folder), job.name, job.use_arrays, is_known, news, papers.terms(), sizes)
        packed = marshal.dumps(told)
        self._known, self._upto = ref(vocabulary), vocabulary.sizes
        assert self._process.stdin is not None
        self._process.stdin.write(len(packed).to_bytes(SIZE, "little"))
        self._process.stdin.write(packed)
        for numbers in arrays:  # as they lie there: not a second time in memory
            self._process.stdin.write(memoryview(numbers))
        self._process.stdin.flush()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.child"],
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
