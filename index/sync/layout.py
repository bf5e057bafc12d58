"""What a folder looks like: `recto-sync-1/MACHINE/000001.jsonl`, each log in numbered files.

Only the last file of a machine grows; those before are packed (`.jsonl.gz`) and never change. Files
of any other name beside them, such as a conflict copy, are logs too. `about.json` says what the
machine is called. A later form of the folder has another number at the end of its name.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..disk.exhaustion import refuse_exhaustion

FORMAT = 1
ROOT = f"recto-sync-{FORMAT}"
ABOUT = "about.json"

_ROOTS = re.compile(r"recto-sync-(\d+)")
_NUMBER = re.compile(r"(\d{6})\.jsonl(\.gz)?")
_MACHINE = re.compile(r"[0-9A-Za-z_.-]{1,64}")


class SyncFile(NamedTuple):
    """A file of the folder that may be a log."""

    path: Path
    name: str
    """Its path from the folder on, with slashes."""
    owner: str
    """The machine whose directory it is in."""
    size: int
    mtime: int
    """Nanoseconds since 1970."""

    @property
    def number(self) -> int | None:
        """Its number among the files of its machine; None for a copy of another name."""
        return int(self.path.name[:6]) if is_numbered(self.name) else None

    @property
    def is_packed(self) -> bool:
        """Whether its name says that it is packed."""
        return self.path.name.endswith(".gz")

    @property
    def stem(self) -> str:
        """Its name as it was before it was packed."""
        return self.name.removesuffix(".gz")


def is_machine(name: object) -> bool:
    """Tell whether something can be a machine's id."""
    return isinstance(name, str) and _MACHINE.fullmatch(name) is not None


def is_numbered(name: str) -> bool:
    """Tell whether a name from the folder on is one that a machine gives its files."""
    return name.startswith(f"{ROOT}/") and _NUMBER.fullmatch(name.rpartition("/")[2]) is not None


def file_name(machine: str, number: int) -> str:
    """Return the name from the folder on of a machine's file that grows."""
    return f"{ROOT}/{machine}/{number:06}.jsonl"


def find_files(folder: Path) -> Iterator[SyncFile]:
    """Yield what may be logs, in the order of their names; raises OSError."""
    for directory in _machines(folder):
        yield from _files_in(directory)


def files_of(folder: Path, machine: str) -> list[SyncFile]:
    """Return the files in the directory of one machine, in the order of their names."""
    directory = folder / ROOT / machine
    return list(_files_in(directory)) if directory.is_dir() else []


def _files_in(directory: Path) -> Iterator[SyncFile]:
    for entry in _listed(directory):
        if entry.name != ABOUT and (status := _regular(entry)) is not None:
            # A name that is no UTF-8 is spelled out: it is kept as a text.
            spelled = os.fsencode(entry.name).decode("utf-8", "backslashreplace")
            name = f"{directory.parent.name}/{directory.name}/{spelled}"
            yield SyncFile(
                Path(entry.path), name, directory.name, status.st_size, status.st_mtime_ns
            )


def look(folder: Path) -> tuple[object, ...]:
    """Return what changes whenever a file comes, goes or grows; nothing is read.

    Of packed files, which never change, only their directories are looked at. Raises OSError.
    """
    seen: list[object] = []
    for directory in _machines(folder):
        seen.append((directory.name, directory.stat().st_mtime_ns))
        last = ""
        # A log of years has thousands of packed files, and one that grows.
        with os.scandir(directory) as entries:
            names = [name for entry in entries if not (name := entry.name).endswith(".gz")]
        for name in sorted(name for name in names if not name.startswith(".")):
            last = max(last, name) if _NUMBER.fullmatch(name) else last
            if not _NUMBER.fullmatch(name):
                seen.append(_signs(directory / name))
        if last:
            seen.append(_signs(directory / last))
    return tuple(seen)


def packed_signs(files: Iterable[SyncFile]) -> frozenset[tuple[str, int, int]]:
    """Return what changes where a packed file comes, goes or grows: some arrive in parts."""
    return frozenset((file.name, file.size, file.mtime) for file in files if file.is_packed)


def newer_forms(folder: Path) -> list[str]:
    """Return the names of forms of the folder that a newer Recto has made there."""
    found = ((entry.name, _ROOTS.fullmatch(entry.name)) for entry in _listed(folder))
    return [name for name, form in found if form and int(form[1]) > FORMAT]


def _machines(folder: Path) -> Iterator[Path]:
    for root in _listed(folder):
        # A synchroniser may have made a copy of the directory itself.
        is_root = root.name == ROOT or re.match(rf"{ROOT}\D", root.name)
        if is_root and root.is_dir(follow_symlinks=False):
            for entry in _listed(Path(root.path)):
                if entry.is_dir(follow_symlinks=False) and _MACHINE.fullmatch(entry.name):
                    yield Path(entry.path)


def _listed(directory: Path) -> list[os.DirEntry[str]]:
    """Return what is in a directory, without hidden names: what is unfinished has those."""
    with os.scandir(directory) as entries:
        return sorted(
            (entry for entry in entries if not entry.name.startswith(".")),
            key=lambda entry: entry.name,
        )


def _regular(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return how a regular file is; None for what is none, or has gone."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        refuse_exhaustion(error)
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _signs(path: Path) -> tuple[str, int, int]:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return path.name, 0, 0
    return path.name, status.st_size, status.st_mtime_ns
