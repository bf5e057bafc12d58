"""Who else may change a file or put another in its place, by owners and modes alone."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
"""Write permission of anybody but the owner. With access lists the group's bit is their mask."""

_MOST_LINKS = 40
"""Symbolic links that a path may lead through, as on Linux (path_resolution(7))."""

_NOBODY = 65534
"""The owner that files have whose own one a user namespace does not know."""


def stranger_at(directory: Path) -> str:
    """Say in a sentence who else may change what a directory holds; empty where nobody may.

    Asked of the directory, which has to be the user's own, and of everything above it and of its
    symbolic links, which may be root's too: whoever may write there can put another in its place,
    but where only owners may rename (the sticky bit), as OpenSSH asks of the files it believes
    (`StrictModes`). What is not there yet is nobody's.
    """
    todo = list(reversed(directory.absolute().parts))
    at = Path(todo.pop())
    links = 0
    while True:
        try:
            status = at.lstat()
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"{at} cannot be looked at ({error.strerror})."
        if stat.S_ISLNK(status.st_mode):
            links += 1
            if links > _MOST_LINKS:
                return f"{directory} leads to itself."
            if not _is_known(status.st_uid):
                return f"{at} is not yours."
            target = at.readlink()
            todo += reversed(target.parts)
            at = Path(todo.pop()) if target.is_absolute() else at.parent
        elif reason := _strange(at, status, is_last=not todo):
            return reason
        if not todo:
            return ""
        name = todo.pop()
        at = at.parent if name == ".." else at / name


def stranger_in(directory: Path) -> str:
    """Say in a sentence what of the files of a directory is not the user's alone to write."""
    try:
        reason = _own(directory, directory.lstat(), stat.S_IFDIR)
        if reason:
            return reason
        with os.scandir(directory) as entries:
            found = [(Path(entry.path), entry.stat(follow_symlinks=False)) for entry in entries]
    except OSError as error:
        return f"{directory} cannot be looked at ({error.strerror})."
    return next((reason for each in found if (reason := _own(*each, stat.S_IFREG))), "")


def stranger_of(path: Path) -> str:
    """Say in a sentence why a file is not the user's alone to write; empty for one that is not."""
    with contextlib.suppress(FileNotFoundError):
        return _own(path, path.lstat(), stat.S_IFREG)
    return ""


def _own(path: Path, status: os.stat_result, kind: int) -> str:
    if stat.S_IFMT(status.st_mode) != kind:
        return f"{path} is a link, or no file." if kind == stat.S_IFREG else f"{path} is a link."
    return _strange(path, status, is_last=True)


def _strange(path: Path, status: os.stat_result, *, is_last: bool) -> str:
    is_own = status.st_uid == os.geteuid()
    if not is_own and (is_last or not _is_known(status.st_uid)):
        return f"{path} is not yours."
    if not status.st_mode & _OTHERS_WRITE or (status.st_mode & stat.S_ISVTX and not is_last):
        return ""
    return f"Others may write to {path}; chmod go-w takes that from them."


def _is_known(owner: int) -> bool:
    """Tell whether the owner of what is above a directory is the user, or root."""
    return owner in (0, os.geteuid()) or (owner == _NOBODY and _is_in_namespace())


def _is_in_namespace() -> bool:
    """Tell whether users are numbered anew here, so that root's files outside are nobody's."""
    try:
        text = Path("/proc/self/uid_map").read_text("ascii")
    except OSError:
        return False
    return text.split() != ["0", "0", "4294967295"]
