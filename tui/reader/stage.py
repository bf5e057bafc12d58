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

    from textual.geometry import Size

    from ...index import Counts, Library, Listing, Marked, Paper, TextHits
    from ..keys.command import Command
    from ..widgets.note_editor import NoteEditor
    from ..widgets.text.pane import TextPane
    from .state import Keyboard

T = TypeVar("T")

Standings = Callable[[str, str], Sequence[str]]
"""Returns how sources are doing, with the signs of a terminal for what is there and waited for."""

Refused = Callable[[RectoError], object]
"""What is done on the event loop about something that could not be written."""


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

    def take_targets(self, count: int = ...) -> Sequence[int]:
        """Return the selected papers, or `count` from the cursor on; select nothing then."""


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


class PromptBox(TypingBox, Protocol):
    """A question, its answer being typed."""

    def close(self, *, is_answered: bool) -> None:
        """Close, and hand over the answer if there is one."""

    @property
    def asks_for_key(self) -> bool:
        """Whether one key is the answer."""

    def take_key(self, key: str) -> None:
        """Take a key as the answer, or any other as none."""

    def complete_next(self, step: int) -> None:
        """Put the next possible answer in."""

    def recall(self, step: int) -> None:
        """Put an earlier answer in, or with a negative step a later one."""


class BottomBar(Protocol):
    """The line that says something, or else which keys help."""

    @property
    def message(self) -> str:
        """What is said at the moment, or nothing."""

    def say(self, message: str) -> None:
        """Say something; nothing shows the keys again."""

    def show_keys(self, keys: Iterable[tuple[str, str]], *, is_prefix: bool = ...) -> None:
        """Show these keys with what each does; those that go on a prefix or not."""


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
    def building(self) -> str:
        """How far the search index is being built, or nothing."""

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

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = ...) -> None:
        """Show these papers, the cursor on `keep` where it can be, or what an empty list says."""

    def show_reading(self) -> None:
        """Offer the other reading of the state below the list, or none."""

    def show_left(self) -> None:
        """Show which papers have left the list."""

    def show_counts(self) -> None:
        """Show the counts of the state."""


class PassingView(ListView, Protocol):
    """The list of papers, as whoever follows the cursor through it sees it."""

    @property
    def screenful(self) -> int:
        """How many papers are in sight at once."""


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

    building: str
    """How far the search index is being built, or nothing."""

    @property
    def box(self) -> QueryBox:
        """The search box."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""


class FetchStage(Stage, Protocol):
    """What whoever fetches asks of the screen."""

    fetching: str
    """Whom is asked, or nothing."""

    @property
    def results(self) -> ListView:
        """The list."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    def reload(self) -> None:
        """Read the whole list anew, staying on the paper."""

    def build_index(self, why: str = ...) -> None:
        """Build the search index anew, and say why where there is a reason."""

    def show_standings(self, told: Standings) -> None:
        """Show how followed sources are doing."""

    def bring_texts(self) -> None:
        """Have the texts of what is queued come, where that is wanted."""


class SyncStage(Stage, Protocol):
    """What whoever brings the library in step with others asks of the screen."""

    syncing: str
    """What of that takes a while, or nothing."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    def recount(self) -> None:
        """Count anew what a query leaves of each view."""

    def build_index(self, why: str = ...) -> None:
        """Build the search index anew, and say why where there is a reason."""

    def show_machines(self, parts: Sequence[str]) -> None:
        """Show what there is to say of other machines."""


class AskingStage(Stage, Protocol):
    """What whoever asks services asks of the screen."""

    asking: str
    """Whom is asked, or nothing."""


class AskStage(AskingStage, Protocol):
    """What whoever asks them for a query asks of it besides."""

    @property
    def box(self) -> QueryBox:
        """The search box."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""


class TextStage(AskingStage, Protocol):
    """The screen as far as a text needs it."""

    reading: TextPane | None
    is_full: bool

    @property
    def results(self) -> ListView:
        """The list."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""

    def say(self, message: str, *, is_error: bool = ..., is_whole: bool = ...) -> None:
        """Say something until the next key, if need be in several lines."""

    @property
    def text_hits(self) -> TextHits | None:
        """Where whole papers have what the list was asked for; None where it asks for none."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def show_text(self, pane: TextPane) -> None:
        """Put the text in the place of all other panes."""

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""

    def hide_text(self) -> None:
        """Put them back."""

    def show_parts(self) -> None:
        """Show in the list how much of each text is read."""

    def text_size(self) -> Size:
        """Return how much of the screen a text has."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""


class WatchStage(Stage, Protocol):
    """What whoever looks whether texts have come asks of the screen."""

    building: str
    """How far the search index is being built, or nothing."""
    bringing: str
    """How far the texts of the queue are, or nothing."""

    def show_parts(self) -> None:
        """Show in the list how much of each text is read."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again, after so many seconds each."""


class QueueStage(Stage, Protocol):
    """What whoever has the texts of the queue come asks of the screen."""

    bringing: str
    """How far the texts of the queue are, or nothing."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def show_parts(self) -> None:
        """Show in the list how much of each text is read."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""


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

    def stay_with(self, papers: Sequence[Paper]) -> None:
        """Put the cursor on the first of these papers that the list has, or that belongs to it."""

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

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""

    def lend_terminal(self, work: Callable[[], T]) -> T:
        """Do something that has the terminal to itself; raises RectoError where it cannot."""


class KeyStage(Protocol):
    """What whoever takes the keys asks of the screen."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""

    @property
    def where(self) -> str:
        """The pane whose keys are meant."""

    @property
    def building(self) -> str:
        """How far the search index is being built, or nothing."""

    @property
    def is_current(self) -> bool:
        """Whether nothing such as help stands before the screen."""

    @property
    def lendings(self) -> int:
        """How often the terminal was lent to others so far."""

    @property
    def box(self) -> TypingBox:
        """The search box."""

    @property
    def prompt(self) -> PromptBox:
        """The question on the bottom line."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def run_command(self, command: Command[Any], count: int | None) -> None:
        """Do what a command does."""

    def pass_key(self, key: str) -> bool:
        """Give a key to the screen on top; False for one that the note editor takes itself."""

    def focus_pane(self) -> None:
        """Give the focus to the pane that had it before a prompt."""

    def focus_list(self) -> None:
        """Give the focus to the list."""

    def turn_focus(self, step: int) -> None:
        """Give the focus to the next pane, or the one before."""

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""

    def call_after_frame(self, callback: Callable[[], object]) -> None:
        """Call this behind the next frame and behind the keys that wait to be taken by then."""


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

    def change(
        self, work: Callable[[Library], object], said: str = ..., refused: Refused | None = ...
    ) -> None:
        """Change something of the library and read anew what is shown."""

    def save(self, work: Callable[[Library], object], refused: Refused) -> None:
        """Write something that shows nowhere."""


class SearchKeys(Protocol):
    """What keys do in the search box."""

    @property
    def is_recalling(self) -> bool:
        """Whether an earlier query stands in the box."""

    def recall(self, step: int) -> None:
        """Put an earlier query in, or with a negative step a later one."""

    def typed(self) -> None:
        """Search for what stands there as far as it is typed."""

    def submit(self) -> None:
        """Search for what stands there."""

    @property
    def is_correction_shown(self) -> bool:
        """Whether the list answers a correction of what stands there, a whole word at its end."""

    def ask_exactly(self) -> None:
        """Show what the query finds as it was typed."""

    def go_back(self) -> None:
        """Return to where one was before the search."""

    def give_up(self) -> None:
        """Stop waiting for an answer."""


class NoteKeys(Protocol):
    """What keys do for a note that is on its way."""

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""

    def type(self, key: str) -> None:
        """Type a key that was pressed before the editor was there."""

    def paste(self, text: str) -> None:
        """Put in what was pasted before the editor was there."""
