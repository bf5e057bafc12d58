"""The verbs that move among papers, and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...keys.command import Command
from ...keys.contexts import (
    ABSTRACT,
    ABSTRACTS,
    BESIDE_TEXTS,
    EVERYWHERE,
    FULL,
    LIST,
    PAPERS,
    SIDEBAR,
)
from .. import arranging, moving, viewing
from ..later import Later

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen
    from .. import correcting
    from ..text import texts
else:
    correcting, texts = Later("correcting"), Later("text.texts")

READING: tuple[Command[MainScreen], ...] = (
    Command(
        "next", ("j", "down"), "next line or paper", moving.next_line, "Move", "down", EVERYWHERE
    ),
    Command(
        "previous",
        ("k", "up"),
        "previous line or paper",
        moving.previous_line,
        "Move",
        "up",
        EVERYWHERE,
    ),
    Command("first", ("g g", "home"), "first paper", moving.first, "Move", "first", EVERYWHERE),
    Command(
        "last",
        ("G", "end"),
        "last paper, or the one with the number typed before",
        moving.last,
        "Move",
        "last",
        EVERYWHERE,
    ),
    Command(
        "half-down",
        ("ctrl+d",),
        "half a page down",
        moving.half_down,
        "Move",
        "half down",
        EVERYWHERE,
    ),
    Command(
        "half-up", ("ctrl+u",), "half a page up", moving.half_up, "Move", "half up", EVERYWHERE
    ),
    Command(
        "page-down",
        ("ctrl+f", "pagedown"),
        "a page down",
        moving.page_down,
        "Move",
        "down",
        EVERYWHERE,
    ),
    Command("page-up", ("pageup",), "a page up", moving.page_up, "Move", "up", EVERYWHERE),
    Command(
        "scroll-down",
        ("ctrl+e",),
        "a line down, the cursor staying",
        moving.scroll_down,
        "Move",
        "scroll",
    ),
    Command(
        "scroll-up",
        ("ctrl+y",),
        "a line up, the cursor staying",
        moving.scroll_up,
        "Move",
        "scroll",
    ),
    Command(
        "top-in-sight",
        ("H",),
        "first paper in sight",
        moving.to_window_top,
        "Move",
        "in sight",
        frozenset({LIST}),
    ),
    Command(
        "middle-in-sight",
        ("M",),
        "paper in the middle of what is in sight",
        moving.to_window_middle,
        "Move",
        "in sight",
        frozenset({LIST}),
    ),
    Command(
        "bottom-in-sight",
        ("L",),
        "last paper in sight",
        moving.to_window_bottom,
        "Move",
        "in sight",
        frozenset({LIST}),
    ),
    Command(
        "next-pane", ("tab",), "next pane", moving.next_pane, "Move", "next pane", BESIDE_TEXTS
    ),
    Command(
        "previous-pane",
        ("shift+tab",),
        "previous pane",
        moving.previous_pane,
        "Move",
        "previous pane",
        BESIDE_TEXTS,
    ),
    Command(
        "left",
        ("h",),
        "the pane on the left; from the list the sidebar",
        arranging.go_left,
        "Move",
        "left",
        BESIDE_TEXTS,
    ),
    Command(
        "right",
        ("l",),
        "the abstract, in full where it is not beside the list",
        arranging.go_right,
        "Move",
        "right",
        frozenset({LIST, ABSTRACT}),
    ),
    Command(
        "next-unread",
        ("n",),
        "next unread paper",
        moving.next_unread,
        "Move",
        "next unread",
        frozenset({LIST, SIDEBAR}),
    ),
    Command(
        "previous-unread",
        ("N",),
        "previous unread paper",
        moving.previous_unread,
        "Move",
        "previous unread",
        frozenset({LIST, SIDEBAR}),
    ),
    Command(
        "read-on",
        ("space",),
        "page the abstract; at its end the next unread paper",
        moving.read_on,
        "Read",
        "page",
        ABSTRACTS,
    ),
    Command(
        "read-back",
        ("-",),
        "page the abstract back",
        moving.read_back,
        "Read",
        "page back",
        ABSTRACTS,
    ),
    Command(
        "open",
        ("enter",),
        "the abstract in full",
        viewing.open_paper,
        "Read",
        "read",
        frozenset({LIST, ABSTRACT}),
    ),
    Command(
        "choose",
        ("enter", "l"),
        "show these papers in the list",
        viewing.choose,
        "Read",
        "show",
        frozenset({SIDEBAR}),
    ),
    Command(
        "origins",
        ("i",),
        "which source says what of it",
        correcting.show_origins,
        "Read",
        "sources",
        PAPERS,
        needs_paper=True,
    ),
    Command("next-paper", ("J",), "next paper", moving.next_paper, "Read", "next", ABSTRACTS),
    Command(
        "previous-paper",
        ("K",),
        "previous paper",
        moving.previous_paper,
        "Read",
        "previous",
        ABSTRACTS,
    ),
    Command(
        "deeper",
        ("enter", "l"),
        "the whole paper where its text is here, else back to the list",
        texts.open_or_close,
        "Read",
        "deeper",
        frozenset({FULL}),
    ),
    Command(
        "close",
        ("q", "backspace", "escape"),
        "back to the list",
        viewing.close_paper,
        "Read",
        "back",
        frozenset({FULL}),
    ),
    Command(
        "next-match",
        ("n",),
        "next word that matched",
        moving.next_match,
        "Read",
        "next match",
        frozenset({ABSTRACT, FULL}),
    ),
    Command(
        "previous-match",
        ("N",),
        "previous word that matched",
        moving.previous_match,
        "Read",
        "previous match",
        frozenset({ABSTRACT, FULL}),
    ),
)
"""In the order of the help screen."""
