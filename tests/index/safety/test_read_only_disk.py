"""Read-only disks, really: what is on them can be read, searched and taken along."""

from __future__ import annotations

from pathlib import Path

from ..support.namespaces import output_of
from .small_disk import run


def test_on_a_read_only_disk_everything_can_be_read_and_taken_along(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:5])]
    library.bookmark(ids)
    library.index.rebuild()
    library.backup(disk / "b.db")
make_read_only()
with Library.open(data, window="reader") as library:
    (warning,) = library.warnings
    assert "reading only" in warning and str(data) in warning
    assert library.counts().bookmarks == 5
    assert library.search("reward").total > 0
    error = refused(lambda: library.bookmark(ids, on=False), "reading only", "writable")
    assert library.export_library(outside / "all.jsonl").papers == 603
    library.backup(outside / "b.db")
    refused(lambda: library.backup(disk / "c.db"), "read-only", "c.db")
    refused(lambda: library.export_library(disk / "all.jsonl"), "read-only", "all.jsonl")
    refused(lambda: library.restore(outside / "b.db"), "reading only")
    assert library.copies.snapshot_if_due() is None
# A backup on it can be restored elsewhere.
with Library.open(outside / "other", seeds=False) as other:
    other.restore(disk / "b.db")
    assert other.counts().bookmarks == 5
    other.import_library(outside / "all.jsonl")
    assert_is_sound(other)
""",
    )


def test_on_a_read_only_disk_there_is_no_new_library(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
make_read_only()
refused(lambda: Library.open(data), "--data-dir")
""",
    )


def test_a_read_only_library_can_be_read(seeded: Path, tmp_path: Path) -> None:
    script = """
import os, shutil, subprocess, sys
from recto.index import Library, RectoError
mount = sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], check=True)
shutil.copytree(sys.argv[1], mount, dirs_exist_ok=True)
subprocess.run(["mount", "-o", "remount,ro", mount], check=True)
with Library.open(mount) as library:
    print(len(library.warnings), "reading only" in library.warnings[0])
    paper = library.search("pruning", limit=1).hits[0].paper
    for act in (library.bookmark, library.mark_read):
        try:
            act([paper.id])
        except RectoError as error:
            print(error.title)
    library.counts(), library.journal.change_mark()
"""
    assert output_of(script, seeded, tmp_path).splitlines() == [
        "1 True",
        "The library is open for reading only",
        "The library is open for reading only",
    ]
