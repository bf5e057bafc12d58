"""Every verb of the reader: one entry each feeds keys, key bar, `:`, help and `docs/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import THEMES
from ..keys.command import Command
from ..keys.contexts import ABSTRACT, BESIDE_TEXTS, EVERYWHERE, LIST, SIDEBAR
from . import arranging, viewing
from .later import Later
from .out.table import OUT
from .tables.finding import FINDING
from .tables.marking import MARKING
from .tables.reading import READING
from .text.highlight_table import HIGHLIGHTS
from .text.table import TEXTS

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen
    from . import adding, command_line, dressing, following, managing, synchronising
else:
    adding, command_line, dressing = Later("adding"), Later("command_line"), Later("dressing")
    following, managing = Later("following"), Later("managing")
    synchronising = Later("synchronising")


COMMANDS: tuple[Command[MainScreen], ...] = (
    *READING,
    *TEXTS,
    *HIGHLIGHTS,
    *FINDING,
    *MARKING,
    *OUT,
    Command(
        "rename",
        ("c",),
        "another name for a tag or source, everywhere",
        managing.rename,
        "View",
        "rename",
        frozenset({SIDEBAR}),
    ),
    Command(
        "remove",
        ("D",),
        "delete a tag, a saved search or a source; undo brings it back",
        managing.remove,
        "View",
        "remove",
        frozenset({SIDEBAR}),
    ),
    Command(
        "sidebar", ("\\",), "show or hide the sidebar", arranging.toggle_sidebar, "View", "sidebar"
    ),
    Command(
        "layout",
        ("z",),
        "the next layout: split, reader, list",
        arranging.next_layout,
        "View",
        "layout",
        BESIDE_TEXTS,
    ),
    Command(
        "search-line",
        (),
        "the line at the top always, or only while searching",
        arranging.toggle_search_line,
        "View",
        "search line",
    ),
    Command(
        "key-bar",
        (),
        "the line at the bottom always, or only for messages",
        arranging.toggle_key_bar,
        "View",
        "key bar",
    ),
    Command("all", ("g a",), "all papers", viewing.view_all, "View", "all"),
    Command(
        "new",
        ("g n",),
        "what came of late, is unread and was not passed, best first",
        viewing.view_new,
        "View",
        "new",
    ),
    Command(
        "mine",
        ("g m",),
        "my papers: bookmarked, noted, highlighted, tagged, queued, or brought in by hand",
        viewing.view_mine,
        "View",
        "mine",
    ),
    Command(
        "view-queue",
        ("g q",),
        "the to-read queue in its own order",
        viewing.view_queue,
        "View",
        "queue",
    ),
    Command(
        "bookmarks", ("g b",), "bookmarked papers", viewing.view_bookmarks, "View", "bookmarks"
    ),
    Command("unread", ("g u",), "unread papers", viewing.view_unread, "View", "unread"),
    Command(
        "older",
        ("g y",),
        "older unread papers, best first as my marks have taught",
        viewing.view_older,
        "View",
        "older",
    ),
    Command("tags", ("g t",), "the tags, to choose one", arranging.go_to_tags, "View", "tags"),
    Command(
        "refresh",
        ("R",),
        "fetch what is new in followed sources, and read the list anew",
        viewing.refresh,
        "View",
        "refresh",
        BESIDE_TEXTS,
    ),
    Command(
        "add",
        (),
        "take in a file of papers, or a directory of them",
        adding.ask,
        "Recto",
        "add",
        take=adding.take,
        complete=lambda screen, text: adding.complete_path(text),
    ),
    Command(
        "follow",
        (),
        "fetch papers from a source: huggingface, arxiv:cs.LG, a search, a feed",
        following.follow,
        "Recto",
        "follow",
        take=following.take_follow,
        complete=lambda screen, text: following.offered(text),
    ),
    Command(
        "unfollow",
        (),
        "fetch from a source no more; its papers stay",
        following.unfollow,
        "Recto",
        "unfollow",
        take=following.take_unfollow,
        complete=following.followed,
    ),
    Command(
        "offline",
        (),
        "fetch nothing from now on, or take that back",
        following.offline,
        "Recto",
        "offline",
    ),
    Command(
        "sync",
        ("$",),
        "bring the library in step with your other machines",
        synchronising.sync,
        "Recto",
        "sync",
        take=synchronising.take_place,
        complete=lambda screen, text: adding.complete_path(text),
    ),
    Command(
        "redraw", ("ctrl+l",), "draw the screen anew", viewing.redraw, "View", "redraw", EVERYWHERE
    ),
    Command(
        "command",
        (":", "ctrl+p"),
        "every command by name",
        command_line.command_line,
        "Recto",
        "commands",
    ),
    Command(
        "theme",
        (),
        "other colours: terminal, dark, light or high-contrast",
        dressing.choose_theme,
        "View",
        "theme",
        take=dressing.wear_theme,
        words=THEMES,
    ),
    Command("warnings", (), "what is wrong with the settings", viewing.show_warnings, "Recto", ""),
    Command(
        "help", ("?",), "the keys that work here", viewing.show_help, "Recto", "keys", EVERYWHERE
    ),
    Command(
        "interrupt",
        ("ctrl+c",),
        "stop what runs, or say how to leave",
        viewing.interrupt,
        "Recto",
        "interrupt",
    ),
    Command(
        "up",
        ("q",),
        "back to the list",
        arranging.go_up,
        "Move",
        "back",
        frozenset({ABSTRACT, SIDEBAR}),
    ),
    Command("quit", ("q",), "leave Recto", viewing.quit_reader, "Recto", "quit", frozenset({LIST})),
)
"""In the order of the help screen."""
