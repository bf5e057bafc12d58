"""The key bar: which keys are shown where, and with what label."""

from __future__ import annotations

from typing import Any

from .command import shown
from .contexts import ABSTRACT, FULL, LIST, MARKING, SIDEBAR, TEXT
from .keymap import Keymap

LISTS = "lists"
"""Stands for the key that leads to the lists, and which lists there are."""

MORNING = "morning"
"""Stands for the list of papers where that is New: what is not for the reader is told there."""

BAR: dict[str, str] = {
    LIST: "search open help lists sidebar bookmark queue not-for-me command tag toggle-read undo "
    "quit",
    MORNING: "open not-for-me help search queue lists undo sidebar bookmark tag command "
    "toggle-read quit",
    ABSTRACT: "read-on search help bookmark tag queue toggle-read undo command up",
    SIDEBAR: "choose search help rename remove sidebar command up",
    FULL: "close read-on help next-paper previous-paper bookmark tag queue note",
    TEXT: "close-text text-on next-link outline next-section find mark-text set-mark "
    "text-back help",
    MARKING: "keep-highlight note-highlight yank-marked mark-sentence mark-sentence-back "
    "mark-paragraph mark-word mark-word-back other-end next-sentence drop-marking help",
}
"""The commands of the key bar in each pane, and in New, most useful first."""


def bar(where: str, keymap: Keymap[Any]) -> list[tuple[str, str]]:
    """Return the key bar of a pane, or of New: keys with their labels."""
    shown_keys = []
    for name in BAR[where].split():
        if name == LISTS:
            first = [
                keys[0] for keys in (c.keys for c in keymap.commands if c.group == "View") if keys
            ]
            if any(keys.startswith("g ") for keys in first):
                shown_keys.append(("g", "New Queue Tags"))
        elif (command := keymap.find(name)) and command.keys:
            shown_keys.append((shown(command.keys[0]), command.label))
    return shown_keys
