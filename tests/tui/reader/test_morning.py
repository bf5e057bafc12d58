"""The morning list: New best first and why, nothing moving under the hands, x and the way back."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Standing, TasteReason, View
from recto.index.marking.taste import library_scores
from recto.index.taste.scoring import score
from recto.tui.commands.chores import do_chores
from recto.tui.painting.themes import look_for
from recto.tui.reader import answers, best_first, passing
from recto.tui.reader.best_first import ending
from recto.tui.system.ability import Ability
from recto.tui.widgets.why_words import pane_words, row_words

from ..conftest import Reader, ReaderFactory

MINE = {
    "title": "Git Re-Basin: Merging Models",
    "abstract": "Permutation of weights lets merged networks keep their loss.",
}
DAY = {
    "Cells of Plants": "Chloroplasts move within leaves as the light changes.",
    "Streaming Speech": "Acoustic recognition of speech as speakers speak.",
    "Permutation Symmetries": "Merged networks, weights and their permutation.",
    "Leaves and Light": "Plants turn their leaves to the light of the day.",
    "Merging Experts": "Permutation of experts keeps the loss of merged networks.",
    "Hearing Speech": "Recognition of acoustic scenes, of speakers and of speech.",
}
BEST = ["Permutation Symmetries", "Merging Experts"]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """Make a library in which one paper was passed, and six others came today."""
    data = tmp_path / "library"
    with Library.open(data, seeds=False) as library:
        library.add_text("before.json", json.dumps([MINE]).encode())
        library.news.pass_over(library.listing("").rowids)
        papers = [
            {"title": title, "abstract": text, "authors": ["Wei Kim"], "categories": ["cs.LG"]}
            for title, text in DAY.items()
        ]
        library.add_text("today.json", json.dumps(papers).encode())
        library.index.rebuild()
    return data


@pytest.fixture(autouse=True)
def one_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a day of six papers be cut where one of hundreds is."""
    monkeypatch.setattr(best_first, "FEWEST", 1)


def rows(r: Reader) -> list[str]:
    """Return the titles of the list as it stands."""
    results = r.main.results
    return [paper.title for paper in r.main.library.rows(results.rowids)]


async def learn(r: Reader) -> None:
    """Queue the one paper, which teaches."""
    (mine,) = r.main.library.search("basin").hits
    r.main.library.queue([mine.paper.id])


@pytest.mark.usefixtures("day")
async def test_new_stands_best_first_and_says_why(reader: ReaderFactory) -> None:
    async with reader(80, 24, seeds=False) as r:
        await r.press("g", "n")
        await r.sees("New · 1/6")  # nothing has taught anything: as they came
        assert rows(r) == list(DAY)
        await r.press("S", "y")
        await r.sees("No marks have taught anything yet; a on a paper does.")
        await learn(r)
        await r.press("g", "n")
        await r.sees("New, best first · 1/2 of 6")
        assert sorted(rows(r)) == sorted(BEST)
        await r.sees("── 4 more, little of yours in them · G goes on ──")
        await r.sees("near “Git Re-Basin”")
        await r.sees("near Git Re-Basin (queued)   − nothing")
        # A mark teaches the next list; this one stays.
        shown = rows(r)
        await r.press("j", "a")
        await r.until(lambda: r.main.state.counts.queue == 2, "queued")
        assert rows(r) == shown
        # The line is a row: what it leads to is not passed by going there.
        await r.press("j")
        await r.until(lambda: r.main.results.is_on_offer, "on the line")
        await r.press("enter")
        await r.sees("New, best first · 3/6")
        assert rows(r)[:2] == shown
        assert "little of yours" not in r.text
        here = r.main.results.rowid
        await r.press("S", "r")
        await r.until(lambda: r.main.state.sort == "relevance", "as they came")
        await r.press("S", "y")
        # Of what was passed nothing is new again; what the line led to is what one is on.
        listed = r.main.presenter.list
        await r.until(lambda: len(listed.listed) == 4, "what is left")
        assert (r.main.results.rowid, rows(r)) == (here, ["Cells of Plants"])
        left = {paper.title for paper in r.main.library.rows(listed.listed)}
        assert not left & {*shown}
        # None of the others is the reader's, and the line says so too.
        await r.sees("── 3 more, little of yours in them · G goes on ──")
        await r.press("j", "g", "n")
        await r.until(lambda: len(listed.listed) == 3, "what is left of that")
        left = {paper.title for paper in r.main.library.rows(listed.listed)}
        assert not left & {*shown, "Cells of Plants"}


@pytest.mark.usefixtures("day")
async def test_ten_are_shown_where_fewer_say_much(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best_first, "FEWEST", 10)
    async with reader(80, 24, seeds=False) as r:
        await learn(r)
        await r.press("g", "n")
        await r.sees("New, best first · 1/6")
        assert "little of yours" not in r.text
        more = [{"title": f"Roots {number}", "abstract": "They drink."} for number in range(9)]
        r.main.library.add_text("evening.json", json.dumps(more).encode())
        await r.press("R")
        await r.sees("New, best first · 1/10 of 15")
        await r.sees("── 5 more, little of yours in them · G goes on ──")
        await r.press("G")
        await r.sees("11/15")


@pytest.mark.usefixtures("day")
async def test_what_is_not_for_me_dims_and_leaves_with_the_next_list(
    reader: ReaderFactory,
) -> None:
    async with reader(80, 24, seeds=False) as r:
        await learn(r)
        await r.press("g", "n")
        await r.sees("1/2 of 6")
        first, second = rows(r)
        await r.press("x")
        await r.sees(f"✗   {first}")
        assert (r.main.results.cursor, rows(r)) == (1, [first, second])
        await r.press("k", "x")
        await r.sees("Not for you already; u takes acts back.")
        assert r.main.library.search("is:rejected").total == 1
        await r.press("u")
        await r.lacks("✗")
        await r.sees("as not for me.")
        await r.press("enter")
        await r.until(lambda: r.main.is_full, "in full")
        await r.press("x")
        await r.until(lambda: not r.main.is_full, "closed")
        await r.until(lambda: r.main.library.search("is:rejected").total == 1, "on disk")
        await r.press("g", "n")
        await r.until(lambda: first not in rows(r), "gone from New")
        assert r.main.library.search("is:rejected").hits[0].paper.title == first
        await r.press("u")
        await r.sees("Undone: ")
        assert r.main.library.search("is:rejected").total == 0


async def test_standing_searches_have_their_say(reader: ReaderFactory, day: Path) -> None:
    with Library.open(day) as library:
        library.searches.save("talk", "speech", View(), standing=Standing("never"))
        library.searches.save("green", "chloroplasts", View(), standing=Standing("always"))
    async with reader(80, 24, seeds=False) as r:
        await r.press("g", "n")
        await r.sees("always: “green”")  # though no mark has taught anything
        await r.sees("── 2 hidden by “never” ──")
        assert (rows(r)[0], len(rows(r))) == ("Cells of Plants", 4)
        await learn(r)
        await r.press("g", "n")
        await r.sees("── 1 more, little of yours in them · 2 hidden by “never” · G goes on ──")
        assert rows(r)[0] == "Cells of Plants"
        await r.press("G")
        await r.until(lambda: len(rows(r)) == 4, "all that is not hidden")
        await r.sees("── 2 hidden by “never” ──")


async def test_the_sidebar_counts_what_the_list_shows(reader: ReaderFactory, day: Path) -> None:
    with Library.open(day) as library:
        library.searches.save("talk", "speech", View(), standing=Standing("at-most", 1))
        library.searches.save("green", "chloroplasts", View(), standing=Standing("never"))
    async with reader(120, 40, seeds=False) as r:
        do_chores(r.main)  # one of which counts what is new
        for keys in (("g", "n"), ("S", "r")):
            await r.press(*keys)
            await r.until(lambda: len(rows(r)) == 4, "what is shown")
            await r.until(lambda: r.main.state.counts.new == 4, "what is counted")
            await r.sees("1 talk        1 held back")
            await r.sees("2 green          1 hidden")


@pytest.mark.usefixtures("day")
async def test_older_papers_come_by_taste_and_the_start_finds_the_order_again(
    reader: ReaderFactory,
) -> None:
    async with reader(40, 12, seeds=False) as r:
        await learn(r)
        r.main.library.news.pass_over(r.main.library.listing("", view=View("new")).rowids[:4])
        await r.press("g", "y")
        await r.until(lambda: rows(r) == ["Permutation Symmetries"], "what speaks to me of them")
        await r.press("G")
        await r.until(lambda: len(rows(r)) == 4, "the rest of what was passed")
        await r.press("g", "n")
        await r.until(lambda: rows(r) == ["Merging Experts"], "New, without what gy has asked")
        r.app.save_session()
    async with reader(40, 12, seeds=False) as r:
        await r.until(lambda: rows(r) == ["Merging Experts"], "New as it was left")
        assert r.main.state.sort == "taste"


@pytest.mark.usefixtures("day")
async def test_what_takes_long_to_rank_is_said_and_can_be_left(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "SOON", 0)
    monkeypatch.setattr(library_scores, "AT_ONCE", 1)
    may_go = threading.Event()
    asked: list[object] = []

    def slow(*paper: Any) -> int:
        asked.append(paper)
        may_go.wait(60)
        return score(*paper)

    async with reader(80, 24, seeds=False) as r:
        await learn(r)
        r.main.library.taste.now()
        monkeypatch.setattr(library_scores, "score", slow)
        await r.send("S", "y")
        await r.sees("Ranking by your marks; ctrl+c leaves it.")
        assert len(asked) == 1
        await r.send("ctrl+c")
        may_go.set()
        await r.until(lambda: not r.main.state.is_waiting, "answered")
        await r.lacks("Ranking by your marks")
        assert (r.main.state.sort, len(asked)) == ("relevance", 1)  # the others were left
        await r.press("S", "y")
        await r.sees("All, best first")


@pytest.mark.usefixtures("day")
async def test_x_is_for_the_list_that_is_being_ranked(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go = threading.Event()
    monkeypatch.setattr(passing, "REST", 60.0)  # so that the cursor rests nowhere

    def slow(*paper: Any) -> int:
        may_go.wait(60)
        return score(*paper)

    async with reader(40, 12, seeds=False) as r:
        await learn(r)
        r.main.library.taste.now()
        monkeypatch.setattr(library_scores, "score", slow)
        await r.send("g", "n", "x", "x")
        assert r.main.state.is_waiting
        assert r.main.library.search("is:rejected").total == 0
        may_go.set()
        await r.until(lambda: r.main.library.search("is:rejected").total == 2, "not for me")
        found = r.main.library.search("is:rejected").hits
        assert sorted(hit.paper.title for hit in found) == sorted(BEST) == sorted(rows(r)[:2])
        # Taken back in the other order they are both new again.
        first = r.main.library.log()[1].act
        r.main.library.undo(first)
        r.main.library.undo()
        await r.press("g", "n")
        await r.until(lambda: sorted(rows(r)[:2]) == sorted(BEST), "as if nothing had been")


def test_a_row_says_as_much_as_it_has_room_for() -> None:
    look, plain = (look_for("terminal", Ability(is_ascii=is_ascii)) for is_ascii in (False, True))
    word, near, author, against = (
        TasteReason("word", "permutation", 300),
        TasteReason("near", "Git Re-Basin: Merging Models", 0, (), "queued"),
        TasteReason("author", "Wei Kim", 50),
        TasteReason("against", "speech", -20),
    )
    assert row_words((), 20, look) == ""
    assert row_words((word, author, against), 40, look) == "permutation · Kim; −speech"
    assert row_words((word, author, against), 20, look) == "permutation · Kim"
    assert row_words((word, near), 40, look) == "near “Git Re-Basin”, permutation"
    assert row_words((word, near), 12, look) == "permutation"
    assert row_words((word, near), 8, look) == "permuta…"
    assert row_words((near, against), 40, plain) == 'near "Git Re-Basin"; -speech'
    line = "+ permutation   by Wei Kim   near Git Re-Basin (queued)   − nothing"
    assert told((word, near, author), len(line)) == line
    assert told((word, near, author), len(line) - 1) == line.replace("   −", "\n−"), "not a − alone"
    assert told((word, near, against), 21) == "+ permutation\nnear Git Re-Basin (queued)   − speech"


def told(reasons: tuple[TasteReason, ...], room: int) -> str:
    look = look_for("terminal", Ability(is_ascii=False))
    return "".join(text for text, _ in pane_words(reasons, look, room))


def test_the_line_that_ends_the_best_says_less_where_there_is_less_room(day: Path) -> None:
    look = look_for("terminal", Ability(is_ascii=False))
    with Library.open(day, seeds=False) as library:
        listing = library.listing("")._replace(hidden=15, held=33)
        line = ending(listing, 3, "G")

        def at(width: int) -> str:
            return line.draw(look, width, is_here=False, is_active=False).text.strip(" ─")

    most = "4 more, little of yours in them · 15 hidden by “never” · 33 held back · G goes on"
    assert at(100) == most
    assert at(80) == "4 more, little of yours · 15 hidden · 33 held back · G goes on"
    assert at(60) == "4 more · 15 hidden · 33 held back · G goes on"
    assert at(40) == "4 more · 15 hidden · 33… · G goes on"


@pytest.mark.usefixtures("day")
async def test_what_is_not_ranked_yet_is_said_and_the_rest_goes_on_behind(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_scores, "MOST_MADE", 3)
    async with reader(100, 24, seeds=False) as r:
        await learn(r)
        await r.press("S", "y")
        await r.sees("papers are not ranked yet; the reader goes on with that while it is open.")
        await r.sees("All, best first")
        r.main.library.taste.prepare(lambda: True)
        await r.press("g", "a", "S", "r", "S", "y")
        await r.until(lambda: not r.main.library.taste.unranked, "all are ranked")
        await r.lacks("not ranked yet")
