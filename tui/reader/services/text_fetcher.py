"""Fetches the text of a paper on a thread of its own, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from .aside import BUSY, Aside

if TYPE_CHECKING:
    from ....index import Library, Paper, Stop, Text
    from ..text.stage import TextStage


Tried = tuple[str, ...]
"""What was tried already, as sentences."""


class Opener(Protocol):
    """Who shows texts."""

    def open(self, paper: Paper, highlight: str = ..., *, is_fresh: bool = ...) -> object:
        """Open one; one that `is_fresh` is not looked at whether it is to be read anew."""

    def shows(self, paper: Paper) -> bool:
        """Whether it is this paper's text that is read."""

    def begin(self, paper: Paper, text: Text) -> bool:
        """Show the beginning of a text, if one's place is in it; say whether it is shown."""

    def complete(self, paper: Paper) -> None:
        """Show all of the text of which the beginning is read."""

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

    def fetch(self, paper: Paper, tried: Tried = (), *, again: bool = False) -> None:
        """Fetch the text of a paper and open it, if one is still there by then.

        Where none comes it is said what was tried; `again` is one in place of the one that is here.
        """

        def ask(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.fetch(
                paper,
                lambda words: self.tell(words, stop),
                again=again,
                stopped=stop,
                part=None if again else self._teller(paper, stop),
            )
            told = None if found.text is not None else (*tried, *found.tried)
            is_late = again and found.text is not None and is_older(found.text, paper)
            return lambda: self._show(paper, told, stop, again=again, is_late=is_late)

        self.begin(ask)

    def take(self, paper: Paper, otherwise: Callable[[Tried], object]) -> None:
        """Take the PDF of a paper on this disk in and open it; else go on `otherwise`."""

        def take(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.from_disk(
                paper,
                lambda words: self.tell(words, stop),
                stopped=stop,
                part=self._teller(paper, stop),
            )
            if found.text is not None:
                return lambda: self._show(paper, None, stop)
            if self._is_at(paper):
                return lambda: otherwise(found.tried)
            return lambda: self._stage.say(found.told)

        self.begin(take)

    def read(self, paper: Paper, highlight: str = "") -> None:
        """Read a text anew that an older Recto has read, and open it, or a highlight in it.

        That may stand anywhere, so that it is not opened before all of it is there.
        """

        def read(stop: Stop) -> Callable[[], object]:
            self.tell("reading the text anew", stop)
            part = None if highlight else self._teller(paper, stop)
            self._library.texts.renew(paper.id, stopped=stop, part=part)
            return lambda: self._show(paper, None, stop, highlight)

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
        elif self._is_at(paper) and self._opener.begin(paper, text):
            self._begun = stop

    def _is_at(self, paper: Paper) -> bool:
        return self._stage.results.rowid == paper.rowid and self._stage.keyboard not in BUSY

    def _show(
        self,
        paper: Paper,
        tried: Tried | None,
        stop: Stop,
        highlight: str = "",
        *,
        again: bool = False,
        is_late: bool = False,
    ) -> None:
        """Open the text, or say why there is none; on the event loop."""
        stage = self._stage
        stage.presenter.show_parts()
        if tried is None:
            stage.index_texts()
        if tried is not None:
            stays = ("It stays as it is.",) if again else ()
            hint = () if again else (f"`recto text {paper.id} --from FILE` takes one in.",)
            stage.say(" ".join((*stays, *tried, *hint)), is_whole=True)
        elif self._begun == stop:
            if self._opener.shows(paper):
                self._opener.complete(paper)
        elif self._is_at(paper):
            self._opener.open(paper, highlight, is_fresh=True)
            if is_late:
                stage.say(f"What arXiv has of v{paper.arxiv_version} is an older one still.")
        else:  # whoever has gone elsewhere stays there
            stage.say(f"The text of “{paper.title[:60]}” is here.")


def is_older(text: Text, paper: Paper) -> bool:
    """Whether a text is of an older version than the paper has."""
    out, own = paper.arxiv_version, text.version
    return out is not None and own is not None and own < out
