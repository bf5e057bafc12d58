"""What the screen, its boxes and its notes are to whoever takes the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from .stage import TypingBox

if TYPE_CHECKING:
    from ..keys.command import Command
    from .presenters.activity import Activity
    from .stage import BottomBar
    from .state import Keyboard


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


class KeyStage(Protocol):
    """What whoever takes the keys asks of the screen."""

    @property
    def keyboard(self) -> Keyboard:
        """What has the keyboard."""

    @property
    def where(self) -> str:
        """The pane whose keys are meant."""

    @property
    def activity(self) -> Activity:
        """What goes on beside reading."""

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
