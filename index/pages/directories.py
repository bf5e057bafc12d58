"""Directories of saved pages: which files of them are read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..disk.pdf_files import is_pdf
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


class Listed(NamedTuple):
    """What there is to be taken in at a path."""

    files: list[Path]
    pdfs: list[Path]
    skipped: int
    """How many more there are that are neither text nor PDF."""


def list_files(path: Path) -> Listed:
    """Return a file itself, or those directly in a directory.

    Raises SourceError for a directory that cannot be read or has no files.
    """
    name = clean(str(path))
    with explain_unreadable(name):
        if not path.is_dir():
            return Listed([], [path], 0) if is_pdf(path) else Listed([path], [], 0)
    found = files_in(path)
    if not found:
        raise SourceError(f"Nothing to read in {name}", "There are no files directly in it.")
    pdfs = [file for file in found if is_pdf(file)]
    files = [file for file in found if file not in pdfs and may_be_text(file)]
    return Listed(files, pdfs, len(found) - len(files) - len(pdfs))


def is_several(path: Path) -> bool:
    """Whether a path is a directory of more than one thing to be taken in; PDF files are one."""
    try:
        if is_zotero(path) or not path.is_dir():
            return False
        listed = list_files(path)
    except (OSError, ValueError, SourceError):
        return False  # which is told when it is read
    return len(listed.files) + bool(listed.pdfs) + bool(listed.skipped) > 1


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
