"""The digest: which papers it names, in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from recto.index import Library, RectoError, digest_text
from recto.index.digest.gathering import first_day

if TYPE_CHECKING:
    from recto.index.digest.gathering import Digest
from .dated_pages import NOW, page

NAMES = ("quokka", "wombat", "numbat")


def told(digest: Digest) -> dict[str, list[str]]:
    """Return the titles of each section, those without an abstract in parentheses."""
    return {
        section.kind: [
            f"({item.paper.title})" if item.is_repeated else item.paper.title
            for item in section.items
        ]
        for section in digest.sections
    }


def test_new_papers_come_by_upvotes_then_pages_then_rank(empty: Library) -> None:
    page(empty, "one", "Third", "Second", "Fourth", "First=2", "Zeroth=9")
    page(empty, "two", "Other", "Second")
    assert told(empty.digest(now=NOW))["new"] == [
        "Zeroth",
        "First",
        "Second",
        "Third",
        "Other",
        "Fourth",
    ]


def test_papers_on_several_pages_are_named_again_without_their_abstract(empty: Library) -> None:
    page(empty, "one", "A", "B", "C", "D")
    page(empty, "two", "D", "B", "E")
    page(empty, "three", "D")
    page(empty, "three", "D", "C", "E")
    digest = empty.digest(now=NOW)
    assert told(digest)["several"] == ["(D)", "(B)", "(C)", "(E)"]
    assert [section.total for section in digest.sections] == [5, 4]
    assert told(empty.digest(now=NOW, top=1)) == {"new": ["D"], "several": ["(D)"]}
    text = digest_text(empty.digest(now=NOW))
    assert text.count("About D.") == 1
    assert text.count("on 3 pages") == 2


def test_what_is_named_first_further_down_has_its_abstract_there(empty: Library) -> None:
    page(empty, "one", "A=9", "B")
    page(empty, "two", "B")
    assert told(empty.digest(now=NOW, top=1)) == {"new": ["A"], "several": ["B"]}


def test_a_removed_page_counts_no_more(empty: Library) -> None:
    page(empty, "one", "A", "B")
    page(empty, "two", "A", "C")
    empty.sources.remove("two")
    assert told(empty.digest(now=NOW)) == {"new": ["A", "B"]}


def test_rising_papers_are_told_where_there_is_a_history(empty: Library) -> None:
    page(empty, "one", "Slow=1", "Fast=1", "Falling=5", day="2024-05-24")
    assert "rising" not in told(empty.digest(now=NOW))
    page(empty, "one", "Slow=4", "Fast=11", "Falling=4", day="2024-05-28")
    digest = empty.digest(now=NOW)
    assert told(digest)["rising"] == ["(Fast)", "(Slow)"]
    assert "+2.5 upvotes a day" in digest_text(digest)
    assert digest.as_json()["rising"]["papers"][1]["upvotes_per_day"] == 0.75


def test_what_rose_long_ago_is_no_news(empty: Library) -> None:
    page(empty, "one", "Old=1", day="2024-05-01")
    page(empty, "one", "Old=9", day="2024-05-02")
    later = datetime.now(UTC) + timedelta(days=30)
    assert empty.digest("7d", now=later).is_empty
    # A page of yesterday that comes in today is news of today.
    assert "rising" in told(empty.digest("60d", now=later))
    page(empty, "one", "Young=1", "Old", day="2024-05-20")
    assert "rising" not in told(empty.digest("60d", now=later))


def test_what_came_earlier_is_not_new_and_nothing_new_is_empty(empty: Library) -> None:
    page(empty, "one", "A")
    later = datetime.now(UTC) + timedelta(days=30)
    digest = empty.digest(now=later)
    assert (digest.is_empty, digest.sections) == (True, ())
    assert not empty.digest("60d", now=later).is_empty


def test_a_query_bounds_every_section(empty: Library) -> None:
    page(empty, "one", "Sparse nets=1", "Dense nets=1", day="2024-05-26")
    page(empty, "two", "Sparse nets=3", "Dense nets=2")
    assert told(empty.digest(query="sparse", now=NOW)) == {
        "new": ["Sparse nets"],
        "several": ["(Sparse nets)"],
        "rising": ["(Sparse nets)"],
    }
    assert told(empty.digest(query="upvotes:>2", now=NOW))["new"] == ["Sparse nets"]
    # A list shows what has most of the words; a letter about it would be none that was asked for.
    assert empty.digest(query="sparse marsupials", now=NOW).is_empty


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("7d", date(2024, 5, 21)),
        ("0d", date(2024, 5, 28)),
        ("2w", date(2024, 5, 14)),
        ("1M", date(2024, 4, 28)),
        ("9999y", date(1, 1, 1)),
        ("2024-05-01", date(2024, 5, 1)),
        ("2024/5", date(2024, 5, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024-02-01..", date(2024, 2, 1)),
    ],
)
def test_since_is_read_as_in_a_query(since: str, day: date) -> None:
    assert first_day(since, NOW) == day


@pytest.mark.parametrize(
    "since", ["", "abc", "7", "7x", ">7d", "<2024", "..2024", "2023..2024", "2024-02-31", "0000"]
)
def test_what_is_no_time_is_a_sentence(empty: Library, since: str) -> None:
    with pytest.raises(RectoError, match="is no time to begin at"):
        empty.digest(since)


def test_new_is_what_is_new_everywhere(library: Library) -> None:
    assert set(told(library.digest("1d"))) == {"new", "several"}
    page(library, "own", "Quokka Nets", "Wombat Nets", "Numbat Nets")
    # The bundled pages are no news once there are others, on however many pages a paper is.
    assert told(library.digest("1d")) == {"new": ["Quokka Nets", "Wombat Nets", "Numbat Nets"]}
    quokka, wombat, numbat = (library.search(f"{name} nets").hits[0].paper for name in NAMES)
    library.news.pass_over([quokka.rowid])
    library.mark_read(wombat)
    assert told(library.digest("1d")) == {"new": ["Numbat Nets"]}
    yesterday = date.today() - timedelta(1)
    assert digest_text(library.digest("1d")).startswith(f"Papers since {yesterday}\n")
    library.news.pass_over([numbat.rowid])
    assert library.digest("1d").is_empty
