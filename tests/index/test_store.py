"""Papers, their identity and their places: what an import makes of records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import NotFoundError, Paper, RectoError, StoreError
from recto.index.journal.journal import fold
from recto.index.paper import Link, Place, Record, paper_id, title_key
from recto.index.store import drafts as drafts_module
from recto.index.store.counting import Counting
from recto.index.store.imports import Source, Taken, next_import, take_in
from recto.index.store.labels import distinctive_words
from recto.index.store.listings import Listings
from recto.index.store.papers import load_gone, load_papers, load_texts, resolve
from recto.index.store.store import TABLES, VERSION, Store
from recto.index.views import View

LONG = "A long abstract with code at https://github.com/x/y."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "library.db")
    yield store
    store.database.close()


def record(
    title: str, abstract: str = "Short.", arxiv: str | None = None, **more: object
) -> Record:
    return Record(title, abstract, 1, 1, arxiv_id=arxiv, **more)  # type: ignore[arg-type]


def add(store: Store, *records: Record, name: str = "page.txt", digest: str = "") -> Taken:
    """Add a page of these records, ranked in their order, as an import of its own."""
    ranked = [
        Record(**{**{slot: getattr(one, slot) for slot in Record.__slots__}, "rank": rank})
        for rank, one in enumerate(records, 1)
    ]
    digest = digest or f"{random.random()}"
    with store.database.transaction():
        return take_in(store, [Source(name, digest, ranked)], next_import(store))[0]


def every(store: Store) -> list[Paper]:
    return load_papers(store.database, Listings(store).order("relevance"))


def assert_is_sound(store: Store) -> None:
    """Check that nothing points at papers that are not there, and the marks are the fold."""
    assert store.database.rows("PRAGMA foreign_key_check") == []
    assert store.database.value("PRAGMA integrity_check") == "ok"
    assert store.journal.marks() == fold(store.journal.touches())
    mains = store.database.rows(
        "SELECT t.title, n.key FROM texts t LEFT JOIN titles n ON n.pid = t.pid AND n.is_main"
    )
    assert all(title_key(title) == key for title, key in mains)
    places = store.database.rows(
        "SELECT p.pid, p.import_no, p.score, g.import_no, l.rank FROM papers p "
        "JOIN places l USING(pid) JOIN pages g USING(gid)"
    )
    scores: dict[int, float] = {}
    for pid, newest, _, import_no, rank in places:
        assert import_no <= newest
        scores[pid] = scores.get(pid, 0) + (1 / (60 + rank) if import_no == newest else 0)
    for pid, _, score, _, _ in places:
        assert score == pytest.approx(scores[pid])


def test_a_record_becomes_a_paper_with_all_it_says(store: Store) -> None:
    assert add(
        store,
        record("Über-Nets", LONG, authors=("A. B.", "C"), published="2024-05-01", comments=3),
    ) == Taken(1, 1)
    (paper,) = every(store)
    assert paper == Paper(
        pid=1,
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
    add(store, record("One"), digest="same")
    rows = store.database.value("SELECT count(*) FROM journal")
    assert add(store, record("One"), digest="same") == Taken(1, 0, unchanged=True)
    assert store.database.value("SELECT count(*) FROM journal") == rows
    assert add(store, record("One"), digest="same", name="copy.txt") == Taken(1, 0)
    assert [place.name for place in every(store)[0].sources] == ["page.txt", "copy.txt"]
    assert_is_sound(store)


def test_a_new_version_of_a_file_is_a_new_page_of_its_source(store: Store) -> None:
    add(store, record("One"), record("Two"))
    assert add(store, record("Two"), record("Three")) == Taken(2, 1)
    two = next(paper for paper in every(store) if paper.title == "Two")
    assert two.sources == (Place("page.txt", 1),)
    (source,) = Counting(store).counts().sources
    assert source.count == 3
    order = Listings(store).pids(View("source", "page.txt"), "relevance")
    assert [paper.title for paper in load_papers(store.database, order)] == ["Two", "Three", "One"]
    assert_is_sound(store)


def test_the_richer_value_wins_field_by_field(store: Store) -> None:
    add(store, record("One", LONG, published="2024-05-01", authors=("A", "B"), comments=1))
    add(store, record("ONE!", "Short.", published="--05-02", upvotes=4, organisation="Lab"))
    add(store, record("one", "Short.", comments=2, authors=("A",), author_count=9))
    (paper,) = every(store)
    assert (paper.title, paper.abstract, paper.published) == ("One", LONG, "2024-05-01")
    assert (paper.authors, paper.author_count, paper.organisation) == (("A", "B"), 9, "Lab")
    assert (paper.comments, paper.upvotes) == (2, 4)
    add(store, record("one", published="2023-05-01"))
    assert every(store)[0].published == "2023-05-01"
    assert_is_sound(store)


def test_misread_numbers_are_unknown(store: Store) -> None:
    add(store, record("One", comments=10**30, upvotes=-3, author_count=10**12))
    (paper,) = every(store)
    assert (paper.comments, paper.upvotes, paper.author_count) == (None, None, None)


def test_a_paper_twice_on_a_page_stands_at_its_first_place(store: Store) -> None:
    assert add(store, record("One"), record("Two"), record("One")) == Taken(3, 2)
    assert every(store)[0].sources == (Place("page.txt", 1),)
    assert_is_sound(store)


def test_one_arxiv_id_is_one_paper_whatever_its_titles(store: Store) -> None:
    add(store, record("Draft Title", arxiv="2401.00001"))
    assert add(store, record("Final Title", LONG, arxiv="2401.00001")) == Taken(1, 0)
    assert add(store, record("Final title")) == Taken(1, 0)
    (paper,) = every(store)
    assert (paper.title, paper.abstract) == ("Draft Title", LONG)
    assert_is_sound(store)


@pytest.mark.parametrize("together", [True, False])
def test_one_title_with_two_arxiv_ids_is_two_papers(store: Store, together: bool) -> None:
    twins = record("A-SDM", arxiv="2401.00001"), record("A-SDM", arxiv="2401.00002")
    if together:
        assert add(store, *twins) == Taken(2, 2)
    else:
        add(store, twins[0])
        add(store, twins[1])
    papers = {paper.arxiv_id: paper.id for paper in every(store)}
    assert papers == {
        "2401.00001": paper_id("asdm"),
        "2401.00002": paper_id("asdm\n2401.00002"),
    }
    assert add(store, record("a sdm")) == Taken(1, 0)  # which one stays unsaid: the first
    assert add(store, *reversed(twins)) == Taken(2, 0)
    assert_is_sound(store)


def test_a_paper_learns_its_arxiv_id(store: Store) -> None:
    add(store, record("One"))
    assert add(store, record("One", arxiv="2401.00001")) == Taken(1, 0)
    assert every(store)[0].arxiv_id == "2401.00001"


def test_learning_an_arxiv_id_makes_one_paper_of_two(store: Store) -> None:
    database = store.database
    add(store, record("Draft", published="2024-01-01"), record("Other"), name="a.txt")
    add(store, record("Final", LONG, arxiv="2401.00001"), record("Other"), name="b.txt")
    old_ids = [paper.id for paper in every(store)]
    with database.transaction():
        (draft,), (final,) = (
            resolve(database, [paper.id])
            for paper in sorted(every(store), key=lambda p: p.title)[:2]
        )
        store.journal.record("bookmark", [draft], {"bookmark": 1})
        store.journal.record("tag", [draft, final], {"tag:x": 1})
        act = store.journal.record("untag", [final], {"tag:x": None})
    assert add(store, record("Filler"), record("Draft", arxiv="2401.00001"), name="c.txt") == Taken(
        2, 1
    )
    merged = load_papers(database, resolve(database, ["2401.00001"]))[0]
    assert (merged.pid, merged.title, merged.abstract) == (draft, "Draft", LONG)
    assert (merged.published, merged.bookmarked, merged.tags) == ("2024-01-01", True, ())
    assert merged.sources == (Place("a.txt", 1), Place("b.txt", 1), Place("c.txt", 2))
    assert [resolve(database, [old]) for old in old_ids].count([draft]) == 2
    assert load_papers(database, [final]) == []
    assert load_gone(database, after_rev=0) == [final]
    assert draft in [pid for pid, _, _ in load_texts(database, after_rev=store.rev - 1)]
    assert_is_sound(store)
    with database.transaction():
        store.journal.undo(act)
    assert load_papers(database, [draft])[0].tags == ("x",)
    # The title that was merged in still finds its paper, and its number is not given again.
    assert add(store, record("Final"), record("Newest")) == Taken(2, 1)
    assert final not in [paper.pid for paper in every(store)]
    assert_is_sound(store)


def test_a_merge_within_one_page(store: Store) -> None:
    page = record("Draft"), record("Final", arxiv="2401.00001"), record("Draft", LONG, "2401.00001")
    assert add(store, *page) == Taken(3, 1)
    (paper,) = every(store)
    assert (paper.title, paper.abstract, paper.arxiv_id) == ("Draft", LONG, "2401.00001")
    assert paper.sources == (Place("page.txt", 1),)
    assert_is_sound(store)


@pytest.mark.parametrize("seed", range(15))
def test_random_imports_stay_sound(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.index.store.imports.TOGETHER", 3)
    rng = random.Random(seed)
    shown: set[str] = set()
    for number in range(8):
        add(
            store,
            *(
                record(
                    f"Title {rng.randrange(8)}",
                    "x" * rng.randrange(1, 50),
                    rng.choice((None, None, f"2401.0000{rng.randrange(8)}")),
                )
                for _ in range(rng.randrange(1, 9))
            ),
            name=f"{rng.randrange(3)}.txt",
        )
        papers = every(store)
        if number % 2:
            with store.database.transaction():
                store.journal.record("tag", [rng.choice(papers).pid], {f"tag:{number}": 1})
        shown.update(paper.id for paper in papers)
        assert_is_sound(store)
        for ident in shown:
            (pid,) = resolve(store.database, [ident])
            assert load_papers(store.database, [pid])
        # Without an arXiv id a title is one paper; with one it is that of the id.
        keys = store.database.rows(
            "SELECT key FROM titles JOIN papers USING(pid) WHERE arxiv_id IS NULL "
            "GROUP BY key HAVING count(*) > 1"
        )
        assert keys == []


def test_ids_are_told_by_their_beginning(store: Store) -> None:
    add(store, record("One"), record("Two", arxiv="2401.00002"))
    one, two = every(store)
    database = store.database
    assert resolve(database, [one.id[:3], two.id.upper(), one.id]) == [one.pid, two.pid]
    assert resolve(database, ["https://arxiv.org/abs/2401.00002v3"]) == [two.pid]
    for unknown in ("zzzzzzzzzz", "", "  ", "%", "ééé", "2401.99999", "a\0b", "\udce9"):
        with pytest.raises(NotFoundError):
            resolve(database, [one.id, unknown])


def test_an_ambiguous_beginning_names_the_papers(store: Store) -> None:
    add(store, *(record(f"Title {number}") for number in range(100)))
    database = store.database
    first = database.value(
        "SELECT substr(alias, 1, 1) FROM ids GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    with pytest.raises(RectoError, match=r"beginning of .*Title .*Give more") as caught:
        resolve(database, [first])
    assert not isinstance(caught.value, NotFoundError)


def test_a_clash_of_ids_makes_the_later_one_longer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clashing(key: str, length: int = 10) -> str:
        return ("a" * 10 + paper_id(key, 20))[:length]

    monkeypatch.setattr("recto.index.store.matching.paper_id", clashing)
    add(store, record("One"), record("Two"))
    add(store, record("Three"))
    ids = [paper.id for paper in every(store)]
    assert sorted(map(len, ids)) == [10, 11, 11]
    assert len(set(ids)) == 3
    for paper in every(store):
        assert resolve(store.database, [paper.id]) == [paper.pid]


def test_the_default_order_is_newest_import_then_reciprocal_rank(store: Store) -> None:
    add(store, record("Old 1"), record("Old 2"))
    with store.database.transaction():
        first = Source("a", "1", [Record(f"A{rank}", "x", rank, 1) for rank in (1, 2, 3)])
        second = Source(
            "b", "2", [Record("B1", "x", 1, 1), Record("A3", "x", 2, 1), Record("Old 2", "x", 3, 1)]
        )
        take_in(store, [first, second], next_import(store))
    titles = [paper.title for paper in every(store)]
    assert titles == ["A3", "A1", "B1", "A2", "Old 2", "Old 1"]
    assert_is_sound(store)


def test_dates_without_a_year_come_after_those_with_one(store: Store) -> None:
    dates = ("2023-01-01", None, "--06-01", "2024-01-01", "--07-01")
    add(store, *(record(f"{date}", published=date) for date in dates))
    listings = Listings(store)

    def titles(sort: str) -> list[str]:
        return [paper.title for paper in load_papers(store.database, listings.order(sort))]

    assert titles("newest") == ["2024-01-01", "2023-01-01", "--07-01", "--06-01", "None"]
    assert titles("oldest") == ["2023-01-01", "2024-01-01", "--06-01", "--07-01", "None"]
    assert titles("title")[-1] == "None"
    with pytest.raises(RectoError, match="Unknown order"):
        listings.order("fame")


def test_a_source_is_named_by_its_words() -> None:
    here = ["Domain Adaptation of Networks", "Adapting Domains", "Domain Adaptation, Again"]
    there = ["Networks That Sort", "Pruning Networks", "Again, Networks"] * 3
    assert distinctive_words(here, there).split(", ")[:2] == ["adaptation", "domain"]
    assert distinctive_words([], there) == ""
    assert distinctive_words(["Of the"], []) == ""
    assert distinctive_words(["Graph Pruning", "Graph Search"], []).startswith("graph")


def test_labels_and_counts_belong_to_sources(store: Store) -> None:
    add(store, record("Graph Pruning"), record("Graph Search"), name="[red]\x1b[31m.txt")
    add(store, record("Video Sets"), record("Video Maps"), record("Graph Pruning"), name="b.txt")
    sources = Counting(store).counts().sources
    assert [(source.name, source.count) for source in sources] == [("[red].txt", 2), ("b.txt", 3)]
    assert [source.label.split(", ")[0] for source in sources] == ["graph", "video"]


def test_a_new_library_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Store.open(tmp_path / "library.db", fill=fail)
    store = Store.open(tmp_path / "library.db", fill=None)
    assert store.database.version == VERSION
    assert store.rev == 0
    assert store.text_rev == 0
    store.database.close()


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"cannot be made.*--data-dir"):
        Store.open(tmp_path / "file" / "recto" / "library.db")


def test_a_library_of_a_newer_version_is_opened_for_reading(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "library.db")
    store.database.execute(f"PRAGMA user_version={VERSION + 1}")
    store.database.close()
    store = Store.open(tmp_path / "library.db")
    (warning,) = store.warnings
    assert "newer Recto" in warning
    with pytest.raises(StoreError, match="reading only"), store.database.transaction():
        pass
    store.database.close()


def test_every_list_is_answered_from_indices(store: Store) -> None:
    """No query of the reader walks through the long texts."""
    add(store, record("One"))
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
    assert drafts_module.place_score(1) == 1 / 61
