"""A log that was damaged after its process was killed: nothing of it is left out without a word."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.safety.examination import examine
from recto.index.safety.logs.wal import FRAME_HEADER, HEADER, read_log

from ..support import on_disk
from ..support.killed import cut, flip, flip_somewhere, forget_memory, kill_after_notes, notes, zero
from ..support.soundness import assert_is_sound
from .damages import PAGE, acts, garble_first_page

FRAME = FRAME_HEADER + PAGE


@pytest.fixture(scope="module")
def killed(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Killed libraries by the note after which the log was copied into the database."""
    made = {}
    for copied_after in (-1, 9, 19):
        directory = tmp_path_factory.mktemp("killed") / "library"
        shutil.copytree(seeded, directory)
        kill_after_notes(directory, copied_after=copied_after)
        made[copied_after] = directory
    return made


def copy(killed: Path, tmp_path: Path, name: str = "library") -> tuple[Path, Path]:
    shutil.copytree(killed, tmp_path / name)
    return tmp_path / name, tmp_path / name / "library.db-wal"


def test_a_log_without_damage_is_taken_without_a_word(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    for number, directory in killed.items():
        copied, _ = copy(directory, tmp_path, str(number))
        log = read_log(copied / "library.db")
        assert log is not None
        assert (log.is_damaged, log.accepted, log.promised) == (
            False,
            len(log.frames),
            log.accepted,
        )
        with Library.open(copied) as library:
            assert library.warnings == []
            assert notes(library) == set(range(20))
        assert not (copied / "damaged").exists()


@pytest.mark.parametrize("seed", range(24))
def test_wherever_one_bit_is_flipped_every_act_is_there_or_it_is_said_where_it_is(
    killed: dict[int, Path], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    directory, log = copy(killed[rng.choice(list(killed))], tmp_path)
    # A last frame that is not whole is that of a write which was cut off, unless memory tells more.
    end = None
    if seed % 2:
        forget_memory(directory)
        end = log.stat().st_size - FRAME
    flip_somewhere(log, rng, end=end)
    spoiled = log.read_bytes()
    with Library.open(directory) as library:
        (warning,) = library.warnings
        (aside,) = (directory / "damaged").glob("*-wal")
        assert str(aside) in warning
        assert aside.read_bytes() == spoiled
        assert aside.stat().st_mode & 0o777 == 0o600
        present = [paper for paper in library.rows(library.listing("").rowids) if paper.note]
        assert len(present) == 20
        assert_is_sound(library)
    with Library.open(directory) as library:
        assert library.warnings == []


@pytest.mark.parametrize("seed", range(8))
def test_a_hole_in_the_log_costs_at_most_what_stood_in_it(
    killed: dict[int, Path], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    directory, log = copy(killed[rng.choice(list(killed))], tmp_path)
    at = rng.randrange(HEADER + FRAME, log.stat().st_size - 8 * FRAME) // 512 * 512
    zero(log, at, rng.choice((4096, 3 * 4096)))
    with Library.open(directory) as library:
        # An act with a hole in it is no act any more; what is left of it is kept.
        damaged, *refused = library.warnings
        assert str(directory / "damaged") in damaged
        kept = list((directory / "damaged").glob("*-rows.jsonl"))
        assert [str(path) in told for path, told in zip(kept, refused, strict=True)] == [
            True for _ in kept
        ]
        assert 19 in notes(library)  # what stood behind the hole is there
        assert len(notes(library)) >= 18
        assert_is_sound(library)


def test_a_header_of_noise_hides_no_frames(killed: dict[int, Path], tmp_path: Path) -> None:
    directory, log = copy(killed[-1], tmp_path)
    forget_memory(directory)
    with log.open("r+b") as file:
        file.write(random.Random(1).randbytes(HEADER))
    with Library.open(directory) as library:
        assert len(library.warnings) == 1
        assert notes(library) == set(range(20))


def test_a_last_frame_that_was_cut_off_is_no_damage(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    """As after a kill in the middle of a write: whoever marked was not told that it is kept."""
    directory, log = copy(killed[-1], tmp_path)
    forget_memory(directory)
    cut(log, log.stat().st_size - 100)
    with Library.open(directory) as library:
        assert library.warnings == []
        assert notes(library) == set(range(19))


def test_a_log_that_was_cut_off_is_told_by_what_the_killed_process_left_in_memory(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    directory, log = copy(killed[-1], tmp_path)
    whole = read_log(directory / "library.db")
    assert whole is not None
    commits = [number for number, frame in enumerate(whole.frames, 1) if frame.pages]
    cut(log, HEADER + commits[-5] * FRAME)
    with Library.open(directory) as library:
        (warning,) = library.warnings
        assert "is gone" in warning
        assert "are lost" in warning
        assert notes(library) == set(range(16))


def test_what_an_older_log_has_left_is_none_of_this_one(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    """A log is begun anew over the old one, whose frames stay behind it."""
    directory, log = copy(killed[-1], tmp_path)
    with Library.open(directory) as library:
        on_disk.rows(library, "PRAGMA wal_checkpoint(RESTART)")
        ids = [paper.id for paper in library.rows(library.listing("").rowids[:2])]
        before = log.stat().st_size
        library.bookmark(ids)
        assert log.stat().st_size == before
        shutil.copytree(directory, tmp_path / "older")
    for has_memory in (True, False):
        older = tmp_path / f"older-{has_memory}"
        shutil.copytree(tmp_path / "older", older)
        if not has_memory:
            forget_memory(older)
        found = read_log(older / "library.db")
        assert found is not None
        assert not found.is_damaged
        assert 0 < len(found.frames) < before // FRAME - 10
        with Library.open(older) as library:
            assert library.warnings == []
            assert all(library.paper(id).bookmarked for id in ids)


def test_what_nobody_was_told_of_is_not_taken_for_lost(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    """Of two writers the first is killed before it can say that it has written, and the other one
    writes less over that: the rest of the first stays, ended and of this log.
    """
    directory, log = copy(killed[-1], tmp_path)
    whole = read_log(directory / "library.db")
    assert whole is not None
    with log.open("r+b") as file:
        file.seek(HEADER)
        rest = file.read(10 * FRAME)
        file.seek(HEADER + len(whole.frames) * FRAME)
        file.write(rest)
    left = read_log(directory / "library.db")
    assert left is not None
    assert (left.accepted, left.is_damaged) == (whole.accepted, False)
    with Library.open(directory) as library:
        assert library.warnings == []
        assert notes(library) == set(range(20))


def test_what_was_taken_back_before_a_kill_is_not_taken_for_lost(
    seeded: Path, tmp_path: Path
) -> None:
    """A large transaction that is rolled back leaves frames in the log, whole and of this log."""
    shutil.copytree(seeded, tmp_path / "live")
    with Library.open(tmp_path / "live") as library:
        with on_disk.store_of(library) as store:
            store.database.execute("PRAGMA cache_size=10")
            with pytest.raises(ZeroDivisionError), store.database.transaction():
                store.database.execute("UPDATE texts SET abstract = abstract || ' changed'")
                raise ZeroDivisionError
        library.bookmark([library.rows(library.listing("").rowids[:1])[0].id])
        left = (tmp_path / "live" / "library.db-wal").stat().st_size
        shutil.copytree(tmp_path / "live", tmp_path / "copied")
    found = read_log(tmp_path / "copied" / "library.db")
    assert found is not None
    assert left > HEADER + (len(found.frames) + 10) * FRAME
    forget_memory(tmp_path / "copied")
    with Library.open(tmp_path / "copied") as library:
        assert library.warnings == []
        assert library.counts().bookmarks == 1


def test_an_open_window_keeps_its_log_to_itself(library: Library, ids: list[str]) -> None:
    """Whoever comes second must not look at a log that is being written."""
    library.bookmark(ids[:1])
    directory = library.locations.data
    flip(directory / "library.db-wal", HEADER + 5, 1)
    with Library.open(directory) as second:
        assert second.warnings == []
        assert second.paper(ids[0]).bookmarked
    assert not (directory / "damaged").exists()


def test_doctor_says_that_a_log_is_damaged_and_leaves_it(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    directory, log = copy(killed[-1], tmp_path)
    flip(log, 3 * FRAME, 2)
    before = log.read_bytes()
    (told,) = (one for one in examine(directory) if one.name == "library")
    assert told.state == "wrong"
    assert "library.db-wal" in told.told
    assert "damaged at byte" in told.told
    assert log.read_bytes() == before
    with Library.open(directory) as library:
        assert notes(library) == set(range(20))
    (told,) = (one for one in examine(directory) if one.name == "library")
    assert told.state == "ok"


def test_library_and_log_damaged_together_still_give_the_acts_of_both(
    killed: dict[int, Path], tmp_path: Path
) -> None:
    directory, log = copy(killed[-1], tmp_path)
    flip(log, log.stat().st_size // 2, 2)
    garble_first_page(directory / "library.db")
    with Library.open(directory) as library:
        assert len(library.warnings) == 1
        assert len(notes(library)) >= 19
        assert library.counts().all == 603
        assert_is_sound(library)
        assert len(acts(library)) >= 19
