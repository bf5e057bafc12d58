"""What comes of a request to the search thread, as the messages that it sends."""

from __future__ import annotations

from textual.message import Message

from ..index import RectoError
from .searcher import Answer, Request


class ResultsReady(Message):
    """A request has its answer."""

    def __init__(self, request: Request, answer: Answer) -> None:
        super().__init__()
        self.request = request
        self.answer = answer

    def can_replace(self, message: Message) -> bool:
        """Only the newest answer matters."""
        return isinstance(message, ResultsReady)


class SearchFailed(Message):
    """A request could not be answered."""

    def __init__(self, request: Request, error: RectoError) -> None:
        super().__init__()
        self.request = request
        self.error = error
