"""What each mark says of itself: its own act, as the log tells it, or that nothing was done."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from recto.index import Library, Marked, View

Act = Callable[[Library, list[str]], Marked]


def moved(library: Library, ids: list[str]) -> Marked:
    library.queue([*ids, "4fmb"])
    return library.marks.move(library.paper(ids[0]).rowid, View("queue"), 1)


ACTS: dict[str, Act] = {
    "bookmark": lambda library, ids: library.bookmark(ids),
    "mark_read": lambda library, ids: library.mark_read(ids),
    "tag": lambda library, ids: library.tag(ids, add=["ml/pruning", "x"], remove=["y"]),
    "note": lambda library, ids: library.note(ids[0], "a thought"),
    "queue": lambda library, ids: library.queue(ids),
    "done": lambda library, ids: library.done(ids),
    "move": moved,
    "read_by_reading": lambda library, ids: library.marks.read_by_reading(ids),
    "mark_all_read": lambda library, ids: library.marks.mark_all_read(library.listing("").rowids),
    "identify": lambda library, ids: library.marks.identify(ids[0], "2405.99999"),
    "tags.rename": lambda library, ids: library.tags.rename("held", "renamed"),
    "tags.delete": lambda library, ids: library.tags.delete("held"),
    "searches.save": lambda library, ids: library.searches.save("new", "x OR y", View()),
    "searches.look": lambda library, ids: library.searches.look("kept", ids[0]),
    "searches.delete": lambda library, ids: library.searches.delete("kept"),
    "sources.rename": lambda library, ids: library.sources.rename("page.jsonl", "mine"),
    "sources.remove": lambda library, ids: library.sources.remove("page.jsonl"),
}

UNSET: dict[str, Act] = {
    "bookmark": lambda library, ids: library.bookmark(ids, on=False),
    "mark_read": lambda library, ids: library.mark_read(ids, on=False),
    "tag": lambda library, ids: library.tag(ids, remove=["ml/pruning"]),
    "no tag": lambda library, ids: library.tag(ids),
    "note": lambda library, ids: library.note(ids[0], None),
    "queue": lambda library, ids: library.queue(ids, on=False),
    "done": lambda library, ids: library.done(ids, on=False),
    "read_by_reading": lambda library, ids: library.marks.read_by_reading([]),
    "mark_all_read": lambda library, ids: library.marks.mark_all_read([]),
    "tags.rename": lambda library, ids: library.tags.rename("held", "held"),
}
"""Acts that leave a library as it is in which none of `ACTS` was done."""


@pytest.fixture
def prepared(library: Library, ids: list[str]) -> Library:
    """A library in which there is something to rename, to look at and to remove."""
    records = ({"title": title, "abstract": "It digs."} for title in ("Numbats", "Quolls"))
    library.add_text("page.jsonl", "\n".join(map(json.dumps, records)).encode())
    library.tag(ids[:2], add="held")
    library.searches.save("kept", "pruning", View())
    return library


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_mark_tells_its_own_act(prepared: Library, ids: list[str], name: str, count: int) -> None:
    marked = ACTS[name](prepared, ids[:count])
    newest = prepared.log(limit=1)[0]
    assert (marked.act, marked.kind, marked.sentence) == (
        newest.act,
        newest.kind,
        newest.sentence,
    )
    if newest.papers:
        assert {paper.id for paper in marked.papers} <= set(newest.papers)
        assert marked.papers
        assert marked.count == newest.count
    assert marked.papers == tuple(prepared.rows([paper.rowid for paper in marked.papers]))


@pytest.mark.parametrize("name", UNSET)
def test_what_changes_nothing_is_no_act(prepared: Library, ids: list[str], name: str) -> None:
    before = prepared.log()
    marked = UNSET[name](prepared, ids[2:5])
    assert (marked.act, marked.sentence) == (None, "Nothing was to be changed.")
    assert prepared.log() == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_undone_by_its_id(prepared: Library, ids: list[str], name: str) -> None:
    marked = ACTS[name](prepared, ids[:2])
    prepared.bookmark(ids[9])
    undone = prepared.undo(marked.act)
    assert undone is not None
    assert (undone.act, undone.kind) == (marked.act, marked.kind)
    assert undone.sentence.startswith("Undone: ")


def test_two_windows_tell_each_its_own(library: Library, ids: list[str]) -> None:
    with Library.open(library.locations.data, window="reader") as other:
        mine, theirs = library.bookmark(ids[0]), other.bookmark(ids[1])
        assert other.bookmark(ids[0]).act is None
    assert [entry.act for entry in library.log(limit=2)] == [theirs.act, mine.act]
