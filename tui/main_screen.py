"""The reader's screen: owns what is shown, hands it down, takes messages up."""

from __future__ import annotations

from textual import events, on
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input, TextArea

from ..index import Library, Paper, View
from .abstract_pane import AbstractPane
from .chores import CHORES, do_chores
from .command import Command
from .commands import bar
from .completion import QueryCompletion
from .editing import edit, paste
from .finding import Finder
from .indexer import IndexBuilt, Indexer, IndexProgress
from .keys import KeyReader
from .marker import Marker
from .messages import ResultsReady, SearchFailed
from .note_editor import NoteDesk, NoteEditor
from .panes import TINY, PanesScreen
from .result_list import ResultList
from .search_box import SearchBox

FOLLOW = 0.1
"""Seconds the cursor must rest before the abstract follows a key that is held."""


class MainScreen(PanesScreen):
    """The panes over one library, with everything that goes on between them."""

    building: var[str] = var("")
    """How far the search index is being built, or nothing."""

    def __init__(self, library: Library, data_dir: str | None, *, fresh: bool = False) -> None:
        super().__init__(library.rows)
        self.library = library
        self._is_fresh = fresh
        self._indexer = Indexer(data_dir, self.post_message)
        self._follow: Timer | None = None
        self._keys = KeyReader.of()
        self._recent = ("", "")
        self._why_built = ""
        self._held: list[str] = []
        """Keys that wait for the list they are meant for."""
        self.finder = Finder(self)
        self.marker = Marker(self)
        self.desk = NoteDesk(self)
        self.box.input.suggester = QueryCompletion(lambda: self.marker.counts)

    def on_mount(self) -> None:
        """Show the papers at once; the index may still have to be built behind them."""
        session = {} if self._is_fresh else self.library.session()
        self.finder.start(session)
        self.has_sidebar = bool(session.get("has_sidebar", True))
        self.is_full = bool(session.get("is_full", False)) and self.results.pid is not None
        self.marker.start()
        self.refresh_bar()
        if self.library.warnings:
            self.say(" ".join(self.library.warnings))
        if self.library.index_state() != "ready":
            self.build_index()
        self.set_timer(CHORES, lambda: do_chores(self))

    def build_index(self, why: str = "") -> None:
        """Build the index anew in a process of its own, and say why where there is a reason."""
        if why:
            self.say(why)
        self._why_built = why
        self.building = "indexing"
        self._indexer.start()

    def on_unmount(self) -> None:
        """Let the threads end."""
        self.finder.close()
        self._indexer.close()
        self.marker.close()

    # Focus and keys

    def take_key(self, key: str) -> bool:
        """Take every key before any widget does, so that keys work in the order they came."""
        if self.desk.editor is not None and self.focused is self.desk.editor:
            return False
        if self._must_wait and not isinstance(self.focused, Input):
            if key in ("escape", "ctrl+c") and self.building:
                self._held.clear()
                self.finder.give_up()
            else:
                self._held.append(key)
            return True
        if self.focused is self.prompt.input:
            self._take_prompt_key(key)
        elif self.focused is self.box.input:
            self._take_search_key(key)
        else:
            self.bottom.say("")
            outcome = self._keys.read(key, self.where)
            if isinstance(outcome, Command):
                self.run_command(outcome, self._keys.take_count())
        self.refresh_bar()
        return True

    @property
    def _must_wait(self) -> bool:
        """Whether a list or a mark is on its way that the keys typed after it are meant for."""
        return self.finder.is_waiting or self.marker.is_busy

    def release_keys(self) -> None:
        """Take the keys that waited for a list, in their order, up to one that brings another."""
        while self._held and (not self._must_wait or isinstance(self.focused, Input)):
            self.take_key(self._held.pop(0))

    def take_paste(self, text: str) -> bool:
        """Put pasted text where text is typed; elsewhere it must not run as commands."""
        if self.desk.editor is not None and self.focused is self.desk.editor:
            return False
        if isinstance(self.focused, Input):
            paste(self.focused, text)
        return True

    def run_command(self, command: Command, count: int | None) -> None:
        """Do what a command does."""
        self._recent = (self._recent[1], command.id)
        command.run(self, count)

    def was_last(self, command_id: str) -> bool:
        """Tell whether the command before the present one was this."""
        return self._recent[0] == command_id

    def _take_prompt_key(self, key: str) -> None:
        if key in ("enter", "escape", "ctrl+c"):
            self.focus_pane()
            self.prompt.close(is_answered=key == "enter")
        elif key in ("tab", "shift+tab"):
            self.prompt.complete_next(1 if key == "tab" else -1)
        else:
            edit(self.prompt.input, key)

    def _take_search_key(self, key: str) -> None:
        if key == "up" or (key == "down" and self.finder.history.is_back):
            self.finder.recall(1 if key == "up" else -1)
        elif key in ("enter", "down"):
            self.finder.submit()
            self.give_focus(self.results)
        elif key in ("escape", "ctrl+c"):
            self.finder.go_back()
            self.give_focus(self.results)
        elif key in ("tab", "shift+tab"):
            self.turn_focus(1 if key == "tab" else -1)
        else:
            edit(self.box.input, key)

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""
        if self.desk.editor is not None:
            self.bottom.show_keys([("Esc", "save"), ("ctrl+o", "$EDITOR")])
        elif self._keys.pending or self._keys.count is not None:
            typed = "".join((str(self._keys.count or ""), *self._keys.pending))
            keys = self._keys.continuations(self.where) if self._keys.pending else []
            self.bottom.show_keys([(typed, "…"), *keys])
        elif self.focused is self.box.input:
            self.bottom.show_keys([("Enter", "results"), ("Esc", "back"), ("Tab", "next pane")])
        else:
            self.bottom.show_keys(bar(self.where))

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something on the bottom line until the next key."""
        self.bottom.say(message, is_error=is_error)

    # Searching and showing

    def on_search_box_typed(self, message: SearchBox.Typed) -> None:
        """Search as one types."""
        self.finder.typed()

    def on_results_ready(self, message: ResultsReady) -> None:
        """Show the answer of the search thread."""
        self.finder.take_answer(message.request, message.answer)
        self.release_keys()

    def on_search_failed(self, message: SearchFailed) -> None:
        """Say why there is none."""
        self.finder.take_failure(message.request, message.error)
        self.release_keys()

    @on(ResultList.Moved)
    def follow_cursor(self) -> None:
        """Let the abstract follow the cursor once it rests."""
        self.refresh_state()
        if self._follow is not None:
            self._follow.stop()
        self._follow = self.set_timer(FOLLOW, self.show_paper)

    def show_paper(self) -> None:
        """Show the abstract of the paper under the cursor."""
        if self._follow is not None:
            self._follow.stop()
        self.abstract.show(self.results.paper, self.results.highlighter)
        self.refresh_state()

    @on(AbstractPane.Paged)
    def refresh_state(self) -> None:
        """Show what the list holds, where one is, and what goes on."""
        name, place = self.finder.state
        page = "{}/{}".format(*self.abstract.pages) if self.is_full else ""
        chosen = len(self.results.selected)
        selected = f"{chosen} selected" if chosen else ""
        parts = [self.building, selected, name, page and f"page {page}", place]
        if self.size.width < TINY:
            parts = [self.building] if self.building else [page or name, place]
        self.box.show_state(" · ".join(filter(None, parts)))

    def on_resize(self, event: events.Resize) -> None:
        """Say what fits the new width; Textual lets the class above place the panes."""
        self.refresh_state()

    def watch_building(self) -> None:
        """Show the progress."""
        if self.is_mounted:
            self.refresh_state()

    def watch_is_full(self, is_full: bool) -> None:
        """Give the abstract the screen, or the list its place again."""
        self.set_class(is_full, "-full")
        if self.is_mounted:
            self.show_paper()
            self.abstract.to_top()
            self.focus_pane()
            if is_full:
                self.count_as_read()
            self.refresh_state()

    def choose_view(self, view: View) -> None:
        """Show the papers of a view in the list."""
        self.is_full = self.is_sidebar_over = False
        if view.kind == "search":
            self.finder.open_search(view.name)
        else:
            self.finder.show_view(view)
        self.marker.show_counts(self.marker.counts)
        self.give_focus(self.results)

    def go_to_paper(self, paper: Paper) -> None:
        """Put the cursor on a paper, in the present list or else among all papers."""
        if paper.pid in self.results.pids:
            self.results.move_to(list(self.results.pids).index(paper.pid))
            self.show_paper()
        else:
            self.finder.show_all(keep=paper.pid)

    def count_as_read(self) -> None:
        """Count the present paper as read, since its abstract was read to the end or in full."""
        paper = self.results.paper
        if paper is not None and not paper.read:
            self.marker.mark(lambda library: library.read_by_reading(pids=[paper.pid]))

    def reload(self) -> None:
        """Read the list anew, staying on the paper."""
        self.marker.reload()
        self.finder.ask(keep=self.results.pid)

    def go_to_next_unread(self, *, or_next: bool = True) -> None:
        """Go to the next unread paper below, or to the next one where nothing is unread."""
        row = self.library.next_unread(self.results.pids, self.results.cursor + 1)
        if row is not None:
            self.results.move_to(row)
        elif or_next:
            self.results.move(1)

    # Notes and the session

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep what is half typed."""
        self.desk.keep(message.text_area.text)

    def on_note_editor_closed(self, message: NoteEditor.Closed) -> None:
        """Save the note."""
        self.desk.close()

    def on_note_editor_handed_over(self, message: NoteEditor.HandedOver) -> None:
        """Start the reader's own editor."""
        self.desk.hand_over()

    def session(self) -> dict[str, object]:
        """Return what the next start needs to be there again."""
        layout = {"has_sidebar": self.has_sidebar, "is_full": self.is_full}
        return self.finder.session() | layout

    # The index

    def on_index_progress(self, message: IndexProgress) -> None:
        """Show how far the index is."""
        self.building = f"indexing {100 * message.done // max(1, message.total)} %"

    def on_index_built(self, message: IndexBuilt) -> None:
        """Search for what has been typed meanwhile."""
        self.building = ""
        if self.bottom.message == self._why_built:
            self.say("")
        if message.problem:
            self.say(f"The search index could not be built: {message.problem}", is_error=True)
            self.finder.build_itself()
        elif self.box.text or self.finder.is_waiting:
            self.finder.ask(is_final=not isinstance(self.focused, Input))
