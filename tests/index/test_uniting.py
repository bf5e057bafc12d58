"""Two journals made one: in either direction the same marks, settings and papers in sight."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index import SourceError
from recto.index.journal.fold import NOTE_SEAM
from recto.index.journal.journal import fold
from recto.index.journal.uniting import Row, United, load_rows, unite
from recto.index.paper import Record
from recto.index.safety.incoming import merge_objects
from recto.index.safety.outgoing import Reading, describe
from recto.index.store.imports import Source, next_import, take_in
from recto.index.store.store import Store

Catalogue = dict[tuple[str, str], list[Record]]
"""Every page that is ever added, by name and digest."""

ROW: dict[str, Any] = {
    "act": "a0",
    "machine": "m",
    "window": "shell",
    "clock": 5,
    "wall": "2026-01-01T00:00:00+0000",
    "kind": "tag",
    "subject": None,
    "papers": [["alpha", None]],
    "data": {"set": {"tag:x": 1}},
}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """Two empty libraries."""
    stores = [Store.open(tmp_path / name / "library.db") for name in ("one", "two")]
    for store in stores:
        store.database.execute("PRAGMA synchronous=OFF")  # whole seconds of waiting for the disk
    yield stores
    for store in stores:
        store.close()


def page(*titles: str, arxiv_ids: tuple[str | None, ...] = ()) -> list[Record]:
    ids = arxiv_ids or (None,) * len(titles)
    return [
        Record(title, "About it.", rank, rank, arxiv_id=arxiv_id)
        for rank, (title, arxiv_id) in enumerate(zip(titles, ids, strict=True), 1)
    ]


def random_page(rng: random.Random, *, knows_ids: bool) -> list[Record]:
    """Return a page; with arXiv ids it may tell that two papers of other pages are one."""
    numbers = rng.sample(range(9), 4)
    titles, ids = [], []
    for number in numbers:
        arxiv_id = f"2401.0000{number}" if knows_ids and rng.random() < 0.6 else None
        titles.append(f"{'Draft' if arxiv_id and rng.random() < 0.5 else 'Paper'} {number}")
        ids.append(arxiv_id)
    return page(*titles, arxiv_ids=tuple(ids))


def add(store: Store, name: str, records: list[Record], digest: str = "x", **how: Any) -> None:
    with store.database.transaction():
        take_in(store, [Source(name, digest, records)], next_import(store), **how)


def record(store: Store, kind: str, *titles: str, **changes: Any) -> str:
    sql = "SELECT pid FROM texts WHERE title = ?"
    pids = [store.database.value(sql, (title,)) for title in titles]
    with store.database.transaction():
        return store.journal.record(kind, pids, changes)


def pages_of(store: Store) -> list[dict[str, Any]]:
    """Return what a library tells of its papers and pages, without its acts."""
    return list(describe(Reading(store.database), ()))


def take_over(
    store: Store, told: list[dict[str, Any]], acts: list[Row], rng: random.Random
) -> None:
    """Take another library in: its pages, and its rows in any order and in several goes."""
    acts = [Row.from_json(json.loads(json.dumps(row.as_json()))) for row in acts]
    rng.shuffle(acts)
    cut = rng.randrange(len(acts) + 1)
    parts = [acts[:cut], acts[cut:], acts]
    when = rng.randrange(3)
    for number, part in enumerate(parts):
        with store.database.transaction():
            if number == when:
                merge_objects(store, told)
            unite(store, part)


def state(store: Store) -> tuple[object, ...]:
    """Return all that must be the same in both libraries, having checked that it agrees."""
    assert store.journal.marks() == fold(store.journal.touches())
    assert store.journal.agrees()
    assert store.database.rows("PRAGMA foreign_key_check") == []
    titles: dict[int, list[str]] = {}
    for pid, key in store.database.rows("SELECT pid, key FROM titles ORDER BY key"):
        titles.setdefault(pid, []).append(key)
    marks = {(*titles[pid], name): mark for (pid, name), mark in store.journal.marks().items()}
    papers = store.database.rows("SELECT pid, arxiv_id, hidden FROM papers")
    seen = sorted((titles[pid], arxiv_id or "", hidden) for pid, arxiv_id, hidden in papers)
    pages = store.database.rows(
        "SELECT name, digest, hidden FROM pages JOIN sources USING(sid) ORDER BY 1, 2"
    )
    return marks, store.journal.settings(), seen, pages


def values(store: Store) -> dict[str, Any]:
    titles = dict(store.database.rows("SELECT pid, title FROM texts"))
    return {
        f"{titles[pid]}.{name}": mark[0]
        for (pid, name), mark in store.journal.marks().items()
        if mark[0] is not None
    }


def rows(store: Store) -> list[Row]:
    return list(load_rows(store.database))


def united(store: Store, taken: list[Row]) -> United:
    with store.database.transaction():
        return unite(store, taken)


def test_a_row_travels_unchanged(stores: list[Store]) -> None:
    one, two = stores
    add(one, "page.txt", page("Alpha"))
    with two.database.transaction():
        merge_objects(two, pages_of(one))
    record(one, "note", "Alpha", note="Two lines,\n    one  indented\tby a “tab” ∑")
    with one.database.transaction():
        one.journal.record("save-search", library={"search:x": {"text": "a", "at": None}})
        one.journal.undo()
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
        add(store, "page.txt", page("Alpha"))
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
    one = Store.open(tmp_path / "one" / "library.db")
    add(one, "page.txt", page("Alpha"))
    record(one, "note", "Alpha", note="first")
    one.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    one, two = (Store.open(tmp_path / name / "library.db") for name in ("one", "two"))
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
    add(one, "page.txt", page("Alpha", "Beta", arxiv_ids=("2401.00001", None)))
    record(one, "tag", "Alpha", "Beta", **{"tag:x": 1})
    gone = record(one, "bookmark", "Beta", bookmark=1)
    record(one, "note", "Alpha", note="mine")
    with one.database.transaction():
        one.journal.undo(gone)
    assert united(two, rows(one)) == United(new=5, known=0, waiting=4)
    assert values(two) == {}
    assert two.journal.agrees()
    add(two, "other.txt", page("Another Title of Alpha", arxiv_ids=("2401.00001",)))
    assert values(two) == {
        "Another Title of Alpha.tag:x": 1,
        "Another Title of Alpha.note": "mine",
    }
    add(two, "more.txt", page("Beta"))
    assert values(two)["Beta.tag:x"] == 1
    assert two.database.rows("SELECT * FROM pending") == []
    assert two.journal.agrees()
    with two.database.transaction():
        two.journal.redo(gone)
    assert values(two)["Beta.bookmark"] == 1


def test_an_act_waits_on_when_only_a_twin_of_its_paper_comes(stores: list[Store]) -> None:
    one, two = stores
    add(one, "page.txt", page("Same", arxiv_ids=("2401.00001",)))
    record(one, "tag", "Same", **{"tag:x": 1})
    united(two, rows(one))
    add(two, "page.txt", page("Same", arxiv_ids=("2401.00002",)), "y")
    assert values(two) == {}
    add(two, "page.txt", page("Same", arxiv_ids=("2401.00001",)), "z")
    assert list(values(two)) == ["Same.tag:x"]
    arxiv_id = "SELECT arxiv_id FROM marks JOIN papers USING(pid)"
    assert two.database.rows(arxiv_id) == [("2401.00001",)]


def test_an_undo_that_arrives_before_its_act_undoes_it(stores: list[Store]) -> None:
    one, two = stores
    add(one, "page.txt", page("Alpha"))
    add(two, "page.txt", page("Alpha"))
    record(one, "tag", "Alpha", **{"tag:x": 1})
    with one.database.transaction():
        one.journal.undo()
    for row in reversed(rows(one)):
        united(two, [row])
    assert values(two) == {}
    assert two.journal.agrees()


def test_the_bundled_pages_are_the_same_act_everywhere(stores: list[Store]) -> None:
    one, two = stores
    add(one, "seed.txt", page("Alpha"), kind="bundled")
    with one.database.transaction():
        one.journal.record("remove-source", library={"removed:seed.txt": True})
    add(two, "seed.txt", page("Alpha"), kind="bundled")
    add(two, "page.txt", page("Beta"))
    assert rows(one)[0].clock == rows(two)[0].clock == 1
    assert united(two, rows(one)).known == 1
    # They were removed on one machine, however late the other got them.
    assert two.database.rows("SELECT title FROM papers JOIN texts USING(pid) WHERE hidden = 0") == [
        ("Beta",)
    ]


def random_act(store: Store, rng: random.Random, catalogue: Catalogue) -> None:
    """Do something that a reader can do."""
    database, journal = store.database, store.journal
    papers = [pid for (pid,) in database.rows("SELECT pid FROM papers ORDER BY pid")]
    pids = rng.sample(papers, min(len(papers), rng.randint(1, 3)))
    with database.transaction():
        match rng.randrange(9):
            case 0 | 1 if pids:
                changes = {rng.choice(("bookmark", "tag:a", "queue")): rng.choice((1, None))}
                journal.record("mark", pids, changes)
            case 2 if pids:
                each = [{"queue": f"{rng.random()}", "via": "{}"} for _ in pids]
                journal.record("read-by-reading", pids, {"read": 1}, each=each)
            case 3 | 4 if pids:
                text = rng.choice((None, f"text {rng.randrange(1000)}"))
                journal.record("note", pids[:1], {"note": text})
            case 5:
                name = rng.choice(("search:x", "search:y", "label:page 1"))
                journal.record("set", library={name: rng.choice((None, rng.random()))})
            case 6:
                name = rng.choice([name for name, _ in catalogue])
                journal.record("remove-source", library={f"removed:{name}": True})
            case 7:
                name, digest = rng.choice(list(catalogue))
                source = Source(name, digest, catalogue[name, digest])
                take_in(store, [source], next_import(store))
            case _:
                acts = database.rows("SELECT act FROM journal WHERE subject IS NULL ORDER BY seq")
                if acts:
                    (act,) = rng.choice(acts)
                    (journal.redo if journal.is_undone(act) else journal.undo)(act)


@pytest.mark.parametrize("seed", range(30))
def test_two_libraries_that_went_apart_become_the_same_in_either_direction(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr("os.urandom", rng.randbytes)
    # Every other time both clocks tick alike: acts of one moment are told apart by their ids alone.
    times = itertools.count(10**18, 10**9) if seed % 2 else itertools.repeat(0)
    monkeypatch.setattr("time.time_ns", lambda: next(times))
    catalogue: Catalogue = {
        (f"page {number // 2}", f"{number}"): random_page(rng, knows_ids=seed % 3 == 0)
        for number in range(6)
    }
    one, two = stores
    for _ in range(rng.randrange(8)):
        random_act(one, rng, catalogue)
    take_over(two, pages_of(one), rows(one), rng)
    for round_ in range(2):
        for store in stores:
            for _ in range(rng.randrange(25)):
                random_act(store, rng, catalogue)
        told, acts = pages_of(one), rows(one)
        take_over(one, pages_of(two), rows(two), rng)
        take_over(two, told, acts, rng)
        assert state(one) == state(two), round_


@pytest.mark.parametrize("seed", range(10))
def test_marks_that_came_before_their_papers_are_the_same_afterwards(
    stores: list[Store], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr("os.urandom", rng.randbytes)
    catalogue: Catalogue = {
        (f"page {number}", "x"): random_page(rng, knows_ids=seed % 3 == 0) for number in range(4)
    }
    one, two = stores
    for _ in range(50):
        random_act(one, rng, catalogue)
    taken = rows(one)
    rng.shuffle(taken)
    pages = list(catalogue)
    while taken or pages:
        if pages and rng.random() < 0.2:
            name, digest = pages.pop()
            add(two, name, catalogue[name, digest], digest)
        else:
            united(two, [taken.pop() for _ in range(min(len(taken), rng.randrange(9)))])
    take_over(one, pages_of(two), rows(two), rng)
    assert state(one) == state(two)


@pytest.mark.parametrize(
    "change",
    [
        {"act": None},
        {"act": "a b"},
        {"act": "x" * 65},
        {"machine": "\x1b[31m"},
        {"window": 5},
        {"clock": "5"},
        {"clock": True},
        {"clock": 0},
        {"clock": 2**62},
        {"clock": 5.5},
        {"kind": "undo"},
        {"kind": ""},
        {"subject": "b0"},
        {"subject": 5, "kind": "undo"},
        {"papers": {}},
        {"papers": [["alpha"]]},
        {"papers": [[None, None]]},
        {"papers": [["alpha", 5]]},
        {"data": []},
        {"data": {"set": []}},
        {"data": {"set": {"tag:x": [1]}}},
        {"data": {"set": {"tag:x": 2**70}}},
        {"data": {"set": {"tag:x": float("nan")}}},
        {"data": {"each": {}}},
        {"data": {"each": [5]}},
        {"data": {"base": "a0"}},
        {"data": {"base": [5]}},
        {"data": {"library": []}},
        {"data": {"sources": [{"name": "x"}]}},
        {"data": {"sources": [{"name": "x", "digest": "y", "records": "z"}]}},
        {"data": json.loads('{"x":' + "[" * 50 + "]" * 50 + "}")},
    ],
    ids=str,
)
def test_what_is_no_row_is_refused(change: dict[str, Any]) -> None:
    Row.from_json(ROW)
    with pytest.raises(SourceError, match="Not the journal of a library"):
        Row.from_json({**ROW, **change})


def test_what_is_no_object_is_refused() -> None:
    values: tuple[object, ...] = (None, [], "x", 5)
    for value in values:
        with pytest.raises(SourceError):
            Row.from_json(value)


def test_hostile_text_is_safe_once_it_is_here(stores: list[Store]) -> None:
    store = stores[0]
    add(store, "page.txt", page("Alpha"))
    hostile = "a\x1b]0;own\x07b\u202ec\ud800\x00\x85\n  d"
    data = {
        "set": {f"tag:{hostile}": 1, "note": hostile},
        "library": {f"search:{hostile}": {hostile: hostile}},
    }
    papers = [["alpha", None], [hostile, hostile]]
    row = Row.from_json({**ROW, "wall": hostile, "papers": papers, "data": data})
    assert united(store, [row]) == United(new=1, known=0, waiting=1)
    assert store.journal.agrees()
    assert store.journal.marks()[1, "note"][0] == "abc\n  d"
    kept = json.dumps(
        [store.database.rows(f"SELECT * FROM {name}") for name in ("marks", "settings")]
    )
    kept += json.dumps(store.database.rows("SELECT wall, data FROM journal"))
    assert not any(sign in kept for sign in ("\\u001b", "\\u202e", "\\ud800", "\\u0000", "own"))


def test_an_act_is_the_same_however_its_id_is_written(stores: list[Store]) -> None:
    store = stores[0]
    row = Row.from_json({**ROW, "act": "A0"})
    assert united(store, [row, Row.from_json(ROW)]) == United(new=1, known=1, waiting=1)
