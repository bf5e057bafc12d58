"""Notes in the reader's own editor: each in a file beside the library until it is kept.

An editor with a window of its own may come back at once and save later, and a command may be ended
while its editor goes on. So a file stays, and what is saved in it is taken in by whoever looks
next; whoever waits for an editor holds a lock, and no other takes its file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from ..disk.file_locks import FileLock, NoLocksError, begin_locked
from ..disk.private import OWN_DIRECTORY, begin_file, make_directory
from ..errors import RectoError
from ..text import clean
from .highlights import Highlights
from .note_text import NoteText, decode_note
from .notes import Notes

if TYPE_CHECKING:
    from ..paper import Paper
    from ..parts.context import Context
    from ..results import Marked

KEPT_DAYS = 7
"""Days that a file is watched in which nothing is saved any more."""

EMPTY_SECONDS = 2.0
"""Seconds after which an empty file is meant to be empty; many programs empty one to write it."""

_BEFORE = 60
"""Seconds that a new file seems to be old, so that whatever is saved in it is newer."""


class Stamp(NamedTuple):
    """What tells whether a file was saved."""

    mtime_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Return that of a file, None where there is none."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_mtime_ns, status.st_size, status.st_ino)


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of a note in a file, kept beside it as JSON."""

    paper: str
    """The paper's id."""
    text: str
    """What the editor was given, or was last taken of what it saved."""
    base: tuple[str, ...]
    """The acts whose note that was."""
    stamp: Stamp
    refused: Stamp | None = None
    """That of what was saved and is no text: it was said, and the file stays."""
    highlight: str = ""
    """The id of the highlight that it is a note on; nothing where it is one on the paper."""

    @classmethod
    def load(cls, record: Path, lock: FileLock) -> Self | None:
        """Return what was written down; where that is damaged what the file's name says."""
        try:
            told = json.loads(os.pread(lock.descriptor, os.fstat(lock.descriptor).st_size, 0))
            stamp = Stamp(*map(int, told["stamp"]))
            refused = Stamp(*map(int, told["refused"])) if told.get("refused") else None
            base = tuple(map(str, told["base"]))
            highlight = str(told.get("highlight", ""))
            return cls(str(told["paper"]), str(told["text"]), base, stamp, refused, highlight)
        except (ValueError, TypeError, KeyError, RecursionError):
            names = [path.stem for path in record.with_suffix("").glob("note-*.md")]
            ids = [name.removeprefix("note-") for name in names]
            return cls(ids[0], "", (), Stamp(0, 0, 0)) if ids else None

    def write(self, lock: FileLock) -> None:
        """Write it down; raises OSError."""
        told = {"paper": self.paper, "text": self.text, "base": self.base, "stamp": self.stamp}
        told |= {"refused": self.refused} if self.refused else {}
        told |= {"highlight": self.highlight} if self.highlight else {}
        data = json.dumps(told).encode()
        os.pwrite(lock.descriptor, data, 0)
        os.ftruncate(lock.descriptor, len(data))
        os.utime(lock.descriptor)


class NoteFile:
    """A note in a file for an editor that is waited for; closed it is left to be watched."""

    def __init__(self, record: Path, lock: FileLock, about: _About, path: Path) -> None:
        self._record, self._lock, self._about = record, lock, about
        self.path = path
        """The file that is edited, in a directory of its own."""

    @property
    def is_saved(self) -> bool:
        """Whether somebody has saved it, changed or not."""
        stamp = Stamp.of(self.path)
        return stamp is not None and stamp != self._about.stamp

    def read(self) -> NoteText:
        """Return what was saved; raises RectoError where that is no text, or cannot be read."""
        try:
            return decode_note(self.path.read_bytes(), clean(str(self.path)))
        except OSError as error:
            raise RectoError("The note is as it was", f"{self.path}: {error.strerror}.") from error

    def discard(self) -> None:
        """Remove it, with what an editor left beside it."""
        _remove(self._record, self.path.parent)
        self.close()

    def close(self) -> None:
        """Let go of it; once is enough."""
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class NoteFiles:
    """The notes that are in files, of this process and of others."""

    def __init__(self, context: Context, notes: Notes, highlights: Highlights) -> None:
        self._context = context
        self._notes = notes
        self._highlights = highlights
        self._directory = context.locations.note_files
        self._refused: dict[Path, Stamp] = {}
        """What could not be taken in, to be said once."""

    def begin(self, id: str | Paper, text: str, *, highlight: str = "") -> NoteFile:
        """Return a new file with this text, to be edited; RectoError where there is no room.

        It is that of a note on the paper, or on a `highlight` of it.
        """
        rowid = self._context.one(id)
        if rowid < 0:  # what is written of it is taken in later, perhaps by another reader
            with self._context.database.transaction():
                rowid = self._context.one_to_mark(id)
        paper = self._context.rows([rowid])[0]
        name = f"note-{paper.id}.md"
        try:
            make_directory(self._directory)
            record, lock = begin_locked(self._directory, "", ".json")
        except OSError as error:
            raise _no_room(self._directory, error) from error
        path = record.with_suffix("") / name
        try:
            path.parent.mkdir(OWN_DIRECTORY)
            begin_file(path)
            path.write_text(text, encoding="utf-8", errors="replace")
            before = time.time() - _BEFORE
            os.utime(path, (before, before))
            stamp = Stamp.of(path)
            assert stamp is not None
            base = self._notes.base(paper)
            if highlight:
                base = self._highlights.base(rowid, highlight)
            about = _About(paper.id, text, base, stamp, highlight=highlight)
            about.write(lock)
        except OSError as error:
            _remove(record, path.parent)
            lock.close()
            raise _no_room(self._directory, error) from error
        return NoteFile(record, lock, about, path)

    def saved(self) -> list[Path]:
        """Return the files that were saved and that nobody waits for."""
        found = []
        for record in self._records():
            with _held(record) as lock:
                about = lock and _About.load(record, lock)
                if about and self._newer(record, about):
                    found.append(record)
        return found

    def take(self, record: Path) -> tuple[Marked, str | None] | None:
        """Make what was saved in a file the note; return it and the encoding that was guessed.

        None where there is nothing to take any more. Where another note was written meanwhile,
        both are kept. Raises RectoError.
        """
        with _held(record) as lock:
            about = lock and _About.load(record, lock)
            if not about or not lock or (stamp := self._newer(record, about)) is None:
                return None
            path = _file_of(record, about)
            try:
                read = self._decoded(path, about, stamp, lock)
                marked, base = self._written(about, read.text)
            except OSError as error:
                raise RectoError("The note is as it was", f"{path}: {error.strerror}.") from error
            except RectoError:
                self._refused[record] = stamp
                raise
            # Whoever is ended before this is written takes the same text again, which changes
            # nothing.
            with contextlib.suppress(OSError):
                replace(about, text=read.text, base=base, stamp=stamp, refused=None).write(lock)
            return marked, read.encoding

    def _written(self, about: _About, text: str) -> tuple[Marked, tuple[str, ...]]:
        """Write the note; return what that did, and the acts whose note it is now."""
        if about.highlight:
            rowid = self._context.one(about.paper)
            marked = self._highlights.set_note(rowid, about.highlight, text, base=about.base)
            return marked, self._highlights.base(rowid, about.highlight)
        marked = self._notes.take(about.paper, text, about.text, about.base)
        return marked, self._notes.base(about.paper)

    @staticmethod
    def _decoded(path: Path, about: _About, stamp: Stamp, lock: FileLock) -> NoteText:
        """Return what was saved; where it is no text that is written down, to be said once."""
        data = path.read_bytes()
        try:
            return decode_note(data, clean(str(path)))
        except RectoError:
            with contextlib.suppress(OSError):
                replace(about, refused=stamp).write(lock)
            raise

    def _records(self) -> list[Path]:
        try:
            return sorted(self._directory.glob("*.json"))
        except OSError:
            return []

    def _newer(self, record: Path, about: _About) -> Stamp | None:
        """Return the stamp of what was saved since, None of what is as it was or not yet whole."""
        path = _file_of(record, about)
        stamp = Stamp.of(path)
        if stamp is not None and stamp == about.refused:
            return None
        if stamp is None or stamp == about.stamp:
            _forget_old(record, path.parent)
            return None
        is_empty = not stamp.size and 0 <= time.time() - stamp.mtime_ns / 1e9 < EMPTY_SECONDS
        return None if is_empty or self._refused.get(record) == stamp else stamp


@contextlib.contextmanager
def _held(record: Path) -> Iterator[FileLock | None]:
    """Hold a note's file for a moment; None where somebody else does, or it is gone."""
    try:
        lock = FileLock(record, os.O_RDWR)
    except OSError:
        yield None
        return
    with lock:
        try:
            is_free = lock.take(wait=False)
        except NoLocksError:
            is_free = True
        yield lock if is_free else None


def _file_of(record: Path, about: _About) -> Path:
    return record.with_suffix("") / f"note-{about.paper}.md"


def _forget_old(record: Path, directory: Path) -> None:
    """Remove a file in which nothing was saved for days."""
    with contextlib.suppress(OSError):
        if time.time() - record.stat().st_mtime > KEPT_DAYS * 86_400:
            _remove(record, directory)


def _remove(record: Path, directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    with contextlib.suppress(OSError):
        record.unlink()
        record.parent.rmdir()  # unless there are others


def _no_room(directory: Path, error: OSError) -> RectoError:
    return RectoError(
        "The editor cannot be started",
        f"There is no file for it to change in {directory}: {error.strerror}.",
        "Make room there.",
    )
