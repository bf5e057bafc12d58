"""What the reader has marked is new no more, until the mark goes; what files mark is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from recto.index import Library, Marked, RectoError, Standing, View

from .test_news import BIB, new, page, rowids

TITLES = ("Quokka Nets", "Wombat Nets", "Numbat Nets")
FIRST = TITLES[0]

MARKS: dict[str, Callable[[Library, list[int]], object]] = {
    "bookmark": lambda library, papers: library.bookmark(rowids=papers),
    "queue": lambda library, papers: library.queue(rowids=papers),
    "done": lambda library, papers: library.done(rowids=papers),
    "tag": lambda library, papers: library.tag(rowids=papers, add=["nets/own"]),
    "note": lambda library, papers: library.note(library.rows(papers)[0].id, "Seen."),
    "highlight": lambda library, papers: library.highlights.add(papers[0], "Nets of quokkas."),
    "not for me": lambda library, papers: library.not_interested(rowids=papers),
}


def shown(library: Library) -> set[str]:
    """Return what is new, having checked that the morning list and the letter say so too."""
    told = new(library)
    morning = library.rows(library.mornings.list(wait=True).rowids)
    assert {paper.title for paper in morning} == told
    listing = library.listing("", view=View("new"), sort="taste", wait=True)
    assert {paper.title for paper in library.rows(listing.rowids)} == told
    letter = library.digest("1d").as_json()["new"]
    assert {paper["title"] for paper in letter["papers"]} == told
    return told


@pytest.mark.parametrize("way", MARKS)
def test_a_mark_is_passing_and_undoing_it_undoes_that(empty: Library, way: str) -> None:
    page(empty, "page", *TITLES)
    papers = rowids(empty, FIRST)
    for _ in range(2):
        MARKS[way](empty, papers)
        assert shown(empty) == {*TITLES[1:]}
        with Library.open(empty.locations.data) as other:  # which reads all marks anew
            assert new(other) == {*TITLES[1:]}
        empty.undo()
        assert shown(empty) == {*TITLES}
    empty.redo()
    assert shown(empty) == {*TITLES[1:]}


def test_what_was_passed_while_it_was_marked_is_not_new_once_the_mark_goes(empty: Library) -> None:
    page(empty, "page", *TITLES)
    papers = rowids(empty, *TITLES)
    empty.queue(rowids=papers[:1])
    empty.not_interested(rowids=papers[1:2])
    empty.done(rowids=papers[2:])
    signs = empty.news.signs()
    assert (signs.new, signs.unpassed) == (0, 1 << papers[0])
    # Who puts a paper away goes on by that alone, and comes back by taking it back.
    assert empty.news.pass_over(papers) == 0
    empty.queue(rowids=papers[:1], on=False)
    assert new(empty) == set()
    empty.not_interested(rowids=papers[1:2], on=False)
    empty.undo(empty.log(empty.rows(papers[2:])[0])[0].act)
    assert new(empty) == {*TITLES[1:]}
    assert [empty.news.is_only_passed(paper) for paper in (*papers, -1)] == [True] + [False] * 3


def tagged(library: Library, name: str, *titles: str) -> None:
    """Take in a page of a program that tags what it prints."""
    papers = [{"title": title, "tags": ["feed/nets"]} for title in titles]
    library.add_text(name, json.dumps(papers).encode())


def test_a_stream_whose_papers_have_tags_is_news(empty: Library) -> None:
    tagged(empty, "page", *TITLES)
    assert empty.counts().tags == (("feed", 3), ("feed/nets", 3))
    assert shown(empty) == {*TITLES}
    # What the tag is called is nothing that was said of a paper.
    empty.tags.rename("feed", "daily")
    assert shown(empty) == {*TITLES}
    empty.tag(rowids=rowids(empty, FIRST), add=["mine"])
    assert shown(empty) == {*TITLES[1:]}
    empty.tags.rename("mine", "own")
    assert shown(empty) == {*TITLES[1:]}
    tagged(empty, "another", FIRST, "Bilby Nets")
    assert shown(empty) == {*TITLES[1:], "Bilby Nets"}
    with Library.open(empty.locations.data) as other:
        assert new(other) == {*TITLES[1:], "Bilby Nets"}
    for _ in range(3):
        empty.undo()
    assert shown(empty) == {*TITLES}


def test_marks_count_in_whatever_order_acts_come(empty: Library, tmp_path: Path) -> None:
    tagged(empty, "page", *TITLES)
    empty.export_library(tmp_path / "papers.jsonl")
    with Library.open(tmp_path / "office", seeds=False) as office:
        office.import_library(tmp_path / "papers.jsonl")
        office.bookmark(rowids=rowids(office, TITLES[1]))
        office.queue(rowids=rowids(office, TITLES[2]))
        office.undo()
        office.export_library(tmp_path / "marks.jsonl")
    empty.queue(rowids=rowids(empty, FIRST))
    empty.export_library(tmp_path / "more.jsonl")
    for name, files in {
        "a": ("papers", "marks", "more"),
        "b": ("more", "marks"),
        "c": ("marks", "more"),
    }.items():
        with Library.open(tmp_path / name, seeds=False) as united:
            for file in files:
                united.import_library(tmp_path / f"{file}.jsonl")
            assert shown(united) == {TITLES[2]}


def test_what_is_learned_from_is_no_news(empty: Library, tmp_path: Path) -> None:
    page(empty, "page", *TITLES)
    own = tmp_path / "own.jsonl"
    own.write_text("".join(f'{{"title": "{title}"}}\n' for title in (FIRST, "My Own Nets")))
    empty.teaching.learn_from(own)
    assert shown(empty) == {*TITLES[1:]}
    empty.undo()
    assert shown(empty) == {*TITLES}
    # A library of mine with papers that are new here is not put among what I have passed.
    bibliography = tmp_path / "own.bib"
    bibliography.write_bytes(BIB)
    empty.teaching.learn_from(bibliography)
    assert shown(empty) == {*TITLES}


@pytest.mark.parametrize("seed", range(3))
def test_marks_in_any_order_and_undone_in_any_other(empty: Library, seed: int) -> None:
    """New is what carries no mark: whatever was undone since, also what always comes first."""
    rng = random.Random(seed)
    page(empty, "page", *TITLES)
    empty.searches.save("nets", "quokka", View(), standing=Standing("always"))
    papers, acts = rowids(empty, *TITLES), list[str]()
    for _ in range(30):
        one = [rng.choice(papers)]
        done: Marked | None = None
        match rng.randrange(6):
            case 0:
                done = empty.not_interested(rowids=one, on=rng.random() < 0.8)
            case 1:
                done = empty.queue(rowids=one, on=rng.random() < 0.8)
            case 2:
                done = empty.bookmark(rowids=one, on=rng.random() < 0.8)
            case 3:
                is_on = rng.random() < 0.7
                done = empty.tag(rowids=one, add=["a"] * is_on, remove=["a"] * (not is_on))
            case 4:
                empty.redo()
            case _ if acts:
                with suppress(RectoError):  # it may be undone already
                    empty.undo(rng.choice(acts))
        if done is not None and done.act:
            acts.append(done.act)
        expected = {
            paper.title
            for paper in empty.rows(papers)
            if not (paper.rejected or paper.queue or paper.bookmarked or paper.tags)
        }
        assert shown(empty) == expected
        morning = empty.rows(empty.mornings.list(wait=True).rowids)
        assert FIRST not in expected or morning[0].title == FIRST
    assert empty.journal.agrees()


def test_what_is_not_wanted_alone_ranks_nothing(empty: Library) -> None:
    page(empty, "page", *TITLES)
    empty.not_interested(rowids=rowids(empty, FIRST))
    assert shown(empty) == {*TITLES[1:]}
    assert not empty.mornings.list(wait=True).is_ranked
    assert not empty.taste.profile().wanted
    assert empty.taste.profile().taught == {"rejected": 1}
