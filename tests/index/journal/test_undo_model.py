"""Undo and redo in several windows, compared with a plain model of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from recto.index.journal.fold import NOTE_SEAM, Value, fold
from recto.index.store.store import Store

from ..support.chances import seeds
from .journal_steps import add, redo, undo, values, windows

NAMES = ("bookmark", "read", "tag:a", "queue", "note")


@dataclass
class Act:
    """One act as the model has it."""

    window: str
    act: str
    rowids: list[int]
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

    def heads(self, rowid: int) -> list[Act]:
        notes = [act for act in self.acts if rowid in act.rowids and "note" in act.changes]
        base = {act.act: act.base for act in notes}

        def comes_from(late: str, early: str) -> bool:
            return any(one == early or comes_from(one, early) for one in base.get(late, ()))

        live = [act for act in notes if not act.is_undone]
        return [act for act in live if not any(comes_from(o.act, act.act) for o in live)]

    def marks(self) -> dict[tuple[int, str], Value]:
        marks: dict[tuple[int, str], Value] = {}
        for act in self.acts:
            if not act.is_undone:
                marks.update(
                    {(rowid, n): v for rowid in act.rowids for n, v in act.changes.items()}
                )
        for rowid, name in list(marks):
            if name == "note":
                texts = [
                    str(act.changes["note"]) for act in self.heads(rowid) if act.changes["note"]
                ]
                marks[rowid, name] = NOTE_SEAM.join(dict.fromkeys(texts)) or None
        return {register: value for register, value in marks.items() if value is not None}


@pytest.mark.parametrize("seed", seeds(15, 200))
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
            rowids = rng.sample(range(1, 6), rng.randint(1, 4))
            changes: dict[str, Value] = {
                name: rng.choice((name * rng.randint(1, 3), None))
                for name in rng.sample(NAMES, rng.randint(1, 3))
            }
            kind = rng.choice(("act", "act", "act", "read-by-reading"))
            base = [head.act for rowid in rowids for head in model.heads(rowid)]
            if rng.random() < 0.3:
                base = base[:1]  # the editor was opened before the others were written
            with store.database.transaction():
                act = journal.record(kind, rowids, changes, base=base).id
            model.add(Act(journal.window, act, rowids, changes, base, kind == "act"))
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
    assert store.journal.projection.marks() == fold(store.journal.projection.touches())
    assert store.journal.agrees()
