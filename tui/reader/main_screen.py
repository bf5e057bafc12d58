"""The reader's screen: owns what is shown, hands it down, takes messages up."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import events, on

from ...index import Library
from ..widgets.abstract_pane import AbstractPane
from ..widgets.panes import PanesScreen
from .answers import Answers
from .finder import Finder
from .greeting import greeting
from .indexer import IndexBuilt, Indexer, IndexKeeper, IndexProgress
from .key_dispatcher import KeyDispatcher
from .mark_writer import MarkWriter
from .messages import PapersLeft, ReadingFound, ResultsReady, SearchFailed, Started
from .note_controller import NoteController
from .passing import Passing
from .presenters.activity import Activity
from .presenters.panes_presenter import PanesPresenter
from .presenters.state_text import NOTHING_HERE
from .services.services import Services
from .session import ReaderSession
from .state import Keyboard, ReaderState

if TYPE_CHECKING:
    from textual.widgets import TextArea
    from textual.worker import Worker

    from ..keys.command import Command
    from ..keys.keymap import Keymap
    from ..terminal.suspender import Suspender
    from ..widgets.note_editor import NoteEditor
    from .kept_exporter import KeptExporter
    from .text.controller import TextController

T = TypeVar("T")


class MainScreen(PanesScreen):
    """The panes over one library, with everything that goes on between them."""

    def __init__(
        self,
        library: Library,
        keymap: Keymap[MainScreen],
        suspender: Suspender,
        data_dir: str | None,
        *,
        fresh: bool = False,
    ) -> None:
        super().__init__(library.rows)
        self.library = library
        self.keymap = keymap
        self.suspender = suspender
        self._is_fresh = fresh
        self.unread_files: list[str] = []
        """Sentences about files that could not be taken in while this reader was open."""
        self.state = state = ReaderState()
        self.activity = Activity(self._show_activity)
        self.mark_writer = MarkWriter(library, self, state)
        self.passing = Passing(library, self, state, self.mark_writer)
        self.answers = Answers(library, self, state, self.post_message)
        self.finder = Finder(library, self, state, self.answers, self.mark_writer)
        indexer = Indexer(data_dir, self.post_message)
        self.index = IndexKeeper(library, self, state, self.answers, indexer)
        self.note_controller = NoteController(library, self, self.mark_writer)
        self.key_dispatcher = KeyDispatcher(
            self, state, keymap, search=self.finder, note=self.note_controller
        )
        self.presenter = PanesPresenter(
            library,
            self,
            state,
            self.answers,
            self.note_controller,
            self.passing,
            counted=self._follow_counts,
        )
        self.services = Services(
            library, self, state, self.mark_writer, self.finder, self.presenter.sidebar
        )
        self._texts: TextController | None = None
        self._exporter: KeptExporter | None = None
        self.session = ReaderSession(library, self, self.finder, lambda: self.texts)
        self.box.complete = self._complete_query

    def on_mount(self) -> None:
        """Show the papers at once; what takes a while follows."""
        self.suspender.on_signals()
        was_here = self.session.restore(is_fresh=self._is_fresh)
        self.mark_writer.start()
        self.note_controller.start()
        self.refresh_bar()
        width, height = self.app.size
        warned = self.warnings
        said = greeting(warned, self.keymap, is_new=not was_here, width=width, height=height)
        if said:
            self.say(said, is_whole=not warned)
        self.call_after_refresh(self._begin)

    def _complete_query(self, text: str) -> str | None:
        """Return how a query could go on."""
        from ..widgets.suggester import complete_query  # the first screen stands without

        return complete_query(text, self.state.counts)

    def _begin(self) -> None:
        """Go on once the first rows stand: take the keys, build the index if need be."""
        self.post_message(Started())
        self.answers.read_on(self.mark_writer.recount)
        self.key_dispatcher.begin()
        if self.library.config.export:
            from .kept_exporter import KeptExporter  # where the settings want no files, without

            self._exporter = KeptExporter(self.library, self)
            self._exporter.start()
        if self.library.index.state() != "ready":
            self.build_index()

    @property
    def warnings(self) -> list[str]:
        """Sentences about the library, the settings, and files that could not be read."""
        library = self.library
        said = [*library.mistakes, *library.warnings, *self.keymap.mistakes, *self.unread_files]
        return list(dict.fromkeys(said))

    def key(self, ident: str) -> str:
        """Return the key that a command is on, as messages name it."""
        return self.keymap.key(ident)

    def build_index(self, why: str = "") -> None:
        """Build the index anew in a process of its own, and say why where there is a reason."""
        self.index.build(why)

    def index_texts(self) -> None:
        """Index whole papers that are not yet, in a process of its own."""
        self.index.build_for_texts()

    def stop_asking(self) -> bool:
        """Wait for no answer any more; return whether one was waited for."""
        is_text_awaited = self._texts is not None and self._texts.stop_fetching()
        return is_text_awaited or self.services.stop_asking()

    @property
    def texts(self) -> TextController:
        """Who opens whole papers; whoever opens none goes without."""
        if self._texts is None:
            from .text.controller import TextController

            self._texts = TextController(self.library, self, self.state, self.mark_writer)
        return self._texts

    def keep_place(self) -> None:
        """Write down at once where one is in a text; may be called on any thread."""
        if self._texts is not None:
            self._texts.keep_now()

    def on_unmount(self) -> None:
        """Let the threads end."""
        self.services.close()
        if self._texts is not None:
            self._texts.end()
        self.answers.close()
        self.index.close()
        self.passing.close()
        self.mark_writer.close()
        if self._exporter is not None:
            self._exporter.close()

    # Keys

    def take_key(self, key: str) -> bool:
        """Take a key; False for one that the note editor takes itself."""
        is_taken = self.key_dispatcher.take(key)
        self.presenter.follow_cursor()  # at once: both panes change in one frame
        self.passing.follow_key()
        return is_taken

    def take_paste(self, text: str) -> bool:
        """Take pasted text; False for what the note editor takes itself."""
        return self.key_dispatcher.take_paste(text)

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""
        focused = self.focused
        if focused is self.box:
            return Keyboard.BOX
        if focused is self.prompt:
            return Keyboard.PROMPT
        is_noting = focused is not None and focused is self.note_controller.editor
        return Keyboard.NOTE if is_noting else Keyboard.PANE

    def focus_list(self) -> None:
        """Give the focus to the list."""
        self.give_focus(self.results)

    def run_command(self, command: Command[MainScreen], count: int | None) -> None:
        """Do what a command does."""
        results = self.results
        if command.needs_paper and results.rowid is None and not results.selection.count:
            self.say(NOTHING_HERE)
        else:
            command.run(self, count)

    def pass_key(self, key: str) -> bool:
        """Give a key to the screen on top; False for one that the note editor takes itself."""
        take: Callable[[str], bool] = getattr(self.app.screen, "take_key", self.key_dispatcher.take)
        return take(key)

    def run_beside(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        group: str = "default",
        exclusive: bool = False,
    ) -> None:
        """Run this beside what goes on; of what never gets its turn nothing is begun."""
        _: Worker[None] = self.run_worker(work, group=group, exclusive=exclusive)

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""
        self.key_dispatcher.show_bar()

    def say(self, message: str, *, is_error: bool = False, is_whole: bool = False) -> None:
        """Say something on the bottom line until the next key, if need be in several lines."""
        self.bottom.say(message, is_error=is_error, is_whole=is_whole)

    def release_keys(self) -> None:
        """Take the keys that waited for what has come about."""
        self.key_dispatcher.release()

    # Searching and showing

    def on_results_ready(self, message: ResultsReady) -> None:
        """Show the answer of the search thread."""
        self.answers.take_answer(message.request, message.answer)
        if not self.state.is_waiting and (then := self.state.then) is not None:
            self.state.then = None
            then()
        self.key_dispatcher.release()

    def when_shown(self, then: Callable[[], object]) -> None:
        """Do this once the list is there that is on its way, before the keys that wait for it."""
        self.state.then = then

    def on_search_failed(self, message: SearchFailed) -> None:
        """Say why there is none."""
        self.answers.take_failure(message.request, message.error)
        self.key_dispatcher.release()

    def on_reading_found(self, message: ReadingFound) -> None:
        """Offer how else the query can be read."""
        self.answers.take_reading(message.request, message.reading)

    def on_papers_left(self, message: PapersLeft) -> None:
        """Dim the papers that have left the list."""
        self.answers.take_left(message.listing, message.rowids)

    def recount(self) -> None:
        """Find out anew what a query leaves of the list and of each view, after a mark."""
        self.answers.check_left()
        self.answers.recount()

    @property
    def passed(self) -> Sequence[int]:
        """Papers that were passed and are perhaps not written yet."""
        return self.passing.waiting

    @on(AbstractPane.Wrapped)
    def show_state(self) -> None:
        """Show where one is in an abstract that takes other lines now."""
        self.presenter.show_state()

    def _show_activity(self) -> None:
        if self.is_mounted:
            self.presenter.show_state()

    def _follow_counts(self) -> None:
        self.services.follow_counts()

    def on_resize(self, event: events.Resize) -> None:
        """Say what fits the new width; Textual lets the class above place the panes."""
        self.presenter.show_state()

    def watch_is_full(self, is_full: bool) -> None:
        """Give the abstract the screen, or the list its place again."""
        self.set_class(is_full, "-full")
        if self.is_mounted:
            if self.reading is not None and not is_full:
                self.texts.leave()
            self.presenter.show_paper()
            self.abstract.to_top()
            self.give_focus(self.pane if is_full else self.results)
            if is_full and self.reading is None:
                self.mark_writer.count_as_read(self.results.paper)
            self.presenter.show_state()

    def reload(self) -> None:
        """Read the list anew, staying on the paper."""
        self.mark_writer.reload()
        self.answers.ask(keep=self.results.rowid)

    # Notes

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""
        self.key_dispatcher.leave_note()

    @property
    def lendings(self) -> int:
        """How often the terminal was lent to others so far."""
        return self.suspender.lendings

    def lend_terminal(self, work: Callable[[], T]) -> T:
        """Do something that has the terminal to itself; raises RectoError where it cannot."""
        return self.suspender.run(work)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep what is half typed."""
        self.note_controller.keep(message.text_area.text)

    def on_note_editor_closed(self, message: NoteEditor.Closed) -> None:
        """Save the note."""
        self.note_controller.close()

    def on_note_editor_handed_over(self, message: NoteEditor.HandedOver) -> None:
        """Start the reader's own editor."""
        self.note_controller.hand_over()
        self.key_dispatcher.listen()

    # The index

    def on_index_progress(self, message: IndexProgress) -> None:
        """Show how far the index is."""
        self.index.take_progress(message)

    def on_index_built(self, message: IndexBuilt) -> None:
        """Search for what has been typed meanwhile."""
        self.index.take_end(message.problem)
