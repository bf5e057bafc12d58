"""The journal: each act is one row, written together with the marks and settings it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index.adding.imports import Source, take_in
from recto.index.journal import undoing
from recto.index.journal.clocks import AHEAD, LATEST, now
from recto.index.journal.fold import NOTE_SEAM, Value, fold
from recto.index.paper import Record
from recto.index.store.store import Store

from ..support.on_disk import hasty_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library of five papers."""
    titles = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
    records = [Record(title, "About it.", rank, rank) for rank, title in enumerate(titles, 1)]
    with hasty_store(tmp_path / "library.db", window="one") as store:
        with store.database.transaction():
            take_in(store, [Source("page.txt", "x", records)], 1)
        yield store


def values(store: Store) -> dict[tuple[int, str], Value]:
    """Return the marks that are set, having checked that they are the fold of the journal."""
    marks = store.journal.projection.marks()
    assert marks == fold(store.journal.projection.touches())
    assert store.journal.agrees()
    return {register: mark[0] for register, mark in marks.items() if mark[0] is not None}


def test_an_act_sets_its_marks_and_says_who_when_and_on_what(store: Store) -> None:
    with store.database.transaction():
        act = store.journal.record("tag", [2, 1], {"tag:a": 1, "tag:b": None}).id
    assert values(store) == {(1, "tag:a"): 1, (2, "tag:a"): 1}
    row = store.database.row("SELECT * FROM journal WHERE act = ?", (act,))
    _, _, machine, window, clock, wall, kind, subject, papers, data = row
    assert (len(machine), window, kind, subject) == (16, store.window_id, "tag", None)
    assert clock > 1.7e12
    assert wall[:2] == "20"
    assert wall[-5] in "+-"
    assert papers == '[["beta",null,null,null,null,"2"],["alpha",null,null,null,null,"2"]]'
    assert data == '{"set":{"tag:a":1,"tag:b":null},"replaces":[]}'


def test_texts_stay_texts(store: Store) -> None:
    with store.database.transaction():
        store.journal.record("note", [1], {"note": "007"})
    assert values(store) == {(1, "note"): "007"}


def test_each_paper_can_be_set_apart(store: Store) -> None:
    with store.database.transaction():
        clock = store.journal.next_clock()
        each = [{"queue": f"{clock}-{item}"} for item in range(2)]
        store.journal.record("queue", [3, 4], {"read": None}, each=each, clock=clock)
    assert values(store) == {(3, "queue"): f"{clock}-0", (4, "queue"): f"{clock}-1"}
    assert store.database.value("SELECT max(clock) FROM journal") == clock


def test_the_clock_never_goes_back(store: Store) -> None:
    ahead = now() + AHEAD // 2
    with store.database.transaction():
        store.database.execute("UPDATE journal SET clock = ?", (ahead,))
        store.journal.record("read", [1], {"read": 1})
        store.journal.record("unread", [1], {"read": None})
    clocks = store.database.rows("SELECT clock FROM journal ORDER BY seq")
    assert clocks == [(ahead,), (ahead + 1,), (ahead + 2,)]
    assert values(store) == {}


@pytest.mark.parametrize("far", [0, 99_000_000_000_000, LATEST])
def test_a_clock_far_ahead_does_not_move_this_one_on(store: Store, far: int) -> None:
    far = far or now() + 2 * AHEAD
    with store.database.transaction():
        store.database.execute("UPDATE journal SET clock = ?", (far,))
        store.journal.record("read", [1], {"read": 1})
        store.journal.record("unread", [1], {"read": None})
    first, second = [
        clock
        for (clock,) in store.database.rows("SELECT clock FROM journal WHERE clock < ?", (far,))
    ]
    assert first < second < now() + AHEAD


def test_no_two_acts_have_one_clock_where_foreign_ones_lie_close(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.index.journal.clocks.now", lambda: 10**12)
    with store.database.transaction():
        store.database.execute("UPDATE journal SET clock = ?", (10**12 + AHEAD - 1,))
        for number in range(5):
            store.journal.record("read", [1], {"read": number % 2 or None})
    clocks = [clock for (clock,) in store.database.rows("SELECT clock FROM journal")]
    assert len(set(clocks)) == len(clocks) == 6
    assert store.journal.agrees()


def test_a_note_replaces_the_one_there_is(store: Store) -> None:
    journal = store.journal
    with store.database.transaction():
        first = journal.record("note", [1], {"note": "one"}).id
        second = journal.record("note", [1], {"note": "two"}).id
        journal.record("note", [2], {"note": "another paper's"})
    assert values(store) == {(1, "note"): "two", (2, "note"): "another paper's"}
    assert journal.projection.note_heads(1) == (second,)
    base = store.database.row("SELECT data -> '$.base' FROM journal WHERE act = ?", (second,))
    assert json.loads(base[0]) == [first]
    assert journal.projection.note_heads(3) == ()


def test_a_note_written_while_another_was_being_written_is_kept_beside_it(store: Store) -> None:
    journal = store.journal
    with store.database.transaction():
        journal.record("note", [1], {"note": "one"})
        base = journal.projection.note_heads(1)
        mine = journal.record("note", [1], {"note": "mine"}, base=base).id
        theirs = journal.record("note", [1], {"note": "theirs"}, base=base).id
    assert values(store) == {(1, "note"): f"mine{NOTE_SEAM}theirs"}
    assert journal.projection.note_heads(1) == (mine, theirs)
    with store.database.transaction():
        journal.record("note", [1], {"note": "ours"})
    assert values(store) == {(1, "note"): "ours"}
    with store.database.transaction():
        journal.record("note", [1], {"note": None})
    assert values(store) == {}


def test_the_library_has_registers_of_its_own(store: Store) -> None:
    journal = store.journal
    search = {"text": "a “b” [c]", "view": "all", "slot": 1}
    with store.database.transaction():
        act = journal.record("save-search", library={"search:x": search, "search:y": 5}).id
        journal.record("delete-search", library={"search:y": None})
    settings = journal.projection.settings()
    assert {name: value for name, (value, _, _) in settings.items()} == {
        "search:x": search,
        "search:y": None,
    }
    with store.database.transaction():
        undoing.undo(journal, act)
    assert [name for name, (value, _, _) in journal.projection.settings().items() if value] == []
    with store.database.transaction():
        undoing.redo(journal, act)
    assert journal.projection.settings() == settings
    assert journal.agrees()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE marks SET value = NULL WHERE pid = 1",
        "DELETE FROM marks",
        "INSERT INTO marks VALUES (4, 'bookmark', 1, 1, 'x')",
        "UPDATE marks SET clock = clock + 1",
        "UPDATE settings SET value = '\"other\"'",
        "DELETE FROM settings",
        "INSERT INTO settings VALUES ('search:x', '1', 1, 'x')",
        "UPDATE papers SET hidden = 1 WHERE pid = 2",
        "UPDATE papers SET hidden = 0 WHERE pid = 5",
        "UPDATE pages SET hidden = NOT hidden",
        "DELETE FROM brought",
        "DELETE FROM named",
        "INSERT INTO brought VALUES ('other.txt', 'y', 'z')",
    ],
)
def test_marks_that_were_tampered_with_are_put_right(store: Store, damage: str) -> None:
    journal = store.journal
    with store.database.transaction():
        journal.record("bookmark", [1], {"bookmark": 1})
        journal.record("tag", [2], {"tag:x": "a"})
        journal.record("rename-source", library={"label:page.txt": "Mine"})
        more = Source("more.txt", "y", [Record("Epsilon", "x", 1, 1), Record("Zeta", "x", 2, 2)])
        take_in(store, [more], 2)
        journal.record("remove-source", library={"removed:page.txt": True})
        journal.record("remove-source", library={"removed:more.txt": True})
        assert journal.rebuild()
    before = [store.database.rows(f"SELECT * FROM {table}") for table in _KEPT]
    with store.database.transaction():
        store.database.execute(damage)
        assert "brought" in damage or not journal.agrees()
        assert not journal.rebuild()
    assert [store.database.rows(f"SELECT * FROM {table}") for table in _KEPT] == before
    assert journal.agrees()


_KEPT = ("marks", "settings", "pages", "papers", "sources", "brought", "named")


def test_a_whole_journal_is_folded_anew(store: Store) -> None:
    with store.database.transaction():
        for number in range(1200):
            store.journal.record("tag", [number % 5 + 1], {f"tag:{number % 900}": number % 3})
        for _ in range(10):
            undoing.undo(store.journal)
        before = store.journal.projection.marks()
        store.database.execute("DELETE FROM marks")
        assert not store.journal.rebuild()
    assert store.journal.projection.marks() == before
