"""What the marks teach is worked out once the hands rest, and the morning list is there at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, View
from recto.index.marking import tastes
from recto.index.marking.taste import library_scores
from recto.index.marking.taste.library_scores import LibraryScores
from recto.index.marking.tastes import Tastes
from recto.tui.reader.services.taste_watch import TasteWatch

from ...conftest import ReaderFactory


class Stage:
    """What a screen is asked for."""

    is_running = True

    def __init__(self) -> None:
        self.begun: list[Callable[[], Coroutine[Any, Any, None]]] = []

    def run_beside(self, work: Callable[[], Coroutine[Any, Any, None]], *, group: str) -> None:
        self.begun.append(work)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    words = ("merging", "speech", "pruning", "graphs")
    papers = [
        {"title": f"{words[one % 4]} of nets {one}", "abstract": words[one % 4] * 3}
        for one in range(40)
    ]
    with Library.open(tmp_path / "data", seeds=False) as library:
        library.add_text("page.json", json.dumps(papers).encode())
        yield library


async def test_it_is_worked_out_once_no_more_marks_come_and_one_at_a_time(library: Library) -> None:
    stage = Stage()
    watch = TasteWatch(library, stage)  # type: ignore[arg-type]
    rowids = library.listing("").rowids
    for rowid in rowids[:3]:
        library.queue(rowids=[rowid])
        watch.look()
    assert not stage.begun
    watch.look()
    watch.look()
    assert len(stage.begun) == 1
    library.queue(rowids=[rowids[3]])
    watch.look()
    watch.look()
    assert len(stage.begun) == 1
    await stage.begun[0]()
    watch.look()
    assert len(stage.begun) == 2
    await stage.begun[1]()
    watch.look()
    assert len(stage.begun) == 2


def test_what_is_new_is_ranked_without_more_work_then(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.queue(rowids=library.listing("").rowids[:3])
    new = library.listing("", view=View("new")).rowids
    with Library.open(tmp_path / "data", seeds=False) as other:
        expected = other.taste.ranked(new).scores()
    library.taste.keep_up(lambda: False)  # the reader is left
    library.taste.keep_up(lambda: True)

    def refuse(*_: object) -> None:
        raise AssertionError("it is worked out again")

    monkeypatch.setattr(f"{tastes.__name__}.make_profile", refuse)
    monkeypatch.setattr(library.taste._scores, "_score", refuse)
    assert library.taste.ranked(new).scores() == expected
    assert any(score for _, score in expected)


def test_who_asks_meanwhile_waits_for_a_few_papers_however_many_are_new(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{library_scores.__name__}._MANY", 20)
    make, made = LibraryScores.make, list[list[int]]()

    def noted(scores: LibraryScores, rowids: Sequence[int], *rest: Any, **named: Any) -> None:
        made.append([*rowids])
        make(scores, rowids, *rest, **named)

    monkeypatch.setattr(LibraryScores, "make", noted)
    library.queue(rowids=library.listing("").rowids[:1])
    new = library.listing("", view=View("new")).rowids
    library.taste.keep_up(lambda: True)
    # The lock is held for each: a ranking that waits for it cannot be left.
    assert max(map(len, made)) <= tastes._TOGETHER
    assert sorted(one for some in made for one in some) == sorted(new)
    made.clear()
    library.taste.prepare(lambda: True)
    assert not any(set(rowids) & {*new} for rowids in made)


def test_nothing_is_worked_out_where_nothing_teaches(library: Library) -> None:
    library.taste.keep_up(lambda: True)
    assert not library.taste.is_known


async def test_the_reader_does_so_after_a_mark(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.tui.app.CHORES", 0.01)
    made: list[bool] = []
    monkeypatch.setattr(Tastes, "keep_up", lambda _, is_wanted: made.append(is_wanted()))
    async with reader(100, 24) as r:
        await r.until(lambda: made == [True], "what the marks of the start teach")
        await r.press("a")
        await r.until(lambda: made == [True, True], "what this one teaches, though nobody asked")
