"""The Textual application: look, filters, keys and the way in and out."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from collections.abc import Sequence

# Must be set before Textual is imported: 15 frames a second cost single keys nothing and
# spare a slow line two thirds of the frames; an escape sequence may arrive in pieces.
os.environ.setdefault("TEXTUAL_FPS", "15")
os.environ.setdefault("ESCDELAY", "150")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from ..index import Library, RectoError, refuse_few_descriptors
from .commands.suspending import suspends
from .commands.table import COMMANDS
from .keys.key_reader import key_name, split_key
from .keys.keymap import Keymap
from .painting.caret import Caret
from .painting.line_pane import LinePane
from .painting.themes import look_for, toolkit_theme
from .reader.main_screen import MainScreen
from .reader.messages import Started, ThemeChosen
from .system.ability import Ability, ability_of
from .system.leaving import Leaving
from .system.plain_text import printable
from .terminal.ascii import AsciiFilter
from .terminal.driver import ReaderDriver, reported_threads
from .terminal.filters import COLOR_SYSTEMS, ColorFilter, ControlFilter, OldTerminalDriver
from .terminal.suspender import Suspender

_TURN = 0.001
"""Seconds in which the thread that writes to the terminal has its turn behind the first frame.

The start goes on at once, and would keep the first rows from the screen for another 10 ms.
"""

CHORES = 2.0
"""Seconds after the first screen at which work is done that nobody waits for."""


_DESCRIPTORS = 20
"""Files that the reader has open at once: for keys, the library, the index, what it loads."""


class RectoApp(App[None]):
    """Recto in a terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Recto"

    def __init__(
        self,
        library: Library,
        data_dir: str | None = None,
        *,
        fresh: bool = False,
        theme: str = "terminal",
        ability: Ability = Ability(),  # noqa: B008 - it never changes
    ) -> None:
        super().__init__(driver_class=OldTerminalDriver if ability.is_old else ReaderDriver)
        self.ability = ability
        # Textual guesses it from TERM, and sends true colours where there are to be none at all.
        self.console._color_system = COLOR_SYSTEMS.get(ability.colors)
        self._begin_with(theme)
        self.caret = Caret(self, is_always_shown=library.config.cursor)
        self.library = library
        keymap = Keymap.of(COMMANDS, library.config.keys, str(library.locations.config_file))
        self.main = MainScreen(library, keymap, Suspender(self), data_dir, fresh=fresh)
        self._filters = [
            ControlFilter(),
            *([AsciiFilter()] if ability.is_ascii else []),
            ColorFilter(has_color=bool(ability.colors)),
        ]
        self._has_drawn = False
        self.failure: Exception | None = None
        """What the reader failed on."""
        self.leaving = Leaving(
            lambda status: self.exit(return_code=status), self.keep_note, self.let_go
        )

    def get_default_screen(self) -> MainScreen:
        """Start with the reader itself, not with an empty screen beneath it."""
        return self.main

    def _begin_with(self, name: str) -> None:
        """Draw everything in a theme; Textual's way of changing it reads all styles twice."""
        self.look = look_for(name, self.ability)
        theme = toolkit_theme(name, self.ability)
        self.register_theme(theme)
        self.set_reactive(RectoApp.theme, theme.name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; before there is one nothing asks but Textual's start."""
        return super().get_css_variables() if hasattr(self, "look") else {}

    def use_theme(self, name: str) -> None:
        """Draw everything in another theme from now on."""
        self.look = look_for(name, self.ability)
        theme = toolkit_theme(name, self.ability)
        self.register_theme(theme)
        self.theme = theme.name
        for screen in self.screen_stack if self.is_running else ():
            for pane in screen.query(LinePane):
                pane.change_look()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let only what the terminal can show reach it, whatever a widget draws.

        Textual's own filters would make a terminal's sixteen colours others, and leave greys
        where there are to be no colours.
        """
        return self._filters

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Keep the terminal's cursor where the eye is (Textual has no public hook for both)."""
        driver = self._driver
        if not isinstance(driver, ReaderDriver) or not self._running or self._closed:
            super()._display(screen, renderable)
            return
        spans = getattr(renderable, "spans", None)
        lines = None if spans is None else {y for y, *_ in spans}
        with driver.in_one_piece():
            driver.write(self.caret.before_frame(getattr(renderable, "lines", lines)))
            super()._display(screen, renderable)
            driver.write(self.caret.after_frame())
        if not self._has_drawn:
            self._has_drawn = True
            time.sleep(_TURN)

    def _handle_exception(self, error: Exception) -> None:
        """Keep a crash for the one who started the reader (there is no public hook for it)."""
        if self.failure is None:
            cause = error.error if isinstance(error, WorkerFailed) else error
            self.failure = cause if isinstance(cause, Exception) else error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave without a traceback: Textual's own shows local variables, notes among them."""
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Collect garbage again now that the screen stands."""
        self.call_after_refresh(collect_again)
        self.app_resume_signal.subscribe(self, lambda _: self.caret.forget())

    def on_started(self, message: Started) -> None:
        """Do in a while what nobody waits for."""
        self.main.set_timer(CHORES, self._do_chores)

    def _do_chores(self) -> None:
        from .commands.chores import do_chores  # the first screen stands without them

        do_chores(self.main)

    def on_theme_chosen(self, message: ThemeChosen) -> None:
        """Wear the theme that was asked for."""
        self.use_theme(message.name)

    def save_session(self) -> None:
        """Keep where one is for the next start; a library that cannot be written keeps nothing.

        Where nothing came to be shown, what was kept at the last end stays.
        """
        if not self.main.key_dispatcher.is_begun:
            return
        self.keep_note()
        self.main.passing.write_now()
        self.main.keep_place()
        with contextlib.suppress(RectoError):
            self.library.session.save(self.main.session.told())

    def keep_note(self) -> None:
        """Keep what is half typed, before all else: it cannot be had again. For any thread."""
        with contextlib.suppress(RectoError):
            self.main.note_controller.keep_now()

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, also where the terminal takes nothing any more."""
        self.leaving.begin(return_code)
        super().exit(result, return_code, message)

    def let_go(self) -> None:
        """Keep what must be kept, and end what goes on, where there is no time for an orderly end.

        May be called on any thread.
        """
        self.main.index.stop()
        self.main.services.stop_fetching()
        self.save_session()

    def fail(self, error: Exception) -> None:
        """Leave because of an error, on whatever thread it happened; who leaves is told as well."""
        if self.failure is None:
            self.failure = error
        self.call_later(self._handle_exception, error)

    async def _on_app_focus(self, event: events.AppFocus) -> None:
        """Repaint nothing when this tmux pane or window becomes the active one."""
        event.prevent_default()

    async def _on_app_blur(self, event: events.AppBlur) -> None:
        """Keep the focus where it is when another pane or window becomes the active one."""
        event.prevent_default()

    async def on_event(self, event: events.Event) -> None:
        """Offer keys and pasted text to the screen before any widget sees them."""
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if is_typed and self.main.suspender.was_for_others(event.time):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            keys = split_key(event)
            if len(keys) > 1:
                for key in keys:
                    await self.on_event(key)
                return
            take, text = getattr(self.screen, "take_key", None), key_name(event)
            if suspends(self.main, text):  # in every box and editor, as in a shell
                return
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            take, text = getattr(self.screen, "take_paste", None), event.text
        else:
            take, text = None, ""
        if take is not None and take(text):
            return
        await super().on_event(event)


def collect_again() -> None:
    """Collect garbage from now on, but never look again at what the start has made: it stays.

    A full collection would hold every key for some 50 ms.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _say(sentence: str) -> None:
    """Say something on the shell's screen, once the terminal is given back."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"recto: {printable(sentence)}", file=sys.stderr, flush=True)


def run_reader(
    data_dir: str | None = None,
    seeds: bool = True,
    fresh: bool = False,
    *,
    theme: str | None = None,
    color: str | None = None,
    is_ascii: bool = False,
) -> int:
    """Open the library and read until the reader leaves; return the exit status.

    Where theme or colour are None the settings say them.
    """
    refuse_few_descriptors(_DESCRIPTORS)  # the toolkit would leave half of what it has begun
    gc.disable()  # the screen collects again once it stands
    with (
        reported_threads() as threads,
        Library.open(data_dir, seeds=seeds, window="reader") as library,
    ):
        config = library.config
        ability = ability_of(
            os.environ,
            getattr(sys.__stderr__, "encoding", None),
            color=color or config.color,
            is_ascii=is_ascii or config.ascii,
        )
        app = RectoApp(library, data_dir, fresh=fresh, theme=theme or config.theme, ability=ability)
        app.leaving.on_signals()
        threads.report = app.fail
        app.run(mouse=library.config.mouse)
        app.leaving.is_over()
        app.save_session()
        if app.failure is not None:
            raise app.failure
        status = app.return_code or 0
        is_begun = app.main.key_dispatcher.is_begun
        if is_begun and not app.main.services.end_in_step(_say, is_hurried=status != 0):
            sys.stderr.flush()
            os._exit(status)  # what goes on may be cut off anywhere, and the terminal is given back
    if app.failure is not None:  # of a thread that ended with the library
        raise app.failure
    return status
