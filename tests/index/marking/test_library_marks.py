"""Marks through the library: kept for the next one who opens it, told, undone and redone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import (
    Library,
    NotFoundError,
    View,
)

from ..support import on_disk


def test_marks_are_there_for_the_next_one_who_opens(library: Library, tmp_path: Path) -> None:
    first, second, third = (paper.id for paper in library.rows(library.listing("").rowids[:3]))
    assert [paper.bookmarked for paper in library.bookmark([first, second]).papers] == [True, True]
    library.bookmark([second], on=False)
    library.mark_read([first])
    (paper,) = library.tag([third], add=["todo", "ml/pruning"], remove=["nothing"]).papers
    assert paper.tags == ("ml/pruning", "todo")
    library.tag([third], remove=["todo"])
    with Library.open(tmp_path / "recto") as other:
        assert other.paper(first).bookmarked
        assert other.paper(first).read
        assert not other.paper(second).bookmarked
        assert other.paper(third).tags == ("ml/pruning",)
        counts = other.counts()
        assert (counts.bookmarks, counts.unread, counts.new) == (1, 602, 601)
        assert counts.tags == (("ml", 1), ("ml/pruning", 1))
        for view, ids in (
            (View("bookmarks"), [first]),
            (View("tag", "ml/pruning"), [third]),
            (View("tag", "ml"), [third]),
            (View("tag", "todo"), []),
        ):
            assert [paper.id for paper in other.rows(other.listing("", view=view).rowids)] == ids
        for view, count in ((View("unread"), 602), (View("new"), 601)):
            assert len(other.listing("", view=view).rowids) == count
        assert other.listing("", view=View("source", "003_497f01f3366fe52b.txt")).total == 40


def test_marks_outlive_the_index(library: Library, tmp_path: Path) -> None:
    paper = library.bookmark([library.search("adaptation", limit=1).hits[0].paper.id]).papers[0]
    shutil.rmtree(tmp_path / "recto" / "cache")
    assert library.index.state() == "missing"
    assert library.paper(paper.id).bookmarked
    assert library.search("adaptation").total == library.search("adaptation", limit=None).total > 50
    assert library.index.state() == "ready"


@pytest.mark.parametrize("act", ["bookmark", "mark_read", "tag"])
def test_one_unknown_id_marks_nothing(library: Library, act: str) -> None:
    known = library.search(limit=1).hits[0].paper
    rows = on_disk.value(library, "SELECT count(*) FROM journal")
    more = {"add": ["x"]} if act == "tag" else {}
    with pytest.raises(NotFoundError):
        getattr(library, act)([known.id, "nonsense"], **more)
    assert library.paper(known.id) == known
    assert on_disk.value(library, "SELECT count(*) FROM journal") == rows


def test_one_act_is_one_row(library: Library) -> None:
    ids = [hit.paper.id for hit in library.search(limit=20).hits]
    library.tag(ids, add=["a", "b"], remove=["c"])
    assert on_disk.value(library, "SELECT count(*) FROM journal WHERE kind = 'tag'") == 1
    library.tag(ids)
    library.tag([], add=["a"])
    assert on_disk.value(library, "SELECT count(*) FROM journal WHERE kind = 'tag'") == 1


def test_next_unread(library: Library) -> None:
    rowids = library.listing("").rowids
    ids = [paper.id for paper in library.rows(rowids)]
    library.mark_read([*ids[:1], *ids[2:5], *ids[600:]])
    assert library.marks.next_unread(rowids) == 1
    assert library.marks.next_unread(rowids, 2) == 5
    assert library.marks.next_unread(rowids, 600) is None
    assert library.marks.next_unread(rowids, 603) is None


def test_next_unread_far_down_a_long_list(library: Library) -> None:
    read, unread = library.listing("").rowids[:2]
    library.mark_read(rowids=[read])
    long = [read] * 5000
    assert library.marks.next_unread([*long, unread, *long, unread]) == 5000
    assert library.marks.next_unread([*long, unread, *long, unread], 5001) == 10_001
    assert library.marks.next_unread([unread, *long], 1) is None


def test_acts_are_told_undone_and_redone(library: Library) -> None:
    first, second = library.rows(library.listing("").rowids[:2])
    library.bookmark([first])
    library.tag([first, second], add=["a"])
    library.queue([second])
    newest, *_, oldest = library.log()
    assert (newest.kind, newest.papers, newest.undone) == ("queue", (second.id,), False)
    assert oldest.kind == "bundled"
    assert [entry.kind for entry in library.log(second.id, limit=1)] == ["queue"]
    assert [entry.kind for entry in library.log(first)][:2] == ["tag", "bookmark"]
    undone = library.undo(2)
    assert undone is not None
    assert (undone.kind, undone.count) == ("tag", 2)
    assert [paper.id for paper in undone.papers] == [first.id, second.id]
    assert [paper.tags for paper in undone.papers] == [(), ()]
    assert undone.sentence
    assert library.paper(second.id).queue is None
    bookmarked = next(entry for entry in library.log() if entry.kind == "bookmark")
    assert library.undo(bookmarked.act) is not None
    assert not library.paper(first.id).bookmarked
    assert [redone.kind for redone in library.journal.redo_steps(9)] == ["bookmark", "tag", "queue"]
    assert library.redo() is None
    assert library.redo(3) is None
    with pytest.raises(NotFoundError):
        library.undo("ffffnonsense")
    assert library.journal.rebuild()
    assert library.journal.undo_steps(9)[-1].kind == "bookmark"
    assert library.undo() is None


def test_a_reader_is_a_window_of_its_own(library: Library, tmp_path: Path) -> None:
    first, second = library.rows(library.listing("").rowids[:2])
    with Library.open(tmp_path / "recto", window="reader") as reader:
        with Library.open(tmp_path / "recto", window="reader") as neighbour:
            neighbour.bookmark([first])
            library.bookmark([second])  # in the shell, which is never open
            undone = reader.undo()
            assert undone is not None
            assert [paper.id for paper in undone.papers] == [second.id]
            assert reader.undo() is None
        undone = reader.undo()
        assert undone is not None
        assert [paper.id for paper in undone.papers] == [first.id]
