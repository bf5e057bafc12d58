"""A library in which everything has happened, made once a run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library, View

from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound


@pytest.fixture(scope="session")
def eventful(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library in which everything has happened that can happen: to be copied, never changed."""
    data_dir = tmp_path_factory.mktemp("eventful") / "library"
    shutil.copytree(few, data_dir)
    with Library.open(data_dir) as library:
        ids = [paper.id for paper in library.rows(library.listing("").rowids[:20])]
        add_page(
            library,
            "more.txt",
            made_up("Twin", arxiv="2401.00001", authors=("A. B.", "C. D."), author_count=9),
            made_up("Twin", arxiv="2401.00002", published="--05-02", organisation="Lab Ω"),
            made_up("One Name", arxiv="2401.00003", doi="10.1000/one"),
            made_up("Another Name", upvotes=3, comments=0, venue="Journal of Names", volume="7"),
            made_up("∞∞", abstract="Signs alone; see https://github.com/a/b."),
        )
        library.bookmark(ids[3:5])
        twin = library.paper("2401.00002").id
        library.tag([twin, *ids[:4]], add=["ml/pruning", "to-read"])
        another = next(
            one.id
            for one in library.rows(library.listing("").rowids)
            if one.title == "Another Name"
        )
        library.note(another, "On the paper that is merged below.\n\n  * indented")
        add_page(
            library,
            "late.txt",
            made_up("Another Name", arxiv="2401.00003"),
            made_up("Twin", arxiv="2401.00004"),
        )
        library.note(ids[0], "first")
        library.note(ids[0], "second")
        library.queue(ids[5:9])
        library.done(ids[6:7])
        library.tag(ids[:2], remove=["to-read"])
        library.undo()
        library.tags.rename("to-read", "later")
        library.searches.save("mine", "graph neural", View("tag", "ml"), "newest")
        library.sources.rename("late.txt", "My Late Papers")
        library.sources.remove("more.txt")
        library.notes.save_draft(ids[10], "half\ntyped ✎")
        library.marks.mark_all_read(library.listing("").rowids[:50])
        library.undo()
        library.redo()
        assert_is_sound(library)
    return data_dir


@pytest.fixture
def rich(eventful: Path, tmp_path: Path) -> Iterator[Library]:
    """A library in which everything has happened, of this test's own, in `tmp_path / "recto"`."""
    shutil.copytree(eventful, tmp_path / "recto")
    with Library.open(tmp_path / "recto") as library:
        yield library
