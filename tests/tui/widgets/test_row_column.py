"""What stands behind the titles: the value that a list is ordered by, the author, the venue."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from recto.index import Library, View

from ..conftest import Reader, ReaderFactory

YEAR = date.today().year

PAPERS = (
    {
        "title": "Merging of Nets",
        "published": f"{YEAR}-01-20",
        "authors": ["Qi Kou", "Ana Ruiz", "Jo van der Berg", "Li Wu"],
        "upvotes": 1041,
        "comments": 1,
        "categories": ["cs.LG"],
    },
    {
        "title": "Pruning of Nets",
        "published": "2019-08-20",
        "authors": ["Jo van der Berg"],
        "upvotes": 7,
        "comments": 12,
        "venue": "Journal of Long Names and Other Things",
    },
    {"title": "A Net of Nothing"},
)


@pytest.fixture
def three(tmp_path: Path) -> None:
    """A library of three papers that have all there is, some of it, and nothing."""
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("three.jsonl", "\n".join(map(json.dumps, PAPERS)).encode())
        library.index.rebuild()


def ending(r: Reader, title: str) -> str:
    """Return what stands behind a title in the list."""
    (line,) = [line for line in r.lines if f" {title}" in line][:1]
    return " ".join(line.partition(title)[2].split())


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("keys", "merging", "pruning"),
    [
        ("S n", "01-20", "2019-08-20"),
        ("S t", "01-20", "2019-08-20"),
        ("S u", "▲1,041", "▲7"),
        ("S c", "1 comment", "12 comments"),
    ],
)
async def test_the_column_follows_the_order(
    reader: ReaderFactory, keys: str, merging: str, pruning: str
) -> None:
    async with reader(90, 24, seeds=False) as r:
        await r.press("z", "z", *keys.split())
        await r.until(lambda: ending(r, "Merging of Nets") == merging, merging)
        assert ending(r, "Pruning of Nets") == pruning
        assert ending(r, "A Net of Nothing") == ""


@pytest.mark.usefixtures("three")
async def test_the_day_of_adding_and_what_was_gained_are_shown(reader: ReaderFactory) -> None:
    async with reader(90, 24, seeds=False) as r:
        rowids = r.main.results.rowids
        added = r.main.library.sources.added_on(rowids)
        assert set(added) == set(rowids)
        await r.press("z", "z", "S", "a")
        day = added[rowids[0]].removeprefix(f"{YEAR}-")
        await r.until(lambda: ending(r, "A Net of Nothing") == day, day)
        later = {"title": "Pruning of Nets", "published": "2019-08-20", "upvotes": 27}
        rows = "INSERT INTO seen(pid, day, upvotes, comments) VALUES (?, ?, ?, NULL)"
        (pid,) = [p.rowid for p in r.main.library.rows(rowids) if p.title == later["title"]]
        path = r.main.library.locations.database
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("DELETE FROM seen")
            database.execute(rows, (pid, "2025-01-01", 7))
            database.execute(rows, (pid, "2025-01-05", 27))
        await r.press("S", "g")
        await r.until(lambda: ending(r, "Pruning of Nets") == "+5.0/day", "what it gained")
        assert ending(r, "Merging of Nets") == ""


@pytest.mark.usefixtures("three")
async def test_the_queue_shows_places_and_no_second_time(reader: ReaderFactory) -> None:
    async with reader(90, 24, seeds=False) as r:
        await r.press("2", "a")
        await r.until(lambda: r.main.state.counts.queue == 2, "two in the queue")
        await r.press("g", "q")
        await r.until(lambda: r.main.state.view == View("queue"), "the queue")
        await r.sees("Queue · 1/2")
        ends = [ending(r, paper.title) for paper in r.main.library.rows(r.main.results.rowids)]
        assert ends == ["no. 1", "no. 2"]
        await r.press("S", "n")
        await r.until(lambda: r.main.state.sort == "newest", "newest")
        assert not any("no. 1" in line for line in r.lines[:4])


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("columns", "merging", "pruning"),
    [
        (109, "01-20", "2019-08-20"),
        (110, "Kou +3 01-20", "van der Berg 2019-08-20"),
        (160, "Kou +3 cs.LG 01-20", "van der Berg Journal of Lon 2019-08-20"),
    ],
)
async def test_wide_terminals_show_the_author_and_the_venue(
    reader: ReaderFactory, columns: int, merging: str, pruning: str
) -> None:
    async with reader(columns, 24, seeds=False) as r:
        await r.press("S", "n")
        await r.until(lambda: ending(r, "Merging of Nets") == merging, merging)
        assert ending(r, "Pruning of Nets") == pruning
        (line,) = [line for line in r.lines if " A Net of Nothing" in line][:1]
        assert line.rstrip().endswith("A Net of Nothing")


async def test_the_orders_are_shown_in_one_line_with_their_letters(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("S")
        await r.sees("r best")
        line = r.lines[-1]
        for told in ("n new", "o old", "c comments", "u ups", "g rise", "t title", "l own"):
            assert told in line
