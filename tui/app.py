"""The Textual application: look, filters, keys and the way in and out."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Sequence
from dataclasses import replace

# Must be set before Textual is imported: 15 frames a second cost single keys nothing and
# spare a slow line two thirds of the frames; an escape sequence may arrive in pieces.
os.environ.setdefault("TEXTUAL_FPS", "15")
os.environ.setdefault("ESCDELAY", "150")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES

from ..index import Library, RectoError
from .keys import key_name, split_key
from .leaving import leave_on_signals
from .main_screen import MainScreen
from .terminal import ControlFilter

THEME = replace(BUILTIN_THEMES["ansi-dark"], name="terminal", primary="ansi_cyan")


class RectoApp(App[None]):
    """Recto in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Recto"

    def __init__(
        self, library: Library, data_dir: str | None = None, *, fresh: bool = False
    ) -> None:
        super().__init__()
        self.register_theme(THEME)
        self.theme = THEME.name
        self.library = library
        self.main = MainScreen(library, data_dir, fresh=fresh)
        self._control_filter = ControlFilter()
        self.failure: Exception | None = None
        """What the reader failed on."""

    def get_default_screen(self) -> MainScreen:
        """Start with the reader itself, not with an empty screen beneath it."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let no control character reach the terminal, whatever a widget draws."""
        return (*super().get_line_filters(), self._control_filter)

    def _handle_exception(self, error: Exception) -> None:
        """Keep a crash for the one who started the reader (there is no public hook for it)."""
        if self.failure is None:
            self.failure = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave without a traceback: Textual's own shows local variables, notes among them."""
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Leave in order on a signal, and collect garbage again now that the screen stands."""
        self.call_after_refresh(gc.enable)
        leave_on_signals(lambda status: self.exit(return_code=status), self.save_session)

    def save_session(self) -> None:
        """Keep where one is for the next start; a library that cannot be written keeps nothing."""
        with contextlib.suppress(RectoError):
            self.library.save_session(self.main.session())

    async def _on_app_focus(self, event: events.AppFocus) -> None:
        """Repaint nothing when this tmux pane or window becomes the active one."""
        event.prevent_default()

    async def _on_app_blur(self, event: events.AppBlur) -> None:
        """Keep the focus where it is when another pane or window becomes the active one."""
        event.prevent_default()

    async def on_event(self, event: events.Event) -> None:
        """Offer keys and pasted text to the screen before any widget sees them."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            keys = split_key(event)
            if len(keys) > 1:
                for key in keys:
                    await self.on_event(key)
                return
            take, text = getattr(self.screen, "take_key", None), key_name(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            take, text = getattr(self.screen, "take_paste", None), event.text
        else:
            take, text = None, ""
        if take is not None and take(text):
            return
        await super().on_event(event)


def run_reader(data_dir: str | None = None, seeds: bool = True, fresh: bool = False) -> int:
    """Open the library and read until the reader leaves; return the exit status."""
    gc.disable()
    with Library.open(data_dir, seeds=seeds, window="reader") as library:
        app = RectoApp(library, data_dir, fresh=fresh)
        app.run(mouse=False)
        app.save_session()
        if app.failure is not None:
            raise app.failure
        return app.return_code or 0
