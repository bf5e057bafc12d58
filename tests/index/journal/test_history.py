"""The log: every act in words, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index.adding.imports import Source, take_in
from recto.index.journal import undoing
from recto.index.journal.history import load_history
from recto.index.paper import Record
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

TITLES = ("Alpha", "Beta", "A Title That Goes On and On, as Titles of Papers Often Do, without End")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "library.db", window="reader")
    records = [Record(title, "About it.", rank, rank) for rank, title in enumerate(TITLES, 1)]
    with store.database.transaction():
        take_in(store, [Source("page.txt", "x", records)], 1)
    yield store
    store.close()


def told(store: Store, rowid: int | None = None) -> list[str]:
    return [entry.sentence for entry in load_history(store.database, rowid)]


@pytest.mark.parametrize(
    ("kind", "act", "sentence"),
    [
        ("bookmark", {"rowids": [1], "changes": {"bookmark": 1}}, "Bookmarked “Alpha”."),
        ("unbookmark", {"rowids": [1, 2]}, "Took the bookmark off 2 papers."),
        ("read", {"rowids": [3]}, f"Marked “{TITLES[2][:59].rstrip()}…” as read."),
        ("unread", {"rowids": [2]}, "Marked “Beta” as unread."),
        ("read-all", {"rowids": [1, 2, 3]}, "Marked 3 papers as read."),
        ("read-by-reading", {"rowids": [1]}, "Read “Alpha”."),
        (
            "tag",
            {"rowids": [1], "changes": {"tag:b": None}, "each": [{"tag:a/x": "k", "via": "{}"}]},
            "Tagged “Alpha” -b +a/x.",
        ),
        (
            "tag",
            {"rowids": [1], "changes": {f"tag:{number}": 1 for number in range(9)}},
            "Tagged “Alpha” +0 +1 +2 +3 +4 +5 and 3 more.",
        ),
        ("queue", {"rowids": [1], "each": [{"queue": "k"}]}, "Put “Alpha” on the queue."),
        ("unqueue", {"rowids": [1]}, "Took “Alpha” off the queue."),
        ("done", {"rowids": [1]}, "Marked “Alpha” as done."),
        ("not-done", {"rowids": [1]}, "Took back that “Alpha” is done."),
        ("note", {"rowids": [1], "changes": {"note": "x"}}, "Wrote a note on “Alpha”."),
        ("note", {"rowids": [1], "changes": {"note": None}}, "Removed the note on “Alpha”."),
        ("move", {"rowids": [1], "each": [{"queue": "k"}]}, "Moved “Alpha” within the queue."),
        ("move", {"rowids": [1], "each": [{"tag:x": "k"}]}, "Moved “Alpha” within “x”."),
        (
            "rename-tag",
            {"rowids": [1], "context": {"old": "a", "new": "{b}"}},
            "Renamed the tag “a” to “{b}”.",
        ),
        ("delete-tag", {"context": {"tag": "a"}}, "Deleted the tag “a”."),
        ("save-search", {"library": {"search:x:y": {}}}, "Saved the search “x:y”."),
        ("delete-search", {"library": {"search:x": None}}, "Deleted the search “x”."),
        ("look", {"library": {"looked:x": {}}}, "Looked at the search “x”."),
        (
            "rename-source",
            {"library": {"label:page.txt": "Mine"}},
            "Renamed the source “page.txt” to “Mine”.",
        ),
        (
            "rename-source",
            {"library": {"label:page.txt": None}},
            "Gave the source “page.txt” its own name back.",
        ),
        (
            "remove-source",
            {"library": {"removed:page.txt": True}},
            "Removed the source “page.txt”.",
        ),
        (
            "add",
            {"context": {"sources": [{"name": "a", "digest": "b"}] * 2}},
            "Added 2 pages.",
        ),
        ("of tomorrow", {"rowids": [1]}, "Of tomorrow: “Alpha”."),
        ("of tomorrow", {}, "Of tomorrow."),
    ],
)
def test_each_kind_of_act_has_its_words(
    store: Store, kind: str, act: dict[str, Any], sentence: str
) -> None:
    with store.database.transaction():
        store.journal.record(kind, **act)
    assert told(store)[0] == sentence


def test_undo_and_redo_say_what_they_are_about(store: Store) -> None:
    with store.database.transaction():
        act = store.journal.record("bookmark", [2], {"bookmark": 1}).id
        store.journal.record("read", [1, 2], {"read": 1})
        undoing.undo(store.journal)
        undoing.undo(store.journal)
        undoing.redo(store.journal)
    assert told(store) == [
        "Redone: bookmarked “Beta”.",
        "Undone: bookmarked “Beta”.",
        "Undone: marked 2 papers as read.",
        "Marked 2 papers as read.",
        "Bookmarked “Beta”.",
        "Added page.txt (3 papers).",
    ]
    entries = list(load_history(store.database))
    assert [entry.undone for entry in entries] == [False, False, False, True, False, False]
    assert [entry.subject for entry in entries].count(act) == 2
    first, bulk, added = entries[4], entries[3], entries[5]
    assert (first.act, first.kind, first.machine) == (act, "bookmark", store.journal.machine)
    assert (first.window, len(first.when), first.count) == (store.window_id, 24, 1)
    ids = [ident for (ident,) in store.database.rows("SELECT id FROM papers ORDER BY pid")]
    assert (bulk.papers, bulk.count, added.papers) == (tuple(ids[:2]), 2, ())


def test_the_history_of_one_paper_has_its_import_and_what_was_undone(store: Store) -> None:
    with store.database.transaction():
        store.journal.record("bookmark", [2], {"bookmark": 1})
        store.journal.record("read", [1], {"read": 1})
        undoing.undo(store.journal)
        store.journal.record("note", [2], {"note": "x"})
    assert told(store, 2) == [
        "Wrote a note on “Beta”.",
        "Bookmarked “Beta”.",
        "Added page.txt (3 papers).",
    ]
    assert told(store, 1)[:2] == ["Undone: marked “Alpha” as read.", "Marked “Alpha” as read."]


def test_everything_is_told_unless_limited(store: Store) -> None:
    with store.database.transaction():
        for number in range(450):
            store.journal.record("tag", [1], {f"tag:{number}": 1})
    assert len(told(store)) == 451
    assert told(store)[-1] == "Added page.txt (3 papers)."
    limited = [entry.sentence for entry in load_history(store.database, limit=300)]
    assert limited == told(store)[:300]
    assert list(load_history(store.database, limit=0)) == []


def test_a_paper_that_is_not_here_and_an_act_that_is_not_here(store: Store) -> None:
    insert = (
        "INSERT INTO journal(act, machine, window, clock, wall, kind, subject, papers, data) "
        "VALUES (?, 'm', 'w', ?, '2026', ?, ?, ?, '{}')"
    )
    with store.database.transaction():
        store.database.execute(insert, ("a1", 2**50, "read", None, '[["gone",null]]'))
        store.database.execute(insert, ("a2", 2**50 + 1, "undo", "elsewhere", "[]"))
    assert told(store)[:2] == [
        "Undone: an act that is not in this library.",
        "Marked a paper that is not in this library as read.",
    ]
