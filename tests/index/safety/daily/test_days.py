"""Days that are kept by difference: each comes back as it was, and all together are small."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.errors import StoreError
from recto.index.safety import snapshots as snapshots_module
from recto.index.safety.daily.day_files import DayFile, is_day_file
from recto.index.safety.snapshots import KEPT, snapshots

from ..damages import acts
from .days import Days, a_page, contents, days

__all__ = ["days"]


def test_each_of_the_last_seven_days_comes_back_as_it_was(days: Days) -> None:
    days.pass_by(9)
    kept = [path for path in days.told if path.exists()]
    assert [path.name for path in kept] == [f"library-2026-03-{day:02}.db" for day in range(3, 10)]
    assert all(map(is_day_file, kept))
    assert len(days.names()) == KEPT + 1
    for path in kept:
        days.check(path)


def test_a_day_is_what_has_changed_and_all_files_are_their_owners_alone(days: Days) -> None:
    days.pass_by(2)
    with DayFile(days.pass_by()) as day:
        assert 0 < len(day.numbers()) < day.count / 2
        with Library.open(days.directory) as library:
            assert {row["act"] for row in day.acts()} == acts(library)
    assert (
        days.base().stat().st_size > 10 * max(path.stat().st_size for path in days.told)
        or days.base().stat().st_size < 4 << 20
    )
    assert {path.stat().st_mode & 0o777 for path in days.snapshots.glob("*.db")} == {0o600}


def test_restoring_a_day_brings_back_its_papers_and_marks(days: Days) -> None:
    days.pass_by(2)
    with Library.open(days.directory) as library:
        wanted = acts(library), library.counts()
        path = snapshots(days.path)[0]
    days.pass_by(3)
    with Library.open(days.directory) as library:
        assert acts(library) > wanted[0]
        kept = library.restore(path)
        assert (acts(library), library.counts()) == wanted
        library.restore(kept)
        assert acts(library) > wanted[0]
    days.begin(20)
    days.pass_by(2)
    days.check(list(days.told)[-1])


def test_one_is_due_once_a_day_when_the_journal_has_grown(days: Days) -> None:
    days.pass_by()
    with Library.open(days.directory) as library:
        assert library.copies.snapshot_if_due() is None
        days.begin(5)
        assert library.copies.snapshot_if_due() is None
        library.bookmark(library.rows([1])[0])
        assert library.copies.snapshot_if_due(lambda: False) is None
        assert library.copies.snapshot_if_due() is not None


def test_what_stands_in_the_log_of_open_windows_is_in_it(days: Days) -> None:
    """A reader that goes on seeing the past keeps the log from being laid over the file."""
    days.pass_by()
    days.begin(2)
    with Library.open(days.directory) as library:
        with closing(sqlite3.connect(days.path)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM journal").fetchone()
            days.use(library)
            path = library.copies.snapshot_if_due()
        assert path
        assert path.exists()
        days.told[path] = contents(days.path)
    days.check(path)


def test_a_library_without_a_log_is_kept_by_difference_too(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(days.path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    monkeypatch.setattr("recto.index.database.modes.is_on_network", lambda _: True)
    days.pass_by(3)
    for path in days.told:
        days.check(path)


def test_whole_copies_of_earlier_releases_are_replaced_as_days_pass(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots_module, "KEPT", 3)
    monkeypatch.setattr(snapshots_module, "LARGE", 1 << 40)
    days.pass_by(3)
    monkeypatch.setattr(snapshots_module, "LARGE", 0)
    for day in (1, 2, 3):
        days.pass_by()
        kept = [path for path in days.told if path.exists()]
        assert [is_day_file(path) for path in kept] == [False] * (3 - day) + [True] * day
    for path in kept:
        days.check(path)
    # And the other way round, should the library be small again.
    monkeypatch.setattr(snapshots_module, "LARGE", 1 << 40)
    days.pass_by(3)
    assert len(days.names()) == 3  # the base is gone, too


def test_a_day_on_which_most_has_changed_begins_a_base(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.pass_by(2)
    before = days.base()
    with closing(sqlite3.connect(days.path)) as connection, connection:
        connection.execute("UPDATE texts SET abstract = abstract || ' More.'")
    days.pass_by()
    assert len(list(days.snapshots.glob("base-*.db"))) == 2
    for path in days.told:
        days.check(path)
    monkeypatch.setattr(snapshots_module, "KEPT", 1)
    days.pass_by()
    assert days.base() != before


def test_no_bytes_of_papers_are_written_for_a_mark(days: Days) -> None:
    """What a day costs goes by what has changed, not by how large the library is."""
    days.pass_by()
    sizes = []
    for day, many in ((11, 1), (12, 40)):
        days.begin(day)
        with Library.open(days.directory) as library:
            library.index.most_at_once = 0
            library.add_text(f"more-{day}.bib", b"\n\n".join(map(a_page, range(100, 100 + many))))
            assert library.copies.snapshot_if_due()
            days.begin(day + 10)
            library.bookmark(library.rows([5])[0])
            path = library.copies.snapshot_if_due()
            library.bookmark(library.rows([5])[0], on=False)
            assert path
        with DayFile(path) as file:
            sizes.append(len(file.numbers()))
    assert max(sizes) - min(sizes) <= 4


def test_the_process_that_takes_it_has_a_low_priority(days: Days) -> None:
    days.begin(1)
    with Library.open(days.directory) as library:
        days.use(library)
        seen = set()

        def look() -> bool:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            for child in children:
                stat = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                seen.add(int(stat[16]))
            return True

        assert library.copies.snapshot_if_due(look)
    assert min(19, os.nice(0) + 10) in seen


def test_a_clock_that_is_set_back_costs_no_day(days: Days) -> None:
    days.pass_by(KEPT)
    kept = list(days.told)
    for day in (1, 2, 3):
        days.begin(day, year=2025)
        with Library.open(days.directory) as library:
            days.use(library)
            newest = days.take()
        days.told[newest] = contents(days.path)
        assert not kept[day - 1].exists()
        for path in [*kept[day:], newest]:
            days.check(path)


def test_days_that_were_copied_by_hand_have_the_order_of_their_names(
    days: Days,
) -> None:
    days.pass_by(3)
    before = snapshots(days.path)
    for place, path in enumerate(before):
        os.utime(path, (2e9, 2e9 + place))
    assert snapshots(days.path) == before


def test_what_the_days_are_made_from_is_no_day_itself(days: Days) -> None:
    days.pass_by(2)
    with Library.open(days.directory) as library:
        before = acts(library)
        with pytest.raises(StoreError, match=r"Nothing was restored.*between two of them"):
            library.restore(days.base())
        assert acts(library) == before
