"""The help screen: every command with its keys, those of the present pane first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.strip import Strip

from ...index import EXAMPLES
from ..keys.command import Command, shown
from ..painting.frames import PacedScreen
from ..painting.line_pane import LinePane, strip_of, wrap
from .bottom_line import BottomLine
from .screen_keys import steps_of, typed_with

PANE_NAMES = {
    "list": "the list",
    "abstract": "the abstract",
    "sidebar": "the sidebar",
    "full": "the abstract in full",
    "text": "a paper's text",
    "marking": "a paper's text while marking",
}


SLOTS_HELP = "the saved search of that number"

TYPING = (
    ("Enter ↓", "search as it stands and go to the results"),
    ("↑", "an earlier query"),
    ("Esc ctrl+c", "back to where one was"),
    ("Tab", "the next pane; in a prompt, the next completion"),
    ("ctrl+a ctrl+e", "to the beginning, to the end; ctrl+b ctrl+f by one"),
    ("ctrl+w ctrl+u", "delete a word, or all before the cursor; ctrl+k all behind it"),
)
"""The keys of the search box and of prompts, which are readline's and stay what they are."""

WRITING = (
    ("Esc", "save the note and go back"),
    ("ctrl+o", "go on in $EDITOR"),
)
"""The keys of the note editor."""


_IN_TEXT = {
    "next": "next line",
    "previous": "previous line",
    "first": "the beginning of the abstract",
    "last": "the end of the abstract",
}
THERE: dict[str, dict[str, str]] = {
    "list": {
        "next": "next paper",
        "previous": "previous paper",
        "first": "first paper, or the one with the number typed before",
    },
    "abstract": _IN_TEXT,
    "full": {**_IN_TEXT, "left": "back to the list"},
    "text": {
        "next": "next line",
        "previous": "previous line",
        "first": "the beginning of the paper",
        "last": "its end, or as many parts in a hundred as the number typed before says",
    },
    "marking": {
        "next": "mark on to the next line",
        "previous": "mark back to the line before",
        "first": "mark back to the beginning of the paper",
        "last": "mark on to its end",
        "half-down": "mark on by half a page",
        "half-up": "mark back by half a page",
        "page-down": "mark on by a page",
        "page-up": "mark back by a page",
        "text-on": "mark on by a page",
        "text-back": "mark back by a page",
    },
    "sidebar": {
        "next": "next row of the sidebar",
        "previous": "previous row of the sidebar",
        "first": "first row of the sidebar",
        "last": "last row of the sidebar",
    },
}
"""What commands do in each pane where they do other things elsewhere."""

_SLOTS = re.compile(r"g [1-9]")
"""The keys of saved searches, which make one line."""


def help_lines(where: str, commands: Sequence[Command[Any]]) -> list[tuple[str, str]]:
    """Return pairs of keys and what they do; an empty key makes a heading."""
    lines = [("", f"Keys in {PANE_NAMES[where]}")]
    group = ""
    slots = [c for c in commands if len(c.keys) == 1 and _SLOTS.fullmatch(c.keys[0])]
    groups = list(dict.fromkeys(command.group for command in commands))
    commands = sorted(commands, key=lambda command: groups.index(command.group))
    for command in commands:
        if where not in command.where or command in slots[1:]:
            continue
        if command.group != group:
            group = command.group
            lines += [("", ""), ("", group)]
        if command in slots:
            lines.append((f"{shown(slots[0].keys[0])} … {shown(slots[-1].keys[0])}", SLOTS_HELP))
        else:
            lines.append((keys_of(command), help_of(command, where)))
    lines += [("", ""), ("", "Elsewhere")]
    for command in commands:
        if where not in command.where:
            panes = ", ".join(name for pane, name in PANE_NAMES.items() if pane in command.where)
            lines.append((keys_of(command), f"{command.help} (in {panes})"))
    lines += [("", ""), ("", "While typing, every other key is text"), *TYPING]
    lines += [("", ""), ("", "In a note"), *WRITING]
    lines += [("", ""), ("", "What a query can say"), *EXAMPLES]
    lines += [("", ""), ("", "Any command can also be called by its name after a colon.")]
    return lines


def help_of(command: Command[Any], where: str) -> str:
    """Return what a command does in a pane."""
    return THERE[where].get(command.id, command.help)


def keys_of(command: Command[Any]) -> str:
    """Return the keys of a command as people read them, its name after a colon if it has none."""
    return " ".join(shown(keys) for keys in command.keys) or f":{command.id}"


class HelpPane(LinePane):
    """The lines of the help, scrollable."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__(id="help")
        self._help = lines
        self._wrapped: list[Strip] = []
        self._width = 0
        self._found: int | None = None
        """The line that was found last."""

    @property
    def line_count(self) -> int:
        """Lines at the present width."""
        width = self.content_size.width
        if width != self._width and width > 0:
            self._width = width
            self._wrapped = self._lay_out(width)
        return len(self._wrapped)

    def draw_line(self, number: int, width: int) -> Strip:
        """Return a line that was laid out before; the one that was found stands out."""
        strip = self._wrapped[number]
        return strip.apply_style(self.palette.match) if number == self._found else strip

    def find(self, words: str, step: int, *, is_typed: bool = False) -> bool:
        """Scroll to the next line that has these words, or the one before; say whether one has.

        While they are being typed the line at the top may be the one.
        """
        wanted, count = words.casefold(), self.line_count
        here = self._found if self._found is not None else self.top - 1
        start = here if is_typed else here + step
        places = ((start + step * n) % count for n in range(count)) if count else ()
        for place in places:
            if wanted in self._wrapped[place].text.casefold():
                self._found = place
                self.scroll_to_line(place)
                self.repaint()
                return True
        return False

    def forget_found(self) -> None:
        """Look from the line at the top on the next time."""
        self._found = None

    def _lay_out(self, width: int) -> list[Strip]:
        indent = 22 if width >= 60 else 13
        strips = []
        for raw_keys, raw_words in self._help:
            keys, words = self.look.word(raw_keys), self.look.word(raw_words)
            if not keys:
                strips.append(strip_of(Text(f" {words}", style=self.palette.name)))
                continue
            parts = [part.plain for part in wrap(Text(words), max(10, width - indent - 1))]
            key = f" {keys}".ljust(indent)
            if cell_len(key.rstrip()) >= indent:
                strips += [
                    strip_of(Text(f" {part.plain}", style=self.palette.accent))
                    for part in wrap(Text(keys), max(10, width - 2))
                ]
                key = " " * indent
            for number, part in enumerate(parts):
                shown = key if number == 0 else " " * indent
                strips.append(strip_of(Text.assemble((shown, self.palette.accent), part)))
        return strips


class HelpScreen(PacedScreen):
    """Lines to be read, such as every key that works where one was, and then all others."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self._pane = HelpPane(lines)
        self._bottom = BottomLine()
        self._typed: str | None = None
        """What is looked for while it is being typed."""
        self._wanted = ""
        self._show_keys()

    def _show_keys(self) -> None:
        self._bottom.show_keys(
            [("q", "back"), ("/", "find"), ("n N", "again"), ("j k", "scroll"), ("Space", "page")]
        )

    def _type(self, key: str) -> None:
        """Take a key of what is looked for, and go there."""
        typed = self._typed or ""
        if key in ("escape", "ctrl+c"):
            self._typed = None
            self._bottom.say("")
            return
        if key == "enter":
            self._typed, self._wanted = None, typed or self._wanted
            self._bottom.say("")
            return
        typed = typed_with(typed, key)
        self._typed = typed
        is_there = not typed or self._pane.find(typed, 1, is_typed=True)
        self._bottom.say(
            f"/{typed}" if is_there else f"/{typed}  is nowhere here", is_error=not is_there
        )

    def compose(self) -> ComposeResult:
        """Lay out the help over a line of its own keys."""
        yield self._pane
        yield self._bottom

    def take_key(self, key: str) -> bool:
        """Scroll or leave; every other key is swallowed."""
        pane = self._pane
        if self._typed is not None:
            self._type(key)
            return True
        steps = steps_of(max(1, pane.height - 1), pane.line_count)
        if key == "/":
            self._typed = ""
            pane.forget_found()
            self._bottom.say("/")
        elif key in ("n", "N"):
            is_there = self._wanted and pane.find(self._wanted, 1 if key == "n" else -1)
            self._bottom.say("" if is_there else "Nothing is looked for; / begins.")
        elif key in ("q", "escape", "?", "enter", "backspace", "ctrl+c"):
            self.dismiss()
        elif key in steps:
            pane.scroll_to_line(pane.top + steps[key])
        return True
