"""Writes marks on a thread of its own and shows what is on disk, whoever wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from ..index import Counts, Library, Paper, RectoError

if TYPE_CHECKING:
    from .main_screen import MainScreen

POLL = 0.5
"""Seconds between looks at what other windows have marked."""

Act = Callable[[Library], Sequence[Paper]]
"""Marks papers and returns them as they are then."""


class Marker:
    """The way of a mark: to disk first, then to the list, the abstract and the sidebar."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._library = screen.library
        self._thread = ThreadPoolExecutor(1, "marks")
        self._change = self._library.change_mark()
        self.counts: Counts = self._library.counts()

    def start(self) -> None:
        """Show the counts, and from now on what other windows mark."""
        self.show_counts(self.counts)
        self._screen.set_interval(POLL, self._look_for_changes)

    def close(self) -> None:
        """Wait for the marks that are being written."""
        self._thread.shutdown(wait=True)

    def mark(self, act: Act) -> None:
        """Write a mark and show it once it is on disk; marks are written in their order."""
        self._screen.run_worker(self._mark(act), group="marks")

    async def _mark(self, act: Act) -> None:
        def write() -> tuple[Sequence[Paper], Counts]:
            return act(self._library), self._library.counts()

        try:
            papers, counts = await asyncio.get_running_loop().run_in_executor(self._thread, write)
        except RectoError as error:
            self._screen.say(str(error), is_error=True)
            return
        self._show_papers(papers)
        self.show_counts(counts)

    def _show_papers(self, papers: Sequence[Paper]) -> None:
        results, abstract = self._screen.results, self._screen.abstract
        results.keep(papers)
        shown = abstract.paper
        for paper in papers:
            if shown is not None and paper.pid == shown.pid:
                abstract.show(paper, results.highlighter)

    def show_counts(self, counts: Counts) -> None:
        """Show these counts in the sidebar."""
        self.counts = counts
        self._screen.sidebar.show(counts, self._screen.finder.view)

    def reload(self) -> None:
        """Read everything anew that is shown."""
        self._screen.results.forget()
        self.show_counts(self._library.counts())

    def _look_for_changes(self) -> None:
        """Show what another window has marked, without a key and without a notice."""
        change = self._library.change_mark()
        if change == self._change:
            return
        self._change = change
        results = self._screen.results
        first = results.top // results.row_height
        pids = list(results.pids[first : first + results.height + 1])
        if results.pid is not None and results.pid not in pids:
            pids.append(results.pid)
        results.forget_unseen(pids)
        self._show_papers(self._library.rows(pids))
        self.show_counts(self._library.counts())
