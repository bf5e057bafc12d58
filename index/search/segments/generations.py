"""Where the index lies on disk: complete generations, of which a small file names the one in use.

A generation is a directory that is never changed once it is named. Whoever builds or updates the
index makes a new one beside it, under a lock, and names it by replacing that file; so a reader
finds the old index or the new one, whenever anybody is interrupted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ...disk.exhaustion import refuse_exhaustion
from ...disk.file_locks import FileLock, NoLocksError
from ...disk.private import OWN_DIRECTORY, OWN_FILE, make_directory
from ...disk.trust import stranger_at, stranger_in, stranger_of
from ...disk.whole_files import remove_unfinished, synchronise, whole_file
from ...errors import DistrustedIndexError, RectoError, SearchIndexError
from .checksums import checksum
from .stamp import FORMAT, Stamp, check_sizes, unreadable

_POLL = 0.05
"""Seconds between two attempts to get the lock."""
_PATIENCE = 8
"""Attempts after which it is worth a word that one waits."""


class _Believed(NamedTuple):
    """A generation that was found to be sound and the user's alone."""

    mark: tuple[int, int, int]
    stamp: Stamp
    sizes: list[tuple[Path, int]]
    """Its files and the bytes of each."""


class Generations:
    """The directory of an index: its generations, its stamp and its lock."""

    def __init__(self, directory: Path, library_id: str) -> None:
        self.directory = directory
        self._library_id = library_id
        self._current = directory / "current"
        self._believed: _Believed | None = None
        """The generation that was last found to be sound and the user's alone."""
        self._copied: dict[str, str] = {}
        """The checksums of what the generation that is being made has from the one before."""

    def distrust(self) -> str:
        """Say why the directory is not used, as others may change it; empty for one that is."""
        return stranger_at(self.directory)

    def read(self) -> Stamp:
        """Return the stamp of the index in use; SearchIndexError if none is fit for use."""
        self._believed, mark = None, self.mark()
        if reason := self.distrust() or stranger_of(self._current):
            raise _distrusted(reason)
        stamp = self._read()
        if reason := stranger_in(self.path(stamp)):
            raise _distrusted(reason)
        if mark is not None:
            self._believed = _Believed(mark, stamp, self._sizes(stamp))
        return stamp

    def read_again(self) -> Stamp:
        """Return the same at every letter that is typed, for whoever opens none of the files.

        Who may change them and what the stamp says is looked at once for each generation, and
        whenever it is opened; whether the files have their sizes, always.
        """
        believed = self._believed
        if believed is None or believed.mark != self.mark():
            return self.read()
        check_sizes(believed.sizes)
        return believed.stamp

    def _read(self) -> Stamp:
        try:
            stamp = Stamp.read(self._current.read_bytes())
        except FileNotFoundError:
            raise SearchIndexError("There is no search index yet") from None
        except OSError as error:
            refuse_exhaustion(error)
            raise unreadable(str(error)) from error
        except (ValueError, TypeError, LookupError) as error:
            raise unreadable("the file that names it is damaged") from error
        if stamp.library_id != self._library_id:
            raise unreadable("it belongs to another library")
        check_sizes(self._sizes(stamp))
        return stamp

    def _sizes(self, stamp: Stamp) -> list[tuple[Path, int]]:
        """Return the files of a generation and the bytes of each."""
        path = self.path(stamp)
        return [(path / name, size) for name, size in stamp.files.items()]

    def mark(self) -> tuple[int, int, int] | None:
        """Return what changes whenever another generation is named; cheap enough to ask always."""
        try:
            status = self._current.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def path(self, stamp: Stamp) -> Path:
        """Return the directory of a generation."""
        return self.directory / stamp.directory

    @contextlib.contextmanager
    def lock(self, wait: bool, tell_waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Keep others from building; SearchIndexError if one is at it and `wait` is off.

        `tell_waiting` is called once if it takes a while.
        """
        try:
            # Whoosh reads pickles: nobody else may write them.
            make_directory(self.directory)
            if reason := self.distrust():
                raise _distrusted(reason)
            lock = FileLock(self.directory / "lock")
        except OSError as error:
            raise unwritable(error) from error
        attempts = 0
        with lock:
            try:
                while not lock.take(wait=False):
                    if not wait:
                        raise SearchIndexError("The search index is being built")
                    attempts += 1
                    if attempts == _PATIENCE:
                        tell_waiting()
                    time.sleep(_POLL)
            except NoLocksError as error:
                raise unwritable(error) from error
            yield

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Path]:
        """Make the directory of a new generation; it is removed if the block fails."""
        path = self.directory / f"g-{os.urandom(6).hex()}"
        self._copied = {}
        try:
            path.mkdir(OWN_DIRECTORY)
            yield path
        except OSError as error:
            shutil.rmtree(path, ignore_errors=True)
            raise unwritable(error) from error
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def copy_files(self, stamp: Stamp, path: Path) -> None:
        """Put the files of a generation into a new one, by links where the disk has them."""
        for name in stamp.files:
            try:
                os.link(self.path(stamp) / name, path / name)
            except OSError:
                shutil.copyfile(self.path(stamp) / name, path / name)
        # Whoosh writes no file twice: what was damaged since stays known as such.
        self._copied = dict(stamp.sums)

    def take_anew(self, name: str) -> None:
        """Believe no checksum of a file that was written anew in the generation being made."""
        self._copied.pop(name, None)

    def discard(self, stamp: Stamp) -> None:
        """Take a damaged generation out of use, unless another one is in use by now.

        SearchIndexError where that cannot be written, or somebody builds.
        """
        with self.lock(wait=False):
            with contextlib.suppress(SearchIndexError):
                if self.read().directory != stamp.directory:
                    return
            try:
                self._current.unlink(missing_ok=True)
            except OSError as error:
                raise unwritable(error) from error

    def remove_unfinished(self) -> None:
        """Remove what killed processes have built and not named, unless somebody builds now.

        Nothing is removed where others may write. What cannot be removed stays.
        """
        with contextlib.suppress(RectoError, OSError):
            if not self._unnamed() or self.distrust():
                return
            with self.lock(wait=False):
                for left in self._unnamed():
                    shutil.rmtree(left, ignore_errors=True)
                remove_unfinished(self.directory)

    def _unnamed(self) -> list[Path]:
        """Return generations that were begun after the one in use had been named.

        The one before it, which others may be reading, is older; raises OSError.
        """
        try:
            since = self._current.stat().st_mtime_ns
            named = Stamp.read(self._current.read_bytes()).directory
        except FileNotFoundError:
            since, named = 0, ""
        except (SearchIndexError, ValueError, TypeError, LookupError):
            return []  # the next one that is named makes room
        found = [path for path in self.directory.glob("g-*") if path.name != named]
        return [path for path in found if path.lstat().st_mtime_ns >= since]

    def name(
        self, path: Path, documents: int, rev: int, *, upto: int = 0, seen: int | None = None
    ) -> Stamp:
        """Put a finished generation into use and remove all but the one before it."""
        from ..schema import WHOOSH

        files: dict[str, int] = {}
        sums: dict[str, str] = {}
        for file in sorted(path.iterdir()):
            if file.name.endswith("LOCK"):
                file.unlink()
                continue
            file.chmod(OWN_FILE)
            synchronise(file)
            files[file.name] = file.stat().st_size
            sums[file.name] = self._copied.get(file.name) or checksum(file)
        stamp = Stamp(
            path.name,
            FORMAT,
            WHOOSH,
            self._library_id,
            rev,
            upto,
            rev if seen is None else seen,
            documents,
            files,
            sums,
        )
        try:
            before = self.read().directory
        except SearchIndexError:
            before = ""
        with whole_file(self._current, is_private=True) as file:
            file.write_text(stamp.written(), "utf-8")
        for other in self.directory.glob("g-*"):
            if other.name not in (path.name, before):
                shutil.rmtree(other, ignore_errors=True)
        return stamp


def _distrusted(reason: str) -> SearchIndexError:
    return DistrustedIndexError("The search index is not believed", reason)


def unwritable(error: OSError) -> SearchIndexError:
    """Return the error of an index that cannot be written, with the system's reason.

    Raises ExhaustedError where that is no fault of the index.
    """
    refuse_exhaustion(error)
    return SearchIndexError("The search index cannot be written", f"{error}.")
