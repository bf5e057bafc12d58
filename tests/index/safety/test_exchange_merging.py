"""Exported libraries taken into others that have papers, acts and drafts of their own."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from recto.index import Library, SourceError, View
from recto.index.journal.fold import NOTE_SEAM

from ..support import on_disk
from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound
from .eventful_library import content, lines


def unbundled(rows: list[Any]) -> list[Any]:
    return [row for row in rows if "bundled" not in row]


@pytest.fixture
def a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the wall's clock go on by a second at each act: two in one millisecond have no order."""
    now = itertools.count(2 * 10**18, 10**9)
    clock = SimpleNamespace(time_ns=lambda: next(now))
    monkeypatch.setattr("recto.index.journal.clocks.time", clock)


def test_two_libraries_that_went_apart_become_the_same(
    seeded: Path, tmp_path: Path, a_second_apart: None
) -> None:
    """In whichever direction they are united, and whoever goes on from there."""
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        ids = [shown.id for shown in one.rows(one.listing("").rowids[:20])]
        one.tag(ids[:3], add=["here"])
        two.tag(ids[2:5], add=["there", "here"])
        add_page(one, "one.txt", made_up("Only One", abstract="A" * 50), made_up("Both"))
        add_page(two, "two.txt", made_up("Both", "Longer abstract", "2402.00001"), made_up("Two"))
        one.note(ids[0], "written here")
        two.note(ids[0], "written there")
        two.bookmark(ids[:2])
        one.queue(ids[7:9])
        two.queue(ids[8:11])
        one.notes.save_draft(ids[5], "begun here")
        two.notes.save_draft(ids[5], "begun there")
        two.undo()
        for library, name in ((one, "1"), (two, "2")):
            library.export_library(tmp_path / name)
        report = one.import_library(tmp_path / "2")
        two.import_library(tmp_path / "1")
        assert (report.new_papers, report.new_pages) == (1, 1)
        differing = ("drafts", "titles", "ids")
        # The title by which a paper is shown first, and joined drafts, are each library's own.
        first, second = (content(library, without=differing) for library in (one, two))
        for name, rows in first.items():
            # Each library has the bundled pages' act from its own machine.
            assert unbundled(rows) == unbundled(second[name]), name
        assert set(content(one)["ids"]) == set(content(two)["ids"])
        note = one.paper(ids[0]).note
        assert note == NOTE_SEAM.join(("written here", "written there"))
        assert one.notes.draft(ids[5]) == NOTE_SEAM.join(("begun here", "begun there"))
        both = one.paper("2402.00001")
        assert (both.title, both.abstract) == ("Both", "Longer abstract")
        order = [
            [shown.id for shown in library.rows(library.listing("").rowids)]
            for library in (one, two)
        ]
        assert order[0] == order[1]
        for library in (one, two):
            assert_is_sound(library)
            before = content(library)
            for name in "12":
                library.import_library(tmp_path / name)
            assert content(library) == before
        # A later import comes after both libraries' earlier ones, in both.
        add_page(one, "last.txt", made_up("The Newest"))
        assert one.rows(one.listing("").rowids[:1])[0].title == "The Newest"


def test_two_exports_in_one_file_are_read_as_two(tmp_path: Path, empty: Library) -> None:
    """Whether they stand one behind the other, or were merged line by line."""
    told = []
    for name in ("one", "two"):
        with Library.open(tmp_path / name, seeds=False) as library:
            add_page(library, "same.txt", made_up("Both"), checksum="same")
            add_page(library, f"{name}.txt", made_up(name))
            library.bookmark([paper.id for paper in library.rows([1, 2])])
            library.export_library(tmp_path / f"{name}.jsonl")
        told.append((tmp_path / f"{name}.jsonl").read_bytes())
    both, first, second = (b"".join(told), *(one.splitlines(keepends=True) for one in told))
    report = empty.import_library(io.BytesIO(both))
    assert (report.papers, report.new_papers, report.new_acts) == (4, 3, 6)
    mixed = [first[0], second[0], *first[1:-1], *second[1:-1], first[-1], second[-1]]
    with pytest.raises(SourceError, match="cannot be told apart"):
        empty.import_library(io.BytesIO(b"".join(mixed)))
    # Where they number their pages alike nothing is in doubt.
    alike = [line for line in mixed if b'"page":2,' not in line and b"[[2," not in line]
    with Library.open(tmp_path / "three", seeds=False) as three:
        assert three.import_library(io.BytesIO(b"".join(alike))).new_acts == 6
    for cut in (alike[:-1], [*first, *second[:-1]]):
        with pytest.raises(SourceError, match="not whole"):
            empty.import_library(io.BytesIO(b"".join(cut)))


def test_an_import_made_later_elsewhere_is_the_newer_one(
    tmp_path: Path, a_second_apart: None
) -> None:
    with (
        Library.open(tmp_path / "one", seeds=False) as one,
        Library.open(tmp_path / "two", seeds=False) as two,
    ):
        for number in (1, 2, 3):
            add_page(one, f"one{number}.txt", made_up(f"One {number}"))
            add_page(two, f"two{number}.txt", made_up(f"Two {number}"))
        for library, name in ((one, "1"), (two, "2")):
            library.export_library(tmp_path / name)
        one.import_library(tmp_path / "2")
        two.import_library(tmp_path / "1")
        for library in (one, two):
            titles = [shown.title for shown in library.rows(library.listing("").rowids)]
            assert titles == [f"{name} {number}" for number in (3, 2, 1) for name in ("Two", "One")]
            numbers = [n for (n,) in on_disk.rows(library, "SELECT import_no FROM pages")]
            assert len(set(numbers)) == 6
        add_page(two, "two4.txt", made_up("Two 4"))
        assert two.rows(two.listing("", view=View("new")).rowids)[0].title == "Two 4"


def test_marks_wait_for_papers_that_neither_library_has(
    rich: Library, empty: Library, tmp_path: Path
) -> None:
    """Somebody exports only the acts: the papers come later, by themselves."""
    path = tmp_path / "all.jsonl"
    rich.export_library(path)
    told = [json.loads(line) for line in lines(path)]
    acts = [one for one in told if one["type"] == "act"]
    end = {"type": "end", "papers": 0, "acts": len(acts)}
    path.write_text("\n".join(map(json.dumps, [told[0], *acts, end])))
    report = empty.import_library(path)
    assert report.waiting > 0
    assert empty.counts().all == 0
    wanted = rich.rows(rich.listing("", view=View("bookmarks")).rowids)[0]
    add_page(empty, "again.txt", made_up(wanted.title, arxiv=wanted.arxiv_id))
    assert empty.paper(wanted.id).bookmarked
    assert_is_sound(empty)


@pytest.mark.parametrize("clock", [2**53 - 1, 2**45])
def test_a_clock_far_ahead_shuts_no_library_off(
    rich: Library, empty: Library, tmp_path: Path, clock: int
) -> None:
    """What is marked after such an act goes on to another library, and wins there as here."""
    path = tmp_path / "all.jsonl"
    papers = rich.rows(rich.listing("").rowids)
    unmarked = next(paper.id for paper in papers if not (paper.tags or paper.bookmarked))
    rich.bookmark(unmarked)
    rich.export_library(path)
    told = [json.loads(line) for line in lines(path)]
    far = next(one for one in reversed(told) if one.get("kind") == "bookmark")
    far |= {"act": "f" * 20, "clock": clock}
    end = {"type": "end", "papers": 0, "acts": 1}
    path.write_text("\n".join(map(json.dumps, [told[0], far, end])))
    for _ in range(2):
        rich.import_library(path)
        rich.bookmark(unmarked, on=False)
    rich.tag(unmarked, add="later")
    rich.export_library(tmp_path / "later.jsonl")
    empty.import_library(path)
    empty.import_library(tmp_path / "later.jsonl")
    for library in (rich, empty):
        paper = library.paper(unmarked)
        assert (paper.bookmarked, paper.tags) == (False, ("later",))
        assert_is_sound(library)
    told = [json.loads(line) for line in lines(tmp_path / "later.jsonl")]
    assert max(one["clock"] for one in told if one["type"] == "act" and one != far) < 2**53 - 1
    # Undone, what it had replaced is in force again.
    undone = rich.undo(2)
    assert undone is not None
    assert rich.paper(unmarked).bookmarked
