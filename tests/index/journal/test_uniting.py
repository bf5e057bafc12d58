"""Two journals made one: in either direction the same marks, settings and papers in sight."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest
from recto.index.journal import undoing
from recto.index.journal.fold import NOTE_SEAM
from recto.index.journal.uniting import Row, United
from recto.index.safety.incoming import merge_objects
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

from ..support.importing import add_page
from .two_stores import page, pages_of, record, rows, state, stores, united, values

__all__ = ["stores"]


def test_a_row_travels_unchanged(stores: list[Store]) -> None:
    one, two = stores
    add_page(one, "page.txt", *page("Alpha"), checksum="x")
    with two.database.transaction():
        merge_objects(two, pages_of(one))
    record(one, "note", "Alpha", note="Two lines,\n    one  indented\tby a “tab” ∑")
    with one.database.transaction():
        one.journal.record("save-search", library={"search:x": {"text": "a", "at": None}})
        undoing.undo(one.journal)
    travelled = [Row.from_json(json.loads(json.dumps(row.as_json()))) for row in rows(one)]
    assert travelled == rows(one)
    assert united(two, travelled) == United(new=4, known=0, waiting=0)
    assert rows(two) == rows(one)
    assert state(two) == state(one)
    assert united(two, travelled) == United(new=0, known=4, waiting=0)
    assert state(two) == state(one)


def test_of_two_marks_the_later_counts_wherever_it_was_made(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = itertools.count(1_800_000_000_000_000_000, 10**9)
    monkeypatch.setattr("time.time_ns", lambda: next(times))
    one, two = stores
    for store in stores:
        add_page(store, "page.txt", *page("Alpha"), checksum="x")
    record(one, "read", "Alpha", read=1)
    record(two, "unread", "Alpha", read=None)
    record(two, "tag", "Alpha", **{"tag:x": "early"})
    record(one, "tag", "Alpha", **{"tag:x": "late"})
    from_one, from_two = rows(one), rows(two)
    united(one, from_two)
    united(two, from_one)
    assert values(one) == values(two) == {"Alpha.tag:x": "late"}
    assert state(one) == state(two)


def test_a_note_that_two_sides_changed_keeps_both_texts(tmp_path: Path) -> None:
    one = open_store(tmp_path / "one" / "library.db")
    add_page(one, "page.txt", *page("Alpha"), checksum="x")
    record(one, "note", "Alpha", note="first")
    one.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    one, two = (open_store(tmp_path / name / "library.db") for name in ("one", "two"))
    record(one, "note", "Alpha", note="mine")
    record(two, "note", "Alpha", note="theirs")
    from_one, from_two = rows(one), rows(two)
    united(one, from_two)
    united(two, from_one)
    assert values(one) == {"Alpha.note": f"mine{NOTE_SEAM}theirs"}
    assert state(one) == state(two)
    record(one, "note", "Alpha", note="ours")
    united(two, rows(one))
    assert values(two) == {"Alpha.note": "ours"}
    for store in (one, two):
        store.close()


def test_an_act_waits_for_the_paper_it_is_about(stores: list[Store]) -> None:
    one, two = stores
    add_page(one, "page.txt", *page("Alpha", "Beta", arxiv_ids=("2401.00001", None)), checksum="x")
    record(one, "tag", "Alpha", "Beta", **{"tag:x": 1})
    gone = record(one, "bookmark", "Beta", bookmark=1)
    record(one, "note", "Alpha", note="mine")
    with one.database.transaction():
        undoing.undo(one.journal, gone)
    assert united(two, rows(one)) == United(new=5, known=0, waiting=4)
    assert values(two) == {}
    assert two.journal.agrees()
    add_page(
        two, "other.txt", *page("Another Title of Alpha", arxiv_ids=("2401.00001",)), checksum="x"
    )
    assert values(two) == {
        "Another Title of Alpha.tag:x": 1,
        "Another Title of Alpha.note": "mine",
    }
    add_page(two, "more.txt", *page("Beta"), checksum="x")
    assert values(two)["Beta.tag:x"] == 1
    assert two.database.rows("SELECT * FROM pending") == []
    assert two.journal.agrees()
    with two.database.transaction():
        undoing.redo(two.journal, gone)
    assert values(two)["Beta.bookmark"] == 1


def test_an_act_waits_on_when_only_a_twin_of_its_paper_comes(stores: list[Store]) -> None:
    one, two = stores
    add_page(one, "page.txt", *page("Same", arxiv_ids=("2401.00001",)), checksum="x")
    record(one, "tag", "Same", **{"tag:x": 1})
    united(two, rows(one))
    add_page(two, "page.txt", *page("Same", arxiv_ids=("2401.00002",)), checksum="y")
    assert values(two) == {}
    add_page(two, "page.txt", *page("Same", arxiv_ids=("2401.00001",)), checksum="z")
    assert list(values(two)) == ["Same.tag:x"]
    arxiv_id = "SELECT arxiv_id FROM marks JOIN papers USING(pid)"
    assert two.database.rows(arxiv_id) == [("2401.00001",)]


def test_an_undo_that_arrives_before_its_act_undoes_it(stores: list[Store]) -> None:
    one, two = stores
    add_page(one, "page.txt", *page("Alpha"), checksum="x")
    add_page(two, "page.txt", *page("Alpha"), checksum="x")
    record(one, "tag", "Alpha", **{"tag:x": 1})
    with one.database.transaction():
        undoing.undo(one.journal)
    for row in reversed(rows(one)):
        united(two, [row])
    assert values(two) == {}
    assert two.journal.agrees()


def test_the_bundled_pages_are_the_same_act_everywhere(stores: list[Store]) -> None:
    one, two = stores
    add_page(one, "seed.txt", *page("Alpha"), checksum="x", kind="bundled")
    with one.database.transaction():
        one.journal.record("remove-source", library={"removed:seed.txt": True})
    add_page(two, "seed.txt", *page("Alpha"), checksum="x", kind="bundled")
    add_page(two, "page.txt", *page("Beta"), checksum="x")
    assert rows(one)[0].clock == rows(two)[0].clock == 1
    assert united(two, rows(one)).known == 1
    # They were removed on one machine, however late the other got them.
    assert two.database.rows("SELECT title FROM papers JOIN texts USING(pid) WHERE hidden = 0") == [
        ("Beta",)
    ]
