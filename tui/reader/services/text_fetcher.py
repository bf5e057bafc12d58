"""Fetches the text of a paper, or reads it anew, on a thread of its own, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from .aside import BUSY, Aside

if TYPE_CHECKING:
    from ....index import Library, Paper, Stop, Text
    from ..stage import TextStage


class Opener(Protocol):
    """Who shows texts."""

    def open(self, paper: Paper, highlight: str = ...) -> object:
        """Show a text that is here, where one left it or at a highlight."""

    def shows(self, paper: Paper) -> bool:
        """Whether it is this paper's text that is read."""

    def begin(self, paper: Paper, text: Text) -> bool:
        """Show the beginning of a text, if one's place is in it; say whether it is shown."""

    def extend(self, text: Text, *, is_whole: bool) -> None:
        """Show more of the text that is read."""


class TextFetcher(Aside):
    """At most one text at a time, whose beginning is shown while the rest is being read."""

    def __init__(self, library: Library, stage: TextStage, opener: Opener) -> None:
        super().__init__(stage, "text")
        self._library = library
        self._stage = stage
        self._opener = opener
        self._begun: object = None
        """For which piece of work the beginning was shown: who closes it will not see it again."""

    def fetch(self, paper: Paper) -> None:
        """Fetch the text of a paper and open it, if one is still there by then."""

        def ask(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.fetch(
                paper,
                lambda words: self.tell(words, stop),
                stopped=stop,
                part=self._teller(paper, stop),
            )
            tried = () if found.text is not None else found.tried
            return lambda: self._show(paper, found.text, tried, stop)

        self.begin(ask)

    def read(self, paper: Paper, highlight: str = "") -> None:
        """Read a text anew that is here as it came, and open it, whole where a highlight is wanted.

        What is highlighted may stand anywhere in it.
        """

        def read(stop: Stop) -> Callable[[], object]:
            self.tell("reading the text anew", stop)
            part = None if highlight else self._teller(paper, stop)
            text = self._library.texts.get(paper, part)
            return lambda: self._show(paper, text, (), stop, highlight)

        self.begin(read)

    def _teller(self, paper: Paper, stop: Stop) -> Callable[[Text], object]:
        """Return what passes the beginning of a text on from the thread to the event loop."""
        return lambda text: self._stage.call_later(self._show_part, paper, text, stop)

    def _show_part(self, paper: Paper, text: Text, stop: Stop) -> None:
        """Show the beginning of a text, or more of it."""
        if stop.is_set():
            return
        if self._begun == stop:
            if self._opener.shows(paper):
                self._opener.extend(text, is_whole=False)
        elif self._is_there(paper) and self._opener.begin(paper, text):
            self._begun = stop

    def _show(
        self,
        paper: Paper,
        text: Text | None,
        tried: tuple[str, ...],
        stop: Stop,
        highlight: str = "",
    ) -> None:
        """Show all of the text, or say why there is none; on the event loop."""
        stage = self._stage
        stage.show_parts()
        if text is None:
            stage.say(" ".join(tried))
        elif self._begun == stop:
            if self._opener.shows(paper):
                self._opener.extend(text, is_whole=True)
        elif self._is_there(paper):
            self._opener.open(paper, highlight)
        else:  # whoever has gone elsewhere stays there
            stage.say(f"The text of “{paper.title[:60]}” is here.")

    def _is_there(self, paper: Paper) -> bool:
        return self._stage.results.rowid == paper.rowid and self._stage.keyboard not in BUSY
