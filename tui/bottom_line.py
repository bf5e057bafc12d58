"""The one line at the bottom: the keys that help here, a message, or a prompt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from .line_pane import LinePane, strip_of
from .look import TERMINAL

Complete = Callable[[str], Sequence[str]]
"""From the text of a prompt to whole texts that could stand there, best first."""


class BottomLine(LinePane, can_focus=False):
    """What the reader says: keys when nothing is to be said, else a message."""

    line_count = 1

    def __init__(self) -> None:
        super().__init__(id="bottom")
        self._keys: tuple[tuple[str, str], ...] = ()
        self._message = ""
        self._is_error = False

    @property
    def message(self) -> str:
        """The message that stands there now, or nothing."""
        return self._message

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show these keys with what each does, as many as fit."""
        keys = tuple(keys)
        if keys != self._keys:
            self._keys = keys
            self.repaint()

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Show a message until the next key; an empty one shows the keys again."""
        if (message, is_error) != (self._message, self._is_error):
            self._message, self._is_error = message, is_error
            self.repaint()

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw the message, or the keys."""
        if self._message:
            style = self.palette.error if self._is_error else self.palette.text
            text = Text(set_cell_size(" " + self._message, width), style=style)
            if cell_len(self._message) >= width:
                text.right_crop(1)
                text.append("…")
        else:
            text = Text(" ")
            for key, label in self._keys:
                if text.cell_len + cell_len(key) + 1 + cell_len(label) > width:
                    break
                text.append(key, self.palette.accent)
                text.append(f" {label}  ", self.palette.dim)
        return strip_of(text)


class Prompt(Horizontal):
    """A question on the bottom line, with completion by Tab."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._answer: Callable[[str], None] | None = None
        self._complete: Complete | None = None
        self._choices: Sequence[str] = ()
        self._stem: str | None = None
        self._choice = -1

    def compose(self) -> ComposeResult:
        """Lay out the question, the answer and what could complete it."""
        yield Static("", id="prompt-sign", markup=False)
        box = Input(id="prompt-input", compact=True, select_on_focus=False)
        box.cursor_blink = False
        yield box
        yield Static("", id="prompt-choices", markup=False)

    @property
    def input(self) -> Input:
        """The text input itself."""
        return self.query_one("#prompt-input", Input)

    def ask(
        self,
        sign: str,
        answer: Callable[[str], None],
        *,
        text: str = "",
        complete: Complete | None = None,
    ) -> None:
        """Ask for a line of text; `answer` gets it on Enter, nothing happens on Escape."""
        self._answer, self._complete = answer, complete
        self._stem, self._choice = None, -1
        self.query_one("#prompt-sign", Static).update(Content(sign + " "))
        with self.prevent(Input.Changed):
            self.input.value = text
        # A text that stands there is replaced by what is typed, or gone on with after an arrow.
        self.input.selection = Selection(0, len(text))
        self._offer()
        self.display = True
        self.screen.set_focus(self.input, scroll_visible=False)

    def close(self, *, is_answered: bool) -> None:
        """Close, and hand over the answer if there is one."""
        answer, self._answer = self._answer, None
        self.display = False
        if is_answered and answer is not None:
            answer(self.input.value)

    def complete_next(self, step: int = 1) -> None:
        """Put the next possible text into the box, as a shell does on repeated Tab."""
        if self._stem is None:
            self._stem = self.input.value
        if not self._choices:
            return
        self._choice = (self._choice + step) % len(self._choices)
        with self.prevent(Input.Changed):
            self.input.value = self._choices[self._choice]
        self.input.cursor_position = len(self.input.value)
        self._show_choices()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what completes the new text."""
        event.stop()
        self._stem, self._choice = None, -1
        self._offer()

    def _offer(self) -> None:
        self._choices = self._complete(self.input.value)[:50] if self._complete else ()
        self._show_choices()

    def _show_choices(self) -> None:
        text = Text(style=TERMINAL.dim)
        head = self._stem if self._stem is not None else self.input.value
        keep = head.rfind(" ") + 1
        for number, choice in enumerate(self._choices):
            if text:
                text.append("  ")
            text.append(choice[keep:].strip(), TERMINAL.accent if number == self._choice else "")
            if text.cell_len > self.app.size.width:
                break
        self.query_one("#prompt-choices", Static).update(Content.from_rich_text(text))
