"""Every verb of the reader: one entry each feeds keys, key bar, `:`, help and README."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import marking, moving, viewing

if TYPE_CHECKING:
    from .main_screen import MainScreen

LIST, ABSTRACT, SIDEBAR, FULL = "list", "abstract", "sidebar", "full"
PANES = frozenset({LIST, ABSTRACT, SIDEBAR})
PAPERS = frozenset({LIST, ABSTRACT, FULL})
ANYWHERE = PANES | {FULL}


@dataclass(frozen=True, slots=True)
class Command:
    """A verb: its name for `:`, its keys, where they work, and what it does."""

    id: str
    keys: tuple[str, ...]
    """Key sequences such as `j` or `g g`, the first one being the one that is shown."""
    help: str
    """What it does, as the help screen says it."""
    run: Callable[[MainScreen, int | None], None]
    """Gets the screen and the count typed before the keys."""
    group: str
    label: str
    """One or two words for the key bar."""
    where: frozenset[str] = ANYWHERE


COMMANDS: tuple[Command, ...] = (
    Command("next", ("j", "down"), "next line or paper", moving.next_line, "Move", "down"),
    Command("previous", ("k", "up"), "previous line or paper", moving.previous_line, "Move", "up"),
    Command("first", ("g g", "home"), "first paper", moving.first, "Move", "first"),
    Command(
        "last",
        ("G", "end"),
        "last paper, or the one with the number typed before",
        moving.last,
        "Move",
        "last",
    ),
    Command("half-down", ("ctrl+d",), "half a page down", moving.half_down, "Move", "half down"),
    Command("half-up", ("ctrl+u",), "half a page up", moving.half_up, "Move", "half up"),
    Command("page-down", ("ctrl+f", "pagedown"), "a page down", moving.page_down, "Move", "down"),
    Command("page-up", ("pageup",), "a page up", moving.page_up, "Move", "up"),
    Command("next-pane", ("tab",), "next pane", moving.next_pane, "Move", "next pane"),
    Command(
        "previous-pane",
        ("shift+tab",),
        "previous pane",
        moving.previous_pane,
        "Move",
        "previous pane",
    ),
    Command(
        "read-on",
        ("space",),
        "page the abstract; at its end the next unread paper",
        moving.read_on,
        "Read",
        "page",
        PAPERS,
    ),
    Command(
        "read-back", ("-",), "page the abstract back", moving.read_back, "Read", "page back", PAPERS
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
    Command("next-paper", ("J",), "next paper", moving.next_paper, "Read", "next", PAPERS),
    Command(
        "previous-paper",
        ("K",),
        "previous paper",
        moving.previous_paper,
        "Read",
        "previous",
        PAPERS,
    ),
    Command(
        "close",
        ("q", "backspace", "escape", "enter"),
        "back to the list",
        viewing.close_paper,
        "Read",
        "back",
        frozenset({FULL}),
    ),
    Command(
        "search",
        ("/",),
        "search as you type; Enter or ↓ to the results, Esc back",
        viewing.start_search,
        "Find",
        "search",
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
    Command(
        "bookmark",
        ("b",),
        "bookmark, or take the bookmark off",
        marking.bookmark,
        "Mark",
        "bookmark",
        PAPERS,
    ),
    Command(
        "tag",
        ("t",),
        "tags: +name adds, -name takes off, Tab completes",
        marking.tag,
        "Mark",
        "tag",
        PAPERS,
    ),
    Command(
        "toggle-read",
        ("r",),
        "mark read and go to the next unread, or mark unread",
        marking.toggle_read,
        "Mark",
        "read",
        PAPERS,
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

BAR: dict[str, tuple[str, ...]] = {
    LIST: (
        "search",
        "open",
        "bookmark",
        "tag",
        "toggle-read",
        "sidebar",
        "help",
        "command",
        "quit",
    ),
    ABSTRACT: ("read-on", "search", "bookmark", "tag", "toggle-read", "help", "command", "quit"),
    SIDEBAR: ("choose", "next", "previous", "search", "sidebar", "help", "command", "quit"),
    FULL: (
        "close",
        "read-on",
        "next-paper",
        "previous-paper",
        "bookmark",
        "tag",
        "toggle-read",
        "help",
    ),
}
"""The commands of the key bar in each pane, most useful first."""

SHOWN_KEYS = {
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "down": "↓",
    "up": "↑",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def find(command_id: str) -> Command | None:
    """Return the command of this name."""
    return next((command for command in COMMANDS if command.id == command_id), None)


def shown(keys: str) -> str:
    """Return a key sequence as people read it: `gg`, `Enter`, `ctrl+d`."""
    return "".join(SHOWN_KEYS.get(key, key) for key in keys.split())


def bar(where: str) -> list[tuple[str, str]]:
    """Return the key bar of a pane: keys with their labels."""
    commands = [command for name in BAR[where] if (command := find(name))]
    return [(shown(command.keys[0]), command.label) for command in commands if command.keys]
