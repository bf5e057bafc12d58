"""Verbs that change what is shown: search, views, layout, prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..index import View

if TYPE_CHECKING:
    from .main_screen import MainScreen


def open_paper(screen: MainScreen, count: int | None) -> None:
    """Show the abstract in full."""
    if screen.results.paper is not None:
        screen.is_full = True


def close_paper(screen: MainScreen, count: int | None) -> None:
    """Go back to the list."""
    screen.is_full = False


def choose(screen: MainScreen, count: int | None) -> None:
    """Show the papers of the sidebar's entry."""
    screen.sidebar.choose()


def start_search(screen: MainScreen, count: int | None) -> None:
    """Put the cursor into the search box."""
    screen.is_full = False
    screen.finder.begin()
    screen.give_focus(screen.box.input)
    screen.box.input.cursor_position = len(screen.box.text)


def clear(screen: MainScreen, count: int | None) -> None:
    """Clear the query, then the view; hide a sidebar that was opened over the list."""
    if screen.is_sidebar_over:
        screen.is_sidebar_over = False
    elif screen.box.text or screen.finder.view != View("all"):
        screen.finder.clear()
        screen.marker.show_counts(screen.marker.counts)
    screen.give_focus(screen.results)


def toggle_sidebar(screen: MainScreen, count: int | None) -> None:
    """Show or hide the sidebar."""
    screen.toggle_sidebar()


def _show(screen: MainScreen, view: View) -> None:
    screen.sidebar.post_message(screen.sidebar.Chosen(view))


def view_all(screen: MainScreen, count: int | None) -> None:
    """Show all papers."""
    _show(screen, View("all"))


def view_new(screen: MainScreen, count: int | None) -> None:
    """Show what the last import brought and is unread."""
    _show(screen, View("new"))


def view_bookmarks(screen: MainScreen, count: int | None) -> None:
    """Show bookmarked papers."""
    _show(screen, View("bookmarks"))


def view_unread(screen: MainScreen, count: int | None) -> None:
    """Show unread papers."""
    _show(screen, View("unread"))


def refresh(screen: MainScreen, count: int | None) -> None:
    """Read the list anew, staying on the paper."""
    screen.reload()


def redraw(screen: MainScreen, count: int | None) -> None:
    """Draw the screen anew."""
    screen.app.refresh(layout=True)
    screen.refresh(repaint=True, layout=True)


def command_line(screen: MainScreen, count: int | None) -> None:
    """Ask for a command by name."""
    from .commands import COMMANDS

    names = sorted(command.id for command in COMMANDS)

    def run(text: str) -> None:
        name = text.strip()
        matches = [n for n in names if n == name] or [n for n in names if n.startswith(name)]
        command = next((c for c in COMMANDS if len(matches) == 1 and c.id == matches[0]), None)
        if command is not None:
            screen.run_command(command, None)
        elif name and matches:
            screen.say(f"{name} could be {', '.join(matches)}.", is_error=True)
        elif name:
            screen.say(f"There is no command {name}; ? lists them all.", is_error=True)

    screen.prompt.ask(
        ":", run, complete=lambda text: [n for n in names if n.startswith(text.strip())]
    )


def show_help(screen: MainScreen, count: int | None) -> None:
    """Show the keys."""
    from .help_screen import HelpScreen

    screen.app.push_screen(HelpScreen(screen.where))


def interrupt(screen: MainScreen, count: int | None) -> None:
    """Say how to leave; ctrl+c alone never does."""
    screen.say("Press q in the list to leave Recto.")


def quit_reader(screen: MainScreen, count: int | None) -> None:
    """Leave Recto."""
    screen.app.exit(return_code=0)
