"""Having the index built, for a stand-in of the screen."""

from __future__ import annotations

from recto.index import Library
from recto.tui.reader.answers import Answers
from recto.tui.reader.indexer import Indexer, IndexKeeper, IndexProgress
from recto.tui.reader.state import Keyboard, ReaderState

from ..stages import Stage


class Started(Indexer):
    """An indexer that only counts how often it was started."""

    times = 0

    def start(self) -> None:
        self.times += 1


def keeper(two: Library) -> tuple[Stage, ReaderState, Answers, Started, IndexKeeper]:
    stage, state = Stage(two), ReaderState()
    answers = Answers(two, stage, state, lambda message: None)
    indexer = Started(None, lambda message: True)
    return stage, state, answers, indexer, IndexKeeper(two, stage, state, answers, indexer)


async def test_why_the_index_is_built_is_said_until_it_is(two: Library) -> None:
    stage, state, answers, indexer, index = keeper(two)
    index.build("The index is older.")
    assert (stage.said, stage.activity.building) == (["The index is older."], "indexing")
    assert indexer.times == 1
    stage.bottom.message = "The index is older."
    index.take_progress(IndexProgress(1, 4, ", 2/s"))
    assert stage.activity.building == "indexing 25 % · 2/s"
    index.take_end("")
    assert (stage.said[-1], stage.activity.building, state.index_was_built) == ("", "", True)
    assert answers.asked == ""
    assert not state.is_waiting, "nothing was asked that waits for it"


async def test_what_was_asked_meanwhile_is_asked_again(two: Library) -> None:
    stage, state, answers, _, index = keeper(two)
    index.build()
    stage.box.text, stage.keyboard = "pouch", Keyboard.BOX
    index.take_end("")
    assert (answers.asked, state.is_waiting) == ("pouch", True)


async def test_an_index_that_cannot_be_built_is_said_and_built_for_this_run(two: Library) -> None:
    stage, state, answers, indexer, index = keeper(two)
    stage.box.text = "pouch"
    index.build()
    index.take_end("the disk is full")
    assert stage.errors == ["The search index could not be built: the disk is full"]
    assert (answers.asked, state.index_was_built, indexer.times) == ("pouch", False, 1)
