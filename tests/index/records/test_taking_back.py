"""What is undone, removed or united leaves what the pages in sight say, and nothing else."""

from __future__ import annotations

import io
import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library
from recto.index.adding.imports import Source, next_import, take_in
from recto.index.journal import undoing
from recto.index.paper import Record
from recto.index.safety.exchange import export_library, import_library
from recto.index.store.store import Store

from ..support.on_disk import hasty_store
from ..support.soundness import assert_is_sound
from .told import DAYS, KINDS, random_record

TITLES = ("Inks", "Papers", "Pens")

Page = tuple[str, str, list[Record], str | None, str | None]
"""Source, digest, records, day and kind."""

FIRST = b"""@article{a, title = {Introduction}, author = {Alpha, Ann}, year = {2001}}"""
SECOND = b"""@article{b, title = {Introduction}, author = {Alpha, A. and Gamma, Cy}, year = {2015},
  abstract = {About inks, at https://github.com/b/inks.}, eprint = {1501.00001},
  archiveprefix = {arXiv}, url = {https://example.org/beta}}"""


def catalogue(rng: random.Random) -> list[Page]:
    return [
        (
            f"page {number % 3}",
            f"d{number}",
            [
                random_record(rng, rng.choice(TITLES))._replace(rank=rank)
                for rank in range(1, rng.randrange(2, 5))
            ],
            rng.choice(DAYS),
            rng.choice(KINDS),
        )
        for number in range(5)
    ]


def add(store: Store, page: Page) -> None:
    name, digest, records, day, kind = page
    with store.database.transaction():
        source = Source(name, digest, records, day or "2024-01-01", kind)
        take_in(store, [source], next_import(store))


def act(store: Store, rng: random.Random, pages: list[Page]) -> None:
    """Add, remove, undo or redo something."""
    database, journal = store.database, store.journal
    match rng.randrange(7):
        case 0 | 1 | 2:
            add(store, rng.choice(pages))
        case 3:
            name = rng.choice(pages)[0]
            with database.transaction():
                journal.record("remove-source", library={f"removed:{name}": True})
        case 4:
            rowids = [rowid for (rowid,) in database.rows("SELECT pid FROM papers")]
            if rowids:
                with database.transaction():
                    journal.record("tag", [rng.choice(rowids)], {"tag:a": "1"})
        case _:
            acts = database.rows("SELECT act FROM journal WHERE subject IS NULL ORDER BY seq")
            if acts:
                (chosen,) = rng.choice(acts)
                turn = undoing.redo if journal.projection.is_undone(chosen) else undoing.undo
                with database.transaction():
                    turn(journal, chosen)


def shown(store: Store) -> list[Any]:
    """Return all that is shown of the papers that are in sight by a page, but for their marks."""
    rows = store.database.rows(
        "SELECT t.title, p.arxiv_id, p.published, p.comments, p.upvotes, p.doi, t.abstract, "
        "t.authors, t.author_count, t.organisation, t.links, t.details, "
        "(SELECT json_group_array(json_array(day, s.upvotes, s.comments)) FROM "
        "(SELECT * FROM seen s WHERE s.pid = p.pid ORDER BY day) s) "
        "FROM papers p JOIN texts t USING(pid) WHERE EXISTS (SELECT 1 FROM places l "
        "JOIN pages g USING(gid) WHERE l.pid = p.pid AND NOT g.hidden)"
    )
    return sorted(rows, key=repr)


def in_sight(store: Store) -> set[tuple[str, str]]:
    return set(
        store.database.rows(
            "SELECT name, digest FROM pages JOIN sources USING(sid) WHERE NOT hidden"
        )
    )


def anew(path: Path, pages: list[Page], names: set[tuple[str, str]]) -> list[Any]:
    """Return what a library shows that has never seen anything but these pages."""
    with hasty_store(path) as store:
        for page in pages:
            if page[:2] in names:
                add(store, page)
        return shown(store)


@pytest.mark.parametrize("seed", range(16))
def test_only_what_is_in_sight_is_shown(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    pages = catalogue(rng)
    with hasty_store(tmp_path / "one" / "library.db") as store:
        for number in itertools.count():
            for _ in range(rng.randrange(1, 6)):
                act(store, rng, pages)
            assert_is_sound(store)
            rng.shuffle(pages)
            path = tmp_path / str(number) / "library.db"
            assert shown(store) == anew(path, pages, in_sight(store))
            if number == 3:
                return


@pytest.mark.parametrize("seed", range(10))
def test_united_libraries_show_the_same_in_either_direction(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    pages = catalogue(rng)
    with (
        hasty_store(tmp_path / "one" / "library.db") as one,
        hasty_store(tmp_path / "two" / "library.db") as two,
    ):
        for store in (one, two):
            for _ in range(rng.randrange(2, 9)):
                act(store, rng, pages)
        files = io.BytesIO(), io.BytesIO()
        for store, file in zip((one, two), files, strict=True):
            export_library(store, file)
            file.seek(0)
        import_library(one, files[1])
        import_library(two, files[0])
        for store in (one, two):
            assert_is_sound(store)
        assert in_sight(one) == in_sight(two)
        assert shown(one) == shown(two) == anew(tmp_path / "x.db", pages, in_sight(one))


@pytest.mark.parametrize("how", ["undo", "remove"])
def test_nothing_of_a_bibliography_that_is_gone_stays(empty: Library, how: str) -> None:
    empty.add_text("first.bib", FIRST)
    (before,) = (hit.paper for hit in empty.search("introduction").hits)
    empty.add_text("second.bib", SECOND)
    (after,) = (hit.paper for hit in empty.search("introduction").hits)
    assert after.arxiv_id == "1501.00001"
    if how == "undo":
        empty.undo()
    else:
        empty.sources.remove("second.bib")
    (left,) = (hit.paper for hit in empty.search("introduction").hits)
    assert left == before
    assert empty.search("inks").total == 0
    if how == "undo":
        empty.redo()
    else:
        empty.add_text("second.bib", SECOND)
    assert empty.paper(before.id) == after
    assert empty.search("inks").total == 1
    assert_is_sound(empty)
