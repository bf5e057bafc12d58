"""Writes marks on a thread of its own and shows what is on disk, whoever wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ...index import Paper, RectoError, exhaustion

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from ...index import Counts, Library, Marked, Standing, View
    from .stage import MarkStage, Refused
    from .state import ReaderState

    Act = Callable[[Library, Sequence[int]], Marked]
    """Marks the papers of these row numbers and says what that did."""

POLL = 0.5
"""Seconds between looks at what other windows have marked."""

T = TypeVar("T")


class MarkWriter:
    """The way of a mark: to disk first, then to the list, the abstract and the sidebar."""

    def __init__(self, library: Library, stage: MarkStage, state: ReaderState) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._begun: ThreadPoolExecutor | None = None
        self._change = self._moment()
        self._announced = "", 0
        """What was last said of papers of other windows, and how many it told of."""
        self._last: Callable[[int | None], object] | None = None
        self._is_counted = True
        """Whether what is new in the saved searches was counted since papers or searches came."""
        self.named: str | None = None
        """The act that undo has named and not taken back, since it reaches further than one sees.
        """
        self.is_adding = 0
        """How many readings of files go on, which say themselves what came."""
        state.counts = library.counts.at_start()

    def start(self) -> None:
        """Show the counts, and from now on what other windows mark."""
        self._stage.presenter.show_counts()
        self._stage.set_interval(POLL, self._look_for_changes)

    def close(self) -> None:
        """Wait for the marks that are being written."""
        if self._begun is not None:
            self._begun.shutdown(wait=True)

    @property
    def _thread(self) -> ThreadPoolExecutor:
        """The one thread that writes; only the event loop asks for it, first for the first mark."""
        if self._begun is None:
            from concurrent.futures import ThreadPoolExecutor

            self._begun = ThreadPoolExecutor(1, "marks")
        return self._begun

    def act(self, act: Act, count: int | None = None) -> int:
        """Do this to the selected papers, or to `count` from here on, and remember it for `.`.

        Return how many that are.
        """
        rowids = self._stage.results.selection.take_targets(count or 1)
        if rowids:
            self.remember(lambda other: self.act(act, other or count))
            is_told = len(rowids) > 1
            self.mark(
                lambda library: act(library, rowids),
                said=lambda done, _: done.sentence if is_told or done.act is None else "",
            )
        return len(rowids)

    def remember(self, act: Callable[[int | None], object]) -> None:
        """Keep what `.` is to do again; it is given the count that is typed before."""
        self._last = act

    def count_as_read(self, paper: Paper | None) -> None:
        """Count a paper as read, if there is one: it was read to its end, or shown in full."""
        if paper is not None and not paper.read:
            rowid = paper.rowid
            self.mark(lambda library: library.marks.read_by_reading(rowids=[rowid]))

    def repeat(self, count: int | None) -> bool:
        """Do the last act once more; say whether there was one."""
        if self._last is not None:
            self._last(count)
        return self._last is not None

    def mark(
        self,
        work: Callable[[Library], Marked],
        *,
        is_told: bool = False,
        said: Callable[[Marked, Counts], str] | None = None,
        refused: Refused | None = None,
    ) -> None:
        """Mark papers and show them once that is on disk, in the order in which it was asked.

        What that did is said where it `is_told`, or what `said` makes of it. An error is said, or
        where it is given goes to `refused`.
        """

        def write(library: Library) -> tuple[Sequence[Paper], Counts, str]:
            marked = work(library)
            counts = library.counts()
            told = marked.sentence if is_told else "" if said is None else said(marked, counts)
            return marked.papers, counts, told

        async def go() -> None:
            done = await self._on_thread(write, refused)
            if done is not None:
                self._stage.presenter.show_papers(done[0])
                self._finish(*done[1:])
                self._stage.recount()

        self._start(go)

    def change(
        self,
        work: Callable[[Library], object],
        said: str = "",
        refused: Refused | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Change something of the library, in its turn, and read anew what is shown.

        An error is said, or where it is given goes to `refused`. `then` is called once it is on
        disk.
        """

        async def go() -> None:
            done = await self._on_thread(lambda library: (work(library), library.counts()), refused)
            if done is not None:
                self.reload(done[1])
                if then is not None:
                    then()
                self._finish(done[1], said)
                self._stage.recount()

        self._start(go)

    def _start(self, go: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def go_on() -> None:
            try:
                await go()
            finally:
                self._state.writing -= 1
            self._stage.release_keys()

        self._state.writing += 1
        self._stage.run_beside(go_on, group="marks")

    def _finish(self, counts: Counts, said: str) -> None:
        self._show_counts(counts)
        if said:
            self._stage.say(said)

    def revise(self, work: Callable[[Library], Marked | str | None], nothing: str) -> None:
        """Undo, redo or regroup, and say what that did; keys meanwhile wait.

        The list stays, and so does the cursor on a paper that it was about; else the cursor goes
        to the first of these papers that the list has. A text is said instead, as `nothing` is
        where there is none.
        """

        async def go() -> None:
            # Before it is done: the look for changes may tell the counts of after it first.
            shown = self._state.counts.all
            done = await self._on_thread(lambda library: (work(library), library.counts()))
            if done is None:
                return
            undone, counts = done
            if undone is None or isinstance(undone, str):
                self._stage.say(undone or nothing)
                return
            self.reload(counts)
            self._stage.presenter.stay_with(undone.papers)
            # Where papers have come or gone the list is read anew.
            if counts.all != shown or not undone.papers:
                self._stage.reload()
            self._stage.recount()
            self._stage.say(undone.sentence)

        self._start(go)

    def save(self, work: Callable[[Library], object], refused: Refused) -> None:
        """Write something that shows nowhere, such as a draft, in its turn."""

        def write() -> None:
            try:
                work(self._library)
            except Exception as error:
                if (known := _known(error)) is None:
                    raise
                self._stage.call_later(refused, known)

        self._thread.submit(write)

    async def _on_thread(
        self,
        work: Callable[[Library], T],
        refused: Refused | None = None,
    ) -> T | None:
        """Run on the writing thread; say what went wrong and return None where it did."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, work, self._library)
        except Exception as error:
            if (known := _known(error)) is None:
                raise
            if refused is None:
                self._stage.say(str(known), is_error=True)
            else:
                refused(known)
            return None

    def reload(self, counts: Counts | None = None) -> None:
        """Read the rows that are shown anew, and the counts."""
        self._stage.presenter.refresh_rows()
        self._show_counts(counts or self._library.counts())

    def recount(self) -> None:
        """Show the counts where they are others than those that were kept for the start."""
        counts = self._library.counts()
        if counts != self._state.counts:
            self._show_counts(counts)

    def _show_counts(self, counts: Counts) -> None:
        before, self._state.counts = self._state.counts, counts
        if counts.all != before.all or _asked(counts) != _asked(before):
            self._is_counted = False
        self._stage.presenter.show_counts()

    def _look_for_changes(self) -> None:
        """Show what another window has marked, without a key and without a notice.

        And what another day has left of New and Unread. What is being written here is shown first:
        that may have been counted before the other window's, and would take its place.
        """
        if self._state.writing:
            return
        change = self._moment()
        if change != self._change:
            self._change = change
            before = self._state.counts.all
            if not self._stage.results.rowids:
                self._stage.reload()  # it would say that there are no papers
            else:
                self.reload()
            self._announce(self._state.counts.all - before)
        if not self._is_counted and self._state.counts.searches and self._can_count():
            self._is_counted = True
            self._stage.run_beside(self._count_searches, group="counts")

    def _announce(self, new: int) -> None:
        """Say how many papers have come from elsewhere, with those that it is said of already."""
        message, (said, told) = self._stage.bottom.message, self._announced
        is_quiet = not (self._state.writing or self.is_adding) and message in ("", said)
        if new > 0 and is_quiet:
            from ..system.plain_text import count  # the first screen stands without

            new += told if message else 0
            self._announced = (
                f"{count(new, 'new paper')}; {self._stage.key('refresh')} shows them.",
                new,
            )
            self._stage.say(self._announced[0])

    def _can_count(self) -> bool:
        """Whether the index has the papers of now; whoever adds some writes it after them."""
        with suppress(RectoError):
            return self._library.index.state() == "ready"
        return False

    def _moment(self) -> tuple[int, date]:
        """Return what is another whenever the counts may be."""
        return self._library.journal.change_mark(), date.today()

    async def _count_searches(self) -> None:
        """Count what is new in the saved searches."""
        with suppress(RectoError):  # they are counted again at the next start
            await asyncio.to_thread(self._library.searches.all)
            self._show_counts(self._library.counts())


def _asked(counts: Counts) -> list[tuple[str, str, View, Standing | None]]:
    """Return what the saved searches look for, each with its name, and what becomes of it."""
    return [(one.name, one.text, one.view, one.standing) for one in counts.searches]


def _known(error: Exception) -> RectoError | None:
    """Return what is to be said of an error, None of a failure of Recto's own."""
    return error if isinstance(error, RectoError) else exhaustion(error)
