"""What is in sight when imports, removals and marks are undone and redone."""

from __future__ import annotations

import random

import pytest
from recto.index.adding.imports import Taken
from recto.index.journal import undoing
from recto.index.journal.fold import NOTE_SEAM
from recto.index.store.listings import Listings
from recto.index.store.store import Store

from ..support.importing import add_page, made_up
from .journal_steps import add, record, redo, seen, undo, values


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
    add(store, "old.txt", "Old", checksum="1")
    add(store, "page.txt", "Alpha", "Old", "Marked", checksum="1")
    record(store.journal, "bookmark", 3, bookmark=1)
    with store.database.transaction():
        removal = store.journal.record("remove-source", library={"removed:page.txt": True}).id
    assert seen(store) == ["Old", "Marked"]
    undo(store.journal)
    assert seen(store) == ["Alpha", "Old", "Marked"]
    redo(store.journal)
    # A newer version of the file brings only what it shows.
    assert add(store, "page.txt", "Newer", checksum="2") == Taken(1, 1)
    assert seen(store) == ["Newer", "Old", "Marked"]
    assert add(store, "page.txt", "Alpha", "Old", "Marked", checksum="1") == Taken(3, 1)
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
    add_page(store, "a.txt", made_up("Same", arxiv="2401.00001"))
    undo(store.journal)
    add_page(store, "b.txt", made_up("Same", arxiv="2401.00002"))
    assert seen(store) == ["Same"]


def test_papers_that_became_one_keep_their_texts_and_stay_in_sight(store: Store) -> None:
    add(store, "a.txt", "Draft")
    add_page(store, "b.txt", made_up("Final", arxiv="2401.00001"))
    record(store.journal, "note", 1, note="on the draft")
    record(store.journal, "note", 2, note="on the final")
    for rowid in (1, 2):
        store.database.execute(
            "INSERT INTO drafts(pid, text, wall) VALUES (?, 'half', '2026')", (rowid,)
        )
    with store.database.transaction():
        undoing.undo(
            store.journal, store.database.value("SELECT act FROM brought WHERE source = 'a.txt'")
        )
    add_page(store, "c.txt", made_up("Draft", arxiv="2401.00001"))
    assert seen(store) == ["Draft"]
    assert values(store) == {(2, "note"): f"on the draft{NOTE_SEAM}on the final"}
    assert store.database.rows("SELECT pid, text, wall FROM drafts") == [
        (2, f"half{NOTE_SEAM}half", "2026")
    ]
    assert store.database.rows("PRAGMA foreign_key_check") == []


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
            if not add(store, page[0], *pages[page], checksum=page[1]).unchanged:
                newest = "SELECT act FROM journal ORDER BY clock DESC LIMIT 1"
                order.append(store.database.value(newest))
                adds[order[-1]] = page
        elif choice < 0.45:
            name = rng.choice("xyz") + ".txt"
            with store.database.transaction():
                library = {f"removed:{name}": True}
                order.append(store.journal.record("remove-source", library=library).id)
            removals[order[-1]] = name
        elif choice < 0.6 and adds:
            rowid, title = rng.choice(store.database.rows("SELECT pid, title FROM texts"))
            order.append(record(store.journal, "bookmark", rowid, bookmark=1, read=1))
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
