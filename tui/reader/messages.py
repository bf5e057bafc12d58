"""Messages to the screen from its search thread, and from the screen to the application."""

from __future__ import annotations

from textual.message import Message

from ...index import RectoError
from .searcher import Answer, Request


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


class Started(Message):
    """The panes stand and show their papers."""


class ThemeChosen(Message):
    """The reader wants other colours."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
