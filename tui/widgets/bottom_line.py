"""The one line at the bottom: the keys that help here, a message, or a prompt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from ..painting.caret import CaretInput
from ..painting.line_pane import LinePane, cut, strip_of, wrap
from ..painting.look import Look
from ..painting.pieces import line_of
from ..painting.themes import PLAIN
from .editing import edit, paste
from .history import History

CHOSEN = Style(bold=True, underline=True)
"""What the present completion has beside its colour."""

MOST, USUALLY = 8, 3
"""Lines that a message can take where all of it matters, and otherwise."""

LEAST = 8
"""Cells below which no choices are shown: they would be a letter or two."""

TO_TYPE = 24
"""Cells that a question leaves for the answer, or half the line where that is narrower."""

Complete = Callable[[str], Sequence[str]]
"""From the text of a prompt to whole texts that could stand there, best first."""


class BottomLine(LinePane, can_focus=False):
    """What the reader says: keys when nothing is to be said, else a message."""

    line_count = 1

    def __init__(self, on_speech: Callable[[], object] = lambda: None) -> None:
        super().__init__(id="bottom")
        self._on_speech = on_speech
        """Called whenever it begins or ends to say more than the usual keys, by whomever."""
        self._keys: tuple[tuple[str, str], ...] = ()
        self._message = ""
        self._is_error = False
        self._is_prefix = False
        self._most = USUALLY
        self._is_above = False

    @property
    def is_above(self) -> bool:
        """Whether the message stands above a prompt."""
        return self._is_above

    @property
    def message(self) -> str:
        """The message that stands there now, or nothing."""
        return self._message

    @property
    def is_speaking(self) -> bool:
        """Whether it says what the reader did not ask to see always: more than the usual keys."""
        return bool(self._message) or self._is_prefix

    def show_keys(self, keys: Iterable[tuple[str, str]], *, is_prefix: bool = False) -> None:
        """Show these keys with what each does, as many as fit; those that go on a prefix or not."""
        keys, was_speaking = tuple(keys), self.is_speaking
        self._is_prefix = is_prefix
        if keys != self._keys:
            self._keys = keys
            self.repaint()
        if self.is_speaking != was_speaking:
            self._on_speech()

    def say(
        self,
        message: str,
        *,
        is_error: bool = False,
        is_whole: bool = False,
        is_above: bool = False,
    ) -> None:
        """Show a message until the next key; an empty one shows the keys again.

        What does not fit goes on in the next lines, up to its end where all of it matters
        (`is_whole`). What says why a question is asked again stands above it (`is_above`).
        """
        if (message, is_error, is_above) != (self._message, self._is_error, self._is_above):
            was_speaking = self.is_speaking
            self._message, self._is_error, self._is_above = message, is_error, is_above
            width, height = self.app.size
            self._most = min(MOST if is_whole else USUALLY, max(1, height // 3))
            count = len(self._parts(width)) + is_above
            if count != self.line_count:
                self.line_count = count
                self.styles.height = count
                self._shown.clear()  # lines that are not there now have no part in `repaint`
                self.refresh(layout=True)
            self.repaint()
            if self.is_speaking != was_speaking:
                self._on_speech()

    def _parts(self, width: int) -> list[str]:
        """Return the message in lines, broken between words and within a link too long for one."""
        text = Text(self.look.word(self._message))
        if text.cell_len <= width - 2:
            return [text.plain]
        lines = wrap(text, max(1, width - 2))
        if len(lines) > self._most:
            last = Text(" ".join(line.plain for line in lines[self._most - 1 :]))
            cut(last, max(1, width - 2), self.signs.ellipsis)
            lines = [*lines[: self._most - 1], last]
        return [line.plain for line in lines]

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw the message, or the keys."""
        if self._message:
            style = self.palette.error if self._is_error else self.palette.text
            parts = self._parts(width)
            text = Text(f" {parts[number]}" if number < len(parts) else "", style=style)
            cut(text, width, self.signs.ellipsis)
            return strip_of(text)
        accent, dim = self.palette.accent, self.palette.dim
        pieces = [(" ", Style.null())]
        for key, label in self._fitting(width - 1):
            pieces += [(key, accent), (f" {label}  " if label else " ", dim)]
        return line_of(pieces)

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        """Return the keys that fit; of those after a prefix rather all keys than all labels."""
        keys = [(self.look.word(key), self.look.word(label)) for key, label in self._keys]
        cells = [cell_len(key) + 1 + (cell_len(label) + 2 if label else 0) for key, label in keys]
        if self._is_prefix:
            for number in reversed(range(1, len(keys))):
                if sum(cells) - 2 <= width:
                    break
                keys[number] = (keys[number][0], "")
                cells[number] = cell_len(keys[number][0]) + 1
        return [key for number, key in enumerate(keys) if sum(cells[: number + 1]) - 2 <= width]


class Prompt(Horizontal):
    """A question on the bottom line, with completion by Tab."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._answer: Callable[[str], None] | None = None
        self._complete: Complete | None = None
        self._history: History | None = None
        self._keys: Collection[str] = ()
        self._choices: Sequence[str] = ()
        self._sign = ""
        self._stem: str | None = None
        self._choice = -1

    def compose(self) -> ComposeResult:
        """Lay out the question, the answer and what could complete it."""
        yield Static("", id="prompt-sign", markup=False)
        box = CaretInput(id="prompt-input", compact=True, select_on_focus=False)
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
        history: History | None = None,
        keys: Collection[str] = (),
    ) -> None:
        """Ask for a line of text; `answer` gets it on Enter, nothing happens on Escape.

        Where `keys` are given the next of them is the answer, and any other key is none.
        """
        self._answer, self._complete, self._history = answer, complete, history
        self._keys = keys
        if history is not None:
            history.begin()
        self._stem, self._choice = None, -1
        self._sign = sign
        self._show_sign()
        with self.prevent(Input.Changed):
            self.input.value = text
        # A text that stands there is replaced by what is typed, or gone on with after an arrow.
        self.input.selection = Selection(0, len(text))
        self._offer()
        # Not `display`, which lays the whole screen out anew, and sends it.
        self.visible = True
        self.screen.set_focus(self.input, scroll_visible=False)

    @property
    def asks_for_key(self) -> bool:
        """Whether one key is the answer."""
        return bool(self._keys)

    def take_key(self, key: str) -> None:
        """Take a key as the answer, or any other as none."""
        self.input.value = key if key in self._keys else ""
        self.close(is_answered=key in self._keys)

    def edit(self, key: str) -> None:
        """Do to the answer what a key says."""
        edit(self.input, key)

    def paste(self, text: str) -> None:
        """Put text into the answer."""
        paste(self.input, text)

    def close(self, *, is_answered: bool) -> None:
        """Close, and hand over the answer if there is one."""
        answer, self._answer = self._answer, None
        place, bottom = self.region, self.screen.query_one(BottomLine)
        self.visible = False
        # Textual finds out where something went by the layout before, which it may have made
        # anew by then, without the prompt: what is beneath would stay covered.
        self.screen.refresh(place)
        if bottom.is_above:
            bottom.say("")
        if is_answered and answer is not None:
            answer(self.input.value)

    def complete_next(self, step: int = 1) -> None:
        """Put the next possible text into the box, as a shell does on repeated Tab."""
        if self._stem is None:
            self._offer()  # the news of the last letter may still be on its way
            self._stem = self.input.value
        if not self._choices:
            return
        self._choice = (self._choice + step) % len(self._choices)
        with self.prevent(Input.Changed):
            self.input.value = self._choices[self._choice]
        self.input.cursor_position = len(self.input.value)
        self._show_choices()

    def recall(self, step: int) -> None:
        """Put an earlier answer into the box, or with a negative step a later one."""
        if self._history is None:
            return
        text = self._history.recall(step, self.input.value)
        if text is not None:
            self.input.value = text
            self.input.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what completes the new text."""
        event.stop()
        if event.value != self.input.value:
            return  # completed meanwhile
        self._stem, self._choice = None, -1
        self._offer()

    def _offer(self) -> None:
        self._choices = self._complete(self.input.value)[:50] if self._complete else ()
        self._show_choices()

    def on_resize(self) -> None:
        """Leave room for the answer at the new width, too."""
        if self._answer is not None:
            self._show_sign()
            self._show_choices()

    def _show_sign(self) -> None:
        self.query_one("#prompt-sign", Static).update(Content(self._fitting_sign + " "))

    @property
    def _fitting_sign(self) -> str:
        """The question, without its middle where it would leave no room for the answer."""
        sign, width = Text(self._look.word(self._sign)), self.app.size.width
        room = max(width // 2, width - TO_TYPE - 3)
        if sign.cell_len <= room:
            return sign.plain
        ellipsis = self._look.signs.ellipsis
        end = sign.plain
        while cell_len(end) > room // 2:
            end = end[1:]
        sign.truncate(max(0, room - cell_len(end) - len(ellipsis)))
        return f"{sign.plain.rstrip()}{ellipsis}{end.lstrip()}"

    @property
    def _look(self) -> Look:
        look: Look = getattr(self.app, "look", PLAIN)
        return look

    def _show_choices(self) -> None:
        look, width = self._look, self.app.size.width
        room = width - cell_len(self._fitting_sign) - 3 - min(TO_TYPE, width // 2)
        text = Text(style=look.palette.dim)
        head = self._stem if self._stem is not None else self.input.value
        keep = head.rfind(" ") + 1
        for number, choice in enumerate(self._choices):
            text.append("  ")
            word = look.word(choice[keep:].strip())
            text.append(word, look.palette.accent + CHOSEN if number == self._choice else "")
            if text.cell_len > room:
                break
        cut(text, room, look.signs.ellipsis)
        if room < LEAST:
            text = Text()
        self.query_one("#prompt-choices", Static).update(Content.from_rich_text(text))
