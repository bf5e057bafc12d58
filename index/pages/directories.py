"""Directories of saved pages: which files of them are read."""

from __future__ import annotations

from pathlib import Path

from ..errors import SourceError
from ..text import clean
from .files import explain_unreadable, is_binary
from .packed import is_packed

_LOOKED_AT = 1 << 13

ZOTERO_DATABASE = "zotero.sqlite"


def is_zotero(path: Path) -> bool:
    """Whether a path is that of Zotero's own database, or of the directory with it."""
    try:
        database = path / ZOTERO_DATABASE if path.is_dir() else path
        return database.name == ZOTERO_DATABASE and database.is_file()
    except (OSError, ValueError):
        return False


def list_files(path: Path) -> tuple[list[Path], int]:
    """Return a file itself, or those directly in a directory, and how many more are no text.

    Raises SourceError for a directory that cannot be read or has no files.
    """
    name = clean(str(path))
    with explain_unreadable(name):
        if not path.is_dir():
            return [path], 0
    found = files_in(path)
    if not found:
        raise SourceError(f"Nothing to read in {name}", "There are no files directly in it.")
    files = [file for file in found if may_be_text(file)]
    return files, len(found) - len(files)


def files_in(directory: Path) -> list[Path]:
    """Return the files directly in a directory, sorted, without hidden ones.

    Raises SourceError for one that cannot be read.
    """
    with explain_unreadable(clean(str(directory))):
        return sorted(
            entry
            for entry in directory.iterdir()
            if not entry.name.startswith(".") and entry.is_file()
        )


def may_be_text(path: Path) -> bool:
    """Whether a file is text or packed; one that cannot be opened is told when it is read."""
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_LOOKED_AT)
    except OSError:
        return True
    return is_packed(beginning) or not is_binary(beginning)
