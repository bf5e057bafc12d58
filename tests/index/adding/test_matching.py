"""Which records are one paper: by arXiv id, by title, and by what is learnt later."""

from __future__ import annotations

import random

import pytest
from recto.index import NotFoundError, RectoError
from recto.index.adding.imports import Taken
from recto.index.identifiers import paper_id
from recto.index.journal import undoing
from recto.index.paper import Place
from recto.index.store.papers import load_gone, load_papers, load_texts, resolve
from recto.index.store.store import Store

from ..support.importing import LONG, add_page, every, made_up
from ..support.soundness import assert_papers_are_sound


def test_one_arxiv_id_is_one_paper_whatever_its_titles(store: Store) -> None:
    add_page(store, "page.txt", made_up("Draft Title", arxiv="2401.00001"))
    assert add_page(store, "page.txt", made_up("Final Title", LONG, arxiv="2401.00001")) == Taken(
        1, 0
    )
    assert add_page(store, "page.txt", made_up("Final title")) == Taken(1, 0)
    (paper,) = every(store)
    assert (paper.title, paper.abstract) == ("Draft Title", LONG)
    assert_papers_are_sound(store)


@pytest.mark.parametrize("together", [True, False])
def test_one_title_with_two_arxiv_ids_is_two_papers(store: Store, together: bool) -> None:
    twins = made_up("A-SDM", arxiv="2401.00001"), made_up("A-SDM", arxiv="2401.00002")
    if together:
        assert add_page(store, "page.txt", *twins) == Taken(2, 2)
    else:
        add_page(store, "page.txt", twins[0])
        add_page(store, "page.txt", twins[1])
    papers = {paper.arxiv_id: paper.id for paper in every(store)}
    assert papers == {
        "2401.00001": paper_id("asdm"),
        "2401.00002": paper_id("asdm\n2401.00002"),
    }
    # Which one stays unsaid: the first.
    # Which of them is meant nobody knows.
    assert add_page(store, "page.txt", made_up("a sdm")) == Taken(1, 1)
    assert add_page(store, "page.txt", *reversed(twins)) == Taken(2, 0)
    assert_papers_are_sound(store)


def test_a_paper_learns_its_arxiv_id(store: Store) -> None:
    add_page(store, "page.txt", made_up("One"))
    assert add_page(store, "page.txt", made_up("One", arxiv="2401.00001")) == Taken(1, 0)
    assert every(store)[0].arxiv_id == "2401.00001"


def test_learning_an_arxiv_id_makes_one_paper_of_two(store: Store) -> None:
    database = store.database
    add_page(store, "a.txt", made_up("Draft", published="2024-01-01"), made_up("Other"))
    add_page(store, "b.txt", made_up("Final", LONG, arxiv="2401.00001"), made_up("Other"))
    old_ids = [paper.id for paper in every(store)]
    with database.transaction():
        (draft,), (final,) = (
            resolve(database, [paper.id])
            for paper in sorted(every(store), key=lambda p: p.title)[:2]
        )
        store.journal.record("bookmark", [draft], {"bookmark": 1})
        store.journal.record("tag", [draft, final], {"tag:x": 1})
        act = store.journal.record("untag", [final], {"tag:x": None}).id
    assert add_page(
        store, "c.txt", made_up("Filler"), made_up("Draft", arxiv="2401.00001")
    ) == Taken(2, 1)
    merged = load_papers(database, resolve(database, ["2401.00001"]))[0]
    assert (merged.rowid, merged.title, merged.abstract) == (draft, "Draft", LONG)
    assert (merged.published, merged.bookmarked, merged.tags) == ("2024-01-01", True, ())
    assert merged.sources == (Place("a.txt", 1), Place("b.txt", 1), Place("c.txt", 2))
    assert [resolve(database, [old]) for old in old_ids].count([draft]) == 2
    assert load_papers(database, [final]) == []
    assert load_gone(database, after_rev=0) == [final]
    assert draft in [rowid for rowid, *_ in load_texts(database, after_rev=store.rev - 1)]
    assert_papers_are_sound(store)
    with database.transaction():
        undoing.undo(store.journal, act)
    assert load_papers(database, [draft])[0].tags == ("x",)
    # The title that was merged in still finds its paper, and its number is not given again.
    assert add_page(store, "page.txt", made_up("Final"), made_up("Newest")) == Taken(2, 1)
    assert final not in [paper.rowid for paper in every(store)]
    assert_papers_are_sound(store)


def test_a_merge_within_one_page(store: Store) -> None:
    page = (
        made_up("Draft"),
        made_up("Final", arxiv="2401.00001"),
        made_up("Draft", LONG, "2401.00001"),
    )
    assert add_page(store, "page.txt", *page) == Taken(3, 1)
    (paper,) = every(store)
    assert (paper.title, paper.abstract, paper.arxiv_id) == ("Draft", LONG, "2401.00001")
    assert paper.sources == (Place("page.txt", 1),)
    assert_papers_are_sound(store)


@pytest.mark.parametrize("seed", range(15))
def test_random_imports_stay_sound(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.index.adding.imports.TOGETHER", 3)
    rng = random.Random(seed)
    shown: set[str] = set()
    for number in range(8):
        add_page(
            store,
            f"{rng.randrange(3)}.txt",
            *(
                made_up(
                    f"Title {rng.randrange(8)}",
                    "x" * rng.randrange(1, 50),
                    rng.choice((None, None, f"2401.0000{rng.randrange(8)}")),
                )
                for _ in range(rng.randrange(1, 9))
            ),
        )
        papers = every(store)
        if number % 2:
            with store.database.transaction():
                store.journal.record("tag", [rng.choice(papers).rowid], {f"tag:{number}": 1})
        shown.update(paper.id for paper in papers)
        assert_papers_are_sound(store)
        for ident in shown:
            (rowid,) = resolve(store.database, [ident])
            assert load_papers(store.database, [rowid])
        # Without an arXiv id a title is one paper; with one it is that of the id.
        keys = store.database.rows(
            "SELECT key FROM titles JOIN papers USING(pid) WHERE arxiv_id IS NULL "
            "GROUP BY key HAVING count(*) > 1"
        )
        assert keys == []


def test_ids_are_told_by_their_beginning(store: Store) -> None:
    add_page(store, "page.txt", made_up("One"), made_up("Two", arxiv="2401.00002"))
    one, two = every(store)
    database = store.database
    assert resolve(database, [one.id[:3], two.id.upper(), one.id]) == [one.rowid, two.rowid]
    assert resolve(database, ["https://arxiv.org/abs/2401.00002v3"]) == [two.rowid]
    for unknown in ("zzzzzzzzzz", "", "  ", "%", "ééé", "2401.99999", "a\0b", "\udce9"):
        with pytest.raises(NotFoundError):
            resolve(database, [one.id, unknown])


def test_an_ambiguous_beginning_names_the_papers(store: Store) -> None:
    add_page(store, "page.txt", *(made_up(f"Title {number}") for number in range(100)))
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

    monkeypatch.setattr("recto.index.adding.matching.paper_id", clashing)
    add_page(store, "page.txt", made_up("One"), made_up("Two"))
    add_page(store, "page.txt", made_up("Three"))
    ids = [paper.id for paper in every(store)]
    assert sorted(map(len, ids)) == [10, 11, 11]
    assert len(set(ids)) == 3
    for paper in every(store):
        assert resolve(store.database, [paper.id]) == [paper.rowid]
