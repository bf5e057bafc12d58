"""The key bar: which keys are shown in which pane, and with what label."""

from __future__ import annotations

from typing import Any

from .command import shown
from .contexts import ABSTRACT, FULL, LIST, SIDEBAR
from .keymap import Keymap

BAR: dict[str, str] = {
    LIST: "search open help bookmark tag queue toggle-read undo sidebar command quit",
    ABSTRACT: "read-on search help bookmark tag queue toggle-read undo command quit",
    SIDEBAR: "choose search help rename remove sidebar command quit",
    FULL: "close read-on help next-paper previous-paper bookmark tag queue note",
}
"""The commands of the key bar in each pane, most useful first."""


def bar(where: str, keymap: Keymap[Any]) -> list[tuple[str, str]]:
    """Return the key bar of a pane: keys with their labels."""
    commands = [command for name in BAR[where].split() if (command := keymap.find(name))]
    return [(shown(command.keys[0]), command.label) for command in commands if command.keys]
