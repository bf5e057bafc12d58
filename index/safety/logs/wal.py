"""SQLite's write-ahead log, walked frame by frame: what SQLite takes of it, what stands behind.

See sqlite.org/fileformat2.html#walformat and sqlite.org/walformat.html. SQLite ends a log at the
first frame whose checksum is wrong, takes the rest for what an older log has left, and says
nothing. A checksum goes on from the one that the frame before it has, so that each frame is proved
by the two of them, whatever is wrong further to the front.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ...database.file_format import PAGE_SIZE, Pages
from ...disk.exhaustion import refuse_exhaustion
from .checksum import NATIVE, Order, Sums, checksum, numbers
from .shared_memory import read_shared_memory

HEADER = 32
"""Bytes of a log before its first frame."""

FRAME_HEADER = 24
"""Bytes of a frame before its page."""

_MAGIC: dict[int, Order] = {0x377F0682: "<", 0x377F0683: ">"}
"""What a log begins with, and in which order of bytes its checksums are reckoned."""

_SAMPLE = 16
"""Frames by which the page's size is guessed where the header does not say it."""


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
    sums: Sums
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
    memory = read_shared_memory(library, form.salts, len(walk.frames))
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
    salts, sums = header[16:24], numbers(header[24:32])
    is_size = 512 <= size <= 65536 and not size & (size - 1)
    if order and is_size and checksum(header[:24], order) == sums:
        return _Form(order, size, salts, sums, is_good=True)
    sizes = dict.fromkeys([_page_size(library), *([size] if is_size else [])])
    orders: dict[Order, None] = dict.fromkeys([NATIVE, *_MAGIC.values()])
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


def _is_linked(data: bytes, form: _Form, last: Sums) -> bool:
    """Tell whether a frame's checksum goes on from the one before it."""
    return checksum(data[:8] + data[FRAME_HEADER:], form.order, last) == _sums(data)


def _sums(data: bytes) -> Sums:
    """Return the checksum that a frame says it has."""
    return numbers(data[16:FRAME_HEADER])
