"""Undo and redo: which act is meant, and what is left of it."""

from __future__ import annotations

import pytest
from recto.index import NotFoundError, RectoError
from recto.index.journal import undoing
from recto.index.store.store import Store

from .journal_steps import add, record, redo, seen, undo, values


def test_undo_restores_what_was_before_and_redo_what_was_after(store: Store) -> None:
    add(store, "page.txt", "Alpha", "Beta")
    journal = store.journal
    record(journal, "bookmark", 1, bookmark=1)
    act = record(journal, "unbookmark", 1, 2, bookmark=None)
    record(journal, "bookmark", 2, bookmark=1)
    with store.database.transaction():
        reversal = undoing.undo(journal, act[:8].upper())
    assert reversal
    assert (reversal.act, reversal.kind, reversal.rowids) == (act, "unbookmark", (1, 2))
    assert (reversal.count, reversal.is_undo) == (2, True)
    assert reversal.sentence == "Undone: took the bookmark off 2 papers."
    assert values(store) == {(1, "bookmark"): 1, (2, "bookmark"): 1}
    assert store.journal.agrees()
    with store.database.transaction():
        reversal = undoing.redo(journal, act)
    assert reversal
    assert reversal.sentence == "Redone: took the bookmark off 2 papers."
    assert values(store) == {(2, "bookmark"): 1}
    assert store.journal.agrees()


def test_any_number_of_steps(store: Store) -> None:
    add(store, "page.txt", "Alpha")
    acts = [record(store.journal, "tag", 1, **{f"tag:{number}": 1}) for number in range(5)]
    with store.database.transaction():
        steps = undoing.undo_steps(store.journal, 3)
    assert [step.act for step in steps] == acts[:1:-1]
    with store.database.transaction():
        assert len(undoing.undo_steps(store.journal, 100_000)) == 3  # with the import
        assert undoing.undo(store.journal) is None
    assert (values(store), seen(store)) == ({}, [])
    with store.database.transaction():
        assert [step.act for step in undoing.redo_steps(store.journal, 100_000)][1:] == acts
        assert undoing.redo(store.journal) is None
    assert (len(values(store)), seen(store)) == (5, ["Alpha"])


def test_what_cannot_be_undone_is_said(store: Store) -> None:
    add(store, "page.txt", "Alpha")
    journal = store.journal
    act = record(journal, "read", 1, read=1)
    with pytest.raises(NotFoundError, match="No such act"):
        undo(journal, "nonsense")
    with pytest.raises(NotFoundError, match="No such act"):
        undo(journal, act[:3])
    with pytest.raises(RectoError, match="in force"):
        redo(journal, act)
    undo(journal, act)
    with pytest.raises(RectoError, match="undone already"):
        undo(journal, act)
    row = store.database.value("SELECT act FROM journal WHERE subject = ?", (act,))
    with pytest.raises(RectoError, match=f"undo of {act}"):
        undo(journal, row)
    with store.database.transaction():
        for number in range(2):
            journal.record("read", [1], {"read": 1}, act=f"abcd{number}")
    with pytest.raises(RectoError, match="Several acts"):
        undo(journal, "abcd")


def test_what_happens_of_itself_is_no_step(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    act = record(store.journal, "bookmark", 1, bookmark=1)
    read = record(store.journal, "read-by-reading", 1, read=1)
    with store.database.transaction():
        store.journal.record("look", library={"looked:x": 1})
    assert undo(store.journal) == act
    assert undo(store.journal) is None
    assert record(store.journal, "read-by-reading", 1, read=1)
    assert redo(store.journal) == act  # which does not clear the redo either
    assert undo(store.journal, read) == read  # named, it can be undone
    assert values(store) == {(1, "bookmark"): 1, (1, "read"): 1}
