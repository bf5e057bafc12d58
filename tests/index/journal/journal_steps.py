"""Acts on made-up papers, recorded, undone and redone in transactions of their own."""

from __future__ import annotations

from recto.index.adding.imports import Taken
from recto.index.journal import undoing
from recto.index.journal.fold import Value
from recto.index.journal.journal import Journal
from recto.index.store.listings import Listings
from recto.index.store.store import Store

from ..support.importing import add_page, made_up


def add(store: Store, name: str, *titles: str, checksum: str = "", kind: str = "add") -> Taken:
    """Add a page of papers with these titles, which is the same page for the same titles."""
    records = (made_up(title, "About it.") for title in titles)
    return add_page(store, name, *records, checksum=checksum or repr(titles), kind=kind)


def seen(store: Store) -> list[str]:
    """Return the titles in sight in their order, having checked that all agrees."""
    assert store.journal.agrees()
    titles = dict(store.database.rows("SELECT pid, title FROM texts"))
    return [titles[rowid] for rowid in Listings(store).order("relevance")]


def record(journal: Journal, kind: str, *rowids: int, **changes: Value) -> str:
    with journal.database.transaction():
        return journal.record(kind, rowids, changes).id


def undo(journal: Journal, entry: str | None = None) -> str | None:
    with journal.database.transaction():
        done = undoing.undo(journal, entry)
    return done.act if done else None


def redo(journal: Journal, entry: str | None = None) -> str | None:
    with journal.database.transaction():
        done = undoing.redo(journal, entry)
    return done.act if done else None


def values(store: Store) -> dict[tuple[int, str], Value]:
    marks = store.journal.projection.marks()
    return {register: mark[0] for register, mark in marks.items() if mark[0] is not None}


def windows(store: Store, *names: str) -> tuple[set[str], list[Journal]]:
    """Return windows on one library, and the set of those that are open."""
    opened = set(names)
    machine = store.journal.machine
    return opened, [Journal(store.database, machine, name, lambda: opened) for name in names]
