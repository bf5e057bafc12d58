"""Files and directories for their owner alone, whatever the user's mask would let others see."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

OWN_FILE = 0o600
OWN_DIRECTORY = 0o700

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_directory(path: Path) -> None:
    """Make a directory, and those above it that are missing, for their owner alone.

    One that is there is left as it is. Raises OSError.
    """
    missing = []
    for each in (path, *path.parents):
        if each.exists():
            break
        missing.append(each)
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):  # somebody else was quicker
            each.mkdir(OWN_DIRECTORY)
    if not path.is_dir():
        path.mkdir()  # to raise what is wrong


def begin_file(path: Path) -> None:
    """Make an empty file for its owner alone where there is none yet; raises OSError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWN_FILE)
    except FileExistsError:
        return
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, OWN_FILE)  # the mask may have taken even that
    os.close(descriptor)


def withhold(paths: Iterable[Path]) -> None:
    """Take files from everybody but their owner, where that is the user; links are left alone."""
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.lstat()
            is_own = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()
            if is_own and status.st_mode & _OTHERS:
                path.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)


def is_open_to_others(directory: Path) -> bool:
    """Tell whether others may list, enter or change a directory that is there."""
    with contextlib.suppress(OSError):
        mode = directory.stat().st_mode
        return stat.S_ISDIR(mode) and bool(mode & _OTHERS)
    return False
