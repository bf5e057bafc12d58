"""The one line at the bottom: the keys that help here, or a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from ..painting.line_pane import LinePane, cut, strip_of, wrap
from ..painting.pieces import line_of

MOST, USUALLY = 8, 3
"""Lines that a message can take where all of it matters, and otherwise."""


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
        self._rows: Sequence[tuple[str, str, str]] = ()

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
        return bool(self._message or self._rows) or self._is_prefix

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
        if self._rows:
            # What is said while somebody chooses is shown behind that.
            self._message, self._is_error = message, is_error
        elif (message, is_error, is_above) != (self._message, self._is_error, self._is_above):
            was_speaking = self.is_speaking
            self._message, self._is_error, self._is_above = message, is_error, is_above
            width, height = self.app.size
            self._most = min(MOST if is_whole else USUALLY, max(1, height // 3))
            self._grow(len(self._parts(width)) + is_above)
            if self.is_speaking != was_speaking:
                self._on_speech()

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show above a prompt what can be chosen: names, each with its key and what it does.

        There is room for `MOST` of them, or a third of the screen.
        """
        was_speaking, self._message = self.is_speaking, "" if not self._rows else self._message
        room = min(MOST, max(1, self.app.size.height // 3))
        self._rows, self._is_above, self._most = (
            (*rows[:room], *[("", "", "")] * room)[:room],
            True,
            room,
        )
        self._grow(room + 1)
        if self.is_speaking != was_speaking:
            self._on_speech()

    def drop_rows(self) -> None:
        """Show no more what can be chosen, but what was said meanwhile."""
        message, is_error = self._message, self._is_error
        self._rows, self._is_above, self._message = (), False, ""
        self._grow(1)
        self.say(message, is_error=is_error)
        self._on_speech()

    def _grow(self, count: int) -> None:
        """Take so many lines."""
        if count != self.line_count:
            self.line_count = count
            self.styles.height = count
            self._shown.clear()  # lines that are not there now have no part in `repaint`
            self.refresh(layout=True)
        self.repaint()

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
        """Draw what can be chosen, the message, or the keys."""
        if self._rows:
            return self._draw_row(
                self._rows[number] if number < len(self._rows) else ("", "", ""), width
            )
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

    def _draw_row(self, row: tuple[str, str, str], width: int) -> Strip:
        name, key, told = map(self.look.word, row)
        names, keys = max(len(one[0]) for one in self._rows), max(len(one[1]) for one in self._rows)
        text = Text(f" {name.ljust(names)}  ", style=self.palette.text)
        text.append(f"{key.ljust(keys)}  ", self.palette.accent)
        text.append(told, self.palette.dim)
        cut(text, width - 1, self.signs.ellipsis)
        return strip_of(text)

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
