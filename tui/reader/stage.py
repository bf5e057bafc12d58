"""What the screen is to those who work for it.

Each of them asks the screen for little, and none knows another or the screen itself: MainScreen
does what is asked here, keeps the state that they share, and alone knows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ...index import RectoError

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from ...index import Counts, Library, Listing, Marked, Paper
    from ..widgets.note_editor import NoteEditor
    from ..widgets.rows.row_window import RowWindow
    from .presenters.activity import Activity
    from .state import Keyboard

T = TypeVar("T")

Refused = Callable[[RectoError], object]
"""What is done on the event loop about something that could not be written."""


class Targets(Protocol):
    """The papers that a mark is about."""

    def take_targets(self, count: int = ...) -> Sequence[int]:
        """Return the selected papers, or `count` from the cursor on; select nothing then."""


class ListView(Protocol):
    """The list of papers, as those see it who do not draw it."""

    @property
    def rowids(self) -> Sequence[int]:
        """All papers of it."""

    @property
    def cursor(self) -> int:
        """The row the cursor is on."""

    @property
    def rowid(self) -> int | None:
        """The paper under the cursor."""

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor with everything known about it."""

    @property
    def selection(self) -> Targets:
        """Which of them are selected."""


class TypingBox(Protocol):
    """A box in which one types."""

    def edit(self, key: str) -> bool:
        """Do to the text what a key says; say whether it is another one now."""

    def paste(self, text: str) -> bool:
        """Put text in; say whether it is another one now."""


class QueryBox(TypingBox, Protocol):
    """The search box."""

    text: str
    """The query as it stands there."""

    @property
    def is_at_end(self) -> bool:
        """Whether what is typed next goes on with the text."""


class BottomBar(Protocol):
    """The line that says something, or else which keys help."""

    @property
    def message(self) -> str:
        """What is said at the moment, or nothing."""

    def say(self, message: str) -> None:
        """Say something; nothing shows the keys again."""

    def show_keys(self, keys: Iterable[tuple[str, str]], *, is_prefix: bool = ...) -> None:
        """Show these keys with what each does; those that go on a prefix or not."""


class Presenter(Protocol):
    """What the panes show, as those see it who change what that is."""

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = ...) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""

    def show_reading(self) -> None:
        """Offer the other reading of the state below the list, or none."""

    def show_left(self) -> None:
        """Show which papers have left the list."""

    def show_parts(self) -> None:
        """Show in the list how much of each text is read."""

    def show_counts(self) -> None:
        """Show the counts of the state."""

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these papers anew where they are on the screen."""

    def refresh_rows(self) -> None:
        """Read the rows that are shown anew."""

    def stay_with(self, papers: Sequence[Paper]) -> None:
        """Put the cursor on the first of these papers that the list has, or that belongs to it."""


class Stage(Protocol):
    """What everyone may ask of the screen; what is not explained here is as Textual has it."""

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something until the next key."""

    def key(self, ident: str) -> str:
        """Return the key that a command is on, as messages name it."""

    def call_later(self, callback: Callable[..., object], *args: Any) -> object:
        """Call this on the event loop, from whatever thread."""

    def run_beside(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        group: str = ...,
        exclusive: bool = ...,
    ) -> object:
        """Run this beside what goes on; one that is exclusive ends those of its group.

        It is given as what begins it: of one that has begun and never gets its turn, since the
        reader is left, Python would speak on the shell's screen.
        """


class ListStage(Stage, Protocol):
    """What whoever fills the list asks of the screen."""

    @property
    def box(self) -> QueryBox:
        """The search box."""

    @property
    def results(self) -> ListView:
        """The list."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    @property
    def presenter(self) -> Presenter:
        """What the panes show."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

    def build_index(self, why: str = ...) -> None:
        """Build the search index anew, and say why where there is a reason."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""

    @property
    def passed(self) -> Sequence[int]:
        """Papers that were passed and are perhaps not written yet."""

    @property
    def where(self) -> str:
        """The pane whose keys are meant."""

    def hold_frame(self) -> None:
        """Paint what has changed with the answer that is on its way, if that comes soon."""

    def release_frame(self) -> None:
        """Paint what has changed: the answer is there."""


class PassingView(ListView, Protocol):
    """The list of papers, as whoever follows the cursor through it sees it."""

    @property
    def window(self) -> RowWindow:
        """What is in sight of it."""


class PassingStage(Stage, Protocol):
    """What whoever follows the cursor asks of the screen."""

    @property
    def results(self) -> PassingView:
        """The list."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""


class IndexStage(Stage, Protocol):
    """What whoever has the search index built asks of the screen."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

    @property
    def box(self) -> QueryBox:
        """The search box."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""


class MarkStage(Stage, Protocol):
    """What whoever writes marks asks of the screen."""

    @property
    def results(self) -> ListView:
        """The list."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    @property
    def presenter(self) -> Presenter:
        """What the panes show."""

    def recount(self) -> None:
        """Count anew what a query leaves of each view."""

    def reload(self) -> None:
        """Read the whole list anew, staying on the paper."""

    def release_keys(self) -> None:
        """Take the keys that waited for what has come about."""


class NoteStage(Stage, Protocol):
    """What whoever opens and closes notes asks of the screen."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    def open_editor(self, editor: NoteEditor) -> None:
        """Put the editor in the place of the abstract, and give it the focus."""

    def close_editor(self, editor: NoteEditor) -> None:
        """Give the place and the focus back."""

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""

    def lend_terminal(self, work: Callable[[], T]) -> T:
        """Do something that has the terminal to itself; raises RectoError where it cannot."""


class LibraryWriter(Protocol):
    """The way to disk, for those who change the library; everything in the order it was asked."""

    def mark(
        self,
        work: Callable[[Library], Marked],
        *,
        is_told: bool = ...,
        said: Callable[[Marked, Counts], str] | None = ...,
        refused: Refused | None = ...,
    ) -> None:
        """Mark papers and show them; an error is said, or where it is given goes to `refused`."""

    def count_as_read(self, paper: Paper | None) -> None:
        """Count a paper as read, if there is one."""

    def change(
        self, work: Callable[[Library], object], said: str = ..., refused: Refused | None = ...
    ) -> None:
        """Change something of the library and read anew what is shown."""

    def save(self, work: Callable[[Library], object], refused: Refused) -> None:
        """Write something that shows nowhere."""
