"""Files that were added together go and come back together, and what was done between stays."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.adding import imports, parts

from ..support import on_disk


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "recto", seeds=False) as library:
        yield library


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A directory of three files with two papers each."""
    directory = tmp_path / "pages"
    directory.mkdir()
    for name in ("a", "b", "c"):
        lines = (json.dumps({"title": f"Paper {name}{number}"}) for number in (1, 2))
        (directory / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
        os.utime(directory / f"{name}.jsonl", (1_700_000_000, 1_700_000_000))
    return directory


def sources(library: Library) -> list[str]:
    return sorted(source.name for source in library.counts().sources)


def said(library: Library, direction: str, entry: str | None = None) -> str | None:
    done = library.undo(entry) if direction == "undo" else library.redo(entry)
    assert library.journal.agrees()
    return done.sentence if done else None


def test_a_directory_is_one_step(library: Library, pages: Path) -> None:
    library.add([pages])
    for _ in range(2):
        assert said(library, "undo") == "Undone: added 3 pages (6 papers)."
        assert (library.counts().all, sources(library)) == (0, [])
        assert library.undo() is None
        assert said(library, "redo") == "Redone: added 3 pages (6 papers)."
        assert library.counts().all == 6
        assert library.redo() is None
    assert library.journal.rebuild()


def test_each_call_is_a_step_of_its_own(library: Library, pages: Path) -> None:
    library.add([pages / "a.jsonl", pages / "b.jsonl"])
    library.bookmark([paper.id for paper in library.rows(library.listing("").rowids[:1])])
    library.add([pages])  # two of the three are there
    assert said(library, "undo") == "Undone: added c.jsonl (2 papers)."
    assert said(library, "undo") is not None
    assert library.counts().bookmarks == 0
    assert said(library, "undo") == "Undone: added 2 pages (4 papers)."
    assert library.counts().all == 0
    assert [step.sentence for step in library.journal.redo_steps(9)][::2] == [
        "Redone: added 2 pages (4 papers).",
        "Redone: added c.jsonl (2 papers).",
    ]


def test_each_of_its_acts_names_the_step(library: Library, pages: Path) -> None:
    library.add([pages])
    acts = [entry.act for entry in library.log()]
    assert len(acts) == 3
    for act in acts:
        undone = library.undo(act)
        assert undone is not None
        assert undone.act == acts[-1]
        assert library.counts().all == 0
        assert said(library, "redo", act) == "Redone: added 3 pages (6 papers)."
        assert library.counts().all == 6


def test_what_another_window_does_meanwhile_stays(library: Library, pages: Path) -> None:
    with Library.open(library.locations.data, seeds=False, window="reader") as other:

        def mark(done: int, total: int) -> None:
            if done == 1:
                other.bookmark(other.rows(other.listing("").rowids[:1]))

        library.add([pages], progress=mark)
        assert said(library, "undo") == "Undone: added 3 pages (6 papers)."
        # What is marked stays in sight.
        assert (library.counts().all, library.counts().bookmarks) == (1, 1)


def test_what_came_after_it_was_taken_back_meanwhile_is_taken_back_too(
    library: Library, pages: Path
) -> None:
    def take_back(done: int, total: int) -> None:
        if done == 2:
            assert said(library, "undo") == "Undone: added 2 pages (4 papers)."

    library.add([pages], progress=take_back)
    assert sources(library) == ["c.jsonl"]
    assert said(library, "undo") == "Undone: added c.jsonl (2 papers)."
    assert said(library, "redo") == "Redone: added 3 pages (6 papers)."
    assert sources(library) == ["a.jsonl", "b.jsonl", "c.jsonl"]


def test_what_watched_directories_bring_is_one_step(library: Library, pages: Path) -> None:
    (library.locations.data / "config.toml").write_text(f'watch = ["{pages}"]\n')
    with Library.open(library.locations.data, seeds=False) as watching:
        assert len(watching.sources.take_watched()) == 3
        assert said(watching, "undo") == "Undone: added 3 pages (6 papers)."
        assert watching.counts().all == 0


def test_the_marks_of_a_large_file_go_with_it(
    library: Library, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "TOGETHER", 10)
    monkeypatch.setattr(parts, "TOGETHER", 10)
    monkeypatch.setattr(parts, "PART", 20)
    lines = (json.dumps({"title": f"Wombat {n}", "bookmarked": n < 3}) for n in range(45))
    (pages / "b.jsonl").write_text("\n".join(lines) + "\n")
    library.add([pages])
    assert (library.counts().all, library.counts().bookmarks) == (49, 3)
    assert said(library, "undo") == "Undone: added 3 pages."
    assert (library.counts().all, library.counts().bookmarks) == (0, 0)
    assert said(library, "redo") == "Redone: added 3 pages."
    assert (library.counts().all, library.counts().bookmarks) == (49, 3)


def test_another_library_knows_the_steps_too(library: Library, pages: Path, tmp_path: Path) -> None:
    library.add([pages])
    file = tmp_path / "library.jsonl"
    library.export_library(file)
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.import_library(file)
        assert other.counts().all == 6
        assert said(other, "undo") == "Undone: added 3 pages (6 papers)."
        assert other.counts().all == 0


@pytest.mark.parametrize("step", ["ffffffffffffffffffff", "", 3, None, ["x"], {"a": "b"}])
def test_a_step_that_nobody_began_is_the_act_itself(
    library: Library, pages: Path, step: object
) -> None:
    library.add([pages / "b.jsonl"])
    library.add([pages / "a.jsonl"])
    (seq, text), *_ = on_disk.rows(library, "SELECT seq, data FROM journal ORDER BY seq DESC")
    data = json.dumps({**json.loads(text), "step": step}, separators=(",", ":"))
    on_disk.execute(library, "UPDATE journal SET data = ? WHERE seq = ?", (data, seq))
    assert said(library, "undo") == "Undone: added a.jsonl (2 papers)."
    assert sources(library) == ["b.jsonl"]
