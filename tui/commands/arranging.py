"""Verbs that change where things stand on the screen and which of them has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import View
from ..widgets.layouts import BESIDE, LAYOUTS, TINY
from .viewing import show_view

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def next_layout(screen: MainScreen, count: int | None) -> None:
    """Give the panes the next layout."""
    screen.is_full = False
    if screen.app.size.width < TINY:
        # One pane at a time: the layouts with and without the abstract beside look the same.
        is_reading = screen.pane is screen.abstract
        screen.lay_out("split" if is_reading else "reader")
    else:
        place = LAYOUTS.index(screen.layout_name) + 1
        screen.lay_out(LAYOUTS[place % len(LAYOUTS)])
    screen.presenter.show_state()


def go_left(screen: MainScreen, count: int | None) -> None:
    """Go to the pane on the left: from the abstract to the list, from there to the sidebar."""
    if screen.is_full:
        screen.is_full = False
    elif screen.pane is screen.abstract:
        screen.go_to_pane(screen.results)
    elif screen.sidebar in screen.panes_at_hand:
        screen.go_to_pane(screen.sidebar)
    elif screen.app.size.width < BESIDE:
        screen.toggle_sidebar()
    else:
        screen.say(f"The sidebar is not shown; {screen.key('sidebar')} shows it.")


def go_up(screen: MainScreen, count: int | None) -> None:
    """Go back to the list; a sidebar that was opened over it makes way."""
    screen.is_sidebar_over = False
    screen.give_focus(screen.results)


def go_right(screen: MainScreen, count: int | None) -> None:
    """Go from the list to the abstract, which is opened in full where it is not shown."""
    if screen.abstract in screen.panes_at_hand:
        screen.go_to_pane(screen.abstract)
    elif screen.results.paper is not None:
        screen.is_full = True


def go_to_tags(screen: MainScreen, count: int | None) -> None:
    """Go to the tags in the sidebar, or ask for one where there is no sidebar."""
    names = [name for name, _ in screen.state.counts.tags]
    if not names:
        screen.say(f"No paper has a tag yet; {screen.key('tag')} gives one.")
        return
    screen.is_full = False
    if screen.sidebar in screen.panes_at_hand:
        screen.sidebar.go_to("tag")
        screen.go_to_pane(screen.sidebar)
        return

    def matches(text: str) -> list[str]:
        stem = text.strip().removeprefix("#").casefold()
        return [name for name in names if name.casefold().startswith(stem)]

    def answer(text: str) -> None:
        found = [name for name in matches(text) if name == text.strip()] or matches(text)
        if text.strip() and found:
            show_view(screen, View("tag", found[0]))
        elif text.strip():
            screen.say(f"There is no tag {text.strip()}.", is_error=True)

    screen.prompt.ask("papers tagged", answer, complete=matches)


def toggle_sidebar(screen: MainScreen, count: int | None) -> None:
    """Show or hide the sidebar."""
    screen.toggle_sidebar()


def toggle_search_line(screen: MainScreen, count: int | None) -> None:
    """Show the line at the top always, or only while searching."""
    screen.has_search_line = not screen.has_search_line


def toggle_key_bar(screen: MainScreen, count: int | None) -> None:
    """Show the line at the bottom always, or only while something is said."""
    screen.has_key_bar = not screen.has_key_bar
