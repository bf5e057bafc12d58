"""What the screen is to those who work for it, and the state that they share with it.

Each of them asks the screen for little, and none knows another or the screen itself: MainScreen
does what is asked here, keeps the state, and alone knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..index import Counts, Library, Listing, Paper, RectoError, View

if TYPE_CHECKING:
    from textual.timer import Timer

    from .note_editor import NoteEditor

T = TypeVar("T")

Refused = Callable[[RectoError], object]
"""What is done on the event loop about something that could not be written."""

_UNCOUNTED = Counts(0, 0, 0, 0, (), ())


@dataclass(slots=True)
class ReaderState:
    """What the reader shows and what it waits for; only the event loop changes it."""

    view: View = View("all")  # noqa: RUF009 - it never changes
    sort: str = "relevance"
    related: Paper | None = None
    """The paper whose relatives the list shows."""
    search_name: str | None = None
    """The saved search that is open."""
    listing: Listing | None = None
    """What the list shows."""
    suggestion: str | None = None
    """The corrected query that the list answers, where another one was typed."""
    is_waiting: bool = False
    """Whether another list is on its way, so that keys must not act on the present one."""
    counts: Counts = _UNCOUNTED
    """How many papers each view of the library has."""
    found: Counts | None = None
    """How many of the papers found each view has; None where the list is no answer."""
    writing: int = 0
    """Marks and changes that are being written, which the next key may be about."""


class Stage(Protocol):
    """What everyone may ask of the screen; what is not explained here is as Textual has it."""

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something until the next key."""

    def key(self, ident: str) -> str:
        """Return the key that a command is on, as messages name it."""

    def call_later(self, callback: Callable[..., object], *args: Any) -> object:
        """Call this on the event loop, from whatever thread."""

    def run_worker(
        self, work: Coroutine[Any, Any, object], *, group: str = ..., exclusive: bool = ...
    ) -> object:
        """Run this beside what goes on; one that is exclusive ends those of its group."""


class ListStage(Stage, Protocol):
    """What whoever fills the list asks of the screen."""

    box_text: str
    """The query as it stands in the search box."""

    @property
    def row(self) -> int:
        """The row the cursor is on."""

    @property
    def pid(self) -> int | None:
        """The paper under the cursor."""

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor with everything known about it."""

    @property
    def index_is_building(self) -> bool:
        """Whether the search index is being built."""

    @property
    def index_was_built(self) -> bool:
        """Whether one was built since the start, in so far as the building process can tell."""

    def build_index(self, why: str = ...) -> None:
        """Build the search index anew, and say why where there is a reason."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call this once."""

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = ...) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""

    def show_counts(self) -> None:
        """Show the counts of the state."""


class MarkStage(Stage, Protocol):
    """What whoever writes marks asks of the screen."""

    @property
    def message(self) -> str:
        """What is said at the moment, or nothing."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    def take_targets(self, count: int) -> Sequence[int]:
        """Return the selected papers, or `count` from the cursor on; select nothing then."""

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these papers anew where they are on the screen."""

    def refresh_rows(self) -> None:
        """Read the rows that are shown anew."""

    def show_counts(self) -> None:
        """Show the counts of the state."""

    def recount(self) -> None:
        """Count anew what a query leaves of each view."""

    def reload(self) -> None:
        """Read the whole list anew, staying on the paper."""

    def go_to_paper(self, paper: Paper) -> None:
        """Put the cursor on a paper, wherever it is."""

    def release_keys(self) -> None:
        """Take the keys that waited for what has come about."""


class NoteStage(Stage, Protocol):
    """What whoever opens and closes notes asks of the screen."""

    def open_editor(self, editor: NoteEditor) -> None:
        """Put the editor in the place of the abstract, and give it the focus."""

    def close_editor(self, editor: NoteEditor) -> None:
        """Give the place and the focus back."""

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""

    def lend_terminal(self, work: Callable[[], T]) -> T:
        """Do something that has the terminal to itself; raises RectoError where it cannot."""


class Marks(Protocol):
    """The way to disk, for those who change the library; everything in the order it was asked."""

    def mark(
        self,
        work: Callable[[Library], Sequence[Paper]],
        *,
        is_told: bool = ...,
        refused: Refused | None = ...,
    ) -> None:
        """Mark papers and show them; an error is said, or where it is given goes to `refused`."""

    def change(
        self, work: Callable[[Library], object], said: str = ..., refused: Refused | None = ...
    ) -> None:
        """Change something of the library and read anew what is shown."""

    def save(self, work: Callable[[Library], object], refused: Refused) -> None:
        """Write something that shows nowhere."""
