"""What a repository holds of Recto's folder, and the same files beside it, united.

A file grows at its end alone, by one machine. Of two that begin alike the longer one is right; of
two that do not, as when a copied library has written under the same name, both are kept. So no line
is lost by uniting, and it does not matter how often and in which order that is done.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...disk.hashes import sha256
from ...disk.private import make_directory
from ...disk.whole_files import whole_file
from ..layout import ABOUT, ROOT, SyncFile, is_machine
from ..logs import load

LARGEST = 1 << 27
"""Bytes of a file that is taken; those of Recto have some megabytes at most."""

_REGULAR = ("100644", "100755")
_NAME = re.compile(r"[^.\x00-\x1f/\\][^\x00-\x1f/\\]{0,199}")
_LONGEST_NAME = 200
"""Bytes of a file's name; with what is put behind it while it is written no file system minds."""

_FORM = re.compile(r"recto-sync-\d+")


class Entry(NamedTuple):
    """A file in a tree of git."""

    mode: str
    object: str
    """The name of its content."""
    name: str
    """Its path from the folder on, with slashes."""

    @property
    def is_taken(self) -> bool:
        """Whether it is a file of Recto's folder; links and what has odd names are not."""
        return self.mode in _REGULAR and is_own_name(self.name)


def is_own_name(name: str) -> bool:
    """Tell whether a path can be that of a file in Recto's folder."""
    parts = name.split("/")
    return (
        len(parts) == 3
        and parts[0] == ROOT
        and is_machine(parts[1])
        and not parts[1].startswith(".")
        and _NAME.fullmatch(parts[2]) is not None
        and len(parts[2].encode("utf-8", "surrogateescape")) <= _LONGEST_NAME
    )


def read_tree(printed: bytes) -> list[Entry]:
    """Return the files that `git ls-tree -r -z` prints; names that are no UTF-8 are left out."""
    found = []
    for line in printed.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        parts = head.decode("ascii", "replace").split()
        if not tab or len(parts) < 3:
            continue
        try:
            found.append(Entry(parts[0], parts[2], name.decode("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def is_recto(names: Sequence[str]) -> bool:
    """Tell whether what is at the top of a tree is a folder in which libraries meet."""
    return any(_FORM.fullmatch(name) for name in names)


class Files:
    """The files of Recto's folder here, with what git calls their contents."""

    def __init__(self, folder: Path, memory: Path) -> None:
        """Take the folder, and the file in which is kept what was known of it."""
        self.folder = folder
        self._memory = memory
        self._known: dict[str, list[object]] = {}
        self._is_changed = False
        try:
            known = json.loads(memory.read_bytes())
        except (OSError, ValueError):
            known = {}
        if isinstance(known, dict):
            self._known = {name: one for name, one in known.items() if isinstance(one, list)}

    def names(self) -> list[str]:
        """Return the names of all files, sorted; raises OSError."""
        found = []
        for directory in _directories(self.folder / ROOT):
            with os.scandir(directory) as entries:
                names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
            found += [f"{ROOT}/{directory.name}/{name}" for name in names]
        return sorted(name for name in found if is_own_name(name))

    def object_of(self, name: str) -> str:
        """Return what git calls the content of a file; empty where that is not known."""
        signs = self._signs(name)
        known = self._known.get(name)
        return str(known[2]) if known and signs and known[:2] == signs and len(known) == 3 else ""

    def note(self, name: str, object: str) -> None:
        """Note what git calls the content that a file has now."""
        signs = self._signs(name)
        entry = [*signs, object] if signs else None
        if entry and self._known.get(name) != entry:
            self._known[name] = entry
            self._is_changed = True

    def close(self) -> None:
        """Keep what is known of the files that are there; raises OSError."""
        gone = [name for name in self._known if not (self.folder / name).exists()]
        for name in gone:
            del self._known[name]
        if gone or self._is_changed:
            with whole_file(self._memory, is_private=True) as partial:
                partial.write_text(json.dumps(self._known), "utf-8")
        self._is_changed = False

    def take(self, name: str, object: str, data: bytes, own: str) -> None:
        """Unite a file of the repository with what is here; `own` is this machine's id. OSError.

        A file of this machine stays the one that it goes on with.
        """
        path = self.folder / name
        if not name.endswith(".gz") and self._holds(f"{name}.gz", data):
            return  # it was packed here since
        if not path.exists():
            self._write(name, data, object)
            self._drop_packed(name, data)
            return
        here = path.read_bytes()
        if here == data:
            self.note(name, object)
        elif path.name == ABOUT:
            # What a machine says of itself is as the machine has it.
            if path.parent.name != own:
                self._write(name, data, object)
        elif data.startswith(here):
            self._write(name, data, object)
        elif not here.startswith(data):
            kept, other = (here, data) if path.parent.name == own else (data, here)
            self._write(copy_name(name, other), other, "")
            if kept != here:
                self._write(name, data, object)

    def drop_other(self, own: str, objects: Mapping[str, str]) -> bool:
        """Remove logs of the machine `own` that hold other than these objects, by their names.

        Returns whether there were any. Raises OSError.
        """
        others = [
            name
            for name in self.names()
            if name.startswith(f"{ROOT}/{own}/")
            and not name.endswith(f"/{ABOUT}")
            and self.object_of(name) != objects.get(name)
        ]
        for name in others:
            (self.folder / name).unlink()
        return bool(others)

    def _holds(self, name: str, data: bytes) -> bool:
        """Tell whether a packed file holds what data is, and perhaps more."""
        path = self.folder / name
        return path.is_file() and _unpacked(path).startswith(data)

    def _drop_packed(self, name: str, data: bytes) -> None:
        """Remove the file that has come packed now."""
        plain = self.folder / name.removesuffix(".gz")
        is_packed = name.endswith(".gz") and plain.is_file()
        if is_packed and _unpacked(self.folder / name).startswith(plain.read_bytes()):
            plain.unlink()

    def _write(self, name: str, data: bytes, object: str) -> None:
        path = self.folder / name
        make_directory(path.parent)
        if path.is_symlink() or path.parent.is_symlink() or path.parent.parent.is_symlink():
            raise OSError(f"{path} is a symbolic link")
        if path.exists() and path.read_bytes() == data:
            return
        with whole_file(path, is_private=True) as partial:
            partial.write_bytes(data)
        if object:
            self.note(name, object)

    def _signs(self, name: str) -> list[object] | None:
        try:
            status = (self.folder / name).lstat()
        except OSError:
            return None
        return [status.st_size, status.st_mtime_ns]


def files_of(folder: Path) -> Files:
    """Return the files of a replica's folder."""
    return Files(folder, folder.with_name("files.json"))


def copy_name(name: str, data: bytes) -> str:
    """Return the name under which a file is kept whose own name another has; of data the same."""
    head, _, file = name.rpartition("/")
    stem, dot, rest = file.partition(".")
    return f"{head}/{stem}.copy-{sha256(data).hexdigest()[:12]}{dot}{rest}"


def changes(files: Mapping[str, str], entries: Sequence[Entry]) -> Iterator[bytes]:
    """Yield the lines by which `git update-index -z --index-info` makes a tree hold the files."""
    held = {entry.name: entry for entry in entries if entry.is_taken}
    for name, object in files.items():
        if name not in held or held[name].object != object:
            yield f"100644 {object}\t{name}\0".encode()
    for name in held.keys() - files.keys():
        if f"{name}.gz" not in files:
            continue  # it was not taken, or somebody has removed it here
        yield f"0 {'0' * len(held[name].object)}\t{name}\0".encode()


def _directories(root: Path) -> list[Path]:
    try:
        with os.scandir(root) as entries:
            return sorted(Path(one.path) for one in entries if one.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []


def _unpacked(path: Path) -> bytes:
    return load(SyncFile(path, path.name, "", 0, 0))
