"""Libraries and files from before records were kept: they stay as they are, and go on rightly."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Sighting
from recto.index.paper import Link
from recto.index.safety.soundness import faults_of

from ..support import on_disk
from ..support.importing import LONG, add_page, made_up
from ..support.older import make_older
from ..support.soundness import assert_is_sound


def fill(library: Library) -> None:
    """Let a library learn about papers from several pages."""
    given = (Link("https://example.org/inks", "project"),)
    add_page(library, "one", made_up("Inks", links=given), made_up("Pens", upvotes=3))
    add_page(library, "two", made_up("Inks", LONG, authors=("Ann A",), published="2020-05"))
    add_page(library, "three", made_up("Papers", arxiv="2401.00001"), made_up("Pens", upvotes=7))
    library.bookmark(["2401.00001"])
    library.sources.remove("three")
    library.index.rebuild()


def shown(library: Library) -> dict[str, dict[str, Any]]:
    papers = library.rows(library.listing("").rowids)
    return {paper.title: paper.as_json() for paper in papers}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The directory of a library that an older Recto left."""
    with Library.open(tmp_path / "older", seeds=False) as library:
        fill(library)
    make_older(tmp_path / "older" / "library.db", 2)
    return tmp_path / "older"


def test_a_library_stays_as_it_is(empty: Library, older: Path) -> None:
    fill(empty)
    with Library.open(older) as library:
        assert any("brought up to date" in sentence for sentence in library.warnings)
        assert shown(library) == shown(empty)
        pens = shown(library)["Pens"]
        assert library.sources.history(pens["id"]) == empty.sources.history(pens["id"])
        assert_is_sound(library)
        assert faults_of(library.locations.database, is_deep=True) == []


def test_what_comes_later_can_be_taken_back(older: Path) -> None:
    with Library.open(older) as library:
        before = shown(library)
        more: dict[str, Any] = {
            "abstract": f"{LONG} And more.",
            "authors": ("Ann A", "Bob B"),
            "doi": "10.1000/1",
        }
        add_page(library, "four", made_up("Inks", **more), made_up("Pens", upvotes=9))
        after = shown(library)
        assert (after["Inks"]["authors"], after["Pens"]["upvotes"]) == (["Ann A", "Bob B"], 9)
        # What each page said nobody can tell apart any more: it stays with any of them.
        library.sources.remove("two")
        assert shown(library)["Inks"]["published"] == "2020-05"
        library.undo()
        library.undo()
        assert shown(library) == before
        library.redo()
        assert shown(library) == after
        assert_is_sound(library)


def of_format_1(library: Library) -> bytes:
    """Return an exported library as an older Recto would have written it."""
    stream = io.BytesIO()
    library.export_library(stream)
    objects = [json.loads(line) for line in stream.getvalue().splitlines()]
    pages = {one["page"]: one for one in objects if one["type"] == "page"}
    papers = [one for one in objects if one["type"] == "paper"]
    places: dict[int, list[list[Any]]] = {number: [] for number in pages}
    for paper in papers:
        for number, rank, said in paper["records"]:
            places[number].append([paper["id"], said.get("rank", rank)])
    lines: list[dict[str, Any]] = [{**objects[0], "format": 1}]
    old: tuple[str, ...] = (
        "id",
        "title",
        "abstract",
        "authors",
        "author_count",
        "organisation",
        "published",
    )
    old += ("comments", "upvotes", "arxiv_id", "links", "other_ids", "other_titles", "history")
    lines += [{"type": "paper", **{key: one[key] for key in (*old, "marks")}} for one in papers]
    for number, page in pages.items():
        known = ("type", "source", "label", "digest", "import")
        lines.append({key: page[key] for key in known})
        name = {"source": page["source"], "digest": page["digest"]}
        lines.append({"type": "places", **name, "papers": places[number]})
    lines += [one for one in objects if one["type"] in ("act", "draft", "end")]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def test_files_of_format_1_are_read(empty: Library, tmp_path: Path) -> None:
    fill(empty)
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.import_library(io.BytesIO(of_format_1(empty)))
        there, here = shown(other), shown(empty)
        assert there.keys() == here.keys()
        for title, paper in there.items():
            links = {"links": here[title]["links"]} if title == "Inks" else {}
            assert {**paper, **links} == here[title], "given links were not in such files"
        pens = there["Pens"]["id"]
        assert other.sources.history(pens) == empty.sources.history(pens)
        assert_is_sound(other)
        rev = on_disk.rev(other)
        other.import_library(io.BytesIO(of_format_1(empty)))
        assert on_disk.rev(other) == rev
        # Numbers of which nobody knows the page stay, as does what else such a file has told.
        other.sources.remove("one")
        assert shown(other).keys() == {"Inks", "Papers"}
        other.undo()
        assert shown(other) == there
        assert_is_sound(other)


def test_remembered_numbers_travel_on(older: Path, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with Library.open(older) as library:
        pens = shown(library)["Pens"]["id"]
        before = library.sources.history(pens)
        assert before
        library.export_library(stream)
    with Library.open(tmp_path / "other", seeds=False) as other:
        add_page(other, "five", made_up("Pens", upvotes=1), checksum="of another")
        other.import_library(io.BytesIO(stream.getvalue()))
        history = other.sources.history(pens)
        assert {(one.day, one.upvotes) for one in history} >= {
            (one.day, one.upvotes) for one in before
        }
        assert isinstance(history[0], Sighting)
        assert_is_sound(other)
