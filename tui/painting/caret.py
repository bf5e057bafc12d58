"""The terminal's own cursor: where the eye is, for Braille displays and screen readers."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.geometry import Offset
from textual.widget import Widget

from .line_pane import LinePane

SHOW, HIDE = "\x1b[?25h", "\x1b[?25l"


class CaretMove(CompositorUpdate):
    """A frame that paints nothing: behind each frame the cursor goes to its place."""

    spans: tuple[tuple[int, int, int], ...] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Paint nothing."""
        return iter(())


def move_caret(widget: Widget) -> None:
    """Send the cursor to its place now: what has changed about it may be painted later."""
    widget.app._display(widget.screen, CaretMove())


class Caret:
    """Keeps the terminal's cursor at the insertion point, or on the row under the cursor."""

    def __init__(self, app: App[None], *, is_always_shown: bool = False) -> None:
        self._app = app
        self._is_always_shown = is_always_shown
        self._is_shown = False

    def before_frame(self, lines: set[int] | None) -> str:
        """Put the cursor in its place and return what to send before a frame.

        `lines` are those that the frame paints, None for all. A cursor that is shown must not be
        seen running over other lines than its own.
        """
        place, self._wants_shown = self._place()
        if place is not None:
            self._app.cursor_position = place
        y = self._app.cursor_position.y
        if self._is_shown and (not self._wants_shown or lines is None or lines - {y}):
            self._is_shown = False
            return HIDE
        return ""

    def after_frame(self) -> str:
        """Return what to send behind a frame, which has moved the cursor to its place."""
        if self._wants_shown and not self._is_shown:
            self._is_shown = True
            return SHOW
        return ""

    def forget(self) -> None:
        """Begin anew, since the terminal was in other hands and hides the cursor now."""
        self._is_shown = False

    def _place(self) -> tuple[Offset | None, bool]:
        """Return the cell of the screen, None to leave it, and whether the cursor is shown."""
        widget = self._app.screen.focused
        if (place := getattr(widget, "cursor_screen_offset", None)) is not None:  # a text area
            return place, True
        if isinstance(widget, LinePane) and widget.content_size:
            is_shown = widget.is_typed_in or self._is_always_shown
            return widget.content_region.offset + widget.caret, is_shown
        return None, False
