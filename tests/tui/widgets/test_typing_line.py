"""A line in which one types, beside Textual's own text box, which it does without."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from recto.tui.painting.pieces import Piece
from recto.tui.widgets.editing import LineEditor, Selection
from recto.tui.widgets.typing_line import TypingLine
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.widgets import Input

WORDS = ("ab", "long-word", "naïve", "模型", "étude", " ", "  ", "(x)", "-", "한")

ACTIONS: dict[str, Callable[[Input], object]] = {
    "left": Input.action_cursor_left,
    "ctrl+f": Input.action_cursor_right,
    "ctrl+left": Input.action_cursor_left_word,
    "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home,
    "ctrl+e": Input.action_end,
    "backspace": Input.action_delete_left,
    "ctrl+d": Input.action_delete_right,
    "ctrl+w": Input.action_delete_left_word,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}


class Line(TypingLine):
    """Nothing but a text."""

    sign = ""

    def rest(self, width: int) -> list[Piece]:
        return [("", Style.null())]


class Both(App[None]):
    """One above the other."""

    CSS = "Input, Line { height: 1; width: 100%; padding: 0; border: none; }"

    def compose(self) -> ComposeResult:
        self.input = Input(compact=True, select_on_focus=False)
        self.line = Line(id="line")
        yield self.input
        yield self.line


@pytest.mark.parametrize("width", [9, 30])
async def test_keys_do_and_show_what_they_do_in_textuals_own_box(width: int) -> None:
    chance, app = random.Random(width), Both()
    async with app.run_test(size=(width, 4)) as pilot:
        box, line = app.input, app.line
        for widget in (box, line):
            app.set_focus(widget)
            await pilot.pause()
        box.has_focus = True  # one of them has it, and both are to show their cursor
        box._cursor_visible = False
        for _ in range(200):
            if (key := chance.choice([*ACTIONS, *["word"] * 8])) == "word":
                word = chance.choice(WORDS)
                box.replace(word, *box.selection)
                for letter in word:
                    line.edit("space" if letter == " " else letter)
            else:
                ACTIONS[key](box)
                line.edit(key)
            assert (line.input.value, line.input.cursor) == (box.value, box.cursor_position)
            if chance.random() < 0.05:
                start, end = chance.randrange(12), chance.randrange(12)
                line.input.selection = Selection(start, end)
                box.selection = type(box.selection)(start, end)
                line.repaint()
            if line.render_line(0).text != box.render_line(0).crop(0, width).text:
                await pilot.pause()  # Textual fills what a shorter text leaves free a frame later
            assert line.render_line(0).text == box.render_line(0).crop(0, width).text, key
            cells = box.cursor_screen_offset.x - box.cursor_at_end
            assert line.caret == Offset(max(0, min(cells, width - 1)), 0)


def test_what_is_no_key_of_a_line_changes_nothing() -> None:
    line = LineEditor()
    line.paste("two\n lines\x07")
    assert line.value == "two lines"
    assert not line.press("f5")
    assert (line.value, line.cursor) == ("two lines", 9)


def test_a_suggestion_is_taken_over_at_the_end_alone() -> None:
    line = LineEditor()
    line.put("ta")
    line.suggestion = "tag:"
    line.press("left")
    line.press("right")
    assert line.value == "ta"
    line.press("right")
    assert (line.value, line.cursor, line.suggestion) == ("tag:", 4, "")
