"""Nothing of a private paper reaches the folder, whatever it was made one with or parted from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from recto.index import Kept, View
from recto.index.journal.staying import private_papers
from recto.index.sync.collecting import Collector
from recto.index.sync.memory import Memory

from ..support.importing import add_page, made_up
from .meeting import Machine, in_step, machines, private_words

SECRET = made_up("Hushedword secretarial findings", "Nobody knows.")
OPEN = made_up("Openword public results", "Anybody knows.", arxiv="2101.00001")


@pytest.fixture
def two(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two machines with one folder; the first has a page with a paper to be kept, and another."""
    with machines(tmp_path, "one", "two") as found:
        found[1].folder = found[0].folder
        add_page(found[0].store, "page", SECRET, OPEN)
        yield found


def ids_of(machine: Machine) -> tuple[str, ...]:
    """Return the ids of the secret paper and the open one."""
    found = {paper.title: paper.id for paper in machine.library.rows(machine.rowids())}
    return found[SECRET.title], found[OPEN.title]


def assert_hushed(machine: Machine, *words: str) -> None:
    told = private_words(machine).casefold()
    for word in ("hushed", "secretarial", *words):
        assert word not in told


def test_what_was_set_while_it_was_one_with_another_is_not_told_after_undo(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    secret, open_ = ids_of(one)
    one.library.marks.keep_private(secret)
    one.library.identities.merge([secret, open_])
    one.library.note(secret, "of the two")
    one.library.bookmark(open_)
    one.sync()
    merge = next(entry.act for entry in one.library.log() if entry.kind == "merge")
    one.library.undo(merge)
    one.library.tag(open_, add=["plain"])
    one.sync()
    assert_hushed(one, "of the two")
    other.sync()
    (paper,) = other.library.rows(other.rowids())
    assert (paper.title, paper.tags) == (OPEN.title, ("plain",))
    assert not one.library.paper(open_).private
    one.library.marks.keep_private(secret, False)
    in_step([one, other])
    assert other.library.paper(open_).note == "of the two"
    assert one.canonical() == other.canonical()


@pytest.mark.parametrize("by", ["split", "undo"])
def test_what_a_private_paper_is_taken_apart_into_stays_too(
    two: tuple[Machine, Machine], by: str
) -> None:
    one, other = two
    secret, open_ = ids_of(one)
    one.library.identities.merge([secret, open_])
    one.library.marks.keep_private(secret)
    if by == "split":
        one.library.identities.split(secret)
    else:
        merge = next(entry.act for entry in one.library.log() if entry.kind == "merge")
        one.library.undo(merge)
    assert [one.library.paper(id).private for id in (secret, open_)] == [True, True]
    one.sync()
    assert_hushed(one, "openword", "page")
    # It is no step of undo, which would let the paper go.
    one.library.undo()
    assert one.library.paper(secret).private
    one.library.redo()
    one.library.marks.keep_private([secret, open_], False)
    in_step([one, other])
    assert one.canonical() == other.canonical()


@pytest.mark.parametrize("name", [SECRET.title, OPEN.title])
def test_what_was_private_before_it_was_made_one_and_let_go_is_private_nowhere_else(
    two: tuple[Machine, Machine], name: str
) -> None:
    one, other = two
    add_page(other.store, "its own page", SECRET, OPEN)
    secret, open_ = ids_of(one)
    one.library.marks.keep_private(secret if name == SECRET.title else open_)
    one.library.identities.merge([secret, open_])
    one.library.marks.keep_private(secret, False)
    in_step([one, other])
    assert not other.library.counts.private()
    assert one.canonical() == other.canonical()


def test_the_words_of_a_page_and_names_of_tags_and_searches_do_not_tell_of_it(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    secret, _ = ids_of(one)
    words = "SELECT label FROM sources"
    assert "hushedword" in one.store.database.value(words)
    one.library.marks.keep_private(secret)
    one.library.tag(secret, add=["coverted"])
    one.library.tags.rename("coverted", "coverted2")
    one.library.searches.save("mine", f"id:{secret}", View("all"))
    one.sync()
    assert_hushed(one, "coverted", secret)
    other.sync()
    assert "openword" in other.store.database.value(words)
    one.library.marks.keep_private(secret, False)
    in_step([one, other])
    assert other.library.paper(secret).tags == ("coverted2",)
    assert [search.name for search in other.library.searches.all()] == ["mine"]
    assert one.canonical() == other.canonical()


def test_the_words_of_the_search_that_led_to_a_paper_stay_where_anything_is_private(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    secret, open_ = ids_of(one)
    one.library.marks.keep_private(secret)
    one.library.bookmark([secret, open_], via=Kept("hushedword", "unread"))
    one.library.tag(open_, add=["plain"], via=Kept("hushedword", "unread"))
    in_step([one, other])
    assert_hushed(one)
    assert not one.library.sync.has_news()
    assert other.library.paper(open_).kept_from == Kept("", "unread")
    assert one.library.paper(open_).kept_from == Kept("hushedword", "unread")
    one.library.marks.keep_private(secret, False)
    in_step([one, other])
    assert one.canonical() == other.canonical()
    assert other.library.paper(secret).bookmarked
    add_page(one.store, "later", made_up("Laterword"))
    (later,) = one.library.rows(titled(one, "Laterword"))
    one.library.bookmark(later.id, via=Kept("laterword", "all"))
    in_step([one, other])
    assert other.library.paper(later.id).kept_from == Kept("laterword", "all")


def test_one_that_became_private_after_it_was_planned_is_not_written(
    two: tuple[Machine, Machine],
) -> None:
    one, _ = two
    secret, _ = ids_of(one)
    collector = Collector(one.store, Memory(one.store.database, "x"), "all", {}, date.today())
    plan = collector.plan()
    one.library.marks.keep_private(secret)
    assert private_papers(one.store.database) < {*plan.papers}
    assert "hushed" not in json.dumps(collector.papers(plan.papers, 1)).casefold()


@pytest.mark.parametrize("by", ["import", "sync"])
def test_what_new_evidence_takes_a_private_paper_apart_into_stays_and_what_is_new_goes(
    two: tuple[Machine, Machine], by: str
) -> None:
    one, other = two
    add_page(one.store, "first", made_up("Twinword hushed", "Nobody knows.", "2401.00001"))
    add_page(one.store, "second", made_up("Twinword hushed", "Nobody knows it either."))
    (twin,) = one.library.rows(titled(one, "Twinword hushed"))
    one.library.marks.keep_private(twin.id)
    there = one if by == "import" else other
    add_page(there.store, "third", made_up("Twinword hushed", "All know.", "2401.00002"))
    other.sync()
    one.sync()
    found = {(paper.arxiv_id, paper.private) for paper in one.library.rows(titled(one, twin.title))}
    assert found == {("2401.00001", True), (None, True), ("2401.00002", False)}
    other.sync()
    (paper,) = other.library.rows(titled(other, twin.title))
    assert (paper.arxiv_id, paper.abstract) == ("2401.00002", "All know.")
    for private in [paper.id for paper in one.library.rows(one.rowids()) if paper.private]:
        one.library.marks.keep_private(private, False)
    in_step([one, other])
    assert one.canonical() == other.canonical()


def test_records_that_come_later_of_a_page_take_a_private_paper_apart_into_what_stays(
    tmp_path: Path,
) -> None:
    with machines(tmp_path, "one", "two", papers="marked") as (one, other):
        other.folder = one.folder
        add_page(one.store, "first", made_up("Twinword", "Nobody knows.", "2401.00001"))
        add_page(one.store, "second", made_up("Twinword", "Nobody knows it either."))
        (twin,) = one.library.rows(titled(one, "Twinword"))
        one.library.marks.keep_private(twin.id)
        add_page(other.store, "third", OPEN, made_up("Twinword", "All know.", "2401.00002"))
        for title in (OPEN.title, "Twinword"):
            (paper,) = other.library.rows(titled(other, title))
            other.library.bookmark(paper.id)
            other.sync()
            one.sync()
        found = [(paper.arxiv_id, paper.private) for paper in one.library.rows(one.rowids())]
        assert {*found} == {
            ("2101.00001", False), ("2401.00001", True), (None, True), ("2401.00002", False)
        }  # fmt: skip


def titled(machine: Machine, title: str) -> list[int]:
    sql = "SELECT pid FROM texts WHERE title = ?"
    return [pid for (pid,) in machine.store.database.rows(sql, (title,))]
