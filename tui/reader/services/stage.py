"""What the screen is to those who ask services, as `reader/stage.py` has it for the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from ..stage import Stage

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from ..presenters.activity import Activity
    from ..stage import BottomBar, ListView, Presenter, QueryBox
    from ..state import Keyboard

Standings = Callable[[str, str], Sequence[str]]
"""Returns how sources are doing, with the signs of a terminal for what is there and waited for."""


class Foot(Protocol):
    """Where it is told how services are doing: at the sidebar's foot."""

    def show_standings(self, told: Standings) -> None:
        """Show how followed sources are doing."""

    def show_machines(self, parts: Sequence[str]) -> None:
        """Show what there is to say of other machines."""


class FetchStage(Stage, Protocol):
    """What whoever fetches asks of the screen."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

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


class SyncStage(Stage, Protocol):
    """What whoever brings the library in step with others asks of the screen."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again."""

    def recount(self) -> None:
        """Count anew what a query leaves of each view."""

    def build_index(self, why: str = ...) -> None:
        """Build the search index anew, and say why where there is a reason."""


class AskingStage(Stage, Protocol):
    """What whoever asks services asks of the screen."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""


class AskStage(AskingStage, Protocol):
    """What whoever asks them for a query asks of it besides."""

    @property
    def box(self) -> QueryBox:
        """The search box."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""


class WatchStage(Stage, Protocol):
    """What whoever looks whether texts or marks have come asks of the screen."""

    @property
    def is_running(self) -> bool:
        """Whether the reader is open."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

    @property
    def presenter(self) -> Presenter:
        """What the panes show."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call this again and again, after so many seconds each."""


class QueueStage(Stage, Protocol):
    """What whoever has the texts of the queue come asks of the screen."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

    @property
    def presenter(self) -> Presenter:
        """What the panes show."""

    @property
    def bottom(self) -> BottomBar:
        """The bottom line."""

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""


class ServicesStage(FetchStage, SyncStage, AskStage, QueueStage, Protocol):
    """All of that, for those who are made when they are needed first."""
