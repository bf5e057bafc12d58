"""Asks arXiv and Hugging Face for a query on a thread of its own, and shows what they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....index import Asked
from ..state import AskedFor
from .aside import BUSY, Aside

if TYPE_CHECKING:
    from ....index import Library, Stop
    from ..finder import Finder
    from ..state import ReaderState
    from .stage import AskStage

RECENT = 600.0
"""Seconds for which an answer stands: whoever asks for the same again is shown it."""


class Asker(Aside):
    """At most one question at a time."""

    def __init__(
        self, library: Library, stage: AskStage, state: ReaderState, finder: Finder
    ) -> None:
        super().__init__(stage, "ask")
        self._library = library
        self._stage = stage
        self._state = state
        self._finder = finder
        self._last: Asked | None = None
        self._asked_from: object = None
        """The list that stood there when the question was asked."""

    @property
    def query(self) -> str:
        """What would be asked now: what stands in the search box, or what the list answers."""
        text = self._stage.box.text.strip()
        related = self._state.related
        return related.answer.text if not text and isinstance(related, AskedFor) else text

    def ask(self, text: str) -> None:
        """Ask for a query, or show the answer to it that came a moment ago."""
        last = self._last
        is_same = last is not None and last.text == text and not self.is_asking
        if last is not None and is_same and self._library.asking.is_recent(last, RECENT):
            self._show(last)
            return

        def ask(stop: Stop) -> Callable[[], object]:
            asked = self._library.asking.ask(
                text,
                progress=lambda service: self.tell(f"asking {service}", stop),
                stopped=stop,
            )
            return lambda: self._take(asked)

        if not self.is_asking:
            self._asked_from = self._here
        self.begin(ask)

    @property
    def _here(self) -> object:
        state = self._state
        return state.view, state.related, self._stage.box.text

    def _take(self, asked: Asked) -> None:
        """Show the answer, on the event loop."""
        self._last = asked
        if self._here == self._asked_from and self._stage.keyboard not in BUSY:
            self._show(asked)
        else:  # whoever has gone elsewhere stays there
            text = asked.text
            self._stage.say(f"{_many(asked)} for “{text}” came; :ask {text} shows them.")

    def _show(self, asked: Asked) -> None:
        self._finder.show_asked(asked)
        own = sum(rowid >= 0 for rowid in self._library.asking.rowids(asked))
        yours = f", {own:,} of them in your library" if own else ""
        told = f"{_many(asked)}{yours}; those that you mark are kept." if asked.rowids else ""
        self._stage.say(" ".join((*asked.remarks, told)).strip() or "Nobody there has any.")


def _many(asked: Asked) -> str:
    return "1 paper" if len(asked.rowids) == 1 else f"{len(asked.rowids):,} papers"
