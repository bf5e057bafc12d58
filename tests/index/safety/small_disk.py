"""A small disk of memory with a library on it, which a script may fill or make read-only."""

from __future__ import annotations

from pathlib import Path

from ..support.namespaces import output_of

PRELUDE = """
import os, signal, subprocess, sys
from pathlib import Path
from recto.index import Library, RectoError, StoreError
from recto.index.safety.snapshots import snapshots
from tests.index.support import on_disk
from tests.index.support.soundness import assert_is_sound

disk, outside = Path(sys.argv[1]), Path(sys.argv[2])
data = disk / "recto"

def fill(leave=0):
    '''Leave so many bytes free on the disk, and no more.'''
    with (disk / "ballast").open("wb", 0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        size = file.tell()
        os.truncate(file.fileno(), max(0, size - leave) // 4096 * 4096)

def make_room():
    (disk / "ballast").unlink()

def make_read_only():
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

def names(library):
    return set(on_disk.acts(library))

def refused(call, *words):
    try:
        call()
    except RectoError as error:
        text = str(error)
        assert all(word in text for word in words), text
        return error
    raise AssertionError("it was not refused")

def a_page(number, papers=200):
    return "\\n\\n".join(
        f"Paper {number}-{one} on Something New\\n\\n" + f"We show {number} {one} at length. " * 15
        for one in range(papers)
    ).encode()
"""


def run(tmp_path: Path, script: str, *, megabytes: int = 12) -> str:
    """Run a script with `disk`, a disk of so many megabytes with a library in `disk / "recto"`."""
    disk, outside = tmp_path / "disk", tmp_path / "outside"
    disk.mkdir()
    outside.mkdir()
    mount = f'mount -t tmpfs -o size={megabytes}m tmpfs "{disk}" && exec "$@"'
    return output_of(PRELUDE + script, disk, outside, prepare=mount)
