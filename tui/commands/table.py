"""Every verb of the reader: one entry each feeds keys, key bar, `:`, help and `docs/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...index import THEMES
from ..keys.command import Command
from ..keys.contexts import ABSTRACT, BESIDE_TEXTS, EVERYWHERE, LIST, PANES, PAPERS, SIDEBAR
from . import arranging, viewing
from .later import Later
from .orders import LABELS, LETTERS, MEANINGS
from .out.table import OUT
from .paper_table import MARKING, READING
from .text.highlight_table import HIGHLIGHTS
from .text.table import TEXTS

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen
    from . import (
        adding,
        asking,
        command_line,
        dressing,
        following,
        identities,
        managing,
        ordering,
        synchronising,
    )
else:
    adding, asking, command_line = Later("adding"), Later("asking"), Later("command_line")
    dressing = Later("dressing")
    following, identities, managing = Later("following"), Later("identities"), Later("managing")
    ordering, synchronising = Later("ordering"), Later("synchronising")


def _order_by(name: str) -> Callable[[MainScreen, int | None], None]:
    """Return the verb that gives the list this order."""
    return lambda screen, count: ordering.take(screen, name)


COMMANDS: tuple[Command[MainScreen], ...] = (
    *READING,
    *TEXTS,
    *HIGHLIGHTS,
    Command(
        "search",
        ("/",),
        "search as you type; Enter or ↓ to the results, Esc back",
        viewing.start_search,
        "Find",
        "search",
        BESIDE_TEXTS,
        take=viewing.search_for,
    ),
    Command(
        "related",
        ("*",),
        "papers related to this one",
        viewing.related,
        "Find",
        "related",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "ask",
        ("g /",),
        "ask arXiv and Hugging Face for this query; what is marked of it is kept",
        asking.ask,
        "Find",
        "ask",
        take=asking.take,
    ),
    Command(
        "duplicates",
        (),
        "papers that may be the same",
        identities.duplicates,
        "Find",
        "duplicates",
    ),
    Command(
        "previous-list",
        ("ctrl+o", "backspace"),
        "the list one came from, at its paper",
        viewing.previous_list,
        "Find",
        "back",
        PANES,
    ),
    Command(
        "as-typed",
        ("=",),
        "search exactly as typed, correcting nothing",
        viewing.as_typed,
        "Find",
        "as typed",
        PANES,
    ),
    *(
        Command(
            f"sort-{name}",
            (f"S {letter}",),
            MEANINGS[name],
            _order_by(name),
            "Find",
            LABELS.get(name, name),
            PANES,
        )
        for name, letter in LETTERS.items()
    ),
    Command(
        "sort",
        (),
        "another order of the list, by its name",
        ordering.sort,
        "Find",
        "sort",
        PANES,
        take=ordering.take,
        complete=ordering.complete,
    ),
    Command(
        "save-search",
        ("F",),
        "save this search under a name",
        viewing.save_search,
        "Find",
        "save",
        PANES,
    ),
    *(
        Command(
            f"search-{slot}",
            (f"g {slot}",),
            f"the saved search number {slot}",
            viewing.open_search(slot),
            "Find",
            f"search {slot}",
        )
        for slot in range(1, 10)
    ),
    Command(
        "clear",
        ("escape",),
        "clear the query, then the view",
        viewing.clear,
        "Find",
        "clear",
        PANES,
    ),
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
