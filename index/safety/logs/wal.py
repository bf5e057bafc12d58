"""SQLite's write-ahead log, walked frame by frame: what SQLite takes of it, what stands behind.

See sqlite.org/fileformat2.html#walformat and sqlite.org/walformat.html. SQLite ends a log at the
first frame whose checksum is wrong, takes the rest for what an older log has left, and says
nothing. A checksum goes on from the one that the frame before it has, so that each frame is proved
by the two of them, whatever is wrong further to the front.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from ...database.file_format import PAGE_SIZE, Pages
from ...disk.exhaustion import refuse_exhaustion

HEADER = 32
"""Bytes of a log before its first frame."""

FRAME_HEADER = 24
"""Bytes of a frame before its page."""

Order = Literal["<", ">"]
"""In which order the bytes of a word are, as `struct` says it."""

_MAGIC: dict[int, Order] = {0x377F0682: "<", 0x377F0683: ">"}
"""What a log begins with, and in which order of bytes its checksums are reckoned."""

_MASK = 0xFFFFFFFF

_NATIVE: Order = "<" if sys.byteorder == "little" else ">"

_SAMPLE = 16
"""Frames by which the page's size is guessed where the header does not say it."""

_Sums = tuple[int, int]


class Frame(NamedTuple):
    """One page as a transaction left it."""

    page: int
    """The page's number; any number at all where the frame is damaged."""
    pages: int
    """Pages of the database after the transaction that this frame ends, 0 within one."""
    is_proved: bool
    """Whether its checksum is that of what it holds."""


@dataclass(frozen=True, slots=True)
class Log:
    """What a log holds up to the last transaction that ends in it."""

    path: Path
    page_size: int
    frames: tuple[Frame, ...]
    """Damaged ones among them; what older logs have left is not."""
    accepted: int
    """How many of them SQLite takes."""
    promised: int
    """How many there were, as far as the shared memory of killed processes tells."""
    is_certain: bool
    """Whether that memory tells all, since the machine has not gone down meanwhile."""
    copied: int
    """How many of them the database file holds already, as far as it tells that."""
    bad: int
    """The first frame that SQLite does not take."""

    @property
    def is_damaged(self) -> bool:
        """Tell whether SQLite would leave out what was written once.

        Frames behind the certain end are of a transaction whose process was killed before it could
        say so, and of which another one has written over the beginning.
        """
        return self.accepted < max(self.promised, 0 if self.is_certain else len(self.frames))

    @property
    def is_short(self) -> bool:
        """Tell whether frames are gone that neither log nor database has."""
        return max(len(self.frames), self.copied) < self.promised

    @property
    def damage_at(self) -> int:
        """The byte at which SQLite stops reading."""
        return HEADER + self.bad * (FRAME_HEADER + self.page_size) if self.frames else 0

    def images(self, start: int) -> Iterator[tuple[Frame, bytes]]:
        """Yield the frames from a number on, each with its page."""
        with self.path.open("rb") as file:
            for number in range(start, len(self.frames)):
                file.seek(HEADER + number * (FRAME_HEADER + self.page_size) + FRAME_HEADER)
                yield self.frames[number], file.read(self.page_size).ljust(self.page_size, b"\0")


class _Form(NamedTuple):
    """How a log is to be read."""

    order: Order
    page_size: int
    salts: bytes
    sums: _Sums
    """The checksum that the first frame's goes on from."""
    is_good: bool
    """Whether SQLite takes the header."""


def log_of(library: Path) -> Path:
    """Return the file that is a library's log, there or not."""
    return library.with_name(library.name + "-wal")


def read_log(library: Path) -> Log | None:
    """Walk the log of a library that nobody holds open; None where there is nothing in one."""
    path = log_of(library)
    try:
        file = path.open("rb")
    except OSError as error:
        refuse_exhaustion(error)
        return None
    with file:
        header = file.read(HEADER)
        form = _form(header, file, library) if len(header) == HEADER else None
        if form is None:
            return None
        walk = _Walk(form)
        for data in _frames(file, form.page_size):
            walk.step(data)
    memory = _shared_memory(library, form.salts, len(walk.frames))
    end = max(walk.accepted if memory.is_certain else walk.end, memory.written)
    return Log(
        path,
        form.page_size,
        tuple(walk.frames[:end]),
        walk.accepted,
        memory.written,
        memory.is_certain,
        memory.copied,
        walk.good,
    )


def checksum(data: bytes, order: Order, start: _Sums = (0, 0)) -> _Sums:
    """Return the checksum of data that goes on from another one.

    See sqlite.org/fileformat2.html#checksum_algorithm; the length is a multiple of 8.
    """
    first, second = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second


class _Walk:
    """One way through the frames of a log."""

    def __init__(self, form: _Form) -> None:
        self._form = form
        self._sums = form.sums
        self._was_ours = True
        self._is_taking = form.is_good
        self.frames: list[Frame] = []
        self.good = 0
        """Frames that SQLite takes, the last ones for nothing where no transaction ends there."""
        self.accepted = 0
        self.end = 0
        """Frames up to the last one that ends a transaction and is of this log."""

    def step(self, data: bytes) -> None:
        """Take one more frame."""
        form = self._form
        is_named = data[8:16] == form.salts
        is_proved = False
        if is_named or self._was_ours:
            # What is of another log is not reckoned: most of a file can be that.
            is_proved = _is_linked(data, form, self._sums)
        is_ours = is_named or (self._was_ours and is_proved)
        page, pages = struct.unpack(">II", data[:8])
        self._sums = _sums(data)
        self._was_ours = is_ours
        self._is_taking &= is_named and is_proved and page > 0
        self.frames.append(Frame(page if is_ours else 0, pages if is_ours else 0, is_proved))
        if self._is_taking:
            self.good = len(self.frames)
            if pages:
                self.accepted = self.end = self.good
        elif is_ours and pages and (is_proved or len(self.frames) > self.good + 1):
            # A first bad frame that nothing follows is a write that was cut off.
            self.end = len(self.frames)


def _form(header: bytes, file: BinaryIO, library: Path) -> _Form | None:
    """Return how a log is to be read, by its header or by what fits its first frames."""
    magic, _, size = struct.unpack(">III", header[:12])
    order = _MAGIC.get(magic)
    salts, sums = header[16:24], _numbers(header[24:32])
    is_size = 512 <= size <= 65536 and not size & (size - 1)
    if order and is_size and checksum(header[:24], order) == sums:
        return _Form(order, size, salts, sums, is_good=True)
    sizes = dict.fromkeys([_page_size(library), *([size] if is_size else [])])
    orders: dict[Order, None] = dict.fromkeys([_NATIVE, *_MAGIC.values()])
    guesses = []
    for size in sizes:
        for order in orders:
            form = _Form(order, size, salts, sums, is_good=False)
            file.seek(HEADER)
            sample = [data for data, _ in zip(_frames(file, size), range(_SAMPLE), strict=False)]
            before = [sums, *map(_sums, sample)]
            linked = [
                _is_linked(data, form, last) for data, last in zip(sample, before, strict=False)
            ]
            if sample:
                first = linked.index(True) if True in linked else 0
                guesses.append((sum(linked), form._replace(salts=sample[first][8:16])))
    file.seek(HEADER)
    return max(guesses, key=lambda guess: guess[0])[1] if guesses else None


def _page_size(library: Path) -> int:
    """Return the size of the library's pages by its own header."""
    try:
        with library.open("rb") as file:
            return Pages(file).size
    except OSError as error:
        refuse_exhaustion(error)
        return PAGE_SIZE


def _frames(file: BinaryIO, page_size: int) -> Iterator[bytes]:
    """Yield all frames that are whole, from where the file is."""
    while len(data := file.read(FRAME_HEADER + page_size)) == FRAME_HEADER + page_size:
        yield data


def _is_linked(data: bytes, form: _Form, last: _Sums) -> bool:
    """Tell whether a frame's checksum goes on from the one before it."""
    return checksum(data[:8] + data[FRAME_HEADER:], form.order, last) == _sums(data)


def _sums(data: bytes) -> _Sums:
    """Return the checksum that a frame says it has."""
    return _numbers(data[16:FRAME_HEADER])


def _numbers(data: bytes) -> _Sums:
    first, second = struct.unpack(">II", data)
    return first, second


class _Memory(NamedTuple):
    """What killed processes knew of a log; 0 where nobody knows."""

    written: int = 0
    """Frames up to the end of the last transaction: nobody was told of one behind that."""
    copied: int = 0
    """Frames that are in the database file."""
    is_certain: bool = False


def _shared_memory(library: Path, salts: bytes, frames: int) -> _Memory:
    """Return what the shared memory tells, whose file stays when the last process is killed.

    When the machine itself goes down, the file tells of some moment before that.
    """
    try:
        with library.with_name(library.name + "-shm").open("rb") as file:
            data, changed = file.read(100), os.fstat(file.fileno()).st_mtime
    except OSError as error:
        refuse_exhaustion(error)
        return _Memory()
    # It is written twice, so that whoever was killed between the two has spoiled one alone.
    header = next(filter(_is_header, (data[:48], data[48:96])), None)
    if header is None or len(data) < 100:
        return _Memory()
    if header[32:40] == salts:
        (written,), (copied,) = struct.unpack("=I", header[16:20]), struct.unpack("=I", data[96:])
        return _Memory(int(written), min(int(copied), int(written)), changed > _booted())
    ours, theirs = _numbers(salts), _numbers(header[32:40])
    # The first salt counts the times that a log was begun anew, after all of it was copied.
    return _Memory(0, frames if theirs[0] == (ours[0] + 1) & _MASK else 0)


def _is_header(data: bytes) -> bool:
    return (
        len(data) == 48
        and struct.unpack("=I", data[:4]) == (3007000,)
        and checksum(data[:40], _NATIVE) == struct.unpack("=II", data[40:])
    )


def _booted() -> float:
    """Return when the machine was started, or later: some clocks stand still while it sleeps."""
    return time.time() - time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
