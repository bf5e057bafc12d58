"""What is told in parts, or of papers that are others by now, ends the same everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Position, View
from recto.index.store.passed import pass_papers

from ..support.importing import add_page, made_up
from .meeting import Machine, carry, in_step, machines, private_words

PAPERS = [made_up(f"Paper number {number}", f"About {number}.") for number in range(4)]


@pytest.fixture
def two(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two machines, each with a replica of its own; the first has a page of papers."""
    with machines(tmp_path, "one", "two") as found:
        add_page(found[0].store, "page", *PAPERS)
        yield found


def meet(one: Machine, other: Machine) -> None:
    """Bring two in step, and see that they are."""
    for _ in range(3):
        one.sync()
        carry(one.folder, other.folder)
        other.sync()
        carry(other.folder, one.folder)
    one.sync()
    assert one.canonical() == other.canonical()


def test_a_copy_with_the_shorter_telling_of_an_act_takes_nothing_from_the_longer_one(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    first, second = (paper.id for paper in one.library.rows(one.rowids()[:2]))
    one.library.marks.keep_private(first)
    one.library.bookmark([first, second])
    one.sync()
    carry(one.folder, other.folder)
    for name in one.log_files(one.id):
        there = other.folder / name
        there.rename(there.with_name("000002.sync-conflict.jsonl"))
    one.library.marks.keep_private(first, False)
    one.sync()
    carry(one.folder, other.folder)
    other.sync()
    assert other.library.search("is:bookmarked").total == 2
    meet(one, other)


def test_an_act_that_is_told_whole_leaves_no_mark_where_it_does_not_stand_any_more(
    two: tuple[Machine, Machine],
) -> None:
    """What was told in part may have been taken for another paper than it is now."""
    one, other = two
    first, second, third = (paper.id for paper in one.library.rows(one.rowids()[:3]))
    one.library.marks.keep_private(first)
    one.library.bookmark([first, second])
    one.sync()
    carry(one.folder, other.folder)
    other.sync()
    database = other.store.database
    (stands,) = database.row("SELECT pid FROM marks WHERE name = 'bookmark'")
    elsewhere = database.value("SELECT pid FROM papers WHERE id = ?", (third,))
    with database.transaction():
        database.execute("UPDATE touched SET pid = ? WHERE pid = ?", (elsewhere, stands))
        other.store.journal.projection.refold()
    one.library.marks.keep_private(first, False)
    meet(one, other)
    assert not database.rows("SELECT 1 FROM marks WHERE pid = ?", (elsewhere,))
    assert other.store.journal.agrees()


def test_nothing_is_told_of_where_private_papers_were_looked_at_or_come_from(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    add_page(one.store, "secret-page", made_up("Hushed", "Nobody knows."))
    (paper,) = (row for row in one.library.rows(one.rowids()) if row.title == "Hushed")
    one.library.marks.keep_private(paper)
    one.library.searches.save("mine", "paper", View("all"))
    one.library.searches.look("mine", paper.id)
    with one.store.database.transaction():
        pass_papers(one.store.database, one.rowids())
    one.sync()
    told = private_words(one)
    for word in (paper.id, "secret-page", "ushed"):
        assert word not in told
    assert '"passed"' in told and one.sync().sent == 0
    one.library.marks.keep_private(paper, False)
    meet(one, other)
    (search,) = other.library.searches.all()
    assert search.position == paper.id
    assert "secret-page" in other.canonical()


def test_places_and_drafts_go_with_papers_that_were_made_one_or_parted(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    meet(one, other)
    first, second, third = (paper.id for paper in one.library.rows(one.rowids()[:3]))
    other.library.notes.save_draft(first, "half")
    other.library.notes.save_draft(second, "typed")
    meet(one, other)
    for machine, id in ((one, first), (other, second)):
        place = Position(len(id), 0, id, 50)
        machine.library.positions.keep(machine.library.paper(id).rowid, place)
        machine.library.positions.give_letter(machine.library.paper(id).rowid, id[0], place)
    one.library.identities.merge([first, second])
    meet(one, other)
    assert "half" in (other.library.notes.draft(first) or "")
    assert "typed" in (other.library.notes.draft(first) or "")
    other.library.identities.split(first)
    one.library.positions.keep(one.library.paper(third).rowid, Position(1, 1, "x", 1))
    meet(one, other)
    in_step([one, other])


def test_papers_of_several_logs_that_share_an_id_stay_two(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", "three") as (one, two, three):
        for machine, number in ((one, 0), (two, 1)):
            add_page(machine.store, f"page {number}", PAPERS[number])
            with machine.store.database.transaction():
                machine.store.database.execute("UPDATE ids SET alias = 'mqkvj2qtkp'")
                machine.store.database.execute("UPDATE papers SET id = 'mqkvj2qtkp'")
            machine.sync()
            carry(machine.folder, three.folder)
        three.sync()
        assert {paper.title for paper in three.library.rows(three.rowids())} == {
            PAPERS[0].title,
            PAPERS[1].title,
        }
        for machine in (one, two):
            carry(three.folder, machine.folder)
            carry(one.folder, machine.folder)
            carry(two.folder, machine.folder)
            machine.sync()
            assert machine.canonical() == three.canonical()
