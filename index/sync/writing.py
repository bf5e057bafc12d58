"""A machine's own log: lines put behind its last file, which is packed once it is large.

Only its machine writes it. A line is on the disk before the library says that the way holds it; a
process that is killed between leaves lines that are read as anybody's, and are the same.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..disk.private import begin_file, make_directory
from ..disk.whole_files import synchronise, whole_file
from ..errors import SyncError
from .layout import ABOUT, FORMAT, ROOT, SyncFile, file_name, files_of
from .lines import decode, encode
from .logs import HEAD, load
from .memory import FILE, MACHINE, Memory
from .runs import Run, gaps, united

OPEN = 1 << 18
"""Bytes up to which the last file grows before it is packed."""

Step = Callable[[str], object]
"""Told before each step of writing what comes next; tests stop there as a kill would."""


class Log:
    """The log of this machine in a folder; used inside one transaction at a time.

    Its files are listed once, since a log of years may have many: from then on the last is known.
    """

    def __init__(
        self,
        folder: Path,
        machine: str,
        memory: Memory,
        step: Step = lambda name: None,
        files: Iterable[SyncFile] | None = None,
    ) -> None:
        """Take the folder and what is known of it, with all its `files` where they were listed."""
        self._folder = folder
        own = f"{ROOT}/{machine}/"
        self._files = None if files is None else [one for one in files if one.name.startswith(own)]
        self._last: SyncFile | None = None
        self._directory = folder / ROOT / machine
        self._machine = machine
        self._memory = memory
        self._step = step
        self.written: Counter[str] = Counter()
        """How many lines of each type were written, the first ones of files apart."""

    def begin(self, name: str) -> None:
        """Make the directory and say there what this machine is called; raises OSError."""
        if self._directory.is_symlink() or self._directory.parent.is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link")
        make_directory(self._directory)
        about = {"format": FORMAT, "machine": self._machine, "name": name}
        data = encode(about, 1)
        path = self._directory / ABOUT
        # A pipe of that name would be waited for.
        is_file = path.is_file() and not path.is_symlink()
        if not is_file or path.read_bytes() != data:
            with whole_file(path, is_private=True) as partial:
                partial.write_bytes(data)

    def last_file(self) -> SyncFile | None:
        """Return the file with the highest number, the packed one of two, as it is now."""
        last = self._last and _as_it_is(self._last)
        if last is None:
            last = max(
                filter(None, map(_as_it_is, self._highest())),
                key=lambda file: (file.number, file.is_packed),
                default=None,
            )
        self._last = last
        return last

    def _highest(self) -> list[SyncFile]:
        """Return the files with the highest number."""
        numbered = [file for file in self._own_files() if file.number is not None]
        highest = max((file.number or 0 for file in numbered), default=0)
        return [file for file in numbered if file.number == highest]

    def tidy(self) -> None:
        """Remove what a killed process has left of a file that it had packed; raises OSError."""
        files = self._own_files()
        packed = {file.stem: file for file in files if file.is_packed}
        for file in files:
            twin = None if file.is_packed else packed.get(file.name)
            is_packed = twin is not None and file.path.is_file()
            if twin and is_packed and load(twin).startswith(load(file)):
                file.path.unlink()

    def append(self, objects: Sequence[Mapping[str, Any]], *, is_new_file: bool = False) -> None:
        """Put objects behind the log; raises OSError.

        They go into a file of their own where that `is_new_file` or they are large.
        """
        if not objects:
            return
        last = self.last_file()
        number = self.next_number()
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        month = self._month_of(last) if last is not None else None
        growing = last if month is not None else None
        if self._lost(number):
            growing = None  # the first line of the next file says that they are not waited for
        lines = _encoded(objects, number, at)
        size = sum(map(len, lines))
        is_over = is_new_file or month not in ("", at[:7])
        if growing is not None and (is_over or growing.size + size > OPEN):
            self._pack(growing)
            growing = None
        if growing is not None:
            self._extend(growing, lines, number, at)
        else:
            place = 1 + ((last.number or 0) if last is not None else 0)
            self._begin(place, objects, number, at, is_packed=is_new_file or size > OPEN)
        self.written.update(str(told.get("type")) for told in objects)

    def _own_files(self) -> list[SyncFile]:
        if self._files is None:
            self._files = files_of(self._folder, self._machine)
        return self._files

    def next_number(self) -> int:
        """Return the number of the line that is written next, which no other has."""
        state = self._memory.get(MACHINE, self._machine) or {}
        have = state.get("have", [])
        return int(max([state.get("last", 0), *(last for _, last in have)])) + 1

    def _lost(self, number: int) -> list[Run]:
        """Return the lines before a number that are not there any more."""
        state = self._memory.get(MACHINE, self._machine) or {}
        return gaps(united(state.get("have", [])), number - 1)

    def _month_of(self, last: SyncFile) -> str | None:
        """Return the month of a file that is just as it was written, and not packed; else None.

        Empty where nobody knows.
        """
        state = self._memory.get(FILE, last.name)
        if last.is_packed or state is None or state["size"] != last.size:
            return None
        data = load(last)
        if zlib.crc32(data[: state["end"]]) != state["crc"]:
            return None
        head = decode(data[: data.find(b"\n")])
        return "" if head is None else head.at[:7]

    def _extend(self, file: SyncFile, lines: list[bytes], number: int, at: str) -> None:
        data = load(file)
        # A line that was half written when a process was killed is ended, and written again.
        seam = b"" if data.endswith(b"\n") else b"\n"
        self._step("append")
        descriptor = os.open(file.path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
        try:
            added = seam + b"".join(lines)
            half = len(added) // 2
            os.write(descriptor, added[:half])
            self._step("half")
            _write_all(descriptor, added[half:])
        finally:
            os.close(descriptor)
        synchronise(file.path)
        self._step("appended")
        self._remember(file.name, data + added, (number, number + len(lines) - 1), at)

    def _begin(
        self,
        place: int,
        objects: Sequence[Mapping[str, Any]],
        number: int,
        at: str,
        *,
        is_packed: bool,
    ) -> None:
        """Make another file, with a first line of its own."""
        lost = self._lost(number)
        head = {"type": HEAD, "format": FORMAT, "machine": self._machine, "file": place}
        if lost:
            head["instead"] = [list(run) for run in lost]
        data = encode(head, number, at) + b"".join(_encoded(objects, number + 1, at))
        name = file_name(self._machine, place)
        path = self._folder / name
        self._step("begin")
        if any(os.path.lexists(f"{path}{ending}") for ending in ("", ".gz")):
            raise written_meanwhile()
        if is_packed:
            name += ".gz"
            _write_packed(path.with_name(path.name + ".gz"), data)
        else:
            begin_file(path)
            path.write_bytes(data)
            synchronise(path)
            synchronise(path.parent)
        self._step("begun")
        self._last = SyncFile(self._folder / name, name, self._machine, 0, 0)
        self._remember(name, data, (number, number + len(objects)), at, lost)

    def _pack(self, file: SyncFile) -> None:
        """Put a packed file in the place of one that grows no more."""
        data = load(file)
        packed = file.path.with_name(file.path.name + ".gz")
        self._step("pack")
        _write_packed(packed, data)
        self._step("packed")
        file.path.unlink()
        self._last = file._replace(path=packed, name=f"{file.name}.gz")
        self._memory.drop(FILE, [file.name])
        self._remember(f"{file.name}.gz", data, None)

    def _remember(
        self, name: str, data: bytes, numbers: Run | None, at: str = "", lost: Sequence[Run] = ()
    ) -> None:
        """Note what a file holds by now."""
        status = (self._folder / name).stat()
        end = data.rfind(b"\n") + 1
        state = {
            "size": status.st_size,
            "mtime": status.st_mtime_ns,
            "end": end,
            "crc": zlib.crc32(data[:end]),
            "by": self._machine,
        }
        self._memory.put(FILE, name, state)
        if numbers is not None:
            known = self._memory.get(MACHINE, self._machine) or {}
            have = united([*known.get("have", []), numbers, *lost])
            told = {"have": have, "last": have[-1][1], "at": at}
            self._memory.put(MACHINE, self._machine, {**known, **told})


def written_meanwhile() -> SyncError:
    """Return that somebody else has written to the log since it was read."""
    return SyncError(
        "Not in step yet",
        "Another window has written meanwhile.",
        "The next time goes on from there.",
    )


def _as_it_is(file: SyncFile) -> SyncFile | None:
    """Return a file with the size and time that it has by now; None where it is gone."""
    try:
        status = file.path.lstat()
    except FileNotFoundError:
        return None
    return file._replace(size=status.st_size, mtime=status.st_mtime_ns)


def _encoded(objects: Sequence[Mapping[str, Any]], number: int, at: str) -> list[bytes]:
    return [encode(told, number + place, "" if place else at) for place, told in enumerate(objects)]


def _write_packed(path: Path, data: bytes) -> None:
    buffer = io.BytesIO()
    # Without a time in it the same lines make the same file.
    with gzip.GzipFile("", "wb", 6, buffer, mtime=0) as stream:
        stream.write(data)
    with whole_file(path, is_private=True) as partial:
        partial.write_bytes(buffer.getvalue())


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
