"""Where the reader is in texts: the latest place counts, on this machine and on two."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library, Position, SourceError

from ..support.importing import add_page, made_up
from ..support.older import make_older
from ..support.soundness import assert_is_sound

HERE = Position(4, 120, "Rows that are shuffled", 34)


@pytest.fixture
def pair(tmp_path: Path) -> Callable[[str], Library]:
    """Return a way to make a library that has one paper."""

    def make(name: str) -> Library:
        library = Library.open(tmp_path / name, seeds=False)
        add_page(library, "one.txt", made_up("Only One"), made_up("Another"))
        return library

    return make


def rowid(library: Library) -> int:
    papers = library.rows(library.listing("", wait=True).rowids)
    return next(paper.rowid for paper in papers if paper.title == "Only One")


def test_a_place_is_kept_and_a_later_one_is_kept_instead(pair: Callable[[str], Library]) -> None:
    with pair("one") as library:
        one = rowid(library)
        assert library.positions.of(one) is None
        library.positions.keep(one, HERE)
        library.positions.keep(one, HERE._replace(block=2, part=9))
        assert library.positions.of(one) == HERE._replace(block=2, part=9)
        assert library.positions.parts() == {one: 9}
        assert len(library.log()) == 1  # that the page was added; a place is no act
        library.positions.keep(99, HERE)
        assert library.positions.of(99) is None


def test_places_get_letters_and_keep_them(pair: Callable[[str], Library], tmp_path: Path) -> None:
    with pair("one") as one, pair("two") as two:
        there = HERE._replace(block=9)
        one.positions.give_letter(rowid(one), "a", HERE)
        one.positions.give_letter(rowid(one), "b", HERE)
        two.positions.give_letter(rowid(two), "b", there)
        one.positions.give_letter(rowid(one), "x", there)
        one.positions.give_letter(rowid(one), "x", HERE)
        one.positions.keep(rowid(one), there)
        for library, name in ((one, "1"), (two, "2")):
            library.export_library(tmp_path / name)
        for name in ("2", "1", "2"):
            one.import_library(tmp_path / name)
            two.import_library(tmp_path / name)
        for library in (one, two):
            assert library.positions.letters(rowid(library)) == {"a": HERE, "b": there, "x": HERE}
            assert library.positions.of(rowid(library)) == there
            assert_is_sound(library)
        assert one.positions.letters(99) == {}
        one.positions.give_letter(99, "a", HERE)
        assert one.positions.letters(99) == {}


def test_of_two_libraries_the_later_place_counts(
    pair: Callable[[str], Library], tmp_path: Path
) -> None:
    with pair("one") as one, pair("two") as two:
        one.positions.keep(rowid(one), HERE)
        two.positions.keep(rowid(two), later := HERE._replace(block=7, part=80))
        for library, name in ((one, "1"), (two, "2")):
            library.export_library(tmp_path / name)
        for name in ("2", "2", "1"):
            one.import_library(tmp_path / name)
            two.import_library(tmp_path / name)
        assert one.positions.of(rowid(one)) == two.positions.of(rowid(two)) == later


@pytest.mark.parametrize(
    "wrong",
    [
        {"block": -1},
        {"part": 101},
        {"letter": "2"},
        {"wall": "yesterday"},
        {"block": 1.5},
        {"marks": [1]},
        {"marks": {"ab": {}}},
        {"marks": {"a": [1, 2, "", 3, ""]}},
        {"marks": {"a": {"block": 1}}},
    ],
)
def test_what_is_no_place_is_refused(
    pair: Callable[[str], Library], tmp_path: Path, wrong: dict[str, object]
) -> None:
    with pair("one") as one:
        one.positions.keep(rowid(one), HERE)
        one.export_library(tmp_path / "1")
        lines = []
        for line in (tmp_path / "1").read_text().splitlines():
            told = json.loads(line)
            lines.append(json.dumps(told | wrong if told["type"] == "position" else told))
        (tmp_path / "wrong").write_text("\n".join(lines))
        with pytest.raises(SourceError):
            one.import_library(tmp_path / "wrong")
        assert one.positions.of(rowid(one)) == HERE


def test_of_two_papers_that_are_merged_the_later_place_stays(
    pair: Callable[[str], Library],
) -> None:
    with pair("one") as one:
        papers = one.rows(one.listing("", wait=True).rowids)
        for number, paper in enumerate(papers):
            one.positions.give_letter(paper.rowid, "ab"[number], HERE)
            one.positions.give_letter(paper.rowid, "x", HERE._replace(block=number))
            one.positions.keep(paper.rowid, HERE._replace(part=number))
        one.identities.merge(rowids=[paper.rowid for paper in papers])
        (left,) = one.listing("", wait=True).rowids
        assert one.positions.parts() == {left: len(papers) - 1}
        letters = {"a": HERE, "b": HERE, "x": HERE._replace(block=1)}
        assert one.positions.letters(left) == letters


def test_a_library_of_before_gets_room_for_places(
    pair: Callable[[str], Library], tmp_path: Path
) -> None:
    pair("one").close()
    make_older(tmp_path / "one" / "library.db", 4)
    with Library.open(tmp_path / "one") as one:
        assert one.positions.parts() == {}
        one.positions.keep(rowid(one), HERE)
        assert one.positions.of(rowid(one)) == HERE
        assert_is_sound(one)
