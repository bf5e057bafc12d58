"""Every verb of the reader: one entry each feeds keys, key bar, `:`, help and README."""

from __future__ import annotations

from . import managing, viewing
from .command import ABSTRACT, FULL, LIST, PANES, PAPERS, SIDEBAR, Command, shown
from .paper_commands import MARKING, READING

COMMANDS: tuple[Command, ...] = (
    *READING,
    Command(
        "search",
        ("/",),
        "search as you type; Enter or ↓ to the results, Esc back",
        viewing.start_search,
        "Find",
        "search",
    ),
    Command(
        "related",
        ("*",),
        "papers related to this one; ctrl+o goes back",
        viewing.related,
        "Find",
        "related",
        PAPERS,
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
    Command("sort", ("S",), "another order of the list", viewing.sort, "Find", "sort", PANES),
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
        "delete a tag, a saved search or a source; u brings it back",
        managing.remove,
        "View",
        "remove",
        frozenset({SIDEBAR}),
    ),
    Command(
        "sidebar", ("\\",), "show or hide the sidebar", viewing.toggle_sidebar, "View", "sidebar"
    ),
    Command("all", ("g a",), "all papers", viewing.view_all, "View", "all"),
    Command(
        "new",
        ("g n",),
        "what the last import brought and is unread",
        viewing.view_new,
        "View",
        "new",
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
    Command("refresh", ("R",), "read the list anew", viewing.refresh, "View", "refresh"),
    Command("redraw", ("ctrl+l",), "draw the screen anew", viewing.redraw, "View", "redraw"),
    Command(
        "command",
        (":", "ctrl+p"),
        "every command by name",
        viewing.command_line,
        "Recto",
        "commands",
    ),
    Command("help", ("?",), "the keys that work here", viewing.show_help, "Recto", "keys"),
    Command("interrupt", ("ctrl+c",), "say how to leave", viewing.interrupt, "Recto", "interrupt"),
    Command("quit", ("q",), "leave Recto", viewing.quit_reader, "Recto", "quit", PANES),
)
"""In the order of the help screen."""

BAR: dict[str, str] = {
    LIST: "search open bookmark tag queue toggle-read undo sidebar help command quit",
    ABSTRACT: "read-on search bookmark tag queue toggle-read undo help command quit",
    SIDEBAR: "choose rename remove search sidebar help command quit",
    FULL: "close read-on next-paper previous-paper bookmark tag queue note help",
}
"""The commands of the key bar in each pane, most useful first."""


def find(command_id: str) -> Command | None:
    """Return the command of this name."""
    return next((command for command in COMMANDS if command.id == command_id), None)


def bar(where: str) -> list[tuple[str, str]]:
    """Return the key bar of a pane: keys with their labels."""
    commands = [command for name in BAR[where].split() if (command := find(name))]
    return [(shown(command.keys[0]), command.label) for command in commands if command.keys]
