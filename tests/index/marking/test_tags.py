"""Tags: their names, their nests, and what is done to a tag as a whole."""

from __future__ import annotations

import pytest
from recto.index import Library, NotFoundError, RectoError, View

from ..support import on_disk


def tags(library: Library, id: str) -> tuple[str, ...]:
    return library.paper(id).tags


def listed(library: Library, tag: str, sort: str = "list") -> list[str]:
    rowids = library.listing("", view=View("tag", tag), sort=sort).rowids
    return [paper.id for paper in library.rows(rowids)]


def test_tags_have_names_that_can_be_typed_and_seen(library: Library, ids: list[str]) -> None:
    (paper,) = library.tag(
        [ids[0]], add=[" red\x1b[31m\u202e ", "café", "ml/pruning", "c++"]
    ).papers
    assert paper.tags == ("c++", "café", "ml/pruning", "red")
    for name in ("", "\x1b", "x" * 101, "a b", "a,b", "+a", "-a", "#a", "/a", "a/", "a//b", "/"):
        with pytest.raises(RectoError, match="cannot be a tag"):
            library.tag([ids[0]], add=["fine", name])
    with pytest.raises(RectoError, match="both added and removed"):
        library.tag([ids[0]], add=["a"], remove=["a"])
    assert tags(library, ids[0]) == paper.tags


def test_a_parent_counts_its_children_each_paper_once(library: Library, ids: list[str]) -> None:
    library.tag(ids[:3], add=["ml/pruning"])
    library.tag(ids[2:4], add=["ml/search/nas"])
    library.tag([ids[0], ids[5]], add=["ml"])
    library.tag([ids[9]], add=["ml-ops", "Math", "mm"])
    assert library.counts().tags == (
        ("Math", 1),
        ("ml", 5),
        ("ml/pruning", 3),
        ("ml/search", 2),
        ("ml/search/nas", 2),
        ("ml-ops", 1),
        ("mm", 1),
    )
    # Its own papers come in its own order, then those of its children.
    assert listed(library, "ml") == [ids[0], ids[5], ids[1], ids[2], ids[3]]
    assert listed(library, "ml", "relevance") == listed(library, "ml")
    assert listed(library, "ml/search") == [ids[2], ids[3]]
    assert set(listed(library, "ml", "title")) == set(listed(library, "ml"))
    assert listed(library, "m") == []
    found = library.listing("", view=View("tag", "ml"), sort="newest")
    assert found.total == 5


def test_only_the_very_tag_is_taken_off(library: Library, ids: list[str]) -> None:
    library.tag([ids[0]], add=["ml/pruning"])
    (paper,) = library.tag([ids[0]], remove=["ml"]).papers
    assert paper.tags == ("ml/pruning",)


def test_tagging_again_keeps_the_place(library: Library, ids: list[str]) -> None:
    library.tag(ids[:3], add=["a"])
    library.tag([ids[0], ids[4]], add=["a"])
    assert listed(library, "a") == [*ids[:3], ids[4]]


def test_a_tag_is_renamed_everywhere_in_one_act(library: Library, ids: list[str]) -> None:
    library.tag(ids[:3], add=["ml", "x"])
    library.tag([ids[3], ids[0]], add=["ml/pruning"])
    library.searches.save("mine", "net", View("tag", "ml/pruning"))
    library.marks.move(library.paper(ids[2]).rowid, View("tag", "ml"), -2)
    before = on_disk.value(library, "SELECT count(*) FROM journal")
    assert library.tags.rename("ml", "deep/learning").count == 4
    assert on_disk.value(library, "SELECT count(*) FROM journal") == before + 1
    assert library.counts().tags == (
        ("deep", 4),
        ("deep/learning", 4),
        ("deep/learning/pruning", 2),
        ("x", 3),
    )
    assert listed(library, "deep/learning") == [ids[2], ids[0], ids[1], ids[3]]
    assert library.searches.all()[0].view == View("tag", "deep/learning/pruning")
    undone = library.undo()
    assert undone is not None
    assert (undone.kind, undone.count) == ("rename-tag", 4)
    assert tags(library, ids[0]) == ("ml", "ml/pruning", "x")
    assert library.searches.all()[0].view == View("tag", "ml/pruning")
    assert library.journal.agrees()


def test_two_tags_become_one(library: Library, ids: list[str]) -> None:
    library.tag([ids[1], ids[0]], add=["new"])
    library.tag([ids[0], ids[2]], add=["old"])
    assert library.tags.rename("old", "new").count == 2
    assert set(listed(library, "new")) == set(ids[:3])
    assert listed(library, "new")[:2] == [ids[1], ids[0]]
    assert library.counts().tags == (("new", 3),)


def test_a_tag_moves_into_itself_and_out_again(library: Library, ids: list[str]) -> None:
    library.tag([ids[0]], add=["a", "a/b"])
    library.tags.rename("a", "a/b")
    assert tags(library, ids[0]) == ("a/b", "a/b/b")
    library.tags.rename("a/b", "a")
    assert tags(library, ids[0]) == ("a", "a/b")
    library.tags.rename("a/b", "a")
    assert tags(library, ids[0]) == ("a",)
    rows = on_disk.value(library, "SELECT count(*) FROM journal")
    assert library.tags.rename("a", "a").count == 1
    assert on_disk.value(library, "SELECT count(*) FROM journal") == rows
    assert library.journal.agrees()


def test_a_tag_is_deleted_everywhere_in_one_act(library: Library, ids: list[str]) -> None:
    library.tag(ids[:2], add=["ml", "mlx"])
    library.tag(ids[1:3], add=["ml/pruning"])
    assert library.tags.delete("ml").count == 3
    assert library.counts().tags == (("mlx", 2),)
    library.undo()
    assert library.counts().tags == (("ml", 3), ("ml/pruning", 2), ("mlx", 2))
    assert library.tags.delete("ml/pruning").count == 2
    assert listed(library, "ml") == ids[:2]


def test_an_unknown_tag_is_said(library: Library, ids: list[str]) -> None:
    library.tag([ids[0]], add=["ml/pruning"])
    for name in ("nothing", "m", "pruning"):
        with pytest.raises(NotFoundError, match="No such tag"):
            library.tags.rename(name, "x")
        with pytest.raises(NotFoundError, match="No such tag"):
            library.tags.delete(name)
    for name in ("", "a b", "x" * 95):  # too long with what is nested in it
        with pytest.raises(RectoError, match="cannot be a tag"):
            library.tags.rename("ml", name)
    assert tags(library, ids[0]) == ("ml/pruning",)
