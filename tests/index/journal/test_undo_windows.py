"""Whose acts undo takes back: those of one's own window, then those of closed ones."""

from __future__ import annotations

from pathlib import Path

from recto.index.journal.journal import Journal
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

from .journal_steps import add, record, redo, undo, values, windows


def test_a_window_undoes_its_own_acts_then_those_of_closed_windows(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    opened, (mine, theirs) = windows(store, "mine", "theirs")
    shell = record(store.journal, "read", 1, read=1)
    first = record(mine, "tag", 1, **{"tag:a": 1})
    other = record(theirs, "tag", 1, **{"tag:b": 1})
    second = record(mine, "tag", 1, **{"tag:c": 1})
    assert [undo(mine) for _ in range(4)] == [second, first, shell, None]
    opened.discard("theirs")  # it was closed, or killed
    assert [undo(mine) for _ in range(2)] == [other, None]
    assert values(store) == {}
    assert [redo(mine) for _ in range(5)] == [other, shell, first, second, None]


def test_all_shell_commands_are_one_window_that_is_never_open(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    opened, (reader, shell) = windows(store, "reader-1", "shell")
    opened.discard("shell")
    store.journal.open_windows = lambda: opened
    act = record(shell, "read", 1, read=1)
    mine = record(reader, "tag", 1, **{"tag:a": 1})
    assert undo(store.journal) == act
    assert undo(store.journal) is None  # the reader is open
    assert redo(store.journal) == act
    assert [undo(reader) for _ in range(3)] == [mine, act, None]


def test_the_shell_of_another_machine_is_a_closed_window(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    elsewhere = Journal(store.database, "another machine")
    mine = record(store.journal, "read", 1, read=1)
    theirs = record(elsewhere, "bookmark", 1, bookmark=1)
    assert [undo(store.journal) for _ in range(3)] == [mine, theirs, None]


def test_a_real_window_that_is_closed_leaves_its_acts_to_others(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    one, two = open_store(path, window="reader"), open_store(path, window="reader")
    add(one, "page.txt", "Alpha", kind="bundled")
    act = record(one.journal, "read", 1, read=1)
    assert undo(two.journal) is None
    one.close()
    assert undo(two.journal) == act
    two.close()


def test_a_new_act_clears_the_window_s_redo(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    _, (mine, theirs) = windows(store, "mine", "theirs")
    record(mine, "read", 1, read=1)
    other = record(theirs, "bookmark", 1, bookmark=1)
    undo(mine)
    undo(theirs)
    new = record(mine, "tag", 1, **{"tag:a": 1})
    assert redo(mine) is None
    assert redo(theirs) == other  # that is its own affair
    assert undo(mine) == new
    assert redo(mine) == new
    assert redo(mine) is None


def test_a_new_window_redoes_what_closed_ones_undid_unless_something_happened_since(
    store: Store,
) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    opened, (old, new) = windows(store, "old", "new")
    act = record(old, "read", 1, read=1)
    undo(old)
    assert redo(new) is None
    opened.discard("old")
    assert redo(new) == act
    undo(old)
    record(new, "bookmark", 1, bookmark=1)
    assert redo(new) is None


def test_what_another_window_has_undone_is_not_undone_twice(store: Store) -> None:
    add(store, "page.txt", "Alpha", kind="bundled")
    _, (mine, theirs) = windows(store, "mine", "theirs")
    act = record(mine, "read", 1, read=1)
    undo(theirs, act)
    assert undo(mine) is None
    assert redo(mine) is None
    assert redo(theirs) == act
    undo(mine)
    redo(theirs, act)
    assert redo(mine) is None  # its undo is not what holds any more
