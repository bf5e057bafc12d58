"""Verbs that change what is shown: searches, views, a paper in full, notes, help; and leaving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ...index import RectoError, SearchIndexError, Standing, View
from ..reader.presenters.state_text import NOTHING_HERE

if TYPE_CHECKING:
    from ...index import Library
    from ..reader.main_screen import MainScreen


_GIVEN_UP = "The answer is waited for no more."


def open_paper(screen: MainScreen, count: int | None) -> None:
    """Show the abstract in full, or the papers that are offered where the cursor stands."""
    if screen.results.is_on_offer and screen.where == "list":
        if not screen.presenter.list.go_on():
            screen.finder.take_reading()
            screen.presenter.show_counts()
    elif screen.results.paper is not None:
        screen.is_full = True
    else:
        screen.say(NOTHING_HERE)


def close_paper(screen: MainScreen, count: int | None) -> None:
    """Go back to the list."""
    screen.is_full = False


def choose(screen: MainScreen, count: int | None) -> None:
    """Show the papers of the sidebar's entry."""
    if screen.sidebar.turn_fold():
        return
    view = screen.sidebar.chosen
    if view is not None and view == screen.state.view and screen.state.related is None:
        screen.is_sidebar_over = False
        screen.give_focus(screen.results)
    elif view is not None:
        show_view(screen, view)


def start_search(screen: MainScreen, count: int | None) -> None:
    """Put the cursor into the search box."""
    screen.is_full = False
    screen.finder.begin()
    screen.give_focus(screen.box)
    # What stands there is replaced by what is typed, and can be gone on with after an arrow key.
    screen.box.select_all()


def search_for(screen: MainScreen, text: str) -> None:
    """Search for these words as they stand."""
    screen.is_full = False
    screen.finder.begin()
    screen.box.text = text
    screen.finder.typed()
    screen.finder.submit()
    screen.give_focus(screen.results)


def clear(screen: MainScreen, count: int | None) -> None:
    """Clear the query, then the view; hide a sidebar that was opened over the list."""
    if screen.stop_asking():
        screen.say(_GIVEN_UP)
    elif screen.results.selection.drop():
        screen.presenter.show_state()
    elif screen.is_sidebar_over:
        screen.is_sidebar_over = False
    elif screen.finder.leave_asked():
        screen.presenter.show_counts()
    elif screen.box.text or screen.state.related or screen.state.view != View("all"):
        screen.finder.clear()
        screen.presenter.show_counts()
    screen.give_focus(screen.results)


def show_view(screen: MainScreen, view: View) -> None:
    """Show the papers of a view in the list."""
    screen.is_full = screen.is_sidebar_over = False
    if view.kind == "search":
        screen.finder.open_search(view.name)
    else:
        screen.finder.show_view(view)
    screen.presenter.show_counts()
    screen.give_focus(screen.results)


def view_all(screen: MainScreen, count: int | None) -> None:
    """Show all papers, or those of them that the query finds."""
    show_view(screen, View())


def view_new(screen: MainScreen, count: int | None) -> None:
    """Show what came of late, is unread and was not passed."""
    show_view(screen, View("new"))


def view_mine(screen: MainScreen, count: int | None) -> None:
    """Show what the reader has marked or brought in."""
    show_view(screen, View("mine"))


def view_bookmarks(screen: MainScreen, count: int | None) -> None:
    """Show bookmarked papers."""
    show_view(screen, View("bookmarks"))


def view_unread(screen: MainScreen, count: int | None) -> None:
    """Show unread papers."""
    show_view(screen, View("unread"))


def view_older(screen: MainScreen, count: int | None) -> None:
    """Show what is unread and no longer new, best first."""
    screen.is_full = screen.is_sidebar_over = False
    screen.finder.show_older()
    screen.give_focus(screen.results)


def view_queue(screen: MainScreen, count: int | None) -> None:
    """Show the to-read queue in its own order."""
    show_view(screen, View("queue"))


def may_write(screen: MainScreen) -> bool:
    """Say why no note can be written, where none can; keys that were typed for one are dropped."""
    try:
        screen.library.journal.check_writable()
    except RectoError as error:
        screen.say(str(error), is_error=True)
        screen.key_dispatcher.drop_typed_ahead()
        return False
    return True


def write_note(screen: MainScreen, count: int | None) -> None:
    """Open the note of the paper."""
    if (paper := screen.results.paper) is None:
        return
    if not may_write(screen):
        return
    screen.presenter.show_paper()
    screen.note_controller.open(paper)


_STANDS = {
    "always": "what is new of it comes first in New.",
    "never": "what is new of it is not shown in New.",
    "at-most": "New shows the best of a day.",
}


def save_search(screen: MainScreen, count: int | None) -> None:
    """Keep the present query and view under a name."""
    text, view, sort = screen.box.text.strip(), screen.state.view, screen.state.sort

    def save(library: Library, name: str, standing: Standing | None) -> None:
        library.searches.save(name, text, view, sort, standing)
        with suppress(SearchIndexError):  # without an index it is counted later
            library.searches.new_in(name)

    def answer(name: str) -> None:
        name, standing = Standing.behind(name)
        if odd := next((word for word in name.split() if word.startswith("--")), None):
            screen.say(f"{odd} says nothing here; --always, --never or --at-most 3 do.")
            return
        told = _STANDS[standing.way] if standing else "it is in the sidebar now."
        if name:
            screen.mark_writer.change(
                lambda library: save(library, name, standing), f"Saved as {name}; {told}"
            )

    name = screen.state.search_name or " ".join(text.split())
    known = (one for one in screen.state.counts.searches if one.name == name)
    if (standing := next((one.standing for one in known), None)) is not None:
        name += f" --{standing.way}" + (f" {standing.most}" if standing.most else "")
    screen.prompt.ask("save this search as", answer, text=name, complete=_ways_behind)


def _ways_behind(text: str) -> list[str]:
    """Return a name with what can stand behind it."""
    name, _, begun = text.strip().partition(" --")
    ways = ("always", "never", "at-most 3")
    return [f"{name} --{way}" for way in ways if name and way.startswith(begun)]


def open_search(slot: int) -> Callable[[MainScreen, int | None], None]:
    """Return the verb that opens the saved search with this number."""

    def run(screen: MainScreen, count: int | None) -> None:
        searches = screen.state.counts.searches
        search = next((s for s in searches if s.slot == slot), None)
        if search is None:
            key = screen.key("save-search")
            screen.say(f"No search is saved under {slot} yet; {key} saves the present one.")
        else:
            show_view(screen, View("search", search.name))

    return run


def related(screen: MainScreen, count: int | None) -> None:
    """Show the papers related to this one."""
    if (paper := screen.results.paper) is not None:
        screen.finder.show_related(paper)
        screen.is_full = False


def previous_list(screen: MainScreen, count: int | None) -> None:
    """Go back to the list one came from, or to the text in it."""
    stop = screen.finder.return_to_previous()
    if stop is None:
        screen.say("There is no list to go back to.")
    elif stop.is_reading:
        screen.when_shown(lambda: screen.texts.come_back(stop.rowid))


def as_typed(screen: MainScreen, count: int | None) -> None:
    """Search for exactly what was typed."""
    screen.finder.ask_exactly()


def refresh(screen: MainScreen, count: int | None) -> None:
    """Fetch what is due and read the list anew, as are watched directories; stay on the paper."""
    from .adding import look_at_watched

    following = screen.library.following
    if not following.is_here and screen.library.sync.is_configured:
        screen.services.syncer.sync(is_asked=True)  # what is followed comes from another machine
    if not (following.names and screen.services.fetcher.fetch(is_asked=True)):
        screen.reload()
        screen.services.bring_texts()
        if following.names and following.is_offline and following.is_here:
            screen.say("Offline: the list was read anew, nothing fetched; :offline ends that.")
    look_at_watched(screen)


def redraw(screen: MainScreen, count: int | None) -> None:
    """Draw the screen anew."""
    screen.app.refresh(layout=True)
    screen.refresh(repaint=True, layout=True)


def show_help(screen: MainScreen, count: int | None) -> None:
    """Show the keys."""
    from ..widgets.help_screen import HelpScreen, help_lines

    screen.app.push_screen(HelpScreen(help_lines(screen.where, screen.keymap.commands)))


def show_warnings(screen: MainScreen, count: int | None) -> None:
    """Show what was wrong when the reader started."""
    from ..widgets.help_screen import HelpScreen

    if sentences := screen.warnings:
        lines = [("", "Warnings"), *(("-", sentence) for sentence in sentences)]
        screen.app.push_screen(HelpScreen(lines))
    else:
        screen.say("Nothing is wrong with the library or its settings.")


def interrupt(screen: MainScreen, count: int | None) -> None:
    """Stop asking or fetching, or say how to leave; ctrl+c alone never does."""
    if screen.stop_asking():
        screen.say(_GIVEN_UP)
        return
    if screen.services.stop_fetching():
        screen.say("Nothing more is fetched; what has come is in the library.")
        return
    if screen.services.stop_syncing():
        screen.say("Other machines are waited for no more; what there is for them waits.")
        return
    screen.say(f"{screen.key('quit')} in the list leaves Recto.")


def quit_reader(screen: MainScreen, count: int | None) -> None:
    """Leave Recto; from what services have answered go back to where one was."""
    if screen.finder.leave_asked():
        return
    screen.key_dispatcher.end()
    screen.app.exit(return_code=0)
