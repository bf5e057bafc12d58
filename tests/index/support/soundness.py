"""What must hold of a library on disk, whatever happened to it."""

from __future__ import annotations

import pytest
from recto.index import Library
from recto.index.identity.titles import title_key
from recto.index.journal.fold import fold
from recto.index.store.store import Store

from .on_disk import store_of


def assert_is_sound(library: Library | Store) -> None:
    """Check that the file is whole, and that the marks are the fold of the journal."""
    with store_of(library, read_only=True) as store:
        assert store.database.value("PRAGMA integrity_check") == "ok"
        assert store.database.rows("PRAGMA foreign_key_check") == []
        assert store.journal.projection.marks() == fold(store.journal.projection.touches())
        assert store.journal.agrees()


def assert_papers_are_sound(store: Store) -> None:
    """Check besides that titles lead to their papers, and that scores are those of the places."""
    assert_is_sound(store)
    mains = store.database.rows(
        "SELECT t.title, n.key FROM texts t LEFT JOIN titles n ON n.pid = t.pid AND n.is_main"
    )
    assert all(title_key(title) == key for title, key in mains)
    places = store.database.rows(
        "SELECT p.pid, p.import_no, p.score, g.import_no, l.rank FROM papers p "
        "JOIN places l USING(pid) JOIN pages g USING(gid)"
    )
    scores: dict[int, float] = {}
    for rowid, newest, _, import_no, rank in places:
        assert import_no <= newest
        scores[rowid] = scores.get(rowid, 0) + (1 / (60 + rank) if import_no == newest else 0)
    for rowid, _, score, _, _ in places:
        assert score == pytest.approx(scores[rowid])
