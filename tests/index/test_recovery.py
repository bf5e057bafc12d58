"""Damaged libraries: recognised, said, and recovered from a snapshot and what they still give."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.errors import DamageError
from recto.index.safety.guard import Guard, recovered, suspect, suspicion
from recto.index.safety.opening import open_database
from recto.index.safety.salvage import copy_wreck, journal_rows
from recto.index.safety.snapshots import keep_snapshot, snapshots
from recto.index.store.database import Database
from recto.index.store.store import VERSION

PAGE = 4096

Damage = Callable[[Path], None]


def acts(library: Library) -> set[str]:
    return {act for (act,) in library._database.rows("SELECT act FROM journal")}


def assert_is_sound(library: Library) -> None:
    assert library._database.value("PRAGMA integrity_check") == "ok"
    assert library._database.rows("PRAGMA foreign_key_check") == []
    assert library._store.journal.agrees()


def root(path: Path, name: str) -> int:
    """Return the first page of a table or an index."""
    database = Database(path, version=VERSION, read_only=True)
    number = int(database.value("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)))
    database.close()
    return number


def overwrite(path: Path, page: int, data: bytes = b"") -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write((data or b"\0" * PAGE)[:PAGE].ljust(PAGE, b"\0"))


def cut(size: int) -> Damage:
    return lambda path: os.truncate(path, size)


def zero(name: str) -> Damage:
    return lambda path: overwrite(path, root(path, name))


def garble_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(random.Random(1).randbytes(100))


def garble_first_page(path: Path) -> None:
    overwrite(path, 1, random.Random(2).randbytes(PAGE))


def drop_table(path: Path) -> None:
    database = Database(path, version=VERSION)
    database.execute("PRAGMA foreign_keys=OFF")
    database.execute("DROP TABLE marks")
    database.close()


def forget_meta(path: Path) -> None:
    database = Database(path, version=VERSION)
    database.execute("DELETE FROM meta WHERE key = 'library'")
    database.close()


class Worn:
    """A library with acts before and after its snapshot, closed."""

    def __init__(self, directory: Path, *, has_snapshot: bool = True) -> None:
        self.directory = directory
        self.path = directory / "library.db"
        with Library.open(directory) as library:
            self.ids = [paper.id for paper in library.rows(library.listing("").pids[:30])]
            library.bookmark(self.ids[:3])
            library.tag(self.ids[:5], add=["before"])
            self.before = acts(library)
            if has_snapshot:
                keep_snapshot(library._database, "test")
            library.tag(self.ids[3:8], add=["after"])
            library.note(self.ids[0], "written\nafter the snapshot")
            library.bookmark(self.ids[:1], on=False)
            library.mark_all_read(library.listing("").pids)
            self.after = acts(library)


@pytest.fixture
def worn(seeded: Path, tmp_path: Path) -> Worn:
    shutil.copytree(seeded, tmp_path / "recto")
    return Worn(tmp_path / "recto")


@pytest.fixture
def unsaved(seeded: Path, tmp_path: Path) -> Worn:
    shutil.copytree(seeded, tmp_path / "recto")
    return Worn(tmp_path / "recto", has_snapshot=False)


DAMAGES: dict[str, Damage] = {
    "emptied": cut(0),
    "cut within its header": cut(50),
    "cut after its first page": cut(PAGE),
    "cut in the middle": cut(900_000),
    "a garbled header": garble_header,
    "a garbled first page": garble_first_page,
    "no journal root": zero("journal"),
    "no papers root": zero("papers"),
    "no marks root": zero("marks"),
    "no meta": zero("meta"),
    "a lost table": drop_table,
    "no library id": forget_meta,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_library_is_recovered_and_nothing_is_deleted(worn: Worn, damage: Damage) -> None:
    damage(worn.path)
    before = worn.path.read_bytes()
    with Library.open(worn.directory) as library:
        (warning,) = library.warnings
        assert "was damaged" in warning
        assert "snapshot of 20" in warning
        (aside,) = (worn.directory / "damaged").iterdir()
        assert str(aside) in warning
        assert aside.read_bytes() == before
        assert acts(library) >= worn.before
        assert library.counts().all == 603
        tagged = [tag for tag, _ in library.counts().tags]
        assert "before" in tagged
        assert_is_sound(library)
        # It goes on, and a search finds what it should.
        library.bookmark(worn.ids[9:10])
        assert library.search("reward").total > 0
    with Library.open(worn.directory) as library:
        assert library.warnings == []
    assert not (worn.directory / "recovery").exists()


JOURNAL_IS_WHOLE = [
    "a garbled header",
    "a garbled first page",
    "no journal root",
    "no papers root",
    "no marks root",
    "no meta",
    "a lost table",
    "no library id",
]


@pytest.mark.parametrize("name", JOURNAL_IS_WHOLE)
def test_acts_since_the_snapshot_come_out_of_the_damaged_file(worn: Worn, name: str) -> None:
    """A root that is gone hides the way to the rows, not the rows themselves."""
    DAMAGES[name](worn.path)
    with Library.open(worn.directory) as library:
        missing = worn.after - acts(library)
        if name == "no journal root":
            assert len(missing) <= len(worn.after) // 2
            return
        assert missing == set()
        paper = library.paper(worn.ids[0])
        assert (paper.note, paper.bookmarked) == ("written\nafter the snapshot", False)
        assert library.paper(worn.ids[4]).tags == ("after", "before")
        assert library.counts().unread == 0


@pytest.mark.parametrize("name", JOURNAL_IS_WHOLE)
def test_without_any_snapshot_the_damaged_file_itself_gives_what_it_has(
    unsaved: Worn, name: str
) -> None:
    DAMAGES[name](unsaved.path)
    with Library.open(unsaved.directory) as library:
        assert "what could still be read of it" in library.warnings[0]
        if name in ("no journal root", "no papers root"):
            return
        assert acts(library) == unsaved.after
        assert library.counts().all == 603
        assert library.paper(unsaved.ids[4]).tags == ("after", "before")
        assert_is_sound(library)


def test_pages_added_since_the_snapshot_are_recovered_too(worn: Worn) -> None:
    page = "\n\n".join(
        f"A New Paper on Subject {number}\n\nWe show that {'this is a long abstract ' * 12}."
        for number in range(40)
    )
    with Library.open(worn.directory) as library:
        report = library.add_text("later.txt", page.encode())
        assert report.new == 40
        title = "A New Paper on Subject 7"
        (new,) = (paper for paper in library.rows(library.listing("").pids) if paper.title == title)
        library.bookmark([new.id])
    zero("marks")(worn.path)
    with Library.open(worn.directory) as library:
        assert "40 papers" in library.warnings[0]
        assert library.counts().new == 40
        assert library.paper(new.id).bookmarked
        assert library.paper(new.id).abstract == new.abstract
        assert_is_sound(library)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_page_is_hit_what_can_be_read_is_kept(worn: Worn, seed: int) -> None:
    rng = random.Random(seed)
    pages = worn.path.stat().st_size // PAGE
    for _ in range(rng.choice((1, 3, 12))):
        noise = rng.randbytes(PAGE) if rng.random() < 0.5 else b""
        overwrite(worn.path, rng.randint(1, pages), noise)
    suspect(worn.path)  # as the first failing read does
    intact = readable_acts(worn)
    with Library.open(worn.directory) as library:
        assert acts(library) >= worn.before | intact
        assert library.counts().all == 603
        assert_is_sound(library)
    assert not suspicion(worn.path).exists()


def readable_acts(worn: Worn) -> set[str]:
    found = set()
    for row in journal_rows(worn.path):
        try:
            json.loads(row["papers"]), json.loads(row["data"])
        except ValueError:
            continue
        found.add(row["act"])
    return found & worn.after


KILLED = """
import os, sys
from recto.index import Library
library = Library.open(sys.argv[1])
library.tag(sys.argv[2:], add=["only-in-the-log"])
print("done", flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("name", ["a garbled header", "cut in the middle", "emptied"])
def test_acts_that_only_the_log_has_are_recovered(worn: Worn, name: str) -> None:
    """A killed process leaves its last acts in the log, and SQLite would throw that away."""
    command = [sys.executable, "-c", KILLED, str(worn.directory), *worn.ids[:2]]
    assert subprocess.run(command, capture_output=True, check=False).stdout == b"done\n"
    log = Path(f"{worn.path}-wal")
    assert log.stat().st_size > 0
    kept = log.read_bytes()
    DAMAGES[name](worn.path)
    with Library.open(worn.directory) as library:
        assert "only-in-the-log" in library.paper(worn.ids[1]).tags
        assert_is_sound(library)
    if name != "a garbled header":  # the log has that page too
        (aside,) = (worn.directory / "damaged").glob("*-wal")
        assert aside.read_bytes() == kept


def test_the_newest_snapshot_that_is_whole_is_used(worn: Worn) -> None:
    with Library.open(worn.directory) as library:
        last = keep_snapshot(library._database, "newer")
    overwrite(last, root(last, "texts"), b"\xff" * PAGE)
    overwrite(worn.path, root(worn.path, "meta"))
    with Library.open(worn.directory) as library:
        assert acts(library) >= worn.before
        assert_is_sound(library)
    assert last in snapshots(worn.path)  # it was only passed by


def test_what_is_no_library_at_all_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"This is a letter to my aunt. " * 1000)
    before = path.read_bytes()
    with pytest.raises(DamageError, match=r"nothing in it was found.*Move it away.*recto restore"):
        Library.open(tmp_path)
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["library.db", "library.db.lock"]


def test_while_it_is_open_elsewhere_nothing_is_replaced(worn: Worn) -> None:
    guard = Guard.share(worn.path)
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()
    with pytest.raises(DamageError, match=r"open in other windows\. Close"):
        Library.open(worn.directory)
    assert worn.path.read_bytes() == before
    guard.close()
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]


def test_a_read_that_fails_has_the_next_start_look_at_everything(worn: Worn) -> None:
    """Opening looks at little; what it misses is seen by whoever reads it, and then recovered."""
    database = Database(worn.path, version=VERSION, read_only=True)
    pages = [
        page
        for (page,) in database.rows(
            "SELECT pageno FROM dbstat WHERE name = 'texts' AND pagetype = 'leaf' ORDER BY pageno"
        )
    ]
    database.close()
    overwrite(worn.path, pages[len(pages) // 2], b"\x0d\xff" * (PAGE // 2))
    with Library.open(worn.directory) as library:
        assert library.warnings == []
        with pytest.raises(DamageError, match=r"damaged.*Close every window.*start it again"):
            library.rows(library.listing("").pids)
    assert suspicion(worn.path).exists()
    with Library.open(worn.directory) as library:
        assert "was damaged" in library.warnings[0]
        assert len(library.rows(library.listing("").pids)) == 603
        assert acts(library) == worn.after


def test_a_suspicion_without_a_cause_is_dropped(worn: Worn) -> None:
    suspect(worn.path)
    with Library.open(worn.directory) as library:
        assert library.warnings == []
    assert not suspicion(worn.path).exists()


def test_a_read_only_damaged_library_is_only_reported(worn: Worn) -> None:
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()
    with pytest.raises(DamageError):
        open_database(worn.path, VERSION, read_only=True)
    assert worn.path.read_bytes() == before
    assert not (worn.directory / "damaged").exists()


def test_a_missing_library_is_begun_anew_with_a_word_about_its_snapshots(worn: Worn) -> None:
    worn.path.rename(worn.directory / "away.db")
    with Library.open(worn.directory) as library:
        (warning,) = library.warnings
        assert "recto restore" in warning
        assert str(worn.directory / "snapshots") in warning
        assert library.counts().bookmarks == 0
    with Library.open(worn.directory) as library:
        assert library.warnings == []


RECOVER = """
import sys
from recto.index import Library
print("go", flush=True)
with Library.open(sys.argv[1]) as library:
    print(library._database.value("SELECT count(*) FROM journal"))
"""

DIE = """
import os, signal, sys
from recto.index import Library

left = int(sys.argv[2])

def count(frame, event, argument):
    global left
    name = os.path.basename(frame.f_code.co_filename)
    if event in ("call", "c_call") and name in ("recovery.py", "copying.py"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(count)
Library.open(sys.argv[1]).close()
sys.setprofile(None)
print(int(sys.argv[2]) - left)
"""


def test_a_recovery_killed_at_any_step_is_finished_or_begun_anew(
    worn: Worn, tmp_path: Path
) -> None:
    garble_first_page(worn.path)
    damaged = worn.path.read_bytes()
    shutil.copytree(worn.directory, tmp_path / "whole")
    command = [sys.executable, "-c", DIE, str(tmp_path / "whole"), "1000000"]
    steps = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    chosen = {*random.Random(3).sample(range(1, steps), 16), *range(steps - 20, steps)}
    stages = set()
    for step in sorted(chosen):
        directory = tmp_path / f"copy{step}"
        shutil.copytree(worn.directory, directory)
        command = [sys.executable, "-c", DIE, str(directory), str(step)]
        assert subprocess.run(command, check=False).returncode == -9
        stages.add(((directory / "damaged").exists(), recovered(directory / "library.db").exists()))
        with Library.open(directory) as library:
            assert acts(library) == worn.after
            assert_is_sound(library)
        asides = list((directory / "damaged").glob("*.db"))
        assert asides
        assert all(aside.read_bytes() == damaged for aside in asides)
        assert not (directory / "recovery").exists()
        shutil.rmtree(directory)
    # Before anything was moved, on the way, and after.
    assert stages >= {(False, False), (True, True), (True, False)}


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_each_step_of_putting_it_in_its_place_can_be_the_last(worn: Worn, steps: int) -> None:
    """The log of the damaged file must never be laid over the recovered one."""
    good = worn.path.read_bytes()
    command = [sys.executable, "-c", KILLED, str(worn.directory), *worn.ids[:2]]
    subprocess.run(command, capture_output=True, check=False)
    garble_first_page(worn.path)
    recovered(worn.path).write_bytes(good)
    for ending in ("-wal", "-shm")[:steps]:
        Path(f"{worn.path}{ending}").unlink()
    if steps == 3:
        recovered(worn.path).replace(worn.path)
    with Library.open(worn.directory) as library:
        assert acts(library) == worn.after
        assert_is_sound(library)
    assert not recovered(worn.path).exists()


def test_processes_that_start_at_once_recover_once(worn: Worn) -> None:
    garble_first_page(worn.path)
    command = [sys.executable, "-c", RECOVER, str(worn.directory)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in processes:
        assert process.communicate(timeout=120) == (f"go\n{len(worn.after)}\n", "")
    assert len(list((worn.directory / "damaged").glob("*.db"))) == 1


def test_salvaging_garbage_finds_nothing_and_never_fails(tmp_path: Path) -> None:
    rng = random.Random(5)
    path = tmp_path / "garbage"
    for size in (0, 1, 99, 100, 4095, 40_960, 123_456):
        data = bytearray(rng.randbytes(size))
        for start in range(0, size, PAGE):
            data[start : start + 1] = b"\x0d"  # every page says that it has rows
        path.write_bytes(bytes(data))
        assert list(journal_rows(path)) == []
    copy_wreck(path, tmp_path / "copy", [])


def test_a_wreck_is_only_copied(worn: Worn, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in worn.directory.iterdir() if path.is_file()}
    copy_wreck(worn.path, tmp_path / "copy.db", [])
    assert {row["act"] for row in journal_rows(tmp_path / "copy.db")} == worn.after
    after = {path.name: path.read_bytes() for path in worn.directory.iterdir() if path.is_file()}
    assert after == before


def test_no_disk_left_to_recover_on_leaves_all_as_it_was(
    worn: Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    overwrite(worn.path, root(worn.path, "meta"))
    before = worn.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recto.index.safety.salvage.shutil.copyfile", full)
    with pytest.raises(StoreError, match="disk is full"):
        Library.open(worn.directory)
    assert worn.path.read_bytes() == before
    assert not (worn.directory / "recovery").exists()
