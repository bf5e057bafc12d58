"""Two stores whose journals are made one, and what both must then tell alike."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from recto.index.journal.uniting import Row, United, load_rows, unite
from recto.index.paper import Record
from recto.index.safety.outgoing import Reading, describe
from recto.index.store.store import Store

from ..support.on_disk import hasty_store
from ..support.soundness import assert_is_sound


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """Two empty libraries."""
    with opened(tmp_path, "one", "two") as stores:
        yield stores


@contextmanager
def opened(directory: Path, *names: str) -> Iterator[list[Store]]:
    """Open an empty library of each name."""
    with ExitStack() as stack:
        yield [stack.enter_context(hasty_store(directory / name / "library.db")) for name in names]


def random_ids(seed: int, monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """Return chance that is the same whenever it is asked for; ids of acts come from it too."""
    rng = random.Random(seed)
    monkeypatch.setattr("os.urandom", rng.randbytes)
    return rng


def page(*titles: str, arxiv_ids: tuple[str | None, ...] = ()) -> list[Record]:
    ids = arxiv_ids or (None,) * len(titles)
    return [
        Record(title, "About it.", rank, rank, arxiv_id=arxiv_id)
        for rank, (title, arxiv_id) in enumerate(zip(titles, ids, strict=True), 1)
    ]


def record(store: Store, kind: str, *titles: str, **changes: Any) -> str:
    sql = "SELECT pid FROM texts WHERE title = ?"
    rowids = [store.database.value(sql, (title,)) for title in titles]
    with store.database.transaction():
        return store.journal.record(kind, rowids, changes).id


def pages_of(store: Store) -> list[dict[str, Any]]:
    """Return what a library tells of its papers and pages, without its acts."""
    return list(describe(Reading(store.database), ()))


def state(store: Store) -> tuple[object, ...]:
    """Return all that must be the same in both libraries, having checked that it agrees."""
    assert_is_sound(store)
    titles: dict[int, list[str]] = {}
    for rowid, key in store.database.rows("SELECT pid, key FROM titles ORDER BY key"):
        titles.setdefault(rowid, []).append(key)
    marks = {
        (*titles[rowid], name): mark
        for (rowid, name), mark in store.journal.projection.marks().items()
    }
    papers = store.database.rows("SELECT pid, arxiv_id, hidden FROM papers")
    seen = sorted((titles[rowid], arxiv_id or "", hidden) for rowid, arxiv_id, hidden in papers)
    pages = store.database.rows(
        "SELECT name, digest, hidden FROM pages JOIN sources USING(sid) ORDER BY 1, 2"
    )
    return marks, store.journal.projection.settings(), seen, pages


def values(store: Store) -> dict[str, Any]:
    titles = dict(store.database.rows("SELECT pid, title FROM texts"))
    return {
        f"{titles[rowid]}.{name}": mark[0]
        for (rowid, name), mark in store.journal.projection.marks().items()
        if mark[0] is not None
    }


def rows(store: Store) -> list[Row]:
    return list(load_rows(store.database))


def united(store: Store, taken: list[Row]) -> United:
    with store.database.transaction():
        return unite(store.journal, taken)
