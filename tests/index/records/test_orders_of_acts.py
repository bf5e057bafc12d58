"""The same few acts about papers, in whatever order they come, leave the same library."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from recto.index.journal.acts import SPLIT
from recto.index.journal.uniting import Row
from recto.index.records.parting import parting
from recto.index.safety.canonical import tell_canonically
from recto.index.store.store import Store

from ..journal.two_stores import opened, page, random_ids, record, rows, united
from ..support.importing import add_page
from ..support.soundness import assert_is_sound


def told(store: Store) -> str:
    """Return papers and marks, having checked that they are what the journal says."""
    assert_is_sound(store)
    lines = tell_canonically(store.database, papers=True)
    return "".join(line for line in lines if '"type":"act"' not in line)


def split(store: Store, title: str) -> str:
    (pid,) = store.database.row("SELECT pid FROM texts WHERE title = ?", (title,))
    with store.database.transaction():
        return store.journal.record(SPLIT, [pid], context=parting(store.database, pid)).id


def test_of_papers_parted_on_two_machines_an_act_means_the_same_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_ids(1, monkeypatch)
    with opened(tmp_path, "one", "two", "three") as (one, two, three):
        names = ("a", "b")
        for store, order in ((one, names), (two, names[::-1]), (three, names)):
            for name in order:
                add_page(store, name, *page("Alpha"), checksum=name)
        # Each keeps the page that it has had longest, so that either one stands apart.
        acts = [split(one, "Alpha"), split(two, "Alpha")]
        acts.append(record(three, "bookmark", "Alpha", bookmark=1))
        new = [row for store in (one, two, three) for row in rows(store) if row.act in acts]
    found = {
        arranged(tmp_path / f"{number}{''.join(order)}", order, ordered)
        for order in (names, names[::-1])
        for number, ordered in enumerate(itertools.permutations(new))
    }
    assert len(found) == 1


def arranged(directory: Path, names: tuple[str, ...], acts: tuple[Row, ...]) -> str:
    """Return what a library tells into which pages and acts come in this order."""
    with opened(directory, "store") as (store,):
        for name in names:
            add_page(store, name, *page("Alpha"), checksum=name)
        for act in acts:
            united(store, [act])
        return told(store)
