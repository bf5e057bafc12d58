"""A followed source is one, whatever number of days it has: listed, named, removed."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, SourceCount, View
from recto.index.fetch.follows import parse_follow
from recto.index.stream_names import IS_DAY, day_of, is_renewed, is_stream, stream_title

from .conftest import MovedClock
from .world import World, daily_ids, ids_of, moment, pages_of

THURSDAY, FRIDAY = "arxiv:cs.LG/2026-11-19", "arxiv:cs.LG/2026-11-20"
ALL = View()
NAMES = (
    "huggingface",
    "arxiv:cs.LG",
    'arxiv:"graph neural"',
    'hf:"a/b"',
    "https://example.org/feed?x=1",
    "command:lab",
)


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    return world


@pytest.fixture
def two_days(served: Library, world: World, clock: MovedClock) -> Library:
    """A library with a Thursday and a Friday of both sources."""
    served.following.follow("arxiv:cs.LG", "huggingface")
    for day in ("19", "20"):
        clock.at = moment(f"2026-11-{day}T14:00")
        served.following.fetch()
    return served


def row(library: Library, name: str) -> SourceCount | None:
    return next((one for one in library.counts().sources if one.name == name), None)


def ids(library: Library, text: str = "", view: View = ALL) -> list[str]:
    found = library.rows(library.listing(text, view=view, wait=True).rowids)
    return [str(paper.arxiv_id) for paper in found]


def test_days_are_told_by_their_names_alone() -> None:
    database = sqlite3.connect(":memory:")

    def is_day(name: str) -> bool:
        (found,) = database.execute(f"SELECT {IS_DAY.format('?1')}", (name,)).fetchone()
        return bool(found)

    for name in NAMES:
        assert is_stream(name)
        if not name.startswith("command:"):
            assert parse_follow(name).name == name
        assert day_of(f"{name}/2026-11-19") == (name, "2026-11-19")
        assert is_day(f"{name}/2026-11-19")
        assert is_renewed(f"{name}/renewed") and not is_renewed(f"{name}/2026-11-19")
    for name in ("page.txt/2026-11-19", "arxiv:/2026-11-19", "arxiv:cs.LG/2026-1-19", "arXiv", ""):
        assert day_of(name) is None
        assert not is_day(name)
    database.close()
    assert [stream_title(name) for name in NAMES] == [
        "Hugging Face",
        "arXiv cs.LG",
        'arXiv "graph neural"',
        'Hugging Face "a/b"',
        "example.org",
        "lab",
    ]


def test_a_stream_is_one_source_with_each_paper_once(two_days: Library) -> None:
    arxiv = SourceCount("arxiv:cs.LG", "arXiv cs.LG", 8, False, False, 2, 8)
    daily = SourceCount("huggingface", "Hugging Face", 6, False, False, 3, 6)
    assert set(two_days.counts().sources) == {arxiv, daily}
    shown = ids(two_days, view=View("source", "arxiv:cs.LG"))
    assert shown[:3] == ids_of(date(2026, 11, 20))  # the newest day first, each in its own order
    assert shown[4:7] == ids_of(date(2026, 11, 19))
    assert len(shown) == 8
    two_days.news.pass_over(two_days.listing("", view=View("source", THURSDAY)).rowids)
    assert [row.new for row in two_days.counts().sources if row.name == "arxiv:cs.LG"] == [4]
    within = two_days.counts.within(two_days.counts(), two_days.listing("Daily").rowids)
    assert {one.name: one.count for one in within.sources} == {"arxiv:cs.LG": 0, "huggingface": 6}
    assert two_days.stats()["sources"] == {"arxiv:cs.LG": 8, "huggingface": 6}


def test_one_day_of_a_stream_is_still_found(two_days: Library) -> None:
    friday = ids_of(date(2026, 11, 20))
    assert ids(two_days, view=View("source", FRIDAY))[:3] == friday
    assert set(friday) < set(ids(two_days, f"source:{FRIDAY}"))
    assert len(ids(two_days, "source:arxiv:cs.LG")) == 8
    assert len(ids(two_days, 'source:"hugging face"')) == 6
    assert len(ids(two_days, "source:2026-11-20")) == 6
    assert [day.name for day in two_days.sources.days("arXiv cs.LG")] == [FRIDAY, THURSDAY]
    assert [day.count for day in two_days.sources.days("huggingface")] == [2, 2, 2]


def test_a_stream_is_called_otherwise_with_all_its_days(two_days: Library) -> None:
    two_days.sources.rename("arXiv cs.LG", "Learning")
    source = row(two_days, "arxiv:cs.LG")
    assert source is not None
    assert (source.label, source.is_named) == ("Learning", True)
    assert len(ids(two_days, "source:learning")) == 8
    (paper,) = two_days.rows(two_days.listing("", view=View("source", FRIDAY)).rowids[:1])
    assert [place.label for place in paper.sources] == ["Learning/2026-11-20"]
    undone = two_days.undo()
    assert undone is not None
    source = row(two_days, "arxiv:cs.LG")
    assert source is not None
    assert source.label == "arXiv cs.LG"


def test_a_stream_is_removed_with_all_its_days_and_they_stay_away(
    two_days: Library, clock: MovedClock
) -> None:
    before = pages_of(two_days)
    removed = two_days.sources.remove("huggingface", "arXiv cs.LG")
    assert removed.count == 14
    assert removed.sentence.startswith("Removed the sources “huggingface”, “arxiv:cs.LG”")
    assert two_days.counts().sources == ()
    # Friday's list of Hugging Face is read again, with a vote more and nothing else: it is away.
    clock.at = moment("2026-11-21T09:00")
    assert [outcome.new for outcome in two_days.following.fetch()] == [0, 0]
    assert pages_of(two_days) == {}
    # What comes is of the days after it.
    clock.at = moment("2026-11-23T14:00")
    two_days.following.fetch()
    assert set(pages_of(two_days)) == {"arxiv:cs.LG/2026-11-23", "huggingface/2026-11-23"}
    two_days.journal.undo()
    undone = two_days.journal.undo()
    assert undone is not None
    assert undone.kind == "remove-source"
    assert pages_of(two_days) == before


def test_what_was_told_anew_of_a_paper_goes_with_its_stream(
    served: Library, world: World, clock: MovedClock
) -> None:
    served.following.follow("arxiv:cs.LG")
    for day in ("12", "19"):  # a week on there is another version of the first paper
        clock.at = moment(f"2026-11-{day}T14:00")
        served.following.fetch()
    first = ids_of(date(2026, 11, 12))[0]
    assert served.paper(first).title == f"Told {first}"
    (row,) = served.counts().sources
    assert row.count == served.counts().all
    served.sources.remove("arxiv:cs.LG")
    assert (served.counts().all, served.counts().sources) == (0, ())
    assert served.journal.agrees()
    served.undo()
    assert served.counts().sources == (row,)
    assert served.paper(first).title == f"Told {first}"


def test_what_a_removed_day_had_not_yet_still_comes(
    served: Library, world: World, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-19T09:00")
    served.following.follow("huggingface")
    served.following.fetch()
    one, other = daily_ids(date(2026, 11, 19))
    assert pages_of(served)["huggingface/2026-11-19"] == [one]
    served.sources.remove("huggingface/2026-11-19")
    clock.at = moment("2026-11-19T14:00")  # the list has filled up
    served.following.fetch()
    assert pages_of(served)["huggingface/2026-11-19"] == [other]


def test_a_file_that_is_called_like_a_stream_is_of_it(two_days: Library) -> None:
    text = b"@article{x, title={A Title of Its Own}, eprint={2001.00001}, archiveprefix={arXiv}}"
    two_days.add_text("arxiv:cs.LG", text)
    (source,) = (one for one in two_days.counts().sources if one.name == "arxiv:cs.LG")
    assert (source.count, source.days) == (9, 2)
    assert len(ids(two_days, view=View("source", "arxiv:cs.LG"))) == 9
    assert two_days.sources.remove("arxiv:cs.LG").count == 9


def test_feeds_of_one_host_keep_their_addresses(served: Library) -> None:
    text = b"@article{x, title={A Title of Its Own}, eprint={2001.0000%d}, archiveprefix={arXiv}}"
    for number, feed in enumerate(
        ("https://example.org/a", "https://example.org/b", "https://x.y/")
    ):
        served.add_text(f"{feed}/2026-11-19", text % number)
    assert {one.label for one in served.counts().sources} == {
        "https://example.org/a",
        "https://example.org/b",
        "x.y",
    }
