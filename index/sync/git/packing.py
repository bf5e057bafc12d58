"""Objects of the repository here that came one by one, packed together from time to time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .program import Git

_LOOSE = 1 << 19
"""Bytes of objects with a file each from which on they are packed together.

Most are the one file that grows, whole each time: a pack has what is new in it alone.
"""

_PACKS = 40
"""Files of packs from which on these are made one."""

_LARGE_PACK = "4m"
"""Size of packs that are not written anew for that."""


def pack(git: Git) -> None:
    """Pack what has come together, where it is much; nobody else uses it.

    What cannot be packed stays as it is. Raises as `Git.run` does.
    """
    objects = git.directory / "objects"
    if _count(objects / "pack") > _PACKS:
        large = f"gc.bigPackThreshold={_LARGE_PACK}"
        git.run("-c", large, "gc", "--quiet", "--prune=now")
    elif _loose_size(objects) > _LOOSE:
        git.run("repack", "-d", "--quiet")


def _loose_size(objects: Path) -> int:
    """Return the bytes of the objects that have a file each."""
    size = 0
    for directory in objects.glob("[0-9a-f][0-9a-f]"):
        with suppress(FileNotFoundError), os.scandir(directory) as entries:
            size += sum(entry.stat().st_size for entry in entries)
    return size


def _count(directory: Path) -> int:
    try:
        return sum(1 for _ in directory.iterdir())
    except FileNotFoundError:
        return 0
