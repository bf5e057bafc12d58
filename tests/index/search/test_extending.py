"""The index is built part by part: what is there answers, and an interrupted build goes on."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.search.segments import extending

from ..support.interrupting import stop_at

QUERIES = ("pruning", "neural network", "wombat", "quokka", "gr", "language models")

REINDEX = """
import signal, sys
from recto.index import Library
from recto.index.search.segments import extending

signal.signal(signal.SIGINT, signal.default_int_handler)

def tell(done, total):
    print(done, flush=True)
    if done >= 60:
        sys.stdin.readline()

extending.PART = extending._LARGE_PART = extending._REPORT_EVERY = 20
with Library.open(sys.argv[1]) as library:
    library.index.rebuild(tell)
"""


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extending, "PART", 20)
    monkeypatch.setattr(extending, "_LARGE_PART", 20)
    monkeypatch.setattr(extending, "_REPORT_EVERY", 20)


@pytest.fixture
def library(few: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of 122 papers: six parts and two papers more."""
    shutil.copytree(few, tmp_path / "recto")
    with Library.open(tmp_path / "recto", seeds=False) as library:
        yield library


@pytest.fixture
def bare(library: Library) -> Library:
    """A library without an index."""
    (library.locations.index / "current").unlink()
    assert library.index.state() == "missing"
    return library


def interrupt(library: Library, place: int) -> None:
    """Build the index, and interrupt that."""
    with pytest.raises(KeyboardInterrupt):
        library.index.refresh(stop_at(place))


def found(library: Library) -> list[list[int]]:
    """Return which papers some queries find."""
    return [sorted(library.listing(query).rowids) for query in QUERIES]


def segments(library: Library) -> int:
    current = json.loads((library.locations.index / "current").read_text())
    return len(list((library.locations.index / current["directory"]).glob("*.lists")))


def page(*titles: str) -> bytes:
    return "".join(f"{json.dumps({'title': title})}\n" for title in titles).encode()


def test_parts_answer_like_one(bare: Library) -> None:
    bare.index.refresh()
    assert 2 <= segments(bare) <= 4
    in_parts = found(bare)
    assert bare.index.rebuild() == 122
    assert segments(bare) == 1
    assert found(bare) == in_parts


@pytest.mark.parametrize("places", [(30,), (48, 50), (76, 121)])
def test_an_interrupted_build_answers_and_is_gone_on_with(
    bare: Library, places: tuple[int, ...]
) -> None:
    for place in places:
        interrupt(bare, place)
        assert bare.index.state() == "stale"
        partly = bare.listing("learning").total
        assert partly > 0
    told: list[tuple[int, int]] = []
    bare.index.refresh(lambda done, total: told.append((done, total)))
    assert bare.index.state() == "ready"
    assert told[0][0] > 20  # what was done is not done again
    assert told[-1] == (122, 122)
    assert bare.listing("learning").total > partly
    in_parts = found(bare)
    bare.index.rebuild()
    assert found(bare) == in_parts


def test_a_search_goes_on_by_itself(bare: Library) -> None:
    interrupt(bare, 50)
    partly = bare.listing("learning").total
    assert bare.search("learning").total > partly
    assert bare.index.state() == "ready"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_build_is_gone_on_with(bare: Library, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", REINDEX, str(bare.locations.data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert next(line for line in process.stdout if int(line) >= 60)
    process.send_signal(number)
    process.communicate()
    assert process.returncode != 0
    assert bare.index.state() == "stale"
    assert bare.listing("learning").total > 0
    told: list[int] = []
    assert bare.index.rebuild(lambda done, _: told.append(done)) == 122
    assert told[0] > 40
    assert bare.index.state() == "ready"
    assert len(list(bare.locations.index.glob("g-*"))) <= 2


def test_an_interrupted_reindex_keeps_a_finished_index(library: Library) -> None:
    before = found(library)
    with pytest.raises(KeyboardInterrupt):
        library.index.rebuild(stop_at(100))
    assert library.index.state() == "ready"
    assert found(library) == before


def test_what_changes_between_two_sittings_is_found(bare: Library) -> None:
    bare.index.most_at_once = 0
    interrupt(bare, 76)
    known = bare.rows(bare.listing("", sort="title").rowids)
    early = min(known, key=lambda paper: paper.rowid)
    bare.add_text("a", page("Quokka one", "Quokka two"))
    bare.add_text(
        "b",
        json.dumps({"title": early.title, "abstract": early.abstract + " And quokkas."}).encode(),
    )
    interrupt(bare, 120)
    bare.add_text("c", page("Quokka three"))
    bare.index.refresh()
    assert bare.listing("quokka").total + bare.listing("quokkas").total >= 4
    assert early.rowid in bare.listing("quokkas").rowids
    in_parts = found(bare)
    bare.index.rebuild()
    assert found(bare) == in_parts


def test_papers_that_became_one_between_two_sittings_are_one(bare: Library) -> None:
    bare.index.most_at_once = 0
    bare.add_text(
        "a",
        b'{"title": "Quokka apart", "arxiv_id": "2401.00001"}\n{"title": "Quokka other"}\n',
    )
    interrupt(bare, 122)
    bare.add_text("b", b'{"title": "Quokka other", "arxiv_id": "2401.00001"}\n')
    bare.index.refresh()
    assert bare.listing("quokka").total == 1


def test_much_that_is_new_extends_the_index_in_parts(library: Library) -> None:
    library.index.most_at_once = 0
    library.add_text("many", page(*(f"Wombat {number} digs" for number in range(180))))
    before = library.listing("pruning").total
    interrupt(library, 80)
    assert 0 < library.listing("wombat").total < 180
    assert library.listing("pruning").total == before
    library.index.refresh()
    assert library.listing("wombat").total == 180
    assert segments(library) <= 4


@pytest.mark.parametrize(
    ("way", "size"),
    [("rebuild", 20), ("rebuild", 100), ("refresh", 60), ("search", 20), ("search", 100)],
)
def test_a_damaged_part_is_built_anew(
    bare: Library, monkeypatch: pytest.MonkeyPatch, size: int, way: str
) -> None:
    bare.index.refresh()
    whole = found(bare)
    (bare.locations.index / "current").unlink()
    monkeypatch.setattr(extending, "PART", size)
    interrupt(bare, 110)
    current = json.loads((bare.locations.index / "current").read_text())
    assert current["upto"]
    for file in (bare.locations.index / current["directory"]).glob("*.lists"):
        file.write_bytes(bytes(file.stat().st_size))
    told: list[str] = []
    with Library.open(bare.locations.data, seeds=False, notice=told.append) as again:
        if way == "search":
            assert again.search("learning").total > 0
        else:
            getattr(again.index, way)()
        assert again.index.state() == "ready"
        assert found(again) == whole
    said = [sentence for sentence in told if "damaged" in sentence]
    assert len(said) == 1
    assert said[0].endswith("It is built anew.")


def test_one_changed_bit_of_a_part_is_noticed(bare: Library, tmp_path: Path) -> None:
    interrupt(bare, 76)
    index, kept = bare.locations.index, tmp_path / "kept"
    shutil.copytree(index, kept)
    current = json.loads((index / "current").read_text())
    for name in ("", *current["files"]):
        bare.index.close()
        shutil.rmtree(index)
        shutil.copytree(kept, index)
        if name:
            file = index / current["directory"] / name
            data = file.read_bytes()
            file.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        told: list[tuple[int, int]] = []
        bare.index.refresh(lambda *done: told.append(done))  # noqa: B023
        assert (told[0][0] > 20) == (not name), f"{name or 'nothing'} was damaged"
        assert bare.index.state() == "ready"
