"""What a command is, where it works, and how its keys are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from .contexts import ANYWHERE

S = TypeVar("S")
"""The screen that a command works on."""


class Command(NamedTuple, Generic[S]):
    """A verb: its name for `:`, its keys, where they work, and what it does."""

    id: str
    keys: tuple[str, ...]
    """Key sequences such as `j` or `g g`, the first one being the one that is shown."""
    help: str
    """What it does, as the help screen says it."""
    run: Callable[[S, int | None], None]
    """Gets the screen and the count typed before the keys."""
    group: str
    label: str
    """One or two words for the key bar."""
    where: frozenset[str] = ANYWHERE
    take: Callable[[S, str], None] | None = None
    """What it does with words that follow its name after a colon, if it takes any."""
    words: tuple[str, ...] = ()
    """What could follow its name."""
    complete: Callable[[S, str], Sequence[str]] | None = None
    """Returns what could follow its name, where that depends on what there is."""
    needs_paper: bool = False
    """Whether there is nothing to do where no paper is under the cursor and none is selected."""


SHOWN_KEYS = {
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "down": "↓",
    "up": "↑",
    "right": "→",
    "left": "←",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def shown(keys: str) -> str:
    """Return a key sequence as people read it: `gg`, `Enter`, `ctrl+d`."""
    parts = [SHOWN_KEYS.get(key, key) for key in keys.split()]
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)
