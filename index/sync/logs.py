"""Logs of a folder as they are found: what of them is new, and its lines.

A file is told by its size and time, and what was read of it by a sum of those bytes. So only what
is new is read of one that has grown, and one that is another by now is read anew: nothing that was
taken in once is lost by that, and it is taken in once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..disk.exhaustion import refuse_exhaustion
from .layout import FORMAT, SyncFile, is_machine
from .lines import Line, decode, filled_lines
from .memory import FILE, MACHINE, Memory
from .runs import Run, runs_of

HEAD = "recto-sync"
"""The type of the first line of a file: its `format`, `machine`, number as `file`, and `instead`,
the runs of lines that are lost and need not be waited for."""

RETIRE = "retire"
"""The type of a line by which a `machine` is left behind, of which lines up to `upto` count."""

_PACKED = b"\x1f\x8b"
_CHUNK = 1 << 16
_LARGEST = 1 << 28
"""Bytes of a file that are read as it is unpacked; Recto packs some megabytes together."""

_KEPT = 1 << 24
"""Bytes of all files together that are kept for the next pass once they are read."""


@dataclass(slots=True)
class Part:
    """What is new in one file."""

    file: SyncFile
    machine: str
    """Whose log it is."""
    start: int
    """Where what is new begins."""
    end: int
    """Where its last whole line ends."""
    limit: int | None
    """The last line that counts, where the machine is left behind."""
    before: int = 0
    """The last line of the machine that was here before."""
    numbers: list[Run] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    """How many new lines there are of each type."""
    instead: list[Run] = field(default_factory=list)
    """Lines that are not there any more, for which others have been written since."""
    damaged: int = 0
    cut: int = 0
    """The number of the line that it ends in where that is not whole; 0 where all is, or nobody
    knows."""
    at: str = ""
    """The newest wall time that a line tells."""
    crc: int = 0
    _data: bytes | None = None

    def lines(self, kinds: Iterable[str], *, is_new: bool = True) -> Iterator[Line]:
        """Yield the new lines of some types, or those before them; raises OSError."""
        data = self._data if self._data is not None else load(self.file)[: self.end]
        first, last = (self.start, self.end) if is_new else (0, self.start)
        beginnings = tuple(b'{"type":"%b"' % kind.encode() for kind in kinds)
        for raw in filled_lines(data[first:last]):
            line = decode(raw) if raw.startswith(beginnings) else None
            if line is not None and self._counts(line.number):
                yield line

    def state(self) -> dict[str, Any]:
        """Return what is remembered once all of it is taken in."""
        file = self.file
        return {
            "size": file.size,
            "mtime": file.mtime,
            "end": self.end,
            "crc": self.crc,
            "by": self.machine,
            **({"cut": self.cut} if self.cut else {}),
        }

    def _counts(self, number: int) -> bool:
        return self.limit is None or number <= self.limit

    @property
    def kept(self) -> int:
        """How many bytes of it are in memory."""
        return len(self._data or b"")

    def survey(self, data: bytes, *, is_kept: bool = False) -> None:
        """Count what is new in it; what `is_kept` need not be read again."""
        self.kinds, self.damaged = {}, 0
        is_whole = True
        numbers: list[int] = []
        for raw in filled_lines(data[self.start : self.end]):
            line = decode(raw)
            is_whole = line is not None
            if line is None:
                self.damaged += 1
            elif self._counts(line.number):
                numbers.append(line.number)
                if line.kind == HEAD:
                    self.instead += _instead(line)
                self.kinds[line.kind] = self.kinds.get(line.kind, 0) + 1
                self.at = max(self.at, line.at)
        is_cut = len(data) > self.end or not is_whole
        self.cut = max(numbers, default=self.before) + 1 if is_cut else 0
        self.numbers = runs_of(numbers)
        self.crc = zlib.crc32(data[: self.end])
        self._data = data[: self.end] if is_kept else None


def load(file: SyncFile) -> bytes:
    """Return a log, unpacked as far as it has arrived; raises OSError."""
    with file.path.open("rb") as stream:
        beginning = stream.read(len(_PACKED))
        if beginning != _PACKED:
            return beginning + stream.read(_LARGEST)
        unpacked: list[bytes] = []
        size = 0
        unpacker = zlib.decompressobj(31)
        data = beginning + stream.read(_CHUNK)
        while data and size < _LARGEST:
            try:
                unpacked.append(unpacker.decompress(data, _LARGEST - size))
            except zlib.error:
                break  # what comes behind damage is not there yet
            size += len(unpacked[-1])
            data = unpacker.unconsumed_tail or unpacker.unused_data
            if unpacker.eof:
                unpacker = zlib.decompressobj(31)
            data = data or stream.read(_CHUNK)
        return b"".join(unpacked)


@dataclass(slots=True)
class Found:
    """What a look through a folder's files has found."""

    parts: list[Part] = field(default_factory=list)
    """Files with something new, in order."""
    touched: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is to be remembered of files that have changed in nothing that counts."""
    missing: list[str] = field(default_factory=list)
    """Names of files that were read once and are not there, nor packed by now."""
    older: list[str] = field(default_factory=list)
    """Machines of which a file has come back as it was earlier, or as another."""
    unread: list[str] = field(default_factory=list)
    """Names of files that cannot be read now."""
    newer: list[str] = field(default_factory=list)
    """Names of files that only a newer Recto can read."""
    cut: dict[str, int] = field(default_factory=dict)
    """By machine the number of the line that its log ends in, where that is not whole."""


def find_parts(files: Iterable[SyncFile], memory: Memory, own: str) -> Found:
    """Return what is new in files since they were read last; `own` is this machine's id."""
    found = Found()
    known = memory.all(FILE)
    machines = memory.all(MACHINE)
    present = set()
    kept = 0
    last: dict[str, SyncFile] = {}
    for file in files:
        present.add(file.name)
        if file.number is not None:  # names are in order, a packed file behind what it was
            last[file.owner] = file
        state = known.get(file.name)
        if state is not None and (state["size"], state["mtime"]) == (file.size, file.mtime):
            continue
        try:
            data = load(file)
        except OSError as error:
            refuse_exhaustion(error)
            found.unread.append(file.name)
            continue
        machine, form = _head(data, file.owner)
        if form != FORMAT:
            found.newer.append(file.name)
            continue
        end = data.rfind(b"\n") + 1
        plain = known.get(file.stem) if file.is_packed else None
        start = _start(data, state, plain)
        if start is None:
            start = 0
            # Of others' files a packed one that has half arrived says nothing; of this machine's
            # own it is all that is left of what was packed.
            is_own = file.owner == own
            if file.number is not None and (state or (plain and is_own)):
                found.older.append(own if is_own else machine)
        limit = None if machine == own else machines.get(machine, {}).get("upto")
        have = machines.get(machine, {}).get("have") or [(0, 0)]
        part = Part(file, machine, start, end, limit, before=have[-1][1] if start else 0)
        part.survey(data, is_kept=kept + len(data) <= _KEPT)
        kept += part.kept
        if part.kinds or part.damaged or start < end:
            found.parts.append(part)
        else:
            found.touched[file.name] = part.state()
    _limit(found.parts, own)
    states = {**found.touched, **{part.file.name: part.state() for part in found.parts}}
    for file in last.values():
        state = states.get(file.name, known.get(file.name, {}))
        if number := state.get("cut"):
            found.cut[state["by"]] = number
    gone = known.keys() - present
    found.missing = sorted(name for name in gone if f"{name}.gz" not in present)
    return found


def _limit(parts: Sequence[Part], own: str) -> None:
    """Leave out of parts what machines have written that others of them say to be left behind."""
    limits: dict[str, int] = {}
    for part in parts:
        for line in part.lines((RETIRE,)) if part.kinds.get(RETIRE) else ():
            machine, upto = retired_of(line)
            limits[machine] = max(upto, limits.get(machine, 0))
    for part in parts:
        if part.machine in limits and part.machine != own:
            part.limit = max(part.limit or 0, limits[part.machine])
            part.survey(load(part.file))


def retired_of(line: Line) -> tuple[str, int]:
    """Return which machine a line says to be left behind, and up to which line it counts."""
    try:
        told = line.told()
    except ValueError:
        return "", 0
    machine, upto = told.get("machine"), told.get("upto")
    if not is_machine(machine) or not isinstance(upto, int) or isinstance(upto, bool):
        return "", 0
    return str(machine), upto


def _start(
    data: bytes, state: Mapping[str, Any] | None, plain: Mapping[str, Any] | None
) -> int | None:
    """Return where what is new of a file begins; None where it is not what was read once."""
    for one in (state, plain):
        end = len(data) + 1 if one is None else int(one["end"])
        if one is not None and end <= len(data) and zlib.crc32(data[:end]) == one["crc"]:
            return end
    return None


def _instead(line: Line) -> list[Run]:
    """Return which lines the first one of a file says to be waited for no more."""
    try:
        runs = line.told().get("instead", [])
    except ValueError:
        return []
    return [
        (run[0], run[1])
        for run in (runs if isinstance(runs, list) else [])
        if isinstance(run, list) and [*map(type, run)] == [int, int] and 0 < run[0] <= run[1]
    ]


def _head(data: bytes, owner: str) -> tuple[str, int]:
    """Return whose log it is and of which format, by its first line where that is whole."""
    line = decode(data[: data.find(b"\n")]) if b"\n" in data else None
    if line is None or line.kind != HEAD:
        return owner, FORMAT
    try:
        told = line.told()
    except ValueError:
        return owner, FORMAT
    machine, form = told.get("machine"), told.get("format")
    return str(machine) if is_machine(machine) else owner, form if isinstance(form, int) else FORMAT
