"""Fetches the text of a paper on a thread of its own, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .aside import BUSY, Aside

if TYPE_CHECKING:
    from ....index import Library, Paper, Stop
    from ..stage import TextStage


class TextFetcher(Aside):
    """At most one text at a time."""

    def __init__(
        self, library: Library, stage: TextStage, open_text: Callable[[Paper], object]
    ) -> None:
        super().__init__(stage, "text")
        self._library = library
        self._stage = stage
        self._open = open_text

    def fetch(self, paper: Paper) -> None:
        """Fetch the text of a paper and open it, if one is still there by then."""

        def ask(stop: Stop) -> Callable[[], object]:
            found = self._library.texts.fetch(
                paper, lambda words: self.tell(words, stop), stopped=stop
            )
            tried = () if found.text is not None else found.tried
            return lambda: self._show(paper, tried)

        self.begin(ask)

    def _show(self, paper: Paper, tried: tuple[str, ...]) -> None:
        """Open the text, or say why there is none; on the event loop."""
        stage = self._stage
        stage.show_parts()
        if not tried:
            stage.index_texts()
        if tried:
            stage.say(" ".join(tried))
        elif stage.results.rowid == paper.rowid and stage.keyboard not in BUSY:
            self._open(paper)
        else:  # whoever has gone elsewhere stays there
            stage.say(f"The text of “{paper.title[:60]}” is here.")
