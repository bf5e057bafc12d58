"""Which texts have a reference with a name or a title: what their references name, beside them.

`texts/ID.references` is a line of JSON that says what has made it (`by`), of which raw file (`raw`:
its time in nanoseconds and its size), how many of the bytes behind it are signs, and the checksum
of all of these. A sign is the CRC-32 of something that a reference may be looked up by; they are
sorted, four bytes each. The rest is what `entries.Entry` holds of each reference, as JSON packed by
zlib. The file can always be made again of the blocks, so that it is not waited for until it is on
the disk.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ..disk.private import OWN_FILE
from .blocks import Text, unpack
from .entries import Entry, entries_of, sign_of_title

REFERENCES = ".references"
VERSION = f"1 {sys.byteorder}"
"""That of what is told of references; what another one has made is made anew."""

_RAW, _BLOCKS = ".raw", ".blocks"
_LONGEST_HEAD = 10_000
_TICK = 50_000_000
"""Nanoseconds that a file system may take for one moment."""

Stamp = tuple[int, int]
"""When a raw file was written, in nanoseconds, and how many bytes it has."""


def write_references(directory: Path, stem: str, text: Text, digest: str) -> array[int]:
    """Write down what the references of a text name, and return their signs.

    `digest` is that of the file it was made of: nothing is written where that was replaced, or went
    meanwhile. Where it cannot be written it is made anew the next time.
    """
    entries = list(entries_of(text))
    keys = {key for entry in entries for key in (*entry.names, *entry.title_signs())}
    signs = array("I", sorted(map(_sign, keys)))
    told = [[*one[:4], sorted(one.people)] for one in entries]
    rest = zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 6)
    with suppress(OSError):
        with (directory / f"{stem}{_RAW}").open("rb") as raw:
            status = os.fstat(raw.fileno())
            if _digest_of(raw) != digest:
                return signs
        data = signs.tobytes() + rest
        head = {
            "by": VERSION,
            "raw": [status.st_mtime_ns, status.st_size],
            "signs": len(data) - len(rest),
            "sum": zlib.crc32(data),
        }
        # Whoever tidies up after killed processes takes it for what one of them has left, and may.
        partial = directory / f".{stem}{REFERENCES}.{os.urandom(6).hex()}.partial"
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(json.dumps(head).encode() + b"\n" + data)
            partial.replace(directory / f"{stem}{REFERENCES}")
        finally:
            partial.unlink(missing_ok=True)
    return signs


def _digest_of(raw: BinaryIO) -> str | None:
    """Return the digest that a raw file tells; None where that is damaged."""
    try:
        return str(json.loads(raw.readline(_LONGEST_HEAD))["digest"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _sign(key: str) -> int:
    return zlib.crc32(key.encode())


class Citations:
    """What the references of all texts in a directory name, read once; safe for threads.

    A text whose blocks are not there yet, as after a backup was restored, is looked at once they
    are.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._changed = -1
        self._stamps: dict[str, Stamp] = {}
        self._signs: dict[str, array[int]] = {}

    @property
    def mark(self) -> int:
        """What changes whenever a text comes or goes."""
        try:
            changed = self._directory.stat().st_mtime_ns
        except OSError:
            return 0
        # Another file may come in the same moment, as the disk tells them.
        now = time.time_ns()
        return now if abs(now - changed) < _TICK else changed

    def having(
        self,
        names: Iterable[str],
        titles: Iterable[str],
        check: Callable[[], object] = lambda: None,
    ) -> Iterator[tuple[str, list[Entry]]]:
        """Yield the stems of texts with those references that have a name, or letters of a title.

        `check` is called between any two texts that have to be read.
        """
        wanted, keys = set(names), list(titles)
        signs = [*map(_sign, wanted), *(_sign(sign_of_title(key)) for key in keys)]
        with self._lock:
            self._read(check)
            kept = list(self._signs.items())
        for stem, own in kept:
            if any(_is_in(sign, own) for sign in signs):
                found = [
                    entry
                    for entry in self._entries(stem)
                    if not wanted.isdisjoint(entry.names) or any(key in entry.key for key in keys)
                ]
                if found:
                    yield stem, found

    def _read(self, check: Callable[[], object]) -> None:
        """Read what has come since the last time, and forget what has gone."""
        mark = self.mark
        if mark == self._changed:
            return
        here: dict[str, Stamp] = {}
        with suppress(OSError), os.scandir(self._directory) as files:
            for file in files:
                if file.name.endswith(_RAW):
                    status = file.stat()
                    here[file.name.removesuffix(_RAW)] = (status.st_mtime_ns, status.st_size)
        for stem in self._stamps.keys() - here.keys():
            del self._stamps[stem], self._signs[stem]
        for stem, stamp in here.items():
            if self._stamps.get(stem) != stamp:
                check()
                signs = self._load(stem, stamp)
                if signs is None:
                    self._stamps.pop(stem, None)
                    self._signs.pop(stem, None)
                else:
                    self._stamps[stem], self._signs[stem] = stamp, signs
        # What was written just now has changed the directory, which is looked at once more.
        self._changed = mark

    def _load(self, stem: str, stamp: Stamp) -> array[int] | None:
        """Return the signs of a text; made anew where it is older than the text."""
        kept = self._kept(stem)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        found = self._blocks(stem)
        return None if found is None else write_references(self._directory, stem, *found)

    def _blocks(self, stem: str) -> tuple[Text, str] | None:
        """Return a text, by whichever version it was derived: what it cites is much the same.

        With it the digest of its file. None where it is that of another file, which is being
        replaced just now.
        """
        try:
            with (self._directory / f"{stem}{_RAW}").open("rb") as file:
                digest = _digest_of(file)
            with (self._directory / f"{stem}{_BLOCKS}").open("rb") as file:
                is_its = json.loads(file.readline(_LONGEST_HEAD)).get("of") == digest
                text = unpack(file.read()) if is_its else None
                return None if text is None or digest is None else (text, digest)
        except (OSError, ValueError, AttributeError, RecursionError):
            return None

    def _kept(self, stem: str) -> tuple[Stamp, array[int], bytes] | None:
        """Return of which raw file something is kept, the signs, and the rest.

        None where nothing is kept that can be read.
        """
        try:
            with (self._directory / f"{stem}{REFERENCES}").open("rb") as file:
                head = json.loads(file.readline(_LONGEST_HEAD))
                data = file.read()
            moment, size = head["raw"]
            if head["by"] != VERSION or head["sum"] != zlib.crc32(data):
                return None
            signs = array("I")
            signs.frombytes(data[: head["signs"]])
            return (moment, size), signs, data[head["signs"] :]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def _entries(self, stem: str) -> list[Entry]:
        """Return the references of a text; none where they were taken away meanwhile."""
        if kept := self._kept(stem):
            with suppress(ValueError, TypeError, zlib.error, RecursionError):
                return [
                    Entry(block, tuple(names), key, tuple(starts), frozenset(people))
                    for block, names, key, starts, people in json.loads(zlib.decompress(kept[2]))
                ]
        found = self._blocks(stem)
        return [] if found is None else list(entries_of(found[0]))


def _is_in(sign: int, signs: Sequence[int]) -> bool:
    at = bisect_left(signs, sign)
    return at < len(signs) and signs[at] == sign
