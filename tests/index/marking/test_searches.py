"""Saved searches: their keys, what is new in them, and their lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, RectoError, SearchIndexError, View

from ..support import on_disk
from ..support.importing import add_page, made_up

BODY = "We teach small networks to smile at passing marsupials of any kind. " * 6
HEAD = "Get trending papers in your email inbox once a day!\n"


def add(library: Library, path: Path, *titles: str) -> None:
    """Add a page of papers of these titles."""
    path.write_text(HEAD + "".join(f"{title}\n{BODY}\n" for title in titles))
    (report,) = library.add([path])
    assert report.records == len(titles)


def new(library: Library) -> dict[str, int]:
    return {search.name: search.new for search in library.searches.all()}


def rows(library: Library) -> int:
    return int(on_disk.value(library, "SELECT count(*) FROM journal"))


def test_saved_searches_have_the_lowest_free_keys(library: Library) -> None:
    for name in "abcdefghijk":
        library.searches.save(name, name, View())
    slots = {search.name: search.slot for search in library.searches.all()}
    assert list(slots.values()) == [1, 2, 3, 4, 5, 6, 7, 8, 9, None, None]
    library.searches.delete("c")
    library.searches.delete("b")
    assert library.searches.save("new", "x", View("queue"), "list").search.slot == 2
    assert library.searches.save("k", "changed", View()).search.slot is None  # as it was
    assert library.searches.save("a", "changed", View()).search.slot == 1
    names = [search.name for search in library.searches.all()]
    assert names == ["a", "new", "d", "e", "f", "g", "h", "i", "j", "k"]
    (search, *_) = library.counts().searches
    assert (search.name, search.text, search.view, search.sort) == (
        "a",
        "changed",
        View(),
        "relevance",
    )
    assert library.counts().searches[1].view == View("queue")


def test_two_machines_gave_the_same_key(library: Library) -> None:
    for name in ("a", "b", "c"):
        library.searches.save(name, name, View())
    with on_disk.store_of(library) as store, store.database.transaction():
        for name in ("x", "y"):
            asked = {"text": "x", "view": "tag:ml", "sort": "title", "slot": 2}
            store.journal.record("save-search", library={f"search:{name}": asked})
        odd = {"search:odd": {"slot": True, "view": "nowhere", "sort": "fame"}, "search:odder": 7}
        store.journal.record("save-search", library=odd)
    assert {search.name: search.slot for search in library.searches.all()} == {
        "a": 1,
        "b": 2,
        "c": 3,
        "x": 4,
        "y": 5,
        "odd": None,
        "odder": None,
    }
    found = {search.name: search for search in library.searches.all()}
    assert (found["x"].view, found["x"].sort) == (View("tag", "ml"), "title")
    assert (found["odd"].view, found["odd"].sort) == (View(), "relevance")


def test_saving_and_deleting_are_undone(library: Library) -> None:
    library.searches.save("one", "a", View())
    library.searches.save("one", "b", View())
    library.searches.delete("one")
    assert library.searches.all() == []
    library.undo()
    assert library.searches.all()[0].text == "b"
    library.undo()
    assert library.searches.all()[0].text == "a"
    library.undo()
    assert library.searches.all() == []


def test_names_and_orders_that_cannot_be(library: Library) -> None:
    for name in ("", "\x1b[31m", "x" * 101):
        with pytest.raises(RectoError, match="cannot be saved"):
            library.searches.save(name, "a", View())
    with pytest.raises(RectoError, match="Unknown order"):
        library.searches.save("a", "a", View(), "fame")
    for act in (library.searches.delete, library.searches.look, library.searches.new_in):
        with pytest.raises(NotFoundError, match="No such search"):
            act("nothing")


def test_a_saved_search_is_a_view(library: Library) -> None:
    source = View("source", "003_497f01f3366fe52b.txt")
    plain = library.listing("pruning", view=source)
    library.searches.save("mine", "pruning", source)
    view = View("search", "mine")
    listing = library.listing("", view=view)
    assert list(listing.rowids) == list(plain.rowids) != []
    assert (listing.text, listing.view) == ("", view)
    assert listing.highlighter.spans("pruning")
    both = library.listing("network", view=view)
    assert (both.text, both.view) == ("network", view)
    assert set(both.rowids) == set(library.listing("pruning network", view=source).rowids)
    assert list(library.listing("", view=view, sort="title").rowids) == list(
        library.listing("pruning", view=source, sort="title").rowids
    )
    library.searches.save("queued", "", View("queue"))
    library.queue(rowids=listing.rowids[:2])
    assert list(library.listing("", view=View("search", "queued")).rowids) == list(
        listing.rowids[:2]
    )
    # A search within a saved search is saved as one.
    nested = library.searches.save("nested", "network", view).search
    assert (nested.text, nested.view) == ("pruning network", source)
    library.searches.delete("mine")
    assert library.listing("", view=view).total == 603


def test_what_a_search_finds_and_is_new_is_its_news(library: Library, tmp_path: Path) -> None:
    library.searches.save("quokkas", "quokka", View())
    library.searches.save("everything", "", View())
    library.searches.save("pruning", "pruning", View())
    pruning = library.search("pruning").total
    assert new(library) == {"quokkas": 0, "everything": 603, "pruning": pruning}
    add(library, tmp_path / "a.txt", "Quokka Nets in the Wild", "Wombat Search in Cubes")
    assert new(library) == {"quokkas": 1, "everything": 2, "pruning": 0}
    assert [search.new for search in library.counts().searches] == [1, 2, 0]
    # Looking at the list passes nothing, going on in it does.
    library.searches.look("quokkas", "someid")
    assert [search.new for search in library.counts().searches] == [1, 2, 0]
    library.news.pass_over(library.listing("", view=View("search", "quokkas")).rowids)
    assert [search.new for search in library.counts().searches] == [0, 1, 0]
    assert new(library) == {"quokkas": 0, "everything": 1, "pruning": 0}
    # The same papers from elsewhere are not new.
    add(library, tmp_path / "b.txt", "Quokka Nets in the Wild", "Quokka Nets at Home")
    assert new(library) == {"quokkas": 1, "everything": 2, "pruning": 0}
    library.undo()
    assert new(library) == {"quokkas": 0, "everything": 1, "pruning": 0}
    library.searches.save("quokkas", "wombat", View())
    assert new(library)["quokkas"] == 1


def test_its_news_are_counted_by_marks_and_names_as_its_list_has_them(empty: Library) -> None:
    titles = ("Quokka Nets in the Wild", "Wombat Search in Cubes", "Bandicoots at Night")
    add_page(empty, "page", *(made_up(title, BODY) for title in titles))
    quokka, wombat, _ = rowids = list(empty.listing("").rowids)
    for text in ("tag:toread", "-tag:toread", "toread", titles[0]):
        empty.searches.save(text, text, View())
    empty.searches.save("in the queue", "nets OR bandicoots", View("queue"))

    def check(*counted: int) -> None:
        assert tuple(new(empty).values()) == counted
        for search in empty.searches.all(wait=True):
            found = empty.listing("", view=View("search", search.name), wait=True).rowids
            fresh = empty.listing("", view=View("new")).rowids
            assert search.new == len({*found} & {*fresh}), search

    empty.searches.all(wait=True)
    check(0, 3, 0, 1, 0)
    empty.tag(rowids=[quokka, wombat], add=["toread"])
    check(0, 1, 0, 0, 0)  # what is marked is new no more
    empty.queue(rowids=rowids)
    check(0, 0, 0, 0, 0)
    empty.undo(2)
    check(0, 3, 0, 1, 0)


def test_positions_are_remembered_and_looking_is_no_act(library: Library, tmp_path: Path) -> None:
    library.searches.save("quokkas", "quokka", View())
    before = rows(library)
    library.searches.look("quokkas")
    assert rows(library) == before  # nothing to remember
    library.searches.look("quokkas", "abc")
    library.searches.look("quokkas", "abc")
    assert rows(library) == before + 1
    add(library, tmp_path / "a.txt", "Quokka Nets in the Wild")
    library.searches.look("quokkas", "def")
    (search,) = library.searches.all()
    assert (search.position, search.new) == ("def", 1)
    undone = library.undo()
    assert undone is not None
    assert undone.kind == "add"
    with Library.open(library.locations.data) as other:
        assert other.searches.all()[0].position == "def"


def test_new_papers_are_counted_when_the_index_is_there(library: Library, tmp_path: Path) -> None:
    library.searches.save("quokkas", "quokka", View())
    add_page(library, "x", made_up("Quokka Nets in the Wild", BODY))
    assert library.index.state() == "stale"
    assert library.searches.all()[0].new == 0
    assert library.searches.all(wait=True)[0].new == 1
    library.searches.save("all", "", View())
    for path in sorted((tmp_path / "recto" / "cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with Library.open(library.locations.data) as other:
        with pytest.raises(SearchIndexError):
            other.searches.new_in("quokkas")
        assert [search.new for search in other.searches.all()] == [0, 1]
        assert [search.new for search in other.searches.all(wait=True)] == [1, 1]


def test_counting_what_is_new_needs_no_search_when_nothing_came(library: Library) -> None:
    library.searches.save("pruning", "pruning", View())
    library.news.pass_over(library.listing("").rowids)
    library.close()
    shutil.rmtree(library.locations.index)
    with Library.open(library.locations.data) as other:
        assert other.searches.new_in("pruning") == 0
        with pytest.raises(SearchIndexError):
            other.listing("pruning")
