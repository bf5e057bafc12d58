"""Fetches the text of a paper on a thread of its own, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from .aside import BUSY, Aside

if TYPE_CHECKING:
    from ....index import Library, Paper, Stop, Text
    from ..stage import TextStage


Tried = tuple[str, ...]
"""What was tried already, as sentences."""


class OpenText(Protocol):
    """Opens the text of a paper."""

    def __call__(self, paper: Paper, highlight: str = ..., *, is_fresh: bool = ...) -> object:
        """Open it; one that `is_fresh` is not looked at whether it is to be read anew."""


class TextFetcher(Aside):
    """At most one text at a time."""

    def __init__(self, library: Library, stage: TextStage, open_text: OpenText) -> None:
        super().__init__(stage, "text")
        self._library = library
        self._stage = stage
        self._open = open_text

    def fetch(self, paper: Paper, tried: Tried = (), *, again: bool = False) -> None:
        """Fetch the text of a paper and open it, if one is still there by then.

        Where none comes it is said what was tried; `again` is one in place of the one that is here.
        """

        def ask(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.fetch(
                paper, lambda words: self.tell(words, stop), again=again, stopped=stop
            )
            told = None if found.text is not None else (*tried, *found.tried)
            is_late = again and found.text is not None and is_older(found.text, paper)
            return lambda: self._show(paper, told, again=again, is_late=is_late)

        self.begin(ask)

    def take(self, paper: Paper, otherwise: Callable[[Tried], object]) -> None:
        """Take the PDF of a paper on this disk in and open it; else go on `otherwise`."""

        def take(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.from_disk(
                paper, lambda words: self.tell(words, stop), stopped=stop
            )
            if found.text is not None:
                return lambda: self._show(paper, None)
            if self._is_at(paper):
                return lambda: otherwise(found.tried)
            return lambda: self._stage.say(found.told)

        self.begin(take)

    def read(self, paper: Paper, highlight: str) -> None:
        """Read a text anew that an older Recto has read, and open it, at a highlight if any."""

        def read(stop: Stop) -> Callable[[], object]:
            self.tell("reading the text anew", stop)
            self._library.texts.renew(paper.id, stopped=stop)
            return lambda: self._show(paper, None, highlight)

        self.begin(read)

    def _is_at(self, paper: Paper) -> bool:
        return self._stage.results.rowid == paper.rowid and self._stage.keyboard not in BUSY

    def _show(
        self,
        paper: Paper,
        tried: Tried | None,
        highlight: str = "",
        *,
        again: bool = False,
        is_late: bool = False,
    ) -> None:
        """Open the text, or say why there is none; on the event loop."""
        stage = self._stage
        stage.show_parts()
        if tried is None:
            stage.index_texts()
        if tried is not None:
            stays = ("It stays as it is.",) if again else ()
            hint = () if again else (f"`recto text {paper.id} --from FILE` takes one in.",)
            stage.say(" ".join((*stays, *tried, *hint)), is_whole=True)
        elif self._is_at(paper):
            self._open(paper, highlight, is_fresh=True)
            if is_late:
                stage.say(f"What arXiv has of v{paper.arxiv_version} is an older one still.")
        else:  # whoever has gone elsewhere stays there
            stage.say(f"The text of “{paper.title[:60]}” is here.")


def is_older(text: Text, paper: Paper) -> bool:
    """Whether a text is of an older version than the paper has."""
    out, own = paper.arxiv_version, text.version
    return out is not None and own is not None and own < out
