"""Places in texts: which of them are looked up at a sync, and that none is missed by that."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from recto.index import Position
from recto.index.database.database import Database
from recto.index.journal.identities import Item, identities
from recto.index.journal.pending import find_papers
from recto.index.sync import places, registers
from recto.index.sync.memory import Memory

from ..support.chances import seeds
from ..support.importing import add_page, made_up
from .meeting import Machine, carry, in_step, machines, objects

PLACES = "SELECT pid, block, letter, words, part, wall, json(marks) FROM positions ORDER BY pid"

PAPERS = [made_up(f"Paper number {number}", f"About {number}.") for number in range(6)]


@pytest.fixture
def two(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two machines with one folder; the first is somewhere in all of its texts."""
    with machines(tmp_path, "one", "two") as found:
        one, other = found
        other.folder = one.folder
        add_page(one.store, "page", *PAPERS)
        for rowid in one.rowids():
            one.library.positions.keep(rowid, Position(rowid, 0, "words", 10))
        yield found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The papers that are looked up, by row number."""
    found: list[int] = []

    def told(database: Database, rowids: Sequence[int]) -> list[Item]:
        found.extend(rowids)
        return identities(database, rowids)

    monkeypatch.setattr(places, "identities", told)
    return found


def test_places_that_are_as_they_were_are_not_looked_up(
    two: list[Machine], asked: list[int]
) -> None:
    one, other = two
    one.sync()
    assert set(asked) == set(one.rowids())
    for machine in (other, one):
        machine.sync()
    asked.clear()
    assert one.sync().sent == 0
    one.library.bookmark(id_of(one, 2))
    assert one.sync().sent == 1
    assert asked == []
    one.library.positions.keep(3, Position(40, 0, "words", 50))
    assert one.sync().sent == 1
    assert set(asked) == {3}
    asked.clear()
    assert one.sync().sent == 0
    assert asked == []
    other.sync()
    assert one.canonical() == other.canonical()


def test_what_is_added_has_only_what_it_tells_otherwise_looked_up_again(
    two: list[Machine], asked: list[int]
) -> None:
    one, other = two
    one.library.corrections.edit(id_of(one, 4), {"title": "Otherwise"})
    one.library.corrections.edit(id_of(one, 5), {"venue": "Here"})
    one.sync()
    asked.clear()
    add_page(one.store, "unrelated", made_up("Another paper"))
    add_page(one.store, "known", made_up(PAPERS[1].title, arxiv="2401.00002"))
    one.sync()
    assert set(asked) == {2, 4}
    other.sync()
    assert one.canonical() == other.canonical()


def test_places_that_stand_where_they_are_told_to_are_not_looked_for(
    two: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    one.sync()
    other.sync()
    sought: list[Item] = []

    def seek(database: Database, items: Sequence[Item]) -> list[int | None]:
        sought.extend(items)
        return find_papers(database, items)

    monkeypatch.setattr(registers, "find_papers", seek)
    add_page(other.store, "unrelated", made_up("Another paper"))
    other.sync()
    assert sought == []
    # What is told by its title alone may be this paper now, which has an id besides.
    add_page(other.store, "known", made_up(PAPERS[1].title, arxiv="2401.00002"))
    other.sync()
    assert [item[0] for item in sought] == ["papernumber1"]
    one.sync()
    assert one.canonical() == other.canonical()


def test_places_that_are_later_here_than_they_are_told_are_not_looked_for(
    two: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    for rowid in one.rowids():
        one.library.positions.give_letter(rowid, "a", Position(rowid, 0, "words", 10))
    one.sync()
    other.sync()
    for rowid in other.rowids():
        other.library.positions.keep(rowid, Position(40, 0, "words", 50))
        other.library.positions.give_letter(rowid, "a", Position(41, 0, "words", 50))
        other.library.positions.give_letter(rowid, "b", Position(42, 0, "words", 50))
    sought: list[Item] = []

    def seek(database: Database, items: Sequence[Item]) -> list[int | None]:
        sought.extend(items)
        return find_papers(database, items)

    monkeypatch.setattr(registers, "find_papers", seek)
    add_page(other.store, "unrelated", made_up("Another paper"))
    other.sync()
    assert sought == []


@pytest.mark.parametrize("seed", seeds(6, 200))
def test_looking_for_few_places_leaves_what_looking_for_all_does(
    seed: int, two: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same wall times, parts and letters again and again, so that many are alike."""
    rng = random.Random(seed)
    one, _ = two
    database = one.store.database

    def place() -> list[Any]:
        return [rng.randrange(2), 0, "words", rng.randrange(2), f"2026-11-0{rng.randint(1, 3)}"]

    def letters() -> dict[str, list[Any]]:
        return {letter: place() for letter in sorted(rng.sample("abc", rng.randrange(3)))}

    rowids = one.rowids()
    items = rng.sample(identities(database, rowids), len(rowids))
    for rowid in rowids:
        database.execute(
            "UPDATE positions SET (block, letter, words, part, wall, marks) = (?, ?, ?, ?, ?, ?) "
            "WHERE pid = ?",
            (*place(), json.dumps(letters()), rowid),
        )
    if rng.random() < 0.5:
        database.execute("DELETE FROM positions WHERE pid = ?", (rng.choice(rowids),))
    memory = Memory(database, "way")
    for item in items:
        told = {"place": place(), "letters": letters(), places.TOLD: item}
        memory.put("position", places.name_of_item(item), told)
    before = database.rows("SELECT * FROM positions")
    registers.move_positions(one.store, memory)
    few = database.rows(PLACES)
    database.execute("DELETE FROM positions")
    database.execute_many("INSERT INTO positions VALUES (?, ?, ?, ?, ?, ?, ?)", before)
    memory.drop("moved")
    monkeypatch.setattr(registers, "_has_all", lambda present, told: False)
    registers.move_positions(one.store, memory)
    assert few == database.rows(PLACES)


def test_papers_that_may_be_told_otherwise_are_looked_up_again(
    two: list[Machine], asked: list[int]
) -> None:
    one, other = two
    one.sync()
    one.library.identities.merge([id_of(one, 1), id_of(one, 2)])
    one.sync()
    one.library.identities.split(id_of(one, one.rowids()[0]))
    asked.clear()
    one.sync()
    assert set(asked) == set(one.rowids())
    other.sync()
    assert one.canonical() == other.canonical()
    assert {place.block for place in placed(other)} == {place.block for place in placed(one)}


def test_a_place_that_another_machine_has_told_is_not_told_again(two: list[Machine]) -> None:
    one, other = two
    one.sync()
    other.sync()
    other.library.positions.keep(other.rowids()[0], Position(70, 1, "words", 80))
    assert other.sync().sent == 1
    assert one.sync().sent == 0
    assert one.canonical() == other.canonical()


def test_a_place_is_told_where_its_paper_was_private_while_it_was_told_otherwise(
    two: list[Machine],
) -> None:
    one, _ = two
    one.sync()
    id = id_of(one, 1)
    one.library.marks.keep_private([id], True)
    arxiv = "2401.00001"
    add_page(one.store, "other page", made_up("Paper number 0", "About 0.", arxiv))
    one.sync()
    one.library.marks.keep_private([id], False)
    one.sync()
    told = [line["told"] for line in objects(one) if line["type"] == "position"]
    assert arxiv in [item[1] for item in told]
    assert one.sync().sent == 0


def placed(machine: Machine) -> list[Position]:
    found = (machine.library.positions.of(rowid) for rowid in machine.rowids())
    return [place for place in found if place is not None]


def id_of(machine: Machine, rowid: int) -> str:
    return machine.library.rows([rowid])[0].id


def test_what_was_told_of_a_place_is_told_again_where_the_file_is_lost(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", "three") as all_:
        one, two, three = all_
        # Made one they are told by the longer title, and taken apart the first keeps the place.
        add_page(one.store, "page", made_up("One of a longer title"), made_up("Another"))
        first, second = (paper.id for paper in one.library.rows(one.rowids()))
        one.library.positions.keep(one.rowids()[1], Position(3, 0, "words", 10))
        one.sync()
        carry(one.folder, two.folder)
        two.sync()
        one.library.identities.merge([first, second])
        (path,) = (name for name in one.log_files(one.id) if name.suffix == ".jsonl")
        (one.folder / path).unlink()
        one.sync()
        one.library.undo()
        in_step([one, two])
        in_step(all_)
        assert one.canonical() == two.canonical() == three.canonical()
