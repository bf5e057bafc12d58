"""How the files of an index are opened: its lists by their places, its table of contents by Whoosh.

A pickle may have anything called that it names. Whoosh writes the list of segments in that way;
numbers, texts and two classes do for it, and no others are let in.
"""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from ..disk.exhaustion import are_descriptors_short, no_descriptor, refuse_exhaustion
from ..errors import RectoError, SearchIndexError, Superseded

_KNOWN = frozenset({("whoosh.codec.whoosh3", "W3Segment"), (f"{__package__}.schema", "FlatCodec")})
"""What a list of segments is made of, by module and name."""


_AMPLE = 4 << 20
"""Bytes, many times what the table of contents takes."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Return a class of an index; SearchIndexError for any other, which is not imported."""
        if (module_name, global_name) not in _KNOWN:
            raise SearchIndexError(
                "The search index cannot be used",
                f"Its files name {module_name}.{global_name}, which no index of Recto's does.",
                "Rebuild it.",
            )
        return super().find_class(module_name, global_name)


class Storage(FileStorage):
    """A directory of Whoosh's files."""

    def open_file(self, name: str, **given: Any) -> Any:
        """Open a file for reading."""
        return guarded(super().open_file(name, **given))  # type: ignore[no-untyped-call]


def guarded(file: Any) -> Any:
    """Let an open file of Whoosh's name the classes of an index alone; return it."""
    file.read_pickle = lambda: _unpickled(file.file)
    return file


def _unpickled(file: Any) -> Any:
    with contextlib.suppress(MemoryError):
        return _Unpickler(file).load()
    # A flipped bit in a length asks for any amount. What is there takes some kilobytes: where there
    # is memory for much more, that was damage, and where there is not, this raises MemoryError.
    bytearray(_AMPLE)
    raise SearchIndexError("The search index is damaged", "A table in it is of no possible size.")


class File:
    """A file of a segment, of which any part can be read.

    It is not mapped into memory: a mapped file that is cut short ends the process.
    """

    _descriptor = -1

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.fstat(self._descriptor).st_size
        """Bytes in it, when it was opened."""

    def read(self, offset: int, length: int) -> bytes:
        """Return a part of it; ValueError where it has no such part."""
        if not 0 <= offset <= offset + length <= self.size:
            raise ValueError("a place beyond the file")
        found = os.pread(self._descriptor, length, offset)
        if len(found) != length:
            raise ValueError("the file is shorter than it was")
        return found

    def close(self) -> None:
        """Let go of it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()


@contextlib.contextmanager
def damage_reported() -> Iterator[None]:
    """Turn whatever damaged files lead to into a SearchIndexError."""
    try:
        yield
    except (RectoError, Superseded):  # who is waited for no more has met no damage
        raise
    except Exception as error:
        refuse_exhaustion(error)
        if are_descriptors_short():  # Whoosh takes a directory that it cannot list for an empty one
            raise no_descriptor() from error
        # Cut, emptied or overwritten files end in anything from NameError to UnpicklingError.
        reason = f"{type(error).__name__}: {error}."
        raise SearchIndexError("The search index is damaged", reason, "Rebuild it.") from error
