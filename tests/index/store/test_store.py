"""What an import makes of records: papers with their places, in their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Paper, RectoError, StoreError
from recto.index.adding.imports import Source, Taken, next_import, take_in
from recto.index.adding.known_papers import place_score
from recto.index.database.tables import TABLES, VERSION
from recto.index.identifiers import paper_id
from recto.index.paper import Link, Place, Record
from recto.index.safety.opening import open_store
from recto.index.store.counting import Counting
from recto.index.store.listings import Listings
from recto.index.store.papers import load_papers
from recto.index.store.store import Store
from recto.index.views import View

from ..support.importing import LONG, add_page, every, made_up
from ..support.soundness import assert_papers_are_sound


def test_a_record_becomes_a_paper_with_all_it_says(store: Store) -> None:
    assert add_page(
        store,
        "page.txt",
        made_up("Über-Nets", LONG, authors=("A. B.", "C"), published="2024-05-01", comments=3),
    ) == Taken(1, 1)
    (paper,) = every(store)
    assert paper == Paper(
        rowid=1,
        id=paper_id("übernets"),
        title="Über-Nets",
        abstract=LONG,
        authors=("A. B.", "C"),
        author_count=2,
        published="2024-05-01",
        comments=3,
        links=(Link("https://github.com/x/y", "code"),),
        sources=(Place("page.txt", 1),),
    )


def test_the_same_bytes_under_the_same_name_change_nothing(store: Store) -> None:
    add_page(store, "page.txt", made_up("One"), checksum="same")
    rows = store.database.value("SELECT count(*) FROM journal")
    assert add_page(store, "page.txt", made_up("One"), checksum="same") == Taken(
        1, 0, unchanged=True
    )
    assert store.database.value("SELECT count(*) FROM journal") == rows
    assert add_page(store, "copy.txt", made_up("One"), checksum="same") == Taken(1, 0)
    assert [place.name for place in every(store)[0].sources] == ["page.txt", "copy.txt"]
    assert_papers_are_sound(store)


def test_a_new_version_of_a_file_is_a_new_page_of_its_source(store: Store) -> None:
    add_page(store, "page.txt", made_up("One"), made_up("Two"))
    assert add_page(store, "page.txt", made_up("Two"), made_up("Three")) == Taken(2, 1)
    two = next(paper for paper in every(store) if paper.title == "Two")
    assert two.sources == (Place("page.txt", 1),)
    (source,) = Counting(store).counts().sources
    assert source.count == 3
    order = Listings(store).rowids(View("source", "page.txt"), "relevance")
    assert [paper.title for paper in load_papers(store.database, order)] == ["Two", "Three", "One"]
    assert_papers_are_sound(store)


def test_the_richer_value_wins_field_by_field(store: Store) -> None:
    add_page(
        store,
        "page.txt",
        made_up("One", LONG, published="2024-05-01", authors=("A", "B"), comments=1),
    )
    add_page(
        store,
        "page.txt",
        made_up("ONE", "Short.", published="--05-02", upvotes=4, organisation="Lab"),
    )
    add_page(
        store, "page.txt", made_up("one", "Short.", comments=2, authors=("A",), author_count=9)
    )
    (paper,) = every(store)
    assert (paper.title.casefold(), paper.abstract, paper.published) == ("one", LONG, "2024-05-01")
    assert (paper.authors, paper.author_count, paper.organisation) == (("A", "B"), 9, "Lab")
    assert (paper.comments, paper.upvotes) == (2, 4)
    add_page(store, "page.txt", made_up("one", published="2023-05-01"))
    assert every(store)[0].published == "2023-05-01"
    assert_papers_are_sound(store)


def test_misread_numbers_are_unknown(store: Store) -> None:
    add_page(store, "page.txt", made_up("One", comments=10**30, upvotes=-3, author_count=10**12))
    (paper,) = every(store)
    assert (paper.comments, paper.upvotes, paper.author_count) == (None, None, None)


def test_a_paper_twice_on_a_page_stands_at_its_first_place(store: Store) -> None:
    assert add_page(store, "page.txt", made_up("One"), made_up("Two"), made_up("One")) == Taken(
        3, 2
    )
    assert every(store)[0].sources == (Place("page.txt", 1),)
    assert_papers_are_sound(store)


def test_the_default_order_is_newest_import_then_reciprocal_rank(store: Store) -> None:
    add_page(store, "page.txt", made_up("Old 1"), made_up("Old 2"))
    with store.database.transaction():
        first = Source("a", "1", [Record(f"A{rank}", "x", rank, 1) for rank in (1, 2, 3)])
        second = Source(
            "b", "2", [Record("B1", "x", 1, 1), Record("A3", "x", 2, 1), Record("Old 2", "x", 3, 1)]
        )
        take_in(store, [first, second], next_import(store))
    titles = [paper.title for paper in every(store)]
    assert titles == ["A3", "A1", "B1", "A2", "Old 2", "Old 1"]
    assert_papers_are_sound(store)


def test_dates_without_a_year_come_after_those_with_one(store: Store) -> None:
    dates = ("2023-01-01", None, "--06-01", "2024-01-01", "--07-01")
    add_page(store, "page.txt", *(made_up(f"{date}", published=date) for date in dates))
    listings = Listings(store)

    def titles(sort: str) -> list[str]:
        return [paper.title for paper in load_papers(store.database, listings.order(sort))]

    assert titles("newest") == ["2024-01-01", "2023-01-01", "--07-01", "--06-01", "None"]
    assert titles("oldest") == ["2023-01-01", "2024-01-01", "--06-01", "--07-01", "None"]
    assert titles("title")[-1] == "None"
    with pytest.raises(RectoError, match="Unknown order"):
        listings.order("fame")


def test_a_source_is_named_by_its_words(store: Store) -> None:
    here = ["Domain Adaptation of Networks", "Adapting Domains", "Domain Adaptation, Again"]
    there = ["Networks That Sort", "Pruning Networks", "Again, Networks"]
    add_page(store, "of.txt", made_up("Of the"))
    add_page(store, "here.txt", *map(made_up, here))
    numbered = (made_up(f"{title} {number}") for number in range(3) for title in there)
    add_page(store, "there.txt", *numbered)
    labels = {source.name: source.label for source in Counting(store).counts().sources}
    assert labels["here.txt"].split(", ")[:2] == ["adaptation", "domain"]
    assert labels["of.txt"] == ""


def test_labels_and_counts_belong_to_sources(store: Store) -> None:
    add_page(store, "[red]\x1b[31m.txt", made_up("Graph Pruning"), made_up("Graph Search"))
    add_page(store, "b.txt", made_up("Video Sets"), made_up("Video Maps"), made_up("Graph Pruning"))
    sources = Counting(store).counts().sources
    assert [(source.name, source.count) for source in sources] == [("b.txt", 3), ("[red].txt", 2)]
    assert [source.label.split(", ")[0] for source in sources] == ["video", "graph"]


def test_a_new_library_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_store(tmp_path / "library.db", fill=fail)
    store = open_store(tmp_path / "library.db", fill=None)
    assert store.database.version == VERSION
    assert store.rev == 0
    assert store.text_rev == 0
    store.database.close()


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"cannot be made.*--data-dir"):
        open_store(tmp_path / "file" / "recto" / "library.db")


def test_a_library_of_a_newer_version_is_opened_for_reading(tmp_path: Path) -> None:
    store = open_store(tmp_path / "library.db")
    store.database.execute(f"PRAGMA user_version={VERSION + 1}")
    store.database.close()
    store = open_store(tmp_path / "library.db")
    (warning,) = store.warnings
    assert "newer Recto" in warning
    with pytest.raises(StoreError, match="reading only"), store.database.transaction():
        pass
    store.database.close()


def test_every_list_is_answered_from_indices(store: Store) -> None:
    """No query of the reader walks through the long texts."""
    add_page(store, "page.txt", made_up("One"))
    plans = []
    for sql in (
        "SELECT pid FROM papers WHERE hidden = 0 ORDER BY import_no DESC, score DESC, pid",
        "SELECT pid FROM marks WHERE name = 'read' AND value IS NOT NULL",
        "SELECT max(clock) FROM journal",
        "SELECT max(rev) FROM papers",
    ):
        plans += [row[3] for row in store.database.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert all("INDEX" in plan for plan in plans), plans
    assert len(TABLES) == len(set(TABLES))
    assert place_score(1) == 1 / 61
