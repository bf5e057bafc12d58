"""Messages that cross from the search thread to the screen."""

from __future__ import annotations

from textual.message import Message

from ..index import Listing, RectoError
from .searcher import Request


class ResultsReady(Message):
    """A listing answers a request."""

    def __init__(self, request: Request, listing: Listing) -> None:
        super().__init__()
        self.request = request
        self.listing = listing

    def can_replace(self, message: Message) -> bool:
        """Only the newest answer matters."""
        return isinstance(message, ResultsReady)


class SearchFailed(Message):
    """A request could not be answered."""

    def __init__(self, request: Request, error: RectoError) -> None:
        super().__init__()
        self.request = request
        self.error = error
