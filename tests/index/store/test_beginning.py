"""The order of a large library that is read bit by bit, against the one that is read at once."""

from __future__ import annotations

import random
import threading

import pytest
from recto.index import Library, View
from recto.index.database.connections import Connection
from recto.index.errors import StoreError
from recto.index.store import beginning
from recto.index.store.beginning import Beginning

from ..support.on_disk import execute


@pytest.fixture(autouse=True)
def every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in {"LARGE": 5, "_STRETCH": 40, "_BEFORE": 10, "_TOGETHER": 7}.items():
        monkeypatch.setattr(beginning, name, number)


def first(library: Library, keep: int | None = None) -> Beginning:
    rowids = library.queries.first_listing(View(), "relevance", keep).rowids
    assert isinstance(rowids, Beginning)
    return rowids


def at_once(library: Library) -> list[int]:
    with Library.open(library.locations.database.parent) as another:
        return list(another.listing("").rowids)


def test_without_a_log_all_is_read_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.locations.database.parent
    library.close()
    monkeypatch.setattr("recto.index.database.modes.is_on_network", lambda _: True)
    with Library.open(path) as alone:
        rowids = alone.queries.first_listing(View(), "relevance").rowids
        assert rowids is alone.listing("").rowids


def test_the_first_papers_are_read_and_no_more(library: Library) -> None:
    whole = at_once(library)
    rowids = first(library)
    assert len(rowids) == len(whole)
    assert list(rowids[:40]) == whole[:40]
    assert [rowids[place] for place in (0, 39, -len(whole))] == [whole[0], whole[39], whole[0]]
    assert rowids.index(whole[20]) == 20
    assert list(rowids[len(whole) :]) == list(rowids[9:3]) == []
    assert not rowids.is_whole


@pytest.mark.parametrize("place", [0, 3, 15, 300, 590, 602])
def test_a_paper_that_was_left_has_its_place_at_once(library: Library, place: int) -> None:
    whole = at_once(library)
    rowids = first(library, whole[place])
    assert rowids.index(whole[place]) == place
    assert rowids[place] == whole[place]
    near = slice(max(0, place - 8), place + 25)
    assert list(rowids[near]) == whole[near]
    assert not rowids.is_whole


def test_a_paper_out_of_sight_is_in_no_place(library: Library) -> None:
    rowid = at_once(library)[200]
    execute(library, "UPDATE papers SET hidden = 1 WHERE pid = ?", (rowid,))
    execute(library, "UPDATE meta SET value = value + 1 WHERE key = 'rev'")
    rowids = first(library, rowid)
    assert len(rowids) == 602
    with pytest.raises(ValueError, match="not in the list"):
        rowids.index(rowid)
    assert rowids[0] == at_once(library)[0]
    assert not rowids.is_whole


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_asked_is_as_in_the_whole_order(library: Library, seed: int) -> None:
    rng = random.Random(seed)
    whole = at_once(library)
    rowids = first(library, rng.choice([None, *whole]))
    for _ in range(30):
        start, stop = rng.randint(-700, 700), rng.randint(-700, 700)
        match rng.randrange(5):
            case 0:
                assert list(rowids[start:stop]) == whole[start:stop]
            case 1:
                assert list(rowids[start : stop : rng.choice([-2, 1, 3])]) is not None
            case 2:
                rowid = rng.choice(whole)
                assert rowids.index(rowid) == whole.index(rowid)
                assert rowid in rowids
            case 3 if abs(start) < len(whole):
                assert rowids[start] == whole[start]
            case _:
                near = rng.randint(0, 60)
                assert list(rowids[near : near + 5]) == whole[near : near + 5]
    assert list(rowids) == whole
    assert rowids.is_whole
    with pytest.raises(IndexError):
        rowids[len(whole)]
    with pytest.raises(ValueError, match="not in"):
        rowids.index(10**6)


def test_what_is_written_meanwhile_leaves_the_list_as_it_was(library: Library) -> None:
    whole = at_once(library)
    rowids = first(library)
    library.add_text("more.jsonl", b'{"title": "A newcomer of today", "abstract": "New."}\n')
    library.sources.remove(library.counts().sources[-1].name)
    assert list(rowids) == whole
    # The next list is of the library as it is by then.
    assert list(library.listing("").rowids) == at_once(library) != whole


def test_the_whole_order_is_read_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    rowids = first(library)
    library.queries.complete(library.queries.first_listing(View(), "relevance"), lambda: False)
    assert not rowids.is_whole
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append(list(rowids))) for _ in range(4)]
    for thread in threads:
        thread.start()
    listed = list(library.listing("").rowids)
    for thread in threads:
        thread.join()
    assert found == [listed] * 4
    assert library.queries.first_listing(View(), "relevance").rowids is library.listing("").rowids


def test_a_library_is_complete_without_its_log_once_it_is_closed(library: Library) -> None:
    rowids = first(library)
    library.mark_read(rowids=[rowids[0]])
    library.close()
    assert not library.locations.database.with_name("library.db-wal").exists()
    with pytest.raises(StoreError):
        list(rowids)


def test_counts_are_kept_for_the_next_start_until_something_is_done(library: Library) -> None:
    path = library.locations.database.parent
    library.tag(rowids=list(library.listing("").rowids[:3]), add=["a/b"])
    library.searches.save("mine", "pruning", View())
    counts = library.counts()
    library.session.save({"query": "x"})
    assert library.session.load() == {"query": "x"}
    with Library.open(path) as another:
        assert another.counts.at_start() == counts
        assert another.counts.are_kept
        another.mark_read(rowids=list(another.listing("").rowids[:2]))
    with Library.open(path) as another:
        assert another.counts.at_start() == another.counts()
        assert not another.counts.are_kept
        assert another.counts().unread == counts.unread - 2


@pytest.mark.parametrize(
    "text", ["{}", "[1, 2]", "[1, [1, 2, 3], 4]", '"x"', "null", "[9, [1], 2]"]
)
def test_what_no_recto_has_kept_is_counted(library: Library, text: str) -> None:
    execute(library, "INSERT INTO session(name, value) VALUES ('counts', ?)", (text,))
    assert library.counts.at_start() == library.counts()


def test_connections_are_let_go_of(library: Library) -> None:
    rowids = first(library)
    connection: Connection = rowids._connection
    assert connection.in_transaction
    library.queries.complete(library.queries.first_listing(View(), "relevance"), lambda: True)
    rowids.complete()
    with pytest.raises(Exception, match="closed"):
        connection.execute("SELECT 1")
