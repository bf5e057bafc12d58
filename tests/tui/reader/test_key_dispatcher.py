"""Keys, taken for a stand-in of the screen: where each goes, and which must wait."""

from __future__ import annotations

from typing import Any

import pytest
from recto.index import Library
from recto.tui.keys.command import Command
from recto.tui.keys.keymap import Keymap
from recto.tui.reader.key_dispatcher import KeyDispatcher
from recto.tui.reader.state import Keyboard, ReaderState

from ..stages import Stage


class Finding:
    """What keys in the search box do."""

    is_recalling = False
    is_correction_shown = False

    def __init__(self, state: ReaderState) -> None:
        self._state = state
        self.calls: list[str] = []

    def recall(self, step: int) -> None:
        self.calls.append(f"recall {step}")

    def typed(self) -> None:
        self.calls.append("typed")

    def submit(self) -> None:
        self.calls.append("submit")
        self._state.is_waiting = True

    def ask_exactly(self) -> None:
        self.calls.append("exactly")

    def go_back(self) -> None:
        self.calls.append("back")

    def give_up(self) -> None:
        self.calls.append("give up")
        self._state.is_waiting = False


class Note:
    """A note on its way."""

    is_open = False

    def __init__(self) -> None:
        self.text = ""

    def type(self, key: str) -> None:
        self.text += key

    paste = type


def to_box(stage: Any, count: int | None) -> None:
    stage.keyboard = Keyboard.BOX


def to_note(stage: Any, count: int | None) -> None:
    stage.keyboard = Keyboard.NOTE


def lend(stage: Any, count: int | None) -> None:
    stage.lendings += 1


def nothing(stage: Any, count: int | None) -> None: ...


COMMANDS = (
    Command("next", ("j",), "", nothing, "", ""),
    Command("first", ("g g",), "", nothing, "", ""),
    Command("search", ("slash",), "", to_box, "", ""),
    Command("note", ("e",), "", to_note, "", ""),
    Command("pager", ("P",), "", lend, "", ""),
)


def keyboard(two: Library) -> tuple[Stage, ReaderState, KeyDispatcher, Finding, Note]:
    stage, state, note = Stage(two), ReaderState(), Note()
    finding = Finding(state)
    stage.keys = KeyDispatcher(stage, state, Keymap(COMMANDS), search=finding, note=note)
    stage.keys.begin()
    return stage, state, stage.keys, finding, note


def press(keys: KeyDispatcher, *names: str) -> None:
    for name in names:
        keys.take(name)


async def test_a_count_and_a_prefix_belong_to_the_command_behind_them(two: Library) -> None:
    stage, _, keys, _, _ = keyboard(two)
    press(keys, "1", "2")
    assert stage.bottom.keys == (("12", "…"),)
    press(keys, "j", "g", "g", "4", "escape", "j", "x")
    assert stage.ran == [("next", 12), ("first", None), ("next", None)]
    assert (keys.was_last("first"), keys.was_last("next")) == (True, False)


async def test_keys_wait_for_the_list_they_are_meant_for(two: Library) -> None:
    stage, state, keys, finding, _ = keyboard(two)
    press(keys, "slash", "a", "b", "enter", "j", "slash", "c", "enter", "3", "j")
    assert (stage.box.text, finding.calls) == ("ab", ["typed", "typed", "submit"])
    assert stage.ran == [("search", None)]
    state.is_waiting = False
    keys.release()
    assert stage.ran == [("search", None), ("next", None), ("search", None)]
    assert (stage.box.text, finding.calls) == ("abc", [*["typed"] * 2, "submit", "typed", "submit"])
    state.is_waiting = False
    keys.release()
    assert stage.ran[-1] == ("next", 3)


async def test_what_leaves_does_nothing_where_it_was_typed_before_the_first_rows(
    two: Library,
) -> None:
    stage, state, note = Stage(two), ReaderState(), Note()
    commands = (*COMMANDS, Command("quit", ("q",), "", nothing, "", ""))
    keys = stage.keys = KeyDispatcher(
        stage, state, Keymap(commands), search=Finding(state), note=note
    )
    press(keys, "q", "j", "slash", "q")
    keys.begin()
    assert stage.ran == [("next", None), ("search", None)]
    assert stage.box.text == "q"
    stage.keyboard = Keyboard.PANE
    press(keys, "q")
    assert stage.ran[-1] == ("quit", None)


async def test_what_leaves_waits_for_no_list_but_for_what_was_typed_before(two: Library) -> None:
    stage, state, note = Stage(two), ReaderState(), Note()
    commands = (*COMMANDS, Command("quit", ("q",), "", nothing, "", ""))
    keys = stage.keys = KeyDispatcher(
        stage, state, Keymap(commands), search=Finding(state), note=note
    )
    keys.begin()
    state.is_waiting = True
    press(keys, "q")
    assert stage.ran == [("quit", None)]
    press(keys, "j", "q")
    assert stage.ran == [("quit", None)]
    state.is_waiting = False
    keys.release()
    assert stage.ran == [("quit", None), ("next", None), ("quit", None)]
    state.is_waiting, state.then = True, lambda: None  # what is done then, it is meant for
    press(keys, "q")
    state.then, state.writing = None, 1
    press(keys, "q")
    assert len(stage.ran) == 3


async def test_keys_wait_for_marks_and_for_the_first_rows(two: Library) -> None:
    stage, state, note = Stage(two), ReaderState(), Note()
    keys = stage.keys = KeyDispatcher(
        stage, state, Keymap(COMMANDS), search=Finding(state), note=note
    )
    press(keys, "j")
    assert stage.ran == []
    keys.begin()
    assert stage.ran == [("next", None)]
    state.writing = 2
    press(keys, "j")
    state.writing = 1
    keys.release()
    assert len(stage.ran) == 1
    state.writing = 0
    keys.release()
    assert len(stage.ran) == 2


async def test_an_interrupt_gives_up_the_list_and_all_that_was_typed_ahead(two: Library) -> None:
    stage, state, keys, finding, _ = keyboard(two)
    state.is_waiting = True
    press(keys, "j", "j", "ctrl+c")
    keys.release()
    assert (stage.ran, finding.calls) == ([], ["give up"])


async def test_what_is_typed_behind_the_key_of_a_note_is_text_up_to_escape(two: Library) -> None:
    stage, state, keys, _, note = keyboard(two)
    state.writing = 1
    press(keys, "e", "j", "escape", "j")
    keys.take_paste("pasted")
    state.writing = 0
    keys.release()
    assert note.text == "jescape", "the editor takes its own keys"
    stage.keyboard = Keyboard.PANE
    keys.leave_note()
    assert [name for name, _ in stage.ran] == ["note", "next"]


async def test_pasted_text_never_runs_as_commands(two: Library) -> None:
    stage, state, keys, _, _ = keyboard(two)
    assert keys.take_paste("j")
    state.is_waiting = True
    assert keys.take_paste("j")
    state.is_waiting = False
    keys.release()
    assert (stage.ran, stage.box.text, stage.prompt.text) == ([], "", "")
    for place, box in ((Keyboard.BOX, stage.box), (Keyboard.PROMPT, stage.prompt)):
        stage.keyboard = place
        keys.take_paste("text")
        assert box.text == "text"
    stage.keyboard = Keyboard.NOTE
    assert not keys.take_paste("text")


async def test_keys_typed_for_what_was_refused_are_dropped_up_to_the_next_frame(
    two: Library,
) -> None:
    stage, _, keys, _, _ = keyboard(two)
    keys.drop_typed_ahead()
    press(keys, "j", "j")
    assert stage.ran == []
    stage.listen()
    press(keys, "j")
    assert stage.ran == [("next", None)]


async def test_keys_that_waited_behind_one_that_lends_the_terminal_are_dropped(
    two: Library,
) -> None:
    stage, state, keys, _, _ = keyboard(two)
    state.writing = 1
    press(keys, "j", "P", "j", "j")
    state.writing = 0
    keys.release()
    press(keys, "j")
    assert [name for name, _ in stage.ran] == ["next", "pager", "next"]


async def test_keys_behind_the_one_that_hands_a_note_over_are_dropped(two: Library) -> None:
    stage, _, keys, _, _ = keyboard(two)
    stage.keyboard = Keyboard.NOTE
    assert not keys.take("ctrl+o")
    press(keys, "x", "escape")
    assert keys.take_paste("x")
    keys.listen()
    assert not keys.take("escape"), "the editor is back and takes its own keys"


@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("enter", "answer"),
        ("escape", "close"),
        ("tab", "complete 1"),
        ("shift+tab", "complete -1"),
        ("up", "recall 1"),
        ("down", "recall -1"),
    ],
)
async def test_what_keys_do_in_a_prompt(two: Library, key: str, call: str) -> None:
    stage, state, keys, _, _ = keyboard(two)
    stage.keyboard, state.is_waiting = Keyboard.PROMPT, True
    press(keys, "x", key)
    assert (stage.prompt.text, stage.prompt.calls) == ("x", [call])
