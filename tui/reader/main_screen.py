"""The reader's screen: owns what is shown, hands it down, takes messages up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.reactive import var

from ...index import Library, Listing, Paper
from ..widgets.abstract_pane import AbstractPane
from ..widgets.history import History
from ..widgets.list_offer import ListOffer
from ..widgets.panes import PanesScreen
from .answers import Answers
from .columns import column_of
from .cursor_follower import CursorFollower
from .finder import Finder
from .greeting import greeting
from .indexer import IndexBuilt, Indexer, IndexKeeper, IndexProgress
from .key_dispatcher import KeyDispatcher
from .leaving_rows import either, leaver
from .mark_writer import MarkWriter
from .messages import PapersLeft, ReadingFound, ResultsReady, SearchFailed, Started
from .note_controller import NoteController
from .passing import Passing
from .state import AskedFor, Keyboard, ReaderState
from .state_text import NOTHING_HERE, state_text
from .text.parts import TextParts

if TYPE_CHECKING:
    from textual.widgets import TextArea
    from textual.worker import Worker

    from ...index import TextHits
    from ..keys.command import Command
    from ..keys.keymap import Keymap
    from ..terminal.suspender import Suspender
    from ..widgets.note_editor import NoteEditor
    from .best_first import TasteReasons
    from .kept_exporter import KeptExporter
    from .services.asker import Asker
    from .services.fetcher import Fetcher
    from .services.queue_texts import QueueTexts
    from .services.syncer import Syncer
    from .stage import Standings
    from .text.controller import TextController
    from .text.snippets import SnippetReader

T = TypeVar("T")


class MainScreen(PanesScreen):
    """The panes over one library, with everything that goes on between them."""

    adding: var[str] = var("")
    """How far a large file is being added, or nothing."""
    asking: var[str] = var("")
    """Who is asked for a query, or nothing."""
    fetching: var[str] = var("")
    """Who is asked for new papers, or nothing."""
    bringing: var[str] = var("")
    """How far the texts of the queue are, or nothing."""
    syncing: var[str] = var("")
    """What of bringing other machines in step takes a while, or nothing."""
    building: var[str] = var("")
    """How far the search index is being built, or nothing."""

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
        self._follower = CursorFollower(self.show_paper, self.call_in)
        self.unread_files: list[str] = []
        """Sentences about files that could not be taken in while this reader was open."""
        self.state = ReaderState()
        self.mark_writer = MarkWriter(library, self, self.state)
        self.passing = Passing(library, self, self.state, self.mark_writer)
        self._exporter: KeptExporter | None = None
        self._fetcher: Fetcher | None = None
        self._asker: Asker | None = None
        self._queue_texts: QueueTexts | None = None
        self._syncer: Syncer | None = None
        self._sources: Sequence[str] = ()
        self._machines: Sequence[str] = ()
        self._texts: TextController | None = None
        self._snippets: SnippetReader | None = None
        self._reasons: TasteReasons | None = None
        self._parts = TextParts(library)
        self.answers = Answers(library, self, self.state, self.post_message)
        self.finder = Finder(library, self, self.state, self.answers, self.mark_writer)
        indexer = Indexer(data_dir, self.post_message)
        self._index = IndexKeeper(library, self, self.state, self.answers, indexer)
        self.note_controller = NoteController(library, self, self.mark_writer)
        self.key_dispatcher = KeyDispatcher(
            self, self.state, self.keymap, search=self.finder, note=self.note_controller
        )
        self.pipes, self.commands = History(), History()
        self.box.complete = self._complete_query

    def on_mount(self) -> None:
        """Show the papers at once; what takes a while follows."""
        left = self.library.session.load()
        session = {} if self._is_fresh else left
        self.finder.start(session)
        self.pipes = History.of(left.get("pipes"))
        self.commands = History.of(left.get("commands"))
        self.suspender.on_signals()
        self.restore_layout(session, self.library.config.bars)
        if session.get("is_full") is True and (paper := self.results.paper) is not None:
            is_reading = session.get("is_reading") is True and self.texts.open(paper)
            self.is_full = self.is_full or not is_reading
        self.mark_writer.start()
        self.note_controller.start()
        self.refresh_bar()
        width, height = self.app.size
        warned = self.warnings
        said = greeting(warned, self.keymap, is_new=not left, width=width, height=height)
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
        self._index.build(why)

    def index_texts(self) -> None:
        """Index whole papers that are not yet, in a process of its own."""
        self._index.build_for_texts()

    def stop_building(self) -> None:
        """Leave the index as it was; may be called on any thread."""
        self._index.stop()

    @property
    def fetcher(self) -> Fetcher:
        """Who fetches; whoever follows nothing goes without."""
        if self._fetcher is None:
            from .services.fetcher import Fetcher

            self._fetcher = Fetcher(self.library, self, self.mark_writer)
        return self._fetcher

    @property
    def syncer(self) -> Syncer:
        """Who brings the library in step with other machines; whoever has none goes without."""
        if self._syncer is None:
            from .services.syncer import Syncer

            self._syncer = Syncer(self.library, self, self.mark_writer)
        return self._syncer

    def stop_syncing(self) -> bool:
        """Wait for no other machine any more; return whether one was waited for."""
        return self._syncer is not None and self._syncer.stop()

    def end_in_step(self, say: Callable[[str], object], *, is_hurried: bool = False) -> bool:
        """Tell other machines what is new here once the terminal is given back.

        Return whether that is over; it takes some seconds at most.
        """
        if not self.library.sync.is_configured or not self.key_dispatcher.is_begun:
            return True
        from .services.syncer import HURRIED, PATIENCE

        return self.syncer.finish(say, HURRIED if is_hurried else PATIENCE)

    def bring_texts(self) -> None:
        """Have the texts of what is queued come, where that is wanted, and older ones read anew."""
        wants = self.library.config.text.with_queue
        if wants or self.library.locations.texts.is_dir():  # whoever has none goes without
            if self._queue_texts is None:
                from .services.queue_texts import QueueTexts

                self._queue_texts = QueueTexts(self.library, self)
                self._queue_texts.follow(self.state.counts.queue)
            self._queue_texts.begin()

    @property
    def asker(self) -> Asker:
        """Who asks services for a query."""
        if self._asker is None:
            from .services.asker import Asker

            self._asker = Asker(self.library, self, self.state, self.finder)
        return self._asker

    def stop_asking(self) -> bool:
        """Wait for no answer any more; return whether one was waited for."""
        if self._texts is not None and self._texts.stop_fetching():
            return True
        if self._asker is None or not self._asker.is_asking:
            return False
        self._asker.stop()
        return True

    @property
    def texts(self) -> TextController:
        """Who opens whole papers; whoever opens none goes without."""
        if self._texts is None:
            from .text.controller import TextController

            self._texts = TextController(self.library, self, self.mark_writer)
        return self._texts

    def keep_place(self) -> None:
        """Write down at once where one is in a text; may be called on any thread."""
        if self._texts is not None:
            self._texts.keep_now()

    def stop_fetching(self) -> bool:
        """Fetch no more for now; return whether a fetch went on. May be called on any thread."""
        were_coming = self._queue_texts is not None and self._queue_texts.stop()
        if self._fetcher is None or not self._fetcher.is_fetching:
            return were_coming
        self._fetcher.stop()
        return True

    def on_unmount(self) -> None:
        """Let the threads end."""
        if self._asker is not None:
            self._asker.close()
        if self._fetcher is not None:
            self._fetcher.close()
        if self._queue_texts is not None:
            self._queue_texts.close()
        if self._syncer is not None:
            self._syncer.close()
        if self._texts is not None:
            self._texts.end()
        self.answers.close()
        self._index.close()
        self.passing.close()
        self.mark_writer.close()
        if self._exporter is not None:
            self._exporter.close()

    # Keys

    def take_key(self, key: str) -> bool:
        """Take a key; False for one that the note editor takes itself."""
        is_taken = self.key_dispatcher.take(key)
        self.follow_cursor()  # at once: both panes change in one frame
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
        if command.needs_paper and self.results.rowid is None and not self.results.selected:
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

    def call_after_frame(self, callback: Callable[[], object]) -> None:
        """Call this behind the next frame and behind the keys that wait to be taken by then."""
        self.call_after_refresh(lambda: self.app.call_later(callback))

    def call_in(self, delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call this once, after so many seconds; a timer of Textual's is a task each."""
        return asyncio.get_running_loop().call_later(delay, self.call_later, callback)

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

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = None) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""
        self.results.empty_text = empty_text
        if listing is None:
            self.results.show((), None)
        else:
            column = column_of(self.library, listing, self.state.related)
            is_answer = self.state.related is None
            state, queries = self.state, self.library.queries
            signs = state.signs
            left = leaver(self.library, listing.view, signs) if is_answer else None
            self.results.has_left = left
            if is_answer and listing.text:
                self.results.has_left = either(left, lambda paper: paper.rowid in state.left)
            self.results.part_of = self._parts.now()
            self.results.reasons_of = self.results.why_of = None
            if listing.texts is not None:
                self.results.reasons_of = queries.reasons(listing)
            elif listing.is_wide:
                # Its last word is whole or the beginning of one, whatever is found.
                whole, begun = queries.reasons(listing), queries.reasons(listing, typing=True)
                self.results.reasons_of = lambda paper: whole(paper) or begun(paper)
            rowids = listing.rowids
            if listing.sort == "taste" and is_answer:
                from .best_first import first_rows, says_why

                rowids = first_rows(listing, keep)
                if says_why(listing, state.counts.searches):
                    self.reasons.begin()
                    self.results.why_of = self.reasons.in_row
            self.results.show(
                rowids,
                listing.highlighter,
                keep=keep,
                column=column,
                signs=self.state.signs,
            )
        self.show_reading()
        self.show_paper()
        self.passing.show()

    def show_parts(self) -> None:
        """Show how much of each text is read, once that is written."""
        if self.reading is None:
            self.results.part_of = self._parts.now()
            self.results.repaint()

    @property
    def reasons(self) -> TasteReasons:
        """Who knows why papers stand where they do; lists in another order go without."""
        if self._reasons is None:
            from .best_first import TasteReasons

            self._reasons = TasteReasons(self.library, self, self._show_reasons)
        return self._reasons

    def _show_reasons(self, rowids: Sequence[int]) -> None:
        """Show why these papers stand where they do."""
        self.results.show_reasons(rowids)
        paper = self.abstract.paper
        if paper is not None and paper.rowid in rowids:
            self._show_abstract(paper)

    @property
    def listed(self) -> Sequence[int]:
        """All papers of the list, those too that it goes on with."""
        listing = self.state.listing
        return self.results.rowids if listing is None or not self._is_cut else listing.rowids

    @property
    def _is_cut(self) -> bool:
        """Whether the list goes on with papers that it does not show yet."""
        listing = self.state.listing
        from .best_first import first_size

        if listing is None or listing.telling is None or self.state.related is not None:
            return False
        return len(self.results.rowids) == first_size(listing) < len(listing.rowids)

    def go_on(self, count: int | None = None) -> bool:
        """Show what the list goes on with; say whether there was something.

        With a `count` only where that is beyond what is shown.
        """
        is_beyond = count is None or count > len(self.results.rowids)
        if not (self._is_cut and is_beyond) or (listing := self.state.listing) is None:
            return False
        self.results.go_on(listing.rowids)
        self.show_reading()
        self.show_paper()
        return True

    def show_reading(self) -> None:
        """Offer what the list goes on with, the other reading of the query, or nothing."""
        reading, listing = self.state.reading, self.state.listing
        offer = ListOffer()
        shown = len(self.results.rowids)
        if listing is not None and listing.sort == "taste" and self.state.related is None:
            from .best_first import ending

            if shown or not listing.rowids:  # and not a list that could not be had
                offer = ending(listing, shown, self.key("last"))
        if reading is not None and not self._is_cut:
            offer = ListOffer(reading.told, f": {self.key('open')} here")
        self.results.show_offer(offer)

    def show_left(self) -> None:
        """Show which papers have left the list."""
        self.results.repaint()

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these papers anew where they are on the screen."""
        self._renumber()
        self.results.keep(papers)
        if self.reading is not None:
            self.texts.highlighter.look()
        shown = self.abstract.paper
        for paper in papers:
            if self.reading is not None:
                self.reading.show_paper(paper)
            if shown is not None and paper.rowid == shown.rowid:
                self._show_abstract(paper)
                self.refresh_state()

    def _renumber(self) -> None:
        """Go on with the library's own numbers of papers that it has by now, and back."""
        listing, related = self.state.listing, self.state.related
        if listing is None or not isinstance(related, AskedFor) or self.state.is_waiting:
            return
        rowids = self.library.asking.rowids(related.answer)
        if len(rowids) != len(listing.rowids):
            self.answers.ask()
        elif rowids != list(listing.rowids):
            self.state.listing = listing._replace(rowids=rowids)
            self.results.renumber(rowids)
            self.show_paper()

    def show_signs(self) -> None:
        """Show which papers are new by now, though the list stays."""
        self.state.signs = self.library.news.signs()
        self.results.show_signs(self.state.signs)
        self.show_paper()

    def refresh_rows(self) -> None:
        """Read the rows that are shown anew."""
        rowids = self.results.visible_rowids
        self.results.forget_unseen(rowids)
        self.show_papers(self.library.rows(rowids))

    def show_counts(self) -> None:
        """Show the counts in the sidebar, or what a query leaves of them."""
        counts, found = self.state.counts, self.state.found
        # What was saved a moment ago is there too, whatever the query leaves.
        shown = counts if found is None else found._replace(searches=counts.searches)
        self.sidebar.show(shown, self.state.view, is_answer=found is not None)
        if self._fetcher is not None:
            self._fetcher.look()
        if self._queue_texts is not None:
            self._queue_texts.follow(counts.queue)

    def show_standings(self, told: Standings) -> None:
        """Show how followed sources are doing, at the sidebar's foot."""
        signs = self.sidebar.signs
        done = "ok" if self.sidebar.look.is_ascii else signs.done  # x would be what went wrong
        self._sources = told(done, signs.ellipsis)
        self.sidebar.show_standings([*self._sources, *self._machines])

    def show_machines(self, parts: Sequence[str]) -> None:
        """Show what there is to say of other machines, behind that."""
        self._machines = parts
        self.sidebar.show_standings([*self._sources, *parts])

    def recount(self) -> None:
        """Find out anew what a query leaves of the list and of each view, after a mark."""
        self.answers.check_left()
        self.answers.recount()

    @property
    def passed(self) -> Sequence[int]:
        """Papers that were passed and are perhaps not written yet."""
        return self.passing.waiting

    def follow_cursor(self) -> None:
        """Let the abstract follow the cursor, and a text give way to it."""
        if self.reading is not None:
            self.texts.follow(self.results.rowid)
        if not self._follower.follow(self.results.rowid):
            self.refresh_state()

    def show_paper(self) -> None:
        """Show the abstract of the paper under the cursor."""
        self._follower.has_shown(self.results.rowid)
        paper, editor = self.results.paper, self.note_controller.editor
        if paper is not None and editor is not None and editor.paper.rowid == paper.rowid:
            paper = replace(paper, has_draft=False)  # what is half written is open beside it
        self._show_abstract(paper)
        self.refresh_state()

    def _show_abstract(self, paper: Paper | None) -> None:
        """Show an abstract, and the sentence of its text for which the paper was found."""
        hits, snippet = self.text_hits, None
        if paper is not None and hits is not None:
            if self._snippets is None:
                from .text.snippets import SnippetReader  # most lists have none

                self._snippets = SnippetReader(self, self._show_snippet)
            snippet = self._snippets.of(hits, paper.rowid)
        why = None
        if paper is not None and self.results.why_of is not None:
            why = self.reasons.of(paper.rowid) or ()  # whose line waits for them
        self.abstract.show(paper, self.results.highlighter, self.state.signs, snippet, why)

    def _show_snippet(self, rowid: int) -> None:
        """Show the sentence of a paper whose abstract is shown."""
        if self.abstract.paper is not None and self.abstract.paper.rowid == rowid:
            self._show_abstract(self.abstract.paper)

    @property
    def text_hits(self) -> TextHits | None:
        """Where whole papers have what the list was asked for; None where it asks for none."""
        listing = self.state.listing
        return None if listing is None or self.state.related is not None else listing.texts

    @on(AbstractPane.Wrapped)
    def refresh_state(self) -> None:
        """Show what the list holds, where one is, and what goes on."""
        full, work = (
            self.abstract if self.is_full else None,
            self.adding or self.asking or self.fetching or self._beside,
        )
        width = self.app.size.width
        self.box.show_state(state_text(self.state, self.results, full, bool(work), width), work)

    @property
    def _beside(self) -> str:
        return self.syncing or self.bringing or self.building

    def on_resize(self, event: events.Resize) -> None:
        """Say what fits the new width; Textual lets the class above place the panes."""
        self.refresh_state()

    def watch_building(self) -> None:
        """Show the progress."""
        if self.is_mounted:
            self.refresh_state()

    watch_adding = watch_asking = watch_fetching = watch_bringing = watch_building
    watch_syncing = watch_building

    def watch_is_full(self, is_full: bool) -> None:
        """Give the abstract the screen, or the list its place again."""
        self.set_class(is_full, "-full")
        if self.is_mounted:
            if self.reading is not None and not is_full:
                self.texts.leave()
            self.show_paper()
            self.abstract.to_top()
            self.give_focus(self.pane if is_full else self.results)
            if is_full and self.reading is None:
                self.count_as_read()
            self.refresh_state()

    def stay_with(self, papers: Sequence[Paper]) -> None:
        """Put the cursor on the first of these papers that the list has, or that belongs to it.

        The list stays as it is; where one of them has come back to it, it is read anew.
        """
        if self.results.rowid in {paper.rowid for paper in papers}:
            return
        rows = (self.results.row_of(paper.rowid) for paper in papers)
        if (row := next((row for row in rows if row is not None), None)) is not None:
            self.results.move_to(row)
            self.show_paper()
        elif (has_left := self.results.has_left) is not None and not self.box.text.strip():
            back = next((paper for paper in papers if not has_left(paper)), None)
            if back is not None:
                self.answers.ask(keep=back.rowid)

    def count_as_read(self) -> None:
        """Count the present paper as read, since its abstract was read to the end or in full."""
        paper = self.results.paper
        if paper is not None and not paper.read:
            self.mark_writer.mark(
                lambda library: library.marks.read_by_reading(rowids=[paper.rowid])
            )

    def reload(self) -> None:
        """Read the list anew, staying on the paper."""
        self.mark_writer.reload()
        self.answers.ask(keep=self.results.rowid)

    # Notes and the session

    def open_editor(self, editor: NoteEditor) -> None:
        """Put the editor in the place of the abstract, and give it the focus."""
        self.query_one("#papers").mount(editor)
        self.add_class("-noting")
        self.give_focus(editor)
        self.refresh_bar()

    def close_editor(self, editor: NoteEditor) -> None:
        """Give the place and the focus back."""
        editor.remove()
        self.remove_class("-noting")
        self.focus_pane()
        self.refresh_bar()

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

    def session(self) -> dict[str, object]:
        """Return what the next start needs to be there again."""
        layout = self.layout_session(self.library.config.bars)
        layout |= {"is_full": self.is_full, "is_reading": self.reading is not None}
        layout |= {"pipes": self.pipes.texts}
        layout |= {"commands": self.commands.texts}
        return self.finder.session() | layout

    # The index

    def on_index_progress(self, message: IndexProgress) -> None:
        """Show how far the index is."""
        self._index.take_progress(message)

    def on_index_built(self, message: IndexBuilt) -> None:
        """Search for what has been typed meanwhile."""
        self._index.take_end(message.problem)
