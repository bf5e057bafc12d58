"""A rollback journal, as on network file systems, that was damaged after its process was killed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database import modes as modes_module
from recto.index.safety.logs.rollback_journal import read_rollback_journal

from ..support import on_disk
from ..support.killed import flip, kill_in_transaction, zero
from ..support.soundness import assert_is_sound

_RECORD = 4 + 4096 + 4


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No library has a log, as where other machines may write."""
    monkeypatch.setattr(modes_module, "is_on_network", lambda _: True)


@pytest.fixture
def half(seeded: Path, tmp_path: Path) -> Path:
    """A library with a snapshot and a bookmark since, in the middle of a change."""
    directory = tmp_path / "half"
    shutil.copytree(seeded, directory)
    with Library.open(directory) as library:
        on_disk.keep_snapshot(library, "test")
        library.bookmark([library.rows(library.listing("").rowids[:1])[0].id])
    kill_in_transaction(directory)
    return directory


def assert_nothing_happened(library: Library) -> None:
    assert library.counts().bookmarks == 1
    papers = library.rows(library.listing("").rowids)
    assert len(papers) == 603
    assert not any(paper.abstract.endswith(" changed") for paper in papers)
    assert_is_sound(library)


def test_half_a_change_is_taken_back_without_a_word(half: Path) -> None:
    journal = read_rollback_journal(half / "library.db")
    assert journal is not None
    assert journal.damage_at is None
    assert len(journal.saved) > 100
    with Library.open(half) as library:
        assert library.warnings == []
        assert_nothing_happened(library)


@pytest.mark.parametrize("at", [0, 3, 8, 11, 13, 17, 19, 21, 22, 25, 27])
def test_a_flipped_bit_in_its_header_keeps_nothing_from_being_taken_back(
    half: Path, at: int
) -> None:
    """SQLite takes such a journal for none, or for a shorter one, and leaves half a change."""
    flip(half / "library.db-journal", at, at % 8)
    spoiled = (half / "library.db-journal").read_bytes()
    with Library.open(half) as library:
        (warning,) = library.warnings
        (aside,) = (half / "damaged").glob("*-journal")
        assert str(aside) in warning
        assert aside.read_bytes() == spoiled
        assert_nothing_happened(library)
    with Library.open(half) as library:
        assert library.warnings == []


@pytest.mark.parametrize("number", [0, 3, 6])
def test_a_page_with_a_wrong_checksum_does_not_end_the_taking_back(half: Path, number: int) -> None:
    """The last of each 200 bytes of a page is in its checksum, and the checksum itself."""
    flip(half / "library.db-journal", 512 + number * _RECORD + 4100, 1)
    with Library.open(half) as library:
        assert len(library.warnings) == 1
        assert_nothing_happened(library)


@pytest.mark.parametrize("seed", range(4))
def test_a_hole_in_it_costs_no_act(half: Path, seed: int) -> None:
    at = random.Random(seed).randrange(512, 500_000)
    zero(half / "library.db-journal", at, 4096)
    with Library.open(half) as library:
        assert len(library.warnings) == 1
        assert str(half / "damaged") in library.warnings[0]
        assert library.counts().all == 603
        assert_is_sound(library)


def test_a_journal_that_changed_nothing_yet_is_none(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "recto")
    with (
        Library.open(tmp_path / "recto") as library,
        on_disk.store_of(library) as store,
        store.database.transaction(),
    ):
        store.database.execute("UPDATE papers SET upvotes = 7")
        shutil.copytree(tmp_path / "recto", tmp_path / "copied")
    assert (tmp_path / "copied" / "library.db-journal").stat().st_size > 0
    assert read_rollback_journal(tmp_path / "copied" / "library.db") is None
    with Library.open(tmp_path / "copied") as library:
        assert library.warnings == []
