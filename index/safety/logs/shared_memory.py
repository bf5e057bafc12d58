"""The shared memory beside a write-ahead log, which stays when the last process is killed.

See sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import NamedTuple

from ...disk.exhaustion import refuse_exhaustion
from .checksum import NATIVE, checksum, numbers

_MASK = 0xFFFFFFFF


class SharedMemory(NamedTuple):
    """What killed processes knew of a log; 0 where nobody knows."""

    written: int = 0
    """Frames up to the end of the last transaction: nobody was told of one behind that."""
    copied: int = 0
    """Frames that are in the database file."""
    is_certain: bool = False


def read_shared_memory(library: Path, salts: bytes, frames: int) -> SharedMemory:
    """Return what the shared memory tells, whose file stays when the last process is killed.

    When the machine itself goes down, the file tells of some moment before that.
    """
    try:
        with library.with_name(library.name + "-shm").open("rb") as file:
            data, changed = file.read(100), os.fstat(file.fileno()).st_mtime
    except OSError as error:
        refuse_exhaustion(error)
        return SharedMemory()
    # It is written twice, so that whoever was killed between the two has spoiled one alone.
    header = next(filter(_is_header, (data[:48], data[48:96])), None)
    if header is None or len(data) < 100:
        return SharedMemory()
    if header[32:40] == salts:
        (written,), (copied,) = struct.unpack("=I", header[16:20]), struct.unpack("=I", data[96:])
        return SharedMemory(int(written), min(int(copied), int(written)), changed > _booted())
    ours, theirs = numbers(salts), numbers(header[32:40])
    # The first salt counts the times that a log was begun anew, after all of it was copied.
    return SharedMemory(0, frames if theirs[0] == (ours[0] + 1) & _MASK else 0)


def _is_header(data: bytes) -> bool:
    return (
        len(data) == 48
        and struct.unpack("=I", data[:4]) == (3007000,)
        and checksum(data[:40], NATIVE) == struct.unpack("=II", data[40:])
    )


def _booted() -> float:
    """Return when the machine was started, or later: some clocks stand still while it sleeps."""
    return time.time() - time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
