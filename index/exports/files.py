"""A text into a file: wholly or not at all, and never over another file by mistake."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

from ..disk.whole_files import is_link, open_special, whole_file
from ..errors import RectoError


class TakenNameError(RectoError):
    """A file of that name is there, and nobody said that it may be replaced."""


def write_file(path: Path, pieces: Iterable[str], *, force: bool = False) -> None:
    """Write a text as UTF-8 and wait until it is on the disk; raises RectoError.

    Until all of it is, the name keeps what it had. A pipe or a device is written as it is, and a
    symbolic link is refused: whoever made it would say which file is replaced.
    """
    try:
        if not path.parent.is_dir():
            raise _refused(path, f"There is no directory {path.parent}.")
        if is_link(path):
            raise _refused(path, "It is a symbolic link.", "Name the file itself, or another one.")
        if path.is_dir():
            raise _refused(path, "It is a directory.", "Name a file in it.")
        if path.exists() and not path.is_file():
            with io.TextIOWrapper(open_special(path), "utf-8", "replace", "") as stream:
                stream.writelines(pieces)
            return
        if not force and os.path.lexists(path):
            raise _exists(path)
        try:
            with (
                whole_file(path, over=force) as partial,
                partial.open("w", encoding="utf-8", errors="replace", newline="") as stream,
            ):
                stream.writelines(pieces)
        except FileExistsError as error:
            raise _exists(path) from error
    except OSError as error:
        raise _refused(path, f"{error.strerror}.") from error


def _exists(path: Path) -> RectoError:
    return TakenNameError(
        "Nothing was exported", f"There is a file {path} already.", "--force replaces it."
    )


def _refused(path: Path, message: str, hint: str = "") -> RectoError:
    return RectoError(f"Cannot write {path}", message, hint)
