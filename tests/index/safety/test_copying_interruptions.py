"""Backups and restores that are killed, and acts that others make meanwhile."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

from recto.index import Library

from ..support import on_disk
from ..support.killing import kill_at_work
from ..support.soundness import assert_is_sound
from .kept_copies import acts_in, first_ids

WRITE = """
import sys
from recto.index import Library
with Library.open(sys.argv[1], window="reader") as library:
    rowid = library.listing("").rowids[0]
    print("go", flush=True)
    number = 0
    while True:
        number += 1
        # After a restore it may have the mark already, and then it is no act.
        if act := library.bookmark(rowids=[rowid], on=number % 2 == 1).act:
            print(act, flush=True)
"""


class Writer:
    """A process that marks without end and says which acts are on disk."""

    def __init__(self, directory: Path) -> None:
        command = [sys.executable, "-c", WRITE, str(directory)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "go\n"
        self.acts: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.acts += (line.strip() for line in self.process.stdout if line.endswith("\n"))

    def stop(self) -> list[str]:
        self.process.terminate()
        self._thread.join()
        assert self.process.stderr
        assert self.process.stderr.read() == ""
        self.process.wait()
        self.process.stderr.close()
        assert self.process.stdout
        self.process.stdout.close()
        return self.acts


def test_acts_made_during_a_restore_are_before_it_or_after_it(
    library: Library, tmp_path: Path
) -> None:
    """Every act that was acknowledged is in a copy that was kept, or in the library."""
    path = library.backup(tmp_path / "b.db")
    writers = [Writer(library.locations.data) for _ in range(2)]
    kept = [library.restore(path) for _ in range(8)]
    written = [act for writer in writers for act in writer.stop()]
    found = set(on_disk.acts(library)).union(*(acts_in(copy) for copy in kept))
    assert written
    assert found >= set(written)
    assert_is_sound(library)


RESTORE = """
import sys
from pathlib import Path
from recto.index import Library
with Library.open(sys.argv[1]) as library:
    print("go", flush=True)
    while True:
        library.restore(Path(sys.argv[2]))
"""


def test_a_killed_restore_leaves_the_one_or_the_other(library: Library, tmp_path: Path) -> None:
    ids = first_ids(library)
    directory = library.locations.data
    path = library.backup(tmp_path / "b.db")
    rng = random.Random(9)
    for attempt in range(15):
        library.tag(ids[:1], add=[f"attempt{attempt}"])
        written = set(on_disk.acts(library))
        kill_at_work(RESTORE, directory, path, rng=rng)
        with Library.open(directory) as again:
            assert again.warnings == []
            assert_is_sound(again)
            found = set(on_disk.acts(again))
        assert found in (written, set(acts_in(path)))
        kept = (directory / "snapshots").glob("*.db")
        assert found.union(*map(acts_in, kept)) >= written
    assert not list(tmp_path.glob(".b.db*"))


def test_a_killed_backup_leaves_the_older_one(library: Library, tmp_path: Path) -> None:
    path = library.backup(tmp_path / "b.db")
    script = RESTORE.replace("restore", "backup")
    rng = random.Random(10)
    for _ in range(10):
        kill_at_work(script, library.locations.data, path, rng=rng)
        assert acts_in(path) == on_disk.acts(library)
    assert library.backup(path)
    assert list(tmp_path.glob(".b.db*")) == []
