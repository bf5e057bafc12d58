"""What can be searched while the index is built, and what an interruption leaves of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from recto.index import Library


def page(number: int) -> bytes:
    papers = (
        {"title": f"Wombat {place} digs", "abstract": "It digs a burrow where nobody looks."}
        for place in range(number)
    )
    return "".join(json.dumps(paper) + "\n" for paper in papers).encode()


@pytest.fixture
def library(seeded: Path, tmp_path: Path) -> Library:
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    return Library.open(tmp_path)


def stop(done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_old_index_answers_while_a_new_one_is_built(library: Library, tmp_path: Path) -> None:
    with library, Library.open(tmp_path) as other:
        before = list(library.listing("pruning").rowids)
        seen: list[list[int]] = []

        def search(done: int, total: int) -> None:
            for one in (library, other):
                seen.append(list(one.listing("pruning").rowids))

        assert library.index.rebuild(search) == 603
        assert len(seen) > 2
        assert seen == [before] * len(seen)


def test_old_index_answers_while_it_is_extended(library: Library, tmp_path: Path) -> None:
    with library, Library.open(tmp_path) as other:
        before = other.listing("pruning").total
        seen = []

        def search(done: int, total: int) -> None:
            seen.append((other.listing("wombat").total, other.listing("pruning").total))

        library.index.progress = search
        library.add_text("wombats.jsonl", page(250))
        assert seen
        assert set(seen) == {(0, before)}
        assert other.listing("wombat").total == 250


def test_progress_goes_on_to_the_end_and_never_back(library: Library) -> None:
    told: list[tuple[int, int]] = []
    with library:
        library.index.rebuild(lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (603, 603)
    assert {total for _, total in told} == {603}


def test_what_was_added_before_an_interruption_is_found_by_the_next_search(
    library: Library,
) -> None:
    with library:
        before = library.listing("pruning").total
        library.index.progress = stop
        with pytest.raises(KeyboardInterrupt):
            library.add_text("wombats.jsonl", page(250))
        assert library.index.state() == "stale"
        assert library.listing("wombat").total == 0
        assert library.listing("pruning").total == before > 0
        library.index.progress = None
        assert library.search("wombat").total == 250
        assert len(list(library.locations.index.glob("g-*"))) <= 2
