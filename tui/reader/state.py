"""The state that the screen shares with those who work for it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ...index import Counts, Signs, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...index import Asked, Listing, Paper, Reading, TextHits


class Keyboard(Enum):
    """What has the keyboard."""

    PANE = auto()
    BOX = auto()
    PROMPT = auto()
    NOTE = auto()


TYPING = frozenset({Keyboard.BOX, Keyboard.PROMPT})
"""Where keys are text whatever else goes on."""

DUPLICATES = "duplicates"
"""What is asked for instead of a paper's relatives; no id has these letters."""

ASKED = "asked"
"""What is asked for instead where the list shows an answer of services."""

_UNCOUNTED = Counts(0, 0, 0, 0, (), ())


class Duplicates(NamedTuple):
    """Stands for a paper where the list shows those that may be the same."""

    id: str = DUPLICATES


class Stop(NamedTuple):
    """A list that one can come back to, and the paper one was on."""

    text: str
    view: View
    sort: str
    related: Related | None
    rowid: int | None
    is_reading: bool = False
    """Whether it was its text that one left."""


class AskedFor(NamedTuple):
    """Stands for a paper where the list shows what services have for a query."""

    answer: Asked
    before: Stop
    """Where one was."""
    id: str = ASKED


Related: TypeAlias = "Paper | Duplicates | AskedFor"
"""What a list can be about that answers no query of the library's."""


class ReaderState:
    """What the reader shows and what it waits for; only the event loop changes it."""

    def __init__(self) -> None:
        self.view = View("all")
        self.sort = "relevance"
        self.related: Related | None = None
        """The paper whose relatives the list shows, or what else it shows that answers no query."""
        self.search_name: str | None = None
        """The saved search that is open."""
        self.listing: Listing | None = None
        """What the list shows."""
        self.suggestion: str | None = None
        """The corrected query that the list answers, where another one was typed."""
        self.reading: Reading | None = None
        """How else the query can be read that the list answers."""
        self.left: frozenset[int] = frozenset()
        """Papers of the list that its query finds no longer, by what was done to them since."""
        self.is_waiting = False
        """Whether another list is on its way, so that keys must not act on the present one."""
        self.then: Callable[[], object] | None = None
        """What is done once the list is there that is on its way."""
        self.counts = _UNCOUNTED
        """How many papers each view of the library has."""
        self.found: Counts | None = None
        """How many of the papers found each view has; None where the list is no answer."""
        self.signs = Signs()
        """Which papers were new when the list was shown: what is passed in it keeps its sign."""
        self.index_was_built = False
        """Whether a search index was built, in so far as the building process can tell."""
        self.writing = 0
        """Marks and changes that are being written, which the next key may be about."""

    @property
    def text_hits(self) -> TextHits | None:
        """Where whole papers have what the list was asked for; None where it asks for none."""
        return None if self.listing is None or self.related is not None else self.listing.texts
