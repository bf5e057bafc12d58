"""What SQLite can refuse, said in sentences: what happened, and what to do next."""

from __future__ import annotations

import errno
from enum import IntEnum
from pathlib import Path

from ..errors import DamageError, StoreError


class Code(IntEnum):
    """SQLite's primary result codes (sqlite.org/rescode.html) that are told apart here."""

    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    MISMATCH = 20
    AUTH = 23
    NOTADB = 26


NO_ROOM = frozenset({Code.FULL, Code.IOERR})
"""What comes of a full disk, also of one on which not even the side files can be made."""

_KINDS: dict[int, tuple[type[StoreError], str, str, str]] = {
    Code.FULL: (
        StoreError,
        "The disk is full",
        "There is no room left for {path}; nothing was changed.",
        "Make room, then do it again.",
    ),
    Code.BUSY: (
        StoreError,
        "The library is busy",
        "Another program has held {path} for {seconds:.0f} seconds.",
        "Nothing was changed; try again when it has finished.",
    ),
    Code.READONLY: (
        StoreError,
        "The library cannot be written",
        "{path} or its directory is read-only; nothing was changed.",
        "Make both writable, or choose another directory with --data-dir.",
    ),
    Code.CANTOPEN: (
        StoreError,
        "The library cannot be opened",
        "{path} could not be opened or made ({reason}).",
        "Check that it is a file, that its directory is writable and the disk not full.",
    ),
    Code.CORRUPT: (
        DamageError,
        "The library is damaged",
        "{path} cannot be read ({reason}). It was left as it is.",
        "Close every window of Recto and start it again: it then recovers what can be recovered.",
    ),
    Code.MISMATCH: (
        DamageError,
        "A field of the library is damaged",
        "{path} holds what was never written there ({reason}).",
        "Start Recto again: it then repairs what can be repaired.",
    ),
    Code.IOERR: (
        StoreError,
        "The disk refuses the library",
        "{path}: {reason}; nothing was changed.",
        "Check the disk, its free space and your quota, then try again.",
    ),
}
for _code, _other in (
    (Code.LOCKED, Code.BUSY),
    (Code.PERM, Code.READONLY),
    (Code.AUTH, Code.CANTOPEN),
    (Code.NOTADB, Code.CORRUPT),
):
    _KINDS[_code] = _KINDS[_other]

_OTHER = (
    StoreError,
    "The library could not be used",
    "{path}: {reason}; nothing was changed.",
    "Check the disk and its free space, then try again.",
)


_SYSTEM = {
    errno.ENOSPC: Code.FULL,
    errno.EDQUOT: Code.FULL,
    errno.EACCES: Code.READONLY,
    errno.EPERM: Code.READONLY,
    errno.EROFS: Code.READONLY,
    errno.ENOENT: Code.CANTOPEN,
    errno.ENOTDIR: Code.CANTOPEN,
    errno.EISDIR: Code.CANTOPEN,
}


def system_code(error: OSError) -> int:
    """Return the code with which SQLite would have said what the system refuses."""
    return _SYSTEM.get(error.errno or 0, Code.IOERR)


def explain(path: Path, code: int | None, reason: object, seconds: float) -> StoreError:
    """Return what a result code means to a person, after `seconds` of waiting for others."""
    kind, title, message, hint = _KINDS.get(code or 0, _OTHER)
    return kind(title, message.format(path=path, reason=reason, seconds=seconds), hint)


def for_reading_only(path: Path, *, is_newer: bool, is_full: bool) -> StoreError:
    """Return why nothing can be written into a library, and what would change that."""
    if is_newer:
        hint = "A newer Recto has written it; update Recto."
    elif is_full:
        hint = "Make room on its disk, then start Recto again."
    else:
        hint = "Make its directory writable, or choose another with --data-dir."
    return StoreError(
        "The library is open for reading only", f"Nothing can be changed in {path}.", hint
    )


def for_newer_tables(path: Path) -> StoreError:
    """Return why a library that was opened by an older Recto cannot be written any more."""
    return StoreError(
        "A newer Recto has brought the library up to date",
        f"This one cannot write to {path} any more; nothing was changed.",
        "Close this window and start Recto again.",
    )


def damaged(path: Path, reason: str) -> DamageError:
    """Return the error of a library that is not whole, for a reason SQLite has not seen."""
    return DamageError(
        "The library is damaged",
        f"{path} cannot be read ({reason}). It was left as it is.",
        "Close every window of Recto and start it again: it then recovers what can be recovered.",
    )
