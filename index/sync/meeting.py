"""A folder in which libraries are to meet, as somebody names it."""

from __future__ import annotations

from pathlib import Path

from ..disk.exhaustion import refuse_exhaustion
from ..disk.private import OWN_DIRECTORY
from ..errors import AwayError, SyncError
from .layout import ROOT


def own_folder(text: str) -> Path:
    """Return the folder that is meant, wherever one is when it is used. Raises SyncError."""
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, ValueError) as error:
        raise SyncError("There is no such folder", f"{text}: {error}.") from error


def told_folder(folder: Path) -> str:
    """Return a folder as settings tell it: one in the home directory is so on every machine."""
    try:
        home = Path.home()
    except RuntimeError:
        return str(folder)
    is_below = home in folder.parents
    return f"~/{folder.relative_to(home).as_posix()}" if is_below else str(folder)


def make_folder(folder: Path) -> None:
    """Make the folder where only its last directory is missing, and what Recto has in it.

    Without that in it a folder that is known would be one that is not mounted. Raises AwayError
    where more is missing, as there, and SyncError.
    """
    if not (folder.is_dir() or folder.parent.is_dir()):
        raise AwayError(
            "The folder is not there",
            f"There is no {folder.parent}.",
            "Make it first, or mount what it is on.",
        )
    try:
        folder.mkdir(mode=OWN_DIRECTORY, exist_ok=True)
        (folder / ROOT).mkdir(mode=OWN_DIRECTORY, exist_ok=True)
    except OSError as error:
        refuse_exhaustion(error)
        told = f"{folder}: {error.strerror or error}."
        raise SyncError("The folder cannot be made", told) from error
