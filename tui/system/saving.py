"""Text written to a file that someone names: whole or not at all, and over nothing unasked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...index import RectoError, is_link, whole_file


class FileThereError(RectoError):
    """A file of that name is there already."""


def file_named(text: str) -> Path:
    """Return the file that a person means; raises RectoError where the text cannot be one."""
    name = text.strip()
    if not name or "\0" in name:
        raise RectoError("Nothing was written", "A file must have a name.")
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def save_text(path: Path, pieces: Iterable[str], *, over: bool = False) -> None:
    """Write a text in pieces to a file, in the place of another only where that may be.

    A symbolic link is refused: whoever made it would say which file is replaced.

    Raises FileThereError where it may not, and RectoError where it cannot be written; what was
    there is then as it was.
    """
    try:
        if is_link(path):
            raise RectoError("Nothing was written", f"{path} is a symbolic link.")
        if path.exists() and not path.is_file():
            raise RectoError("Nothing was written", f"{path} is not a file.")
        if path.exists() and not over:
            raise _there(path)
        if not path.parent.is_dir():
            raise RectoError("Nothing was written", f"There is no directory {path.parent}.")
        with (
            whole_file(path, over=over) as partial,
            partial.open("w", encoding="utf-8", errors="replace", newline="") as stream,
        ):
            stream.writelines(pieces)
    except FileExistsError as error:
        raise _there(path) from error
    except OSError as error:
        raise RectoError("Nothing was written", f"{path}: {error.strerror}.") from error


def _there(path: Path) -> FileThereError:
    return FileThereError("Nothing was written", f"{path} is there already.")
