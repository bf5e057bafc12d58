"""Papers that go with acts: which are looked at for that, and that none stays behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from recto.index.records.grouping import is_grouped
from recto.index.records.says import concerned
from recto.index.sync import records
from recto.index.sync.runs import Run, has

from ..support.importing import add_page, made_up
from .meeting import Machine, in_step, machines

PAPERS = [made_up(f"Paper number {number}", f"About {number}.") for number in range(6)]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[Machine]]:
    """Two machines with one folder, in which marked papers meet; the first has all papers."""
    with machines(tmp_path, "one", "two", papers="marked") as found:
        one, other = found
        other.folder = one.folder
        add_page(one.store, "page", *PAPERS)
        one.library.bookmark(id_of(one, 1))
        in_step(found)
        yield found


def test_papers_that_no_act_has_touched_are_not_looked_at(
    two: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    asked: list[int] = []

    def looked_at(runs: Sequence[Run], number: int) -> bool:
        asked.append(number)
        return has(runs, number)

    monkeypatch.setattr(records, "has", looked_at)
    one.library.bookmark(id_of(one, 3))
    assert one.sync().sent == 3  # the act, its paper and the page of that
    assert set(asked) == {number_of(one, 3)}
    asked.clear()
    assert one.sync().sent == 0
    assert asked == []
    add_page(one.store, "other page", made_up("Paper number 9", "About 9."))
    one.sync()
    # Where papers have changed all that travel are looked at, and no others.
    assert set(asked) == {number_of(one, rowid) for rowid in (1, 3)}
    other.sync()
    assert one.canonical() == other.canonical()


def test_a_paper_travels_whose_mark_comes_back_by_undo(two: list[Machine]) -> None:
    one, other = two
    id = id_of(one, 4)
    one.library.bookmark(id)
    one.library.undo()
    in_step(two)
    assert number_here(other) == 1
    one.library.redo()
    in_step(two)
    assert other.library.paper(id).bookmarked
    assert one.canonical() == other.canonical()


def test_a_paper_travels_that_is_private_no_more_by_undo(two: list[Machine]) -> None:
    one, other = two
    id = id_of(one, 4)
    one.library.marks.keep_private(id)
    one.library.bookmark(id)
    in_step(two)
    assert number_here(other) == 1
    one.library.undo(2)
    one.library.mark_read(id)
    in_step(two)
    assert other.library.paper(id).read
    assert one.canonical() == other.canonical()


def test_a_paper_travels_that_an_act_has_touched_later_than_others(tmp_path: Path) -> None:
    """Whoever has a paper that was private elsewhere tells what it knows of it as well."""
    with machines(tmp_path, "one", "two", "three", papers="marked") as found:
        one, two, three = found
        two.folder = one.folder
        two.second, three.folder = three.folder, three.folder
        add_page(one.store, "page", *PAPERS)
        add_page(two.store, "page of two", *PAPERS[:2])
        first, second = id_of(one, 1), id_of(one, 2)
        one.library.marks.keep_private(first)
        one.library.bookmark([first, second])
        in_step([one, two, three])
        assert number_here(three) == 1
        one.library.marks.keep_private(first, False)
        in_step([one, two, three])
        assert three.library.paper(first).bookmarked
        sources = {name for (name,) in three.store.database.rows("SELECT name FROM sources")}
        assert "page of two" in sources
        assert one.canonical() == two.canonical() == three.canonical()


def id_of(machine: Machine, rowid: int) -> str:
    return machine.library.rows([rowid])[0].id


def number_of(machine: Machine, rowid: int) -> int:
    sql = "SELECT number FROM records WHERE pid = ?"
    return int(machine.store.database.value(sql, (rowid,)))


def number_here(machine: Machine) -> int:
    return int(machine.store.database.value("SELECT count(*) FROM papers"))


@pytest.mark.parametrize("learned", [1, 2])
def test_an_id_given_elsewhere_joins_the_paper_that_goes_by_it_only_later(
    tmp_path: Path, learned: int
) -> None:
    """Two machines gave a paper two ids; another paper learns one of them when nobody has it."""
    with machines(tmp_path, "one", "two") as found:
        one, two = found
        two.folder = one.folder
        add_page(one.store, "page", made_up("Alpha of things"), made_up("Beta of things"))
        in_step(found)
        for machine, number in ((one, 1), (two, 2)):
            paper = machine.store.database.value("SELECT id FROM papers WHERE pid = 1")
            machine.library.marks.identify(paper, f"2401.0000{number}")
        in_step(found)
        add_page(one.store, "other", made_up("Beta of things", arxiv=f"2401.0000{learned}"))
        assert is_grouped(one.store.database)
        in_step(found)
        assert one.canonical() == two.canonical()
        for machine in found:
            assert machine.store.journal.agrees()
            assert machine.library.counts().all == 1


def test_papers_that_acts_of_before_joined_are_looked_at_where_another_takes_these_back(
    tmp_path: Path,
) -> None:
    """An id takes the place of two, one of them given a paper that the act does not tell."""
    with machines(tmp_path, "one", "two") as found:
        one, two = found
        two.folder = one.folder
        for title, arxiv in (("Gamma", "2401.00001"), ("Beta", None), ("Alpha", "2401.00009")):
            add_page(one.store, title, made_up(f"{title} of things", arxiv=arxiv))
        in_step(found)
        two.library.marks.identify(titled(two, "Beta of things"), "2401.00001")
        one.library.marks.identify(titled(one, "Alpha of things"), "2401.00001")
        in_step(found)
        (paper,) = two.library.rows(two.library.listing("").rowids)
        two.library.identities.split(paper, "Alpha")
        one.library.marks.identify(titled(one, "Alpha of things"), "2401.00002")
        in_step(found)
        assert one.canonical() == two.canonical()
        assert [machine.store.journal.agrees() for machine in found] == [True, True]
        database = two.store.database
        last = "SELECT seq FROM journal WHERE kind = 'identify' ORDER BY clock DESC LIMIT 1"
        papers = {paper.rowid for paper in two.library.rows(two.library.listing("").rowids)}
        assert len(papers) == 3
        assert concerned(database, [database.value(last)]) >= papers


def titled(machine: Machine, title: str) -> str:
    sql = "SELECT p.id FROM papers p JOIN texts t USING(pid) WHERE t.title = ?"
    return str(machine.store.database.value(sql, (title,)))
