"""A line that is being typed, and what keys do to it as readline has it.

It is changed the moment a key arrives: an Enter behind it must not overtake it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_WORD_START = re.compile(r"(?<=\W)\w")


class Selection(NamedTuple):
    """The characters that what is typed takes the place of; it ends at the cursor."""

    start: int = 0
    end: int = 0


class LineEditor:
    """A text with a cursor in it, of one line unless it keeps the lines of what is pasted."""

    def __init__(self, *, keeps_lines: bool = False) -> None:
        self._keeps_lines = keeps_lines
        self._value = ""
        self._selection = Selection()
        self.suggestion = ""
        """How the text could go on, which the right arrow takes over; nothing if nothing is."""

    @property
    def value(self) -> str:
        """The text; a new one has the cursor where it was, as far as it goes."""
        return self._value

    @value.setter
    def value(self, text: str) -> None:
        self._value, self.suggestion = text, ""
        self.selection = self._selection

    @property
    def selection(self) -> Selection:
        """What is selected: nothing where both ends are the same."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        start, end = (max(0, min(place, len(self._value))) for place in selection)
        self._selection = Selection(start, end)

    @property
    def cursor(self) -> int:
        """The character before which the cursor stands; setting it selects nothing."""
        return self._selection.end

    @cursor.setter
    def cursor(self, place: int) -> None:
        self.selection = Selection(place, place)

    def put(self, text: str) -> None:
        """Have a text there as if it had been typed, the cursor behind it."""
        self.value, self.cursor = text, len(text)

    def press(self, key: str) -> bool:
        """Do what a key says; say whether it is one that says something."""
        key = " " if key == "space" else key
        if len(key) == 1 and key.isprintable():
            self._insert(key)
        elif (act := _KEYS.get(key)) is not None:
            act(self)
        else:
            return False
        return True

    def paste(self, text: str) -> None:
        """Put pasted text in, without what cannot be seen; on one line unless it keeps lines."""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        joined = ("\n" if self._keeps_lines else " ").join(filter(None, lines))
        self._insert("".join(sign for sign in joined if sign.isprintable() or sign == "\n"))

    def _insert(self, text: str) -> None:
        """Put a text in the place of the selected one, or at the cursor where none is."""
        start, end = sorted(self._selection)
        self.value = self._value[:start] + text + self._value[end:]
        self.cursor = start + len(text)

    # What keys do

    def _left(self) -> None:
        start, end = self._selection
        self.cursor = end - 1 if start == end else min(start, end)

    def _right(self) -> None:
        start, end = self._selection
        if end == len(self._value) and self.suggestion:
            self.put(self.suggestion)
        else:
            self.cursor = end + 1 if start == end else max(start, end)

    def _left_word(self) -> None:
        self.cursor = self._word_before

    def _right_word(self) -> None:
        found = _WORD_START.search(self._value[self.cursor :])
        self.cursor = len(self._value) if found is None else self.cursor + found.start()

    def _home(self) -> None:
        self.cursor = 0

    def _end(self) -> None:
        self.cursor = len(self._value)

    def _delete_left(self) -> None:
        self._delete(self.cursor - 1)

    def _delete_right(self) -> None:
        self._delete(self.cursor + 1)

    def _delete_left_word(self) -> None:
        self._delete(self._word_before)

    def _delete_left_all(self) -> None:
        self._delete(0)

    def _delete_right_all(self) -> None:
        self._delete(len(self._value))

    @property
    def _word_before(self) -> int:
        starts = [found.start() for found in _WORD_START.finditer(self._value[: self.cursor])]
        return starts[-1] if starts else 0

    def _delete(self, to: int) -> None:
        """Delete what is selected, or else what is between the cursor and a place."""
        if self._selection.start == self._selection.end:
            self.selection = Selection(to, self.cursor)
        self._insert("")


_KEYS: dict[str, Callable[[LineEditor], None]] = {
    "left": LineEditor._left,
    "ctrl+b": LineEditor._left,
    "right": LineEditor._right,
    "ctrl+f": LineEditor._right,
    "ctrl+left": LineEditor._left_word,
    "ctrl+right": LineEditor._right_word,
    "home": LineEditor._home,
    "ctrl+a": LineEditor._home,
    "end": LineEditor._end,
    "ctrl+e": LineEditor._end,
    "backspace": LineEditor._delete_left,
    "ctrl+h": LineEditor._delete_left,
    "delete": LineEditor._delete_right,
    "ctrl+d": LineEditor._delete_right,
    "ctrl+w": LineEditor._delete_left_word,
    "ctrl+u": LineEditor._delete_left_all,
    "ctrl+k": LineEditor._delete_right_all,
}
"""What readline does with these keys."""
