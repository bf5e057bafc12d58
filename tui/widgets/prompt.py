"""A question on the bottom line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events

from ..painting.line_pane import cut, strip_of
from ..painting.pieces import Piece
from .bottom_line import BottomLine
from .editing import Selection
from .history import History
from .typing_line import TypingLine

CHOSEN = Style(bold=True, underline=True)
"""What the present completion has beside its colour."""

LEAST = 8
"""Cells below which no choices are shown: they would be a letter or two."""

TO_TYPE = 24
"""Cells that a question leaves for the answer, or half the line where that is narrower."""

OFFERED = 50
"""Texts that are offered at most."""

Complete = Callable[[str], Sequence[str]]
"""From the text of a prompt to whole texts that could stand there, best first."""


Explain = Callable[[str], Sequence[tuple[str, str, str]]]
"""From the text of a prompt to what it could mean: names, each with a key and what it does."""


class Prompt(TypingLine):
    """A question on the bottom line, with completion by Tab."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._answer: Callable[[str], None] | None = None
        self._complete: Complete | None = None
        self._history: History | None = None
        self._explain: Explain | None = None
        self._keys: Collection[str] = ()
        self._when_closed: Callable[[], object] | None = None
        self._choices: Sequence[str] = ()
        self._question = ""
        self._stem: str | None = None
        self._choice = -1

    def ask(
        self,
        sign: str,
        answer: Callable[[str], None],
        *,
        text: str = "",
        complete: Complete | None = None,
        history: History | None = None,
        explain: Explain | None = None,
        keys: Collection[str] = (),
        closed: Callable[[], object] | None = None,
    ) -> None:
        """Ask for a line of text; `answer` gets it on Enter, nothing happens on Escape.

        What `explain` says of the text as it is typed stands above the line. Where `keys` are
        given the next of them is the answer, and any other key is none. `closed` is called before
        the answer is given, and where none is.
        """
        self._answer, self._complete, self._history = answer, complete, history
        self._keys, self._explain, self._when_closed = keys, explain, closed
        if history is not None:
            history.begin()
        self._question = sign
        self.input.value = text
        # A text that stands there is replaced by what is typed, or gone on with after an arrow.
        self.input.selection = Selection(0, len(text))
        self.changed()
        self.repaint()
        # Not `display`, which lays the whole screen out anew, and sends it.
        self.visible = True
        self.screen.set_focus(self, scroll_visible=False)

    @property
    def asks_for_key(self) -> bool:
        """Whether one key is the answer."""
        return bool(self._keys)

    def take_key(self, key: str) -> None:
        """Take a key as the answer, or any other as none."""
        self.input.value = key if key in self._keys else ""
        self.close(is_answered=key in self._keys)

    def close(self, *, is_answered: bool) -> None:
        """Close, and hand over the answer if there is one."""
        answer, self._answer = self._answer, None
        closed, self._when_closed = self._when_closed, None
        place, bottom = self.region, self.screen.query_one(BottomLine)
        self.visible = False
        # Textual finds out where something went by the layout before, which it may have made
        # anew by then, without the prompt: what is beneath would stay covered.
        self.screen.refresh(place)
        if self._explain is not None:
            bottom.drop_rows()
        elif bottom.is_above:
            bottom.say("")
        if closed is not None:
            closed()
        if is_answered and answer is not None:
            answer(self.input.value)

    def complete_next(self, step: int = 1) -> None:
        """Put the next possible text into the box, as a shell does on repeated Tab."""
        if self._stem is None:
            self._stem = self.input.value
        if self._choices:
            self._choice = (self._choice + step) % len(self._choices)
            self.input.put(self._choices[self._choice])
            self.repaint()

    def recall(self, step: int) -> None:
        """Put an earlier answer into the box, or with a negative step a later one."""
        if self._history is None:
            return
        text = self._history.recall(step, self.input.value)
        if text is not None:
            self.input.put(text)
            self.changed()
            self.repaint()

    def changed(self) -> None:
        """Offer what completes the text."""
        self._stem, self._choice = None, -1
        self._choices = self._complete(self.input.value)[:OFFERED] if self._complete else ()
        if self._explain is not None:
            self.screen.query_one(BottomLine).show_rows(self._explain(self.input.value))

    @property
    def sign(self) -> str:
        """The question, without its middle where it would leave no room for the answer."""
        sign, width = Text(self.look.word(self._question)), self.app.size.width
        room = max(width // 2, width - TO_TYPE - 3)
        if sign.cell_len <= room:
            return f"{sign.plain} "
        ellipsis = self.signs.ellipsis
        end = sign.plain
        while cell_len(end) > room // 2:
            end = end[1:]
        sign.truncate(max(0, room - cell_len(end) - len(ellipsis)))
        return f"{sign.plain.rstrip()}{ellipsis}{end.lstrip()} "

    def rest(self, width: int) -> list[Piece]:
        """Return what could complete the answer, as far as it fits and is not explained above."""
        if self._explain is not None and " " not in self.input.value.lstrip():
            return []
        whole = self.app.size.width
        room = whole - cell_len(self.sign) - 2 - min(TO_TYPE, whole // 2)
        if room < LEAST:
            return []
        dim, accent = self.palette.dim, self.palette.accent
        text = Text(style=dim)
        head = self._stem if self._stem is not None else self.input.value
        keep = head.rfind(" ") + 1
        for number, choice in enumerate(self._choices):
            text.append("  ")
            word = self.look.word(choice[keep:].strip())
            text.append(word, accent + CHOSEN if number == self._choice else "")
            if text.cell_len > room:
                break
        cut(text, room, self.signs.ellipsis)
        return [(segment.text, segment.style or dim) for segment in strip_of(text)]

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the answer at the new width, too."""
        self.repaint()
