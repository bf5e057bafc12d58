"""Damaged libraries recovered from a snapshot and from what they still give."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database.database import Database
from recto.index.database.guard import suspect, suspicion
from recto.index.database.tables import VERSION
from recto.index.errors import DamageError
from recto.index.safety.salvage import journal_rows
from recto.index.safety.snapshots import snapshots
from recto.index.store.passed import unite_passed

from ..support import on_disk
from ..support.older import make_older
from ..support.soundness import assert_is_sound
from .damages import (
    DAMAGES,
    JOURNAL_IS_WHOLE,
    KILLED,
    PAGE,
    PAPERS,
    Damage,
    Worn,
    acts,
    overwrite,
    root,
    unsaved,
    worn,
    zero,
)

__all__ = ["unsaved", "worn"]


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
        assert library.counts().all == PAPERS
        tagged = [tag for tag, _ in library.counts().tags]
        assert "before" in tagged
        assert_is_sound(library)
        # It goes on, and a search finds what it should.
        library.bookmark(worn.ids[9:10])
        assert library.search("reward").total > 0
    with Library.open(worn.directory) as library:
        assert library.warnings == []
    assert not (worn.directory / "recovery").exists()


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
        assert library.counts().all == PAPERS
        assert library.paper(unsaved.ids[4]).tags == ("after", "before")
        assert_is_sound(library)


@pytest.mark.parametrize("name", ["no marks root", "a garbled index"])
def test_an_older_library_is_recovered_too(unsaved: Worn, name: str) -> None:
    make_older(unsaved.path, 2)
    overwrite(unsaved.path, root(unsaved.path, "marks" if name == "no marks root" else "ids_pid"))
    with pytest.raises(DamageError, match="it then recovers"):
        Library.open(unsaved.directory)
    with Library.open(unsaved.directory) as library:
        assert "what could still be read of it" in library.warnings[0]
        assert acts(library) == unsaved.after
        assert library.counts().all == PAPERS
        assert library.paper(unsaved.ids[4]).tags == ("after", "before")
        assert_is_sound(library)


@pytest.mark.parametrize("name", ["records", "records_pid"])
def test_without_its_records_a_library_keeps_what_is_shown(unsaved: Worn, name: str) -> None:
    with Library.open(unsaved.directory) as library:
        before = {paper.id: paper for paper in library.rows(library.listing("").rowids)}
    zero(name)(unsaved.path)
    suspicion(unsaved.path).touch()
    with Library.open(unsaved.directory) as library:
        assert "what could still be read of it" in library.warnings[0]
        after = {paper.id: paper for paper in library.rows(library.listing("").rowids)}
        assert after.keys() == before.keys()
        for id, paper in after.items():
            told = (paper.title, paper.abstract, paper.authors, paper.published, paper.sources)
            was = before[id]
            assert told == (was.title, was.abstract, was.authors, was.published, was.sources)
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
        (new,) = (
            paper for paper in library.rows(library.listing("").rowids) if paper.title == title
        )
        library.bookmark([new.id])
    zero("marks")(worn.path)
    with Library.open(worn.directory) as library:
        assert "40 papers" in library.warnings[0]
        assert library.counts().new == 39  # but for the one that was bookmarked
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
        assert library.counts().all == PAPERS
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
        last = on_disk.keep_snapshot(library, "newer")
    overwrite(last, root(last, "texts"), b"\xff" * PAGE)
    overwrite(worn.path, root(worn.path, "meta"))
    with Library.open(worn.directory) as library:
        assert acts(library) >= worn.before
        assert_is_sound(library)
    assert last in snapshots(worn.path)  # it was only passed by


def test_what_recovery_cannot_take_is_said_and_kept(worn: Worn) -> None:
    """Acts with marks of odd forms, which an older Recto took in, and with clocks at the limit."""
    database = Database(worn.path, version=VERSION, has_log=False)
    columns = "act, machine, window, clock, wall, kind, papers, data"
    for number, (clock, data) in enumerate(
        [
            (5, '{"set":{"done":12}}'),
            (2**53 - 1, '{"set":{"read":1}}'),
            (2**53 + 7, '{"library":{"search:late":{"text":"late"}}}'),
            (6, '{"set":'),
        ]
    ):
        row = (f"{number:020x}", "m", "w", clock, "", "tag", "[]", data)
        database.execute(f"INSERT INTO journal({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    database.close()
    suspect(worn.path)
    zero("marks")(worn.path)
    with Library.open(worn.directory) as library:
        damaged, refused = library.warnings
        (kept,) = (worn.directory / "damaged").glob("*-rows.jsonl")
        assert "was damaged" in damaged
        assert "2 of its rows could be read but not be taken in" in refused
        assert str(kept) in refused
        assert kept.stat().st_mode & 0o777 == 0o600
        told = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
        assert sorted(row["data"] for row in told) == ['{"set":', '{"set":{"done":12}}']
        assert acts(library) >= worn.before | worn.after | {f"{number:020x}" for number in (1, 2)}
        assert [search.name for search in library.searches.all()] == ["late"]
        # What is marked from now on can be taken elsewhere.
        library.bookmark(worn.ids[9:10])
        library.export_library(worn.directory / "all.jsonl")
        assert_is_sound(library)
    with Library.open(worn.directory / "other", seeds=False) as other:
        other.import_library(worn.directory / "all.jsonl")
        assert other.paper(worn.ids[9]).bookmarked
    with Library.open(worn.directory) as library:
        assert library.warnings == []


def test_what_was_passed_is_recovered_but_for_the_damaged_page(unsaved: Worn) -> None:
    written = {("page", "d" * 64, 2 * at, 2 * at) for at in range(1, 400)}
    with on_disk.opened(unsaved.path) as store, store.database.transaction():
        unite_passed(store.database, [(("page", "d" * 64), [(row[2], row[3]) for row in written])])
    Database(unsaved.path, version=VERSION, has_log=False).close()
    data, start = unsaved.path.read_bytes(), (root(unsaved.path, "passed") - 1) * PAGE
    pointer = start + int.from_bytes(data[start + 12 : start + 14], "big")
    overwrite(unsaved.path, int.from_bytes(data[pointer : pointer + 4], "big"))  # its first leaf
    suspect(unsaved.path)
    with Library.open(unsaved.directory) as library:
        assert "was damaged" in library.warnings[0]
        rows = set(on_disk.rows(library, "SELECT source, digest, first, last FROM passed"))
        assert rows < written
        assert len(rows) > 300
        assert_is_sound(library)
