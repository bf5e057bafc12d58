"""What the screen is to those who work for it while a whole paper is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..services.stage import AskingStage

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from textual.geometry import Size

    from ...widgets.text.pane import TextPane
    from ..stage import ListView, Presenter
    from ..state import Keyboard


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

    def index_texts(self) -> None:
        """Index whole papers that are not yet."""

    def show_text(self, pane: TextPane) -> None:
        """Put the text in the place of all other panes."""

    def refresh_bar(self) -> None:
        """Show the keys that help where one is."""

    def hide_text(self) -> None:
        """Put them back."""

    @property
    def presenter(self) -> Presenter:
        """What the panes show."""

    def text_size(self) -> Size:
        """Return how much of the screen a text has."""

    def call_in(self, delay: float, callback: Callable[[], object]) -> TimerHandle:
        """Call this once, after so many seconds."""
