"""Upvotes and comments with the day they were seen: history, what rises, other libraries."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Paper, Sighting
from recto.index.adding.imports import Source, next_import, take_in
from recto.index.database.tables import VERSION
from recto.index.paper import Record
from recto.index.store.seen import day_seen

from ..support import on_disk
from ..support.older import make_older

TODAY = datetime.date(2026, 3, 1)


def see(library: Library, day: str | None, **upvotes: int | None) -> None:
    """Take in a page of this day that shows papers with these upvotes."""
    records = [
        Record(name, f"About {name}.", rank, rank, upvotes=number, comments=rank)
        for rank, (name, number) in enumerate(upvotes.items(), 1)
    ]
    with on_disk.store_of(library) as store, store.database.transaction():
        number = next_import(store)
        told = f"{day} {upvotes}"
        take_in(store, [Source(f"page {number}", told, records, day)], number)


def titled(library: Library, title: str) -> Paper:
    (paper,) = (p for p in library.rows(library.listing("").rowids) if p.title == title)
    return paper


def in_order(library: Library, sort: str = "rising") -> list[str]:
    return [paper.title for paper in library.rows(library.listing("", sort=sort).rowids)]


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (None, "2026-03-01"),
        ("2024-05-27", "2024-05-27"),
        ("2026-03-02", "2026-03-01"),
        ("--03-01", "2026-03-01"),
        ("--03-02", "2025-03-02"),
        ("--02-29", "2024-02-29"),
        ("--02-31", "2026-03-01"),
        ("nonsense", "2026-03-01"),
    ],
)
def test_the_day_of_a_page(day: str | None, seen: str) -> None:
    assert day_seen(day, TODAY) == seen


def test_repeated_pages_make_a_history(empty: Library) -> None:
    see(empty, "2024-05-27", Wombats=3)
    see(empty, "2024-05-28", Wombats=10)
    see(empty, "2024-05-28", Wombats=12)
    paper = titled(empty, "Wombats")
    assert empty.sources.history(paper.id) == (
        Sighting("2024-05-27", 3, 1),
        Sighting("2024-05-28", 12, 1),
    )
    assert (paper.upvotes, empty.sources.has_history()) == (12, True)


def test_an_older_page_does_not_bring_older_numbers_back(empty: Library) -> None:
    see(empty, "2024-05-28", Wombats=12)
    see(empty, "2024-05-27", Wombats=3)
    assert titled(empty, "Wombats").upvotes == 12
    see(empty, None, Wombats=20)
    assert titled(empty, "Wombats").upvotes == 20
    see(empty, None, Wombats=None)
    assert titled(empty, "Wombats").upvotes == 20


def test_what_says_no_day_was_seen_on_the_day_of_its_import(empty: Library) -> None:
    before = datetime.date.today()
    empty.add_text("stdin", json.dumps([{"title": "Wombats", "upvotes": 3}]).encode())
    (sighting,) = empty.sources.history(titled(empty, "Wombats").id)
    assert sighting.day in {before.isoformat(), datetime.date.today().isoformat()}
    assert not empty.sources.has_history()


def test_rising_goes_by_upvotes_a_day(empty: Library) -> None:
    see(empty, "2024-05-20", Slow=100, Fast=1, Falls=9, Long=0)
    see(empty, "2024-05-26", Slow=112, Fast=61, Falls=3, Alone=50, Early=0)
    see(empty, "2024-05-27", Long=70, Early=30)
    assert [(p.title, round(rise, 2)) for p, rise in empty.sources.rising()] == [
        ("Early", 30.0),
        ("Long", 10.0),
        ("Fast", 10.0),
        ("Slow", 2.0),
    ]
    assert [p.title for p, _ in empty.sources.rising(1)] == ["Early"]
    assert in_order(empty) == ["Early", "Long", "Fast", "Slow", "Falls", "Alone"]
    empty.index.rebuild()
    found = empty.search("fast OR slow", sort="rising").hits
    assert [hit.paper.title for hit in found] == ["Fast", "Slow"]


def test_what_was_not_seen_for_a_week_rises_no_more(empty: Library) -> None:
    see(empty, "2024-05-20", Old=1)
    see(empty, "2024-05-21", Old=100)
    see(empty, "2024-05-29", New=1)
    assert empty.sources.rising() == []
    see(empty, "2024-06-20", Old=130)
    ((paper, rise),) = empty.sources.rising()
    assert (paper.title, rise) == ("Old", 1.0)  # since it was seen last before the week


def test_bundled_pages_without_a_year_begin_no_history(library: Library) -> None:
    assert not library.sources.has_history()
    assert library.sources.rising() == []
    listed = list(library.listing("", sort="rising").rowids)
    assert listed == list(library.listing("").rowids)


def test_papers_that_become_one_have_one_history(empty: Library) -> None:
    see(empty, "2024-05-27", Wombats=3)
    see(empty, "2024-05-28", Marsupials=10)
    empty.marks.identify(titled(empty, "Wombats").id, "2405.00001")
    identified = empty.marks.identify(titled(empty, "Marsupials").id, "2405.00001")
    assert identified.is_merged
    assert [sighting.upvotes for sighting in empty.sources.history(identified.papers[0])] == [3, 10]


def exported(library: Library) -> bytes:
    stream = io.BytesIO()
    library.export_library(stream)
    return stream.getvalue()


def test_history_goes_along_into_another_library(empty: Library, tmp_path: Path) -> None:
    see(empty, "2024-05-27", Wombats=3)
    see(empty, "2024-05-28", Wombats=10)
    told = exported(empty)
    with Library.open(tmp_path / "other", seeds=False) as other:
        see(other, "2024-05-28", Wombats=11)
        see(other, "2024-05-29", Wombats=30)
        other.import_library(io.BytesIO(told))
        seen = [(s.day[-2:], s.upvotes) for s in other.sources.history(titled(other, "Wombats").id)]
        assert seen == [("27", 3), ("28", 11), ("29", 30)]
        before = exported(other)
        other.import_library(io.BytesIO(told))
        assert before.split(b"\n")[1:] == exported(other).split(b"\n")[1:]
        empty.import_library(io.BytesIO(before))
    assert len(empty.sources.history(titled(empty, "Wombats").id)) == 3


@pytest.mark.parametrize("history", [7, [7], [["2024-05-27"]], [["May", 1, 1]], [[1, 1, 1]]])
def test_a_history_that_is_none_is_refused(empty: Library, tmp_path: Path, history: Any) -> None:
    see(empty, "2024-05-27", Wombats=3)
    lines = exported(empty).splitlines()
    told = [json.loads(line) for line in lines]
    (paper,) = (one for one in told if one["type"] == "paper")
    paper["history"] = history
    data = b"".join(json.dumps(one).encode() + b"\n" for one in told)
    with (
        Library.open(tmp_path / "other", seeds=False) as other,
        pytest.raises(Exception, match="history is no list"),
    ):
        other.import_library(io.BytesIO(data))


def test_a_library_of_version_1_is_brought_up_to_date(tmp_path: Path) -> None:
    data = tmp_path / "recto"
    with Library.open(data, seeds=False) as library:
        library.add_text("page", json.dumps([{"title": "Wombats", "upvotes": 3}]).encode())
        library.bookmark([titled(library, "Wombats").id])
    make_older(data / "library.db", 1)
    with Library.open(data) as library:
        assert on_disk.value(library, "PRAGMA user_version") == VERSION == 8
        assert any("brought up to date" in sentence for sentence in library.warnings)
        paper = titled(library, "Wombats")
        assert (paper.upvotes, paper.bookmarked) == (3, True)
        assert library.sources.history(paper.id) == ()  # nobody knows the day of that number
        see(library, "2024-05-27", Wombats=3)
        see(library, "2024-05-28", Wombats=4)
        assert library.sources.has_history()
        assert library.listing("", sort="rising").total == 1


@pytest.mark.parametrize("version", [1, 2, 3])
def test_new_and_migrated_libraries_have_the_same_tables(tmp_path: Path, version: int) -> None:
    def tables(library: Library) -> set[str]:
        rows = on_disk.rows(library, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        texts = (" ".join(sql.split()).replace("( ", "(") for (sql,) in rows)
        return {text.replace('TABLE "papers"', "TABLE papers") for text in texts}

    with Library.open(tmp_path / "recto", seeds=False) as library:
        made = tables(library)
    make_older(tmp_path / "recto" / "library.db", version)
    with Library.open(tmp_path / "recto") as library:
        assert tables(library) == made
