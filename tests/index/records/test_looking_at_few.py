"""What is asked of few papers is what is known of all: acts about them, and by what they go."""

from __future__ import annotations

import random
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, RectoError
from recto.index.database.connections import Parameters
from recto.index.database.database import Database
from recto.index.journal.identities import identities
from recto.index.records import corrections, shelf
from recto.index.records.parting import parting
from recto.index.records.says import concerned, concerned_among, load_apart, load_says
from recto.index.records.telling import FIELDS
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

from ..support.chances import seeds
from ..support.importing import add_page, made_up

TITLES = [f"Paper number {number} about things" for number in range(9)]


def decide(library: Library, store: Store, rng: random.Random) -> None:
    """Say of papers which are one, correct them, or bring others."""
    rowids = [pid for (pid,) in store.database.rows("SELECT pid FROM papers WHERE NOT hidden")]
    ids = [paper.id for paper in library.rows(rng.sample(rowids, 2))] if len(rowids) > 1 else []
    with suppress(RectoError):
        match rng.randrange(7):
            case 0 if ids:
                library.identities.merge(ids)
            case 1 if ids:
                library.identities.split(ids[0])
            case 2 if ids:
                library.marks.identify(ids[0], f"2401.{10000 + rng.randrange(12)}")
            case 3:
                library.undo() if rng.random() < 0.7 else library.redo()
            case 4 if ids:
                field = rng.choice(("venue", "title", "authors", "published"))
                said = {"authors": "Ada Lovelace", "published": "2020"}.get(field, "Other words")
                library.corrections.edit(ids[0], {field: rng.choice(("", said))})
            case _:
                titles = rng.sample(TITLES, 3)
                arxivs = [f"2401.{10000 + TITLES.index(title)}" for title in titles]
                papers = [
                    made_up(title, arxiv=arxiv if rng.random() < 0.5 else None)
                    for title, arxiv in zip(titles, arxivs, strict=True)
                ]
                add_page(store, f"page {rng.randrange(4)}", *papers)


@pytest.mark.parametrize("seed", seeds(8, 200))
def test_of_some_papers_the_same_are_concerned_and_told_as_of_all(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    with (
        Library.open(tmp_path / "library", seeds=False) as library,
        closing(open_store(library.locations.database)) as store,
    ):
        database = store.database
        for _ in range(30):
            decide(library, store, rng)
            rowids = [pid for (pid,) in database.rows("SELECT pid FROM papers")]
            few = rng.sample(rowids, rng.randint(0, len(rowids)))
            assert concerned_among(database, few) == concerned(database) & {*few}
            told = identities(database, few)
            with monkeypatch.context() as all_fields:
                all_fields.setattr(corrections, "IDENTIFYING", FIELDS)
                assert identities(database, few) == told


def test_a_correction_that_tells_no_paper_has_no_record_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Library.open(tmp_path / "library", seeds=False) as library,
        closing(open_store(library.locations.database)) as store,
    ):
        add_page(store, "page", made_up(TITLES[0]), made_up(TITLES[1]))
        one, other = library.rows([1, 2])
        library.corrections.edit(one.id, {"venue": "Here"})
        library.corrections.edit(other.id, {"title": "Other words"})
        read: list[int] = []
        load = shelf.load_records

        def noted(database: Database, pids: Collection[int]) -> shelf.Records:
            read.extend(pids)
            return load(database, pids)

        monkeypatch.setattr(shelf, "load_records", noted)
        identities(store.database, [1, 2])
    assert read == [2]


def test_what_acts_say_is_found_without_a_walk_through_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Parameters]] = []
    rows = Database.rows

    def noted(database: Database, sql: str, parameters: Parameters = ()) -> list[Any]:
        asked.append((sql, parameters))
        return rows(database, sql, parameters)

    with (
        Library.open(tmp_path / "library", seeds=False) as library,
        closing(open_store(library.locations.database)) as store,
    ):
        database = store.database
        add_page(store, "page", *map(made_up, TITLES))
        library.identities.merge([paper.id for paper in library.rows([1, 2])])
        monkeypatch.setattr(Database, "rows", noted)
        load_apart(database)
        load_says(database)
        load_says(database, is_in_force=False)
        concerned_among(database, [1])
        parting(database, 1)
        monkeypatch.undo()
        plans = [
            plan
            for sql, parameters in asked
            for *_, plan in database.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)
            if "'merge'" in sql and plan.startswith("SCAN j ")
        ]
    assert {plan for plan in plans if "VIRTUAL" not in plan} == {"SCAN j USING INDEX journal_says"}
