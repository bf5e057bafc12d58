"""Messages to the screen from its search thread, and from the screen to the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ...index import Listing, RectoError
from .searcher import Answer, Request

if TYPE_CHECKING:
    from ...index import Reading


class ResultsReady(Message, bubble=False):
    """A request has its answer."""

    def __init__(self, request: Request, answer: Answer) -> None:
        super().__init__()
        self.request = request
        self.answer = answer

    def can_replace(self, message: Message) -> bool:
        """Only the newest answer matters."""
        return isinstance(message, ResultsReady)


class SearchFailed(Message, bubble=False):
    """A request could not be answered."""

    def __init__(self, request: Request, error: RectoError) -> None:
        super().__init__()
        self.request = request
        self.error = error


class ReadingFound(Message, bubble=False):
    """It is known how else what was asked can be read, or that it cannot."""

    def __init__(self, request: Request, reading: Reading | None) -> None:
        super().__init__()
        self.request = request
        self.reading = reading


class PapersLeft(Message, bubble=False):
    """Some papers of a list are found by its query no longer, or all are again."""

    def __init__(self, listing: Listing, rowids: frozenset[int]) -> None:
        super().__init__()
        self.listing = listing
        self.rowids = rowids


class Started(Message):
    """The panes stand and show their papers."""


class ThemeChosen(Message):
    """The reader wants other colours."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
