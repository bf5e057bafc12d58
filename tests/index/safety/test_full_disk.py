"""Full disks, really: a small disk of memory in a namespace of its own.

Where none may be made, a limit on the size of files stands in for the full disk.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from recto.index import Library

from ..support.soundness import assert_is_sound
from .small_disk import run


def test_marks_on_a_full_disk_are_refused_and_none_that_was_made_is_lost(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:100])]
    made = names(library)
    for leave in (400_000, 70_000, 8192, 4096, 0):
        fill(leave)
        said = None
        for number in range(3000):
            try:
                library.tag(ids, add=[f"t{leave}-{number}"])
            except StoreError as error:
                said = error
                break
            made |= names(library)
        assert said and "disk is full" in str(said) and "nothing was changed" in str(said), said
        assert names(library) == made  # reading goes on
        assert library.counts().all == 603
        make_room()
        library.bookmark(ids[:1], on=leave > 10_000)  # and writing does, as soon as there is room
        made |= names(library)
        assert_is_sound(library)
with Library.open(data) as library:
    assert library.warnings == []
    assert names(library) == made
    assert_is_sound(library)
""",
    )


def test_a_process_that_is_killed_on_a_full_disk_has_lost_nothing(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
Library.open(data).close()
for leave in (300_000, 20_000, 0):
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        library = Library.open(data)
        ids = [paper.id for paper in library.rows(library.listing("").rowids[:80])]
        fill(leave)
        number = 0
        while True:
            number += 1
            try:
                library.tag(ids, add=[f"t{leave}-{number}"])
            except StoreError:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(writing, f"t{leave}-{number}\\n".encode())
    os.close(writing)
    with os.fdopen(reading) as stream:
        made = stream.read().split()
    os.waitpid(pid, 0)
    for is_full in (True, False):
        with Library.open(data) as library:
            tags = {tag for tag, _ in library.counts().tags}
            assert tags.issuperset(made), (leave, is_full)
            assert library.counts().all == 603
            if library.warnings:
                assert is_full and "disk" in library.warnings[0], library.warnings
                refused(lambda: library.bookmark(library.rows([1])), "reading only", "Make room")
            else:
                assert_is_sound(library)
        if is_full:
            make_room()
""",
    )


def test_a_library_can_be_read_when_the_disk_is_full(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:5])]
    library.bookmark(ids)
(data / "library.db.lock").unlink()
fill()
with Library.open(data) as library:
    (warning,) = library.warnings
    assert "full" in warning and "make room" in warning, warning
    assert library.paper(ids[0]).bookmarked
    assert library.counts().bookmarks == 5
    refused(lambda: library.bookmark(ids, on=False), "Make room on its disk")
    library.export_library(outside / "all.jsonl")
    library.backup(outside / "b.db")
    assert library.copies.snapshot_if_due() is None
make_room()
with Library.open(data) as library:
    assert library.warnings == []
    library.bookmark(ids, on=False)
""",
    )


def test_a_new_library_needs_room_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
for leave in (0, 4096, 100_000, 1_000_000):
    fill(leave)
    refused(lambda: Library.open(data), "full")
    make_room()
with Library.open(data) as library:
    assert library.counts().all == 603
    assert on_disk.value(library, "SELECT count(*) FROM journal") == 1
    assert_is_sound(library)
""",
    )


def test_copies_that_do_not_fit_are_not_made_and_older_ones_stay(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:5])]
    first = on_disk.keep_snapshot(library, "first")
    older = library.backup(disk / "b.db").read_bytes()
    library.export_library(disk / "all.jsonl")
    exported = (disk / "all.jsonl").read_bytes()
    library.bookmark(ids)
    made = names(library)
    for leave in (700_000, 0):
        fill(leave)
        refused(lambda: library.copies.snapshot_if_due(), "full")
        refused(lambda: library.backup(disk / "b.db"), "full", "b.db")
        refused(lambda: library.export_library(disk / "all.jsonl"), "full", "all.jsonl")
        refused(lambda: library.restore(disk / "b.db"), "full")
        assert (disk / "b.db").read_bytes() == older
        assert (disk / "all.jsonl").read_bytes() == exported
        assert snapshots(library.locations.database) == [first]
        left = [path.name for path in disk.rglob("*") if "partial" in path.name]
        assert left == [], left
        make_room()
        assert names(library) == made
        assert_is_sound(library)
""",
    )


def test_imports_that_do_not_fit_change_nothing(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(outside / "other", seeds=False) as other:
    other.add_text("big.txt", a_page(1, 4000))
    other.export_library(outside / "all.jsonl")
with Library.open(data) as library:
    before = names(library)
    fill(900_000)
    (report,) = [refused(lambda: library.import_library(outside / "all.jsonl"), "full")]
    refused(lambda: library.add_text("page.txt", a_page(2, 4000)), "full")
    assert names(library) == before
    assert library.counts().all == 603
    make_room()
    assert_is_sound(library)
    assert library.add_text("page.txt", a_page(2, 100)).new == 100
""",
        megabytes=30,
    )


def test_a_recovery_that_does_not_fit_can_be_made_later(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:5])]
    on_disk.keep_snapshot(library, "test")
    library.bookmark(ids)
    made = names(library)
path = data / "library.db"
with path.open("r+b") as file:
    file.write(bytes(4096))
damaged = path.read_bytes()
for leave in (0, 4096, 700_000, 1_500_000, 2_000_000):
    fill(leave)
    refused(lambda: Library.open(data))
    assert path.read_bytes() == damaged
    assert not (data / "recovery").exists()
    assert not list(data.glob("*.recovered"))
    make_room()
with Library.open(data) as library:
    assert "was damaged" in library.warnings[0]
    assert names(library) == made
    assert library.counts().bookmarks == 5
    assert_is_sound(library)
""",
        megabytes=16,
    )


LIMITED = """
import resource, signal, sys
from recto.index import Library, StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = Library.open(sys.argv[1])
ids = [paper.id for paper in library.rows(library.listing("").rowids[:50])]
resource.setrlimit(resource.RLIMIT_FSIZE, (1_700_000, 1_700_000))
number = 0
try:
    while True:
        library.tag(ids, add=[f"t{number}"])
        number += 1
except StoreError as error:
    print(error)
print(number, {f"t{n}" for n in range(number)} == {tag for tag, _ in library.counts().tags})
"""


def test_where_files_may_not_grow_nothing_that_was_made_is_lost(
    seeded: Path, tmp_path: Path
) -> None:
    shutil.copytree(seeded, tmp_path / "recto")
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "recto")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    said, counted = done.stdout.splitlines()
    assert "nothing was changed" in said
    number, is_whole = counted.split()
    assert int(number) > 5
    assert is_whole == "True"
    with Library.open(tmp_path / "recto") as library:
        tags = {tag for tag, _ in library.counts().tags}
        assert tags == {f"t{one}" for one in range(int(number))}
        assert_is_sound(library)


def test_a_day_that_does_not_fit_is_not_kept_and_those_before_it_stay(tmp_path: Path) -> None:
    run(
        tmp_path,
        """
from recto.index.safety import snapshots as days
from recto.index.safety.daily.assembly import fault_of
days.LARGE = 0
with Library.open(data) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:5])]
    fill(700_000)
    refused(lambda: library.copies.snapshot_if_due(), "full")
    make_room()
    first = library.copies.snapshot_if_due()
    kept = {path: path.read_bytes() for path in first.parent.glob("*.db")}
    library.bookmark(ids)
    days.today = lambda: "2031-01-01"
    for leave in (60_000, 0):
        fill(leave)
        refused(lambda: library.copies.snapshot_if_due(), "full")
        assert {path: path.read_bytes() for path in first.parent.glob("*.db")} == kept
        assert not [path.name for path in disk.rglob("*.partial*")]
        make_room()
    for path in (first, library.copies.snapshot_if_due()):
        assert fault_of(path, is_full=True) == ""
""",
    )
