"""The same few acts about papers, in whatever order they come, leave the same library."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from recto.index.journal import undoing
from recto.index.journal.acts import MERGE, ONE, SPLIT
from recto.index.journal.uniting import Row
from recto.index.paper import Record
from recto.index.records.parting import parting
from recto.index.records.says import PRESENT_RULE
from recto.index.safety.canonical import tell_canonically
from recto.index.store.store import Store

from ..journal.two_stores import opened, page, random_ids, record, rows, united, values
from ..support.importing import add_page
from ..support.older import make_older
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


Step = str | Row
"""The name of a page that is added, or an act that is taken in."""


def merge(store: Store, *titles: str) -> str:
    sql = "SELECT pid FROM texts WHERE title = ?"
    pids = [store.database.value(sql, (title,)) for title in titles]
    with store.database.transaction():
        return store.journal.record(MERGE, pids, context={ONE: len(pids)}).id


def undo(store: Store, act: str) -> None:
    with store.database.transaction():
        undoing.undo(store.journal, act)


def left_by(directory: Path, pages: Mapping[str, list[Record]], steps: Iterable[Step]) -> str:
    """Return what a library tells after these steps."""
    with opened(directory, "store") as (store,):
        for step in steps:
            if isinstance(step, str):
                add_page(store, step, *pages[step], checksum=step)
            else:
                united(store, [step])
        return told(store)


def in_all_orders(directory: Path, pages: Mapping[str, list[Record]], acts: list[Row]) -> set[str]:
    all_steps: list[Step] = [*pages, *acts]
    return {
        left_by(directory / str(number), pages, steps)
        for number, steps in enumerate(itertools.permutations(all_steps))
    }


def test_an_act_means_who_has_the_arxiv_id_whenever_that_paper_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_ids(2, monkeypatch)
    pages = {
        "a": page("The one with the longer title"),
        "b": page("The other", arxiv_ids=("2401.00001",)),
    }
    with opened(tmp_path, "one") as (one,):
        for name, records in pages.items():
            add_page(one, name, *records, checksum=name)
        merged = merge(one, "The one with the longer title", "The other")
        # It is told by the title of the one and by the id of the other.
        act = record(one, "bookmark", "The one with the longer title", bookmark=1)
        undo(one, merged)
        (bookmark,) = (row for row in rows(one) if row.act == act)
        wanted = told(one)
    assert in_all_orders(tmp_path, pages, [bookmark]) == {wanted}


BOOKMARK = Row(
    act="abcd1234",
    machine="m",
    window="w",
    clock=1,
    wall="2024-01-01T00:00:00",
    kind="bookmark",
    subject=None,
    papers=[["alpha", "2401.00001", None, None, None, PRESENT_RULE]],
    data={"set": {"bookmark": 1}},
)


@pytest.mark.parametrize("is_there", [False, True])
def test_in_an_older_library_an_act_comes_to_the_paper_that_it_means(
    tmp_path: Path, is_there: bool
) -> None:
    other = page("Other", arxiv_ids=("2401.00001",))
    with opened(tmp_path, "one") as (one,):
        add_page(one, "a", *page("Alpha"), checksum="a")
        united(one, [BOOKMARK])
        if is_there:
            add_page(one, "b", *other, checksum="b")
    path = tmp_path / "one" / "library.db"
    make_older(path, 7)
    with closing(sqlite3.connect(path)) as older, older:
        # Older versions left the act with the paper that it had found first.
        alpha = "(SELECT pid FROM texts WHERE title = 'Alpha')"
        older.execute(f"UPDATE touched SET pid = {alpha}")
        older.execute(f"UPDATE marks SET pid = {alpha}")
    with opened(tmp_path, "one") as (one,):
        if not is_there:
            add_page(one, "b", *other, checksum="b")
        assert_is_sound(one)
        assert values(one) == {"Other.bookmark": 1}


def test_an_act_means_what_was_parted_whatever_else_is_like_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_ids(3, monkeypatch)
    pages = {"a": page("Alpha"), "b": page("Alpha", "Another that is much longer")}
    with opened(tmp_path, "one") as (one,):
        for name, records in pages.items():
            add_page(one, name, *records, checksum=name)
        first = len(rows(one))
        split(one, "Alpha")
        parted = one.database.value(
            "SELECT pid FROM records JOIN pages USING(gid) WHERE number = 1 ORDER BY gid DESC"
        )
        other = one.database.value(
            "SELECT pid FROM texts WHERE title = 'Another that is much longer'"
        )
        with one.database.transaction():
            merged = one.journal.record(MERGE, [parted, other], context={ONE: 2}).id
        # It is told by the title of the one and by the parting of the other.
        record(one, "bookmark", "Another that is much longer", bookmark=1)
        undo(one, merged)
        new, wanted = rows(one)[first:], told(one)
    assert in_all_orders(tmp_path, pages, new) == {wanted}
