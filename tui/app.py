"""The Textual application: look, filters, keys and the way in and out."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Sequence
from dataclasses import replace

# Must be set before Textual is imported: 15 frames a second cost single keys nothing and
# spare a slow line two thirds of the frames; an escape sequence may arrive in pieces.
os.environ.setdefault("TEXTUAL_FPS", "15")
os.environ.setdefault("ESCDELAY", "400")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES

from ..index import Library
from .keys import key_name
from .main_screen import MainScreen
from .terminal import ControlFilter

THEME = replace(BUILTIN_THEMES["ansi-dark"], name="terminal", primary="ansi_cyan")


class RectoApp(App[None]):
    """Recto in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Recto"

    def __init__(self, library: Library, data_dir: str | None = None) -> None:
        super().__init__()
        self.register_theme(THEME)
        self.theme = THEME.name
        self.library = library
        self._data_dir = data_dir
        self._control_filter = ControlFilter()
        self.failure: Exception | None = None
        """What the reader failed on."""

    def get_default_screen(self) -> MainScreen:
        """Start with the reader itself, not with an empty screen beneath it."""
        return MainScreen(self.library, self._data_dir)

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
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.exit, None, 128 + number)

    async def on_event(self, event: events.Event) -> None:
        """Offer keys and pasted text to the screen before any widget sees them."""
        taker = None
        if isinstance(event, events.Key) and not event.is_forwarded:
            taker, text = getattr(self.screen, "take_key", None), key_name(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            taker, text = getattr(self.screen, "take_paste", None), event.text
        if taker is not None and taker(text):
            return
        await super().on_event(event)


def run_reader(data_dir: str | None = None, seeds: bool = True) -> int:
    """Open the library and read until the reader leaves; return the exit status."""
    gc.disable()
    with Library.open(data_dir, seeds=seeds) as library:
        app = RectoApp(library, data_dir)
        app.run(mouse=False)
        if app.failure is not None:
            raise app.failure
        return app.return_code or 0
