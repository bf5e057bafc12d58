"""Verbs on what the sidebar lists: tags, saved searches and sources get new names, or go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...index import Library, RectoError, View

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

RENAMES: dict[str, Callable[[Library, str, str], object]] = {
    "tag": lambda library, old, new: library.tags.rename(old, new),
    "source": lambda library, old, new: library.sources.rename(old, new),
}
"""How each kind of entry gets another name."""

REMOVALS: dict[str, Callable[[Library, str], object]] = {
    "tag": lambda library, name: library.tags.delete(name),
    "source": lambda library, name: library.sources.remove(name),
    "search": lambda library, name: library.searches.delete(name),
}
"""How each kind of entry is taken away."""


def rename(screen: MainScreen, count: int | None) -> None:
    """Give the tag or source under the sidebar's cursor another name, everywhere."""
    view = _entry(screen, RENAMES)
    if view is None:
        _say_what_can(screen, "Only tags and sources have names to change")
        return

    called = _called(screen, view)

    def ask(text: str) -> None:
        screen.prompt.ask(f"new name of {called}:", answer, text=text)

    def answer(name: str) -> None:
        name = name.strip()
        if name and name != called:
            screen.mark_writer.change(
                lambda library: RENAMES[view.kind](library, view.name, name),
                f"{called} is {name} now; {screen.key('undo')} takes it back.",
                lambda error: refused(name, error),
                then=lambda: screen.finder.rename(view, name),
            )

    def refused(name: str, error: RectoError) -> None:
        """Say why, and let what was typed be mended."""
        ask(name)
        screen.bottom.say(str(error), is_error=True, is_above=True)

    ask(called)


def remove(screen: MainScreen, count: int | None) -> None:
    """Delete the tag, the saved search or the source under the sidebar's cursor."""
    view = _entry(screen, REMOVALS)
    if view is None:
        _say_what_can(screen, "Only tags, saved searches and sources can go")
        return
    screen.mark_writer.change(
        lambda library: REMOVALS[view.kind](library, view.name),
        f"{_called(screen, view)} is gone; {screen.key('undo')} brings it back."
        + _is_followed(screen, view),
    )
    if screen.state.view == view:
        screen.finder.show_all(keep=screen.results.rowid)


def _called(screen: MainScreen, view: View) -> str:
    """Return by which name an entry is shown: of a stream that is its title."""
    sources = screen.state.counts.sources if view.kind == "source" else ()
    return next((one.label for one in sources if one.name == view.name and one.days), view.name)


def _is_followed(screen: MainScreen, view: View) -> str:
    """Return what is to be said of a stream that goes, of which more will come."""
    if view.kind != "source" or view.name not in screen.library.following.follows:
        return ""
    return f" It is still followed; :unfollow {view.name} ends that."


def _say_what_can(screen: MainScreen, only: str) -> None:
    """Say what there is to act on, and where, unless one is there already."""
    if screen.pane is screen.sidebar:
        screen.say(f"{only}; this row is neither.")
    else:
        screen.say(f"{only}; {screen.key('left')} goes to the sidebar.")


def _entry(screen: MainScreen, kinds: dict[str, Callable[..., object]]) -> View | None:
    """Return what is meant: the sidebar's entry, or else what the list shows."""
    view = screen.sidebar.chosen if screen.pane is screen.sidebar else screen.state.view
    return view if view is not None and view.name and view.kind in kinds else None
