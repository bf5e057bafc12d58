"""Questions, their answers and the way back, for a stand-in of the screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from recto.index import Library, Listing, OtherVersionError, RectoError, Superseded, View
from recto.tui.reader.answers import Answers
from recto.tui.reader.finder import Finder
from recto.tui.reader.mark_writer import MarkWriter
from recto.tui.reader.messages import PapersLeft, ReadingFound, ResultsReady, SearchFailed
from recto.tui.reader.searcher import Answer, Request, Searcher
from recto.tui.reader.state import ReaderState

from ..stages import Stage


def search(two: Library) -> tuple[Stage, ReaderState, Answers, Finder]:
    """Return what searches; nobody answers but the test."""
    stage, state = Stage(two), ReaderState()
    answers = Answers(two, stage, state, lambda message: None)
    marks = MarkWriter(two, stage, state)
    marks.close()
    finder = Finder(two, stage, state, answers, marks)
    answers.show(two.listing(""))
    return stage, state, answers, finder


def request(number: int, text: str = "", **more: Any) -> Request:
    return Request(number, text, View("all"), "relevance", is_typing=False, **more)


async def test_only_the_answer_to_the_newest_question_is_shown(two: Library) -> None:
    stage, state, answers, _ = search(two)
    every = state.listing
    assert every is not None
    none = every._replace(rowids=every.rowids[:0], total=0)
    stage.box.text = "a"
    answers.ask()
    stage.box.text = "ab"
    answers.ask()
    answers.take_answer(request(1, "a"), Answer(none))
    answers.take_failure(request(1, "a"), RectoError("Stale"))
    assert state.listing is every
    assert (state.is_waiting, stage.errors) == (True, [])
    answers.take_answer(request(2, "ab"), Answer(none, "abc"))
    assert state.listing is none
    assert (state.is_waiting, state.suggestion) == (False, "abc")
    assert stage.said == ["0 for “abc”; <as-typed> as typed"]


async def test_what_completes_a_list_leaves_keys_waiting_for_it(two: Library) -> None:
    stage, state, answers, _ = search(two)
    every = two.listing("")
    answers.ask(is_typing=True)
    stage.rest()
    answers.take_answer(request(1), Answer(every))
    assert state.is_waiting, "the answer to what was typed is out of date by now"
    answers.take_answer(request(2), Answer(every))
    assert not state.is_waiting
    stage.rest()
    assert not state.is_waiting, "what stands there only grows"


async def test_who_moved_on_since_enter_stays_where_one_is(two: Library) -> None:
    stage, _, answers, _ = search(two)
    every = two.listing("")
    answers.ask(is_final=True)
    stage.results.cursor = 1
    answers.take_answer(request(1, is_final=True), Answer(every))
    assert stage.results.rowid == every.rowids[1]
    answers.ask()
    answers.take_answer(request(2), Answer(every))
    assert stage.results.cursor == 0


async def test_where_the_index_is_of_another_version_one_is_built_once(two: Library) -> None:
    stage, state, answers, _ = search(two)
    answers.ask()
    answers.take_failure(request(1), OtherVersionError("The index is newer"))
    assert stage.activity.building
    assert list(stage.results.rowids) == []
    assert stage.empty_text == "The index is being built; Esc goes back."
    assert (state.is_waiting, stage.errors) == (True, []), "building says itself how it goes on"
    stage.activity.building, state.index_was_built = "", True
    answers.take_failure(request(1), OtherVersionError("The index is newer"))
    assert not stage.activity.building
    assert not state.is_waiting
    (error,) = stage.errors
    assert "Leave it (<quit>) and start it again" in error


async def test_each_way_back_leads_to_the_query_the_view_and_the_order(two: Library) -> None:
    stage, state, _, finder = search(two)
    assert not finder.return_to_previous()
    finder.sort_by("oldest")
    finder.begin()
    stage.box.text = "kangaroos"
    finder.submit()
    assert (state.sort, finder.history.texts) == ("relevance", ["kangaroos"])
    finder.go_back()
    assert (stage.box.text, state.sort) == ("", "oldest")
    finder.show_view(View("unread"))
    assert (str(state.view), state.sort) == ("unread", "relevance")
    assert finder.kept is not None
    assert finder.return_to_previous()
    assert (str(state.view), state.sort) == ("all", "oldest")
    assert not finder.kept


async def test_where_another_paper_has_become_the_first_that_is_said(two: Library) -> None:
    stage, _, answers, _ = search(two)
    moved = two.listing("")._replace(has_moved=True)
    stage.box.text = "net"
    answers.ask(is_final=True)
    answers.take_answer(request(1, "net", is_final=True), Answer(moved))
    assert stage.said == ["Another paper is first now that the last word is whole."]
    stage.box.text = "nets"
    answers.ask(is_final=True)
    answers.take_answer(request(2, "nets", is_final=True), Answer(moved, "pets"))
    assert stage.said[1].startswith("2 for “pets”; <as-typed> as typed")


def test_what_is_looked_for_is_left_when_the_reader_is(
    two: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, left = threading.Event(), threading.Event()

    def listing(text: str, *, is_stale: Callable[[], bool], **_: Any) -> Listing:
        looking.set()
        while not is_stale():
            time.sleep(0)
        left.set()
        raise Superseded

    monkeypatch.setattr(two, "listing", listing)
    searcher = Searcher(
        two, ResultsReady, SearchFailed, ReadingFound, PapersLeft, lambda message: None
    )
    searcher.start()
    searcher.ask(request(1, "a"))
    assert looking.wait(30)
    searcher.close()
    assert left.wait(30)
