"""Views and orders, and counts that agree with the lists."""

from __future__ import annotations

import random

import pytest
from recto.index import SORTS, Library, RectoError, View

SOURCE = View("source", "003_497f01f3366fe52b.txt")


def test_a_view_as_a_word() -> None:
    for view in (View(), View("queue"), View("tag", "ml/a:b"), View("search", "my x"), SOURCE):
        assert View.parse(str(view)) == view
    assert str(View("tag", "ml")) == "tag:ml"
    for text in ("", "nowhere", "nowhere:else"):
        assert View.parse(text) == View()
    assert [View(kind).default_sort for kind in ("queue", "tag", "all", "done")] == [
        "list",
        "list",
        "relevance",
        "relevance",
    ]


def test_list_order_is_the_default_order_where_there_is_no_list(library: Library) -> None:
    assert "list" in SORTS
    for view in (View(), View("unread")):
        by_list = library.listing("", view=view, sort="list").rowids
        assert by_list == library.listing("", view=view).rowids
    with pytest.raises(RectoError, match="Unknown order"):
        library.listing("", sort="fame")


def test_what_a_query_finds_can_be_in_list_order(library: Library) -> None:
    found = library.listing("pruning").rowids[:6]
    for rowid in reversed(found):
        library.queue(rowids=[rowid])
    view = View("queue")
    assert list(library.listing("pruning", view=view, sort="list").rowids) == list(reversed(found))
    assert set(library.listing("pruning", view=view).rowids) == set(found)
    assert list(library.listing("", view=view, sort="list").rowids) == list(reversed(found))


@pytest.mark.parametrize("seed", range(3))
def test_counts_agree_with_lists(library: Library, seed: int) -> None:
    rng = random.Random(seed)
    rowids = list(library.listing("").rowids)
    names = ["a", "a/b", "a/b/c", "a/d", "e", "f/g"]
    for _ in range(40):
        some = rng.sample(rowids, rng.randint(1, 20))
        match rng.randrange(7):
            case 0:
                library.bookmark(rowids=some, on=rng.random() < 0.7)
            case 1:
                library.mark_read(rowids=some, on=rng.random() < 0.7)
            case 2:
                library.queue(rowids=some, on=rng.random() < 0.7)
            case 3:
                library.done(rowids=some, on=rng.random() < 0.7)
            case 4:
                library.tag(rowids=some, remove=rng.sample(names, 2))
            case 5:
                library.undo()
            case _:
                library.tag(rowids=some, add=rng.sample(names, 2))
    counts = library.counts()
    kinds = {"all": View(), "new": View("new"), "bookmarks": View("bookmarks")}
    kinds |= {"unread": View("unread"), "queue": View("queue"), "done": View("done")}
    for name, view in kinds.items():
        for sort in SORTS:
            assert library.listing("", view=view, sort=sort).total == getattr(counts, name)
    for name, count in counts.tags:
        listed = library.listing("", view=View("tag", name)).rowids
        assert len(set(listed)) == len(listed) == count
        assert set(library.listing("", view=View("tag", name), sort="oldest").rowids) == set(listed)
    queue = library.rows(library.listing("", view=View("queue")).rowids)
    assert [paper.queue for paper in queue] == list(range(1, counts.queue + 1))
    assert library.journal.agrees()
