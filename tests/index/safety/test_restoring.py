"""Going back to a backup, also while other windows are open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import Database

from ..support import on_disk
from ..support.soundness import assert_is_sound
from .kept_copies import acts_in, either, first_ids, mode

__all__ = ["either", "mode"]


def test_restoring_puts_everything_back_and_keeps_what_was(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    either.bookmark(ids[:2])
    path = either.backup(tmp_path / "b.db")
    saved = on_disk.acts(either)
    either.bookmark(ids[:2], on=False)
    either.note(ids[3], "later")
    later = on_disk.acts(either)
    kept = either.restore(path)
    assert on_disk.acts(either) == saved
    assert either.paper(ids[0]).bookmarked
    assert either.paper(ids[3]).note is None
    assert kept.parent == either.locations.data / "snapshots"
    assert acts_in(kept) == later
    assert_is_sound(either)
    # And forward again.
    either.restore(kept)
    assert on_disk.acts(either) == later
    assert either.paper(ids[3]).note == "later"
    assert on_disk.value(either, "PRAGMA journal_mode") in ("wal", "delete")


def test_an_open_window_goes_on_with_what_was_restored(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    path = either.backup(tmp_path / "b.db")
    with Library.open(either.locations.data, window="reader") as window:
        window.add_text(
            "page.txt", b"A Paper That Is New Here\n\n" + b"We show what is new here. " * 20
        )
        (new,) = (
            paper for paper in window.rows(window.listing("").rowids) if "New Here" in paper.title
        )
        window.bookmark([new.id])
        before, rev = window.journal.change_mark(), on_disk.rev(window)
        either.restore(path)
        assert window.journal.change_mark() != before
        assert on_disk.rev(window) > rev
        assert window.counts().all == 603  # no list that was kept in memory is shown any more
        assert len(window.listing("").rowids) == 603
        assert new.rowid not in window.listing("").rowids
        window.bookmark(ids[:1])
        assert either.paper(ids[0]).bookmarked
        # What is found is what is there, although the index knew the paper that is gone.
        assert all(hit.paper.id != new.id for hit in window.search("new here").hits)
        assert either.index.state() == "ready"
        assert_is_sound(window)


def test_what_was_taken_back_does_not_return_with_a_recovery(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    path = library.backup(tmp_path / "b.db")
    library.tag(ids[:3], add=["mistake"])
    assert library.copies.snapshot_if_due()
    library.restore(path)
    library.tag(ids[:3], add=["meant"])
    directory = library.locations.data
    library.close()
    with (directory / "library.db").open("r+b") as file:
        file.write(bytes(4096))
    with Library.open(directory) as recovered:
        assert "was damaged" in recovered.warnings[0]
        assert dict(recovered.counts().tags) == {"meant": 3}


def test_the_library_stays_itself(library: Library, tmp_path: Path) -> None:
    """A backup of another library brings its papers and marks, not who and where it was."""
    with Library.open(tmp_path / "other") as other:
        other.tag(first_ids(other)[:4], add=["theirs"])
        path = other.backup(tmp_path / "b.db")
        assert other.journal.machine != library.journal.machine
    machine, name = library.journal.machine, library.id
    library.restore(path)
    meta = dict(on_disk.rows(library, "SELECT key, value FROM meta"))
    assert (meta["machine"], meta["library"]) == (machine, name)
    with Library.open(library.locations.data) as again:
        assert again.journal.machine == machine
        assert dict(again.counts().tags) == {"theirs": 4}
        assert again.warnings == []


def test_half_typed_notes_outlive_a_restore(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    library.notes.save_draft(ids[0], "in the backup")
    path = library.backup(tmp_path / "b.db")
    library.notes.save_draft(ids[0], "changed since")
    library.notes.save_draft(ids[1], "only here")
    library.restore(path)
    assert library.notes.draft(ids[0]) == "in the backup"
    assert library.notes.draft(ids[1]) == "only here"


def test_what_cannot_be_restored_is_refused_with_a_reason(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    library.bookmark(ids[:3])
    good = library.backup(tmp_path / "good.db")
    cut = tmp_path / "cut.db"
    cut.write_bytes(good.read_bytes()[:500_000])
    spoiled = tmp_path / "spoiled.db"
    data = bytearray(good.read_bytes())
    data[400_000:500_000] = b"\xff" * 100_000
    spoiled.write_bytes(data)
    newer = tmp_path / "newer.db"
    shutil.copyfile(good, newer)
    with_version = Database(newer, version=99, has_log=False)
    with_version.execute("PRAGMA user_version=99")
    with_version.close()
    (tmp_path / "letter.db").write_text("Dear aunt" * 1000)
    (tmp_path / "empty.db").touch()
    before = on_disk.acts(library)
    reasons = {
        "missing.db": "no file",
        "cut.db": "damaged",
        "spoiled.db": "damaged",
        "newer.db": "newer Recto",
        "letter.db": "damaged|not a database",
        "empty.db": "no library",
        "recto/library.db": "library itself",
    }
    for name, reason in reasons.items():
        with pytest.raises(StoreError, match=reason):
            library.restore(tmp_path / name)
    assert on_disk.acts(library) == before
    assert library.counts().bookmarks == 3
    assert not list((library.locations.data / "snapshots").glob("*.db"))
