"""Undo and redo: which act is meant, what is left of it, what is in sight afterwards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from recto.index import NotFoundError, RectoError
from recto.index.journal.fold import NOTE_SEAM
from recto.index.journal.journal import Journal, Value, fold
from recto.index.paper import Record
from recto.index.store.imports import Source, Taken, next_import, take_in
from recto.index.store.listings import Listings
from recto.index.store.store import Store

NAMES = ("bookmark", "read", "tag:a", "queue", "note")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "library.db")
    store.database.execute("PRAGMA synchronous=OFF")  # whole seconds of waiting for the disk
    yield store
    store.close()


def add(store: Store, name: str, *titles: str, digest: str = "", kind: str = "add") -> Taken:
    """Add a page as an import of its own."""
    records = [Record(title, "About it.", rank, rank) for rank, title in enumerate(titles, 1)]
    with store.database.transaction():
        source = Source(name, digest or repr(titles), records)
        return take_in(store, [source], next_import(store), kind=kind)[0]


def seen(store: Store) -> list[str]:
    """Return the titles in sight in their order, having checked that all agrees."""
    assert store.journal.agrees()
    titles = dict(store.database.rows("SELECT pid, title FROM texts"))
    return [titles[pid] for pid in Listings(store).order("relevance")]


def record(journal: Journal, kind: str, *pids: int, **changes: Value) -> str:
    with journal._database.transaction():
        return journal.record(kind, pids, changes)


def undo(journal: Journal, entry: str | None = None) -> str | None:
    with journal._database.transaction():
        done = journal.undo(entry)
    return done.act if done else None


def redo(journal: Journal, entry: str | None = None) -> str | None:
    with journal._database.transaction():
        done = journal.redo(entry)
    return done.act if done else None


def values(store: Store) -> dict[tuple[int, str], Value]:
    marks = store.journal.marks()
    return {register: mark[0] for register, mark in marks.items() if mark[0] is not None}


def windows(store: Store, *names: str) -> tuple[set[str], list[Journal]]:
    """Return windows on one library, and the set of those that are open."""
    opened = set(names)
    machine = store.journal.machine
    return opened, [Journal(store.database, machine, name, lambda: opened) for name in names]


def test_undo_restores_what_was_before_and_redo_what_was_after(store: Store) -> None:
    add(store, "page.txt", "Alpha", "Beta")
    journal = store.journal
    record(journal, "bookmark", 1, bookmark=1)
    act = record(journal, "unbookmark", 1, 2, bookmark=None)
    record(journal, "bookmark", 2, bookmark=1)
    with store.database.transaction():
        reversal = journal.undo(act[:8].upper())
    assert reversal
    assert (reversal.act, reversal.kind, reversal.pids) == (act, "unbookmark", (1, 2))
    assert (reversal.count, reversal.is_undo) == (2, True)
    assert reversal.sentence == "Undone: took the bookmark off 2 papers."
    assert values(store) == {(1, "bookmark"): 1, (2, "bookmark"): 1}
    assert store.journal.agrees()
    with store.database.transaction():
        reversal = journal.redo(act)
    assert reversal
    assert reversal.sentence == "Redone: took the bookmark off 2 papers."
    assert values(store) == {(2, "bookmark"): 1}
    assert store.journal.agrees()


def test_any_number_of_steps(store: Store) -> None:
    add(store, "page.txt", "Alpha")
    acts = [record(store.journal, "tag", 1, **{f"tag:{number}": 1}) for number in range(5)]
    with store.database.transaction():
        steps = store.journal.undo_steps(3)
    assert [step.act for step in steps] == acts[:1:-1]
    with store.database.transaction():
        assert len(store.journal.undo_steps(100_000)) == 3  # with the import
        assert store.journal.undo() is None
    assert (values(store), seen(store)) == ({}, [])
    with store.database.transaction():
        assert [step.act for step in store.journal.redo_steps(100_000)][1:] == acts
        assert store.journal.redo() is None
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


# Whose acts


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
    one, two = Store.open(path, window="reader"), Store.open(path, window="reader")
    add(one, "page.txt", "Alpha", kind="bundled")
    act = record(one.journal, "read", 1, read=1)
    assert undo(two.journal) is None
    one.close()
    assert undo(two.journal) == act
    two.close()


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


# What is in sight


def test_an_import_undone_hides_what_only_it_brought_and_nothing_marks(store: Store) -> None:
    add(store, "old.txt", "Old", "Both")
    add(store, "new.txt", "Both", "New", "Kept", "Read")
    assert seen(store) == ["Both", "New", "Kept", "Read", "Old"]
    kept, read = (
        store.database.value("SELECT pid FROM texts WHERE title = ?", (title,))
        for title in ("Kept", "Read")
    )
    record(store.journal, "note", kept, note="mine")
    record(store.journal, "read", read, read=1, via="{}")
    act = store.database.value("SELECT max(act) FROM brought WHERE source = 'new.txt'")
    before = store.rev
    undo(store.journal, act)
    assert seen(store) == ["Old", "Both", "Kept"]
    assert store.rev > before
    sources = Listings(store)._database.rows("SELECT name, papers FROM sources ORDER BY sid")
    assert sources == [("old.txt", 2), ("new.txt", 0)]
    assert values(store)[read, "read"] == 1  # hidden, not forgotten
    redo(store.journal, act)
    assert seen(store) == ["Both", "New", "Kept", "Read", "Old"]


def test_marks_bring_a_hidden_paper_in_sight_and_let_it_go(store: Store) -> None:
    add(store, "page.txt", "Alpha", "Beta")
    act = undo(store.journal)
    before = store.rev
    mark = record(store.journal, "tag", 2, **{"tag:a": "x"})
    assert seen(store) == ["Beta"]
    assert store.rev > before
    undo(store.journal, mark)
    assert seen(store) == []
    record(store.journal, "read", 2, read=1)
    assert seen(store) == []
    record(store.journal, "done", 2, done="2026-01-01")
    record(store.journal, "not-done", 2, done=None)
    assert seen(store) == []
    redo(store.journal, act)
    assert seen(store) == ["Alpha", "Beta"]


def test_a_page_whose_import_was_undone_comes_back_when_it_is_added_again(store: Store) -> None:
    add(store, "old.txt", "Old")
    assert add(store, "page.txt", "Alpha", "Old") == Taken(2, 1)
    assert add(store, "page.txt", "Alpha", "Old") == Taken(2, 0, unchanged=True)
    first = undo(store.journal)
    assert seen(store) == ["Old"]
    assert add(store, "page.txt", "Alpha", "Old") == Taken(2, 1)
    assert seen(store) == ["Alpha", "Old"]
    assert add(store, "page.txt", "Alpha", "Old").unchanged
    second = undo(store.journal)
    assert second not in (None, first)
    assert seen(store) == ["Old"]
    redo(store.journal, first)  # either act brings it
    assert seen(store) == ["Alpha", "Old"]


def test_a_source_is_removed_and_brought_back(store: Store) -> None:
    add(store, "old.txt", "Old", digest="1")
    add(store, "page.txt", "Alpha", "Old", "Marked", digest="1")
    record(store.journal, "bookmark", 3, bookmark=1)
    with store.database.transaction():
        removal = store.journal.record("remove-source", library={"removed:page.txt": True})
    assert seen(store) == ["Old", "Marked"]
    undo(store.journal)
    assert seen(store) == ["Alpha", "Old", "Marked"]
    redo(store.journal)
    # A newer version of the file brings only what it shows.
    assert add(store, "page.txt", "Newer", digest="2") == Taken(1, 1)
    assert seen(store) == ["Newer", "Old", "Marked"]
    assert add(store, "page.txt", "Alpha", "Old", "Marked", digest="1") == Taken(3, 1)
    assert seen(store) == ["Alpha", "Old", "Marked", "Newer"]
    undo(store.journal)
    assert seen(store) == ["Newer", "Old", "Marked"]
    undo(store.journal, removal)
    assert set(seen(store)) == {"Newer", "Old", "Marked", "Alpha"}
    redo(store.journal, removal)
    with store.database.transaction():
        store.journal.record("restore-source", library={"removed:page.txt": False})
    assert set(seen(store)) == {"Newer", "Old", "Marked", "Alpha"}


def test_a_title_s_twin_stays_out_of_sight_when_the_other_is_added(store: Store) -> None:
    with store.database.transaction():
        twin = Record("Same", "x", 1, 1, arxiv_id="2401.00001")
        take_in(store, [Source("a.txt", "1", [twin])], 1)
    undo(store.journal)
    with store.database.transaction():
        twin = Record("Same", "x", 1, 1, arxiv_id="2401.00002")
        take_in(store, [Source("b.txt", "1", [twin])], 2)
    assert seen(store) == ["Same"]


def test_papers_that_became_one_keep_their_texts_and_stay_in_sight(store: Store) -> None:
    add(store, "a.txt", "Draft")
    with store.database.transaction():
        final = Record("Final", "x", 1, 1, arxiv_id="2401.00001")
        take_in(store, [Source("b.txt", "1", [final])], 2)
    record(store.journal, "note", 1, note="on the draft")
    record(store.journal, "note", 2, note="on the final")
    for pid in (1, 2):
        store.database.execute(
            "INSERT INTO drafts(pid, text, wall) VALUES (?, 'half', '2026')", (pid,)
        )
    with store.database.transaction():
        store.journal.undo(store.database.value("SELECT act FROM brought WHERE source = 'a.txt'"))
        draft = Record("Draft", "x", 1, 1, arxiv_id="2401.00001")
        take_in(store, [Source("c.txt", "1", [draft])], 3)
    assert seen(store) == ["Draft"]
    assert values(store) == {(1, "note"): f"on the draft{NOTE_SEAM}on the final"}
    assert store.database.rows("SELECT pid, text, wall FROM drafts") == [
        (1, f"half{NOTE_SEAM}half", "2026")
    ]
    assert store.database.rows("PRAGMA foreign_key_check") == []


# Against a plain model


@dataclass
class Act:
    """One act as the model has it."""

    window: str
    act: str
    pids: list[int]
    changes: dict[str, Value]
    base: list[str]
    is_step: bool
    reversals: list[tuple[int, str, bool]] = field(default_factory=list)
    """When and by which window it was undone (True) or redone (False)."""
    when: int = 0

    @property
    def is_undone(self) -> bool:
        return bool(self.reversals) and self.reversals[-1][2]


@dataclass
class Model:
    """Acts in a list; everything else is read off it in the plainest way."""

    opened: set[str]
    acts: list[Act] = field(default_factory=list)
    now: int = 0

    def undo(self, window: str) -> Act | None:
        steps = [act for act in self.acts if act.is_step and not act.is_undone]
        own = [act for act in steps if act.window == window]
        left = own or [act for act in steps if act.window not in self.opened]
        return self.reverse(window, left[-1], True) if left else None

    def redo(self, window: str) -> Act | None:
        def undone_by(windows: set[str], since: int) -> list[Act]:
            found = [
                act
                for act in self.acts
                if act.is_undone and act.reversals[-1][1] in windows
                if act.reversals[-1][0] > since
            ]
            return sorted(found, key=lambda act: act.reversals[-1][0])

        steps = [act for act in self.acts if act.is_step]
        own_step = max((act.when for act in steps if act.window == window), default=0)
        every = {act.reversals[-1][1] for act in self.acts if act.reversals}
        left = undone_by({window}, own_step) or undone_by(
            every - self.opened, max((act.when for act in steps), default=0)
        )
        return self.reverse(window, left[-1], False) if left else None

    def reverse(self, window: str, act: Act, is_undo: bool) -> Act:
        self.now += 1
        act.reversals.append((self.now, window, is_undo))
        return act

    def add(self, act: Act) -> None:
        self.now += 1
        act.when = self.now
        self.acts.append(act)

    def heads(self, pid: int) -> list[Act]:
        notes = [act for act in self.acts if pid in act.pids and "note" in act.changes]
        base = {act.act: act.base for act in notes}

        def comes_from(late: str, early: str) -> bool:
            return any(one == early or comes_from(one, early) for one in base.get(late, ()))

        live = [act for act in notes if not act.is_undone]
        return [act for act in live if not any(comes_from(o.act, act.act) for o in live)]

    def marks(self) -> dict[tuple[int, str], Value]:
        marks: dict[tuple[int, str], Value] = {}
        for act in self.acts:
            if not act.is_undone:
                marks.update({(pid, n): v for pid in act.pids for n, v in act.changes.items()})
        for pid, name in list(marks):
            if name == "note":
                texts = [str(act.changes["note"]) for act in self.heads(pid) if act.changes["note"]]
                marks[pid, name] = NOTE_SEAM.join(dict.fromkeys(texts)) or None
        return {register: value for register, value in marks.items() if value is not None}


@pytest.mark.parametrize("seed", range(40))
def test_random_acts_undos_and_redos_of_several_windows_equal_a_plain_model(
    store: Store, seed: int
) -> None:
    rng = random.Random(seed)
    add(store, "page.txt", *(f"Paper {number}" for number in range(5)), kind="bundled")
    opened, journals = windows(store, "one", "two", "three")
    journals.append(store.journal)
    store.journal.open_windows = lambda: opened
    model = Model(opened)
    for _ in range(70):
        journal = rng.choice(journals)
        choice = rng.random()
        if choice < 0.05:
            opened ^= {rng.choice(("one", "two", "three"))}
        elif choice < 0.5:
            pids = rng.sample(range(1, 6), rng.randint(1, 4))
            changes: dict[str, Value] = {
                name: rng.choice((name * rng.randint(1, 3), None))
                for name in rng.sample(NAMES, rng.randint(1, 3))
            }
            kind = rng.choice(("act", "act", "act", "read-by-reading"))
            base = [head.act for pid in pids for head in model.heads(pid)]
            if rng.random() < 0.3:
                base = base[:1]  # the editor was opened before the others were written
            with store.database.transaction():
                act = journal.record(kind, pids, changes, base=base)
            model.add(Act(journal.window, act, pids, changes, base, kind == "act"))
        elif choice < 0.6 and model.acts:
            named = rng.choice(model.acts)
            (redo if named.is_undone else undo)(journal, named.act)
            model.reverse(journal.window, named, not named.is_undone)
        elif choice < 0.8:
            expected = model.undo(journal.window)
            assert undo(journal) == (expected and expected.act)
        else:
            expected = model.redo(journal.window)
            assert redo(journal) == (expected and expected.act)
        assert values(store) == model.marks()
    assert store.journal.marks() == fold(store.journal.touches())
    assert store.journal.agrees()


@pytest.mark.parametrize("seed", range(15))
def test_random_imports_removals_and_marks_leave_in_sight_what_they_should(
    store: Store, seed: int
) -> None:
    rng = random.Random(seed)
    pages = {
        (f"{name}.txt", f"{version}"): rng.sample("ABCDEFGH", rng.randint(1, 4))
        for name in "xyz"
        for version in range(2)
    }
    adds: dict[str, tuple[str, str]] = {}
    removals: dict[str, str] = {}
    marked: dict[str, str] = {}
    order: list[str] = []
    undone: set[str] = set()
    for _ in range(50):
        choice = rng.random()
        if choice < 0.3:
            page = rng.choice(list(pages))
            if not add(store, page[0], *pages[page], digest=page[1]).unchanged:
                newest = "SELECT act FROM journal ORDER BY clock DESC LIMIT 1"
                order.append(store.database.value(newest))
                adds[order[-1]] = page
        elif choice < 0.45:
            name = rng.choice("xyz") + ".txt"
            with store.database.transaction():
                library = {f"removed:{name}": True}
                order.append(store.journal.record("remove-source", library=library))
            removals[order[-1]] = name
        elif choice < 0.6 and adds:
            pid, title = rng.choice(store.database.rows("SELECT pid, title FROM texts"))
            order.append(record(store.journal, "bookmark", pid, bookmark=1, read=1))
            marked[order[-1]] = title
        elif order:
            act = rng.choice(order)
            (redo if act in undone else undo)(store.journal, act)
            undone ^= {act}
        live = [act for act in order if act not in undone]
        expected = {marked[act] for act in live if act in marked}
        for place, act in enumerate(live):
            later = [removals.get(other) for other in live[place:]]
            if act in adds and adds[act][0] not in later:
                expected.update(pages[adds[act]])
        assert set(seen(store)) == expected
