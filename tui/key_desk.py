"""Where a key goes: to a command, a prompt or the search box, or to those that must wait."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.widgets import Input

from .command import Command
from .commands import bar
from .editing import edit, paste
from .keys import KeyReader
from .pasting import Pasted

if TYPE_CHECKING:
    from .main_screen import MainScreen

HESITATION = 0.15
"""Seconds after a prefix until the keys that can follow are shown: who knows them types them."""


class KeyDesk:
    """Takes every key before any widget does, so that keys work in the order they came."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._reader = KeyReader.of(screen.keymap.commands)
        self._recent = ("", "")
        self._held: list[str | Pasted] = []
        """Keys and pasted texts that wait for the list they are meant for."""
        self._prefix: asyncio.TimerHandle | None = None
        """What shows the keys that can follow a prefix."""
        self._bars: dict[str, list[tuple[str, str]]] = {}
        """The keys that help in each pane."""
        self.is_begun = False
        """The first rows are on the screen, so that keys are taken."""
        self._is_leaving_note = False
        """Escape is on its way to the note editor; the keys behind it are commands again."""
        self._is_deaf = False
        """Keys come that were meant for an editor which was refused."""

    def begin(self) -> None:
        """Take the keys that were typed before there was anything to see."""
        self.is_begun = True
        self.release()

    def take(self, key: str) -> bool:
        """Take a key; say whether it was one for the note editor, which takes its own."""
        screen = self._screen
        if self._is_deaf:
            return True
        if self._is_for_editor:
            self._is_leaving_note = key == "escape"
            return False
        if self._must_wait and not isinstance(screen.focused, Input):
            if key == "ctrl+c" or (key == "escape" and screen.building):
                self._held.clear()
                if screen.state.is_waiting:
                    screen.finder.give_up()
            else:
                self._held.append(key)
            return True
        if screen.focused is screen.prompt.input:
            self._take_prompt_key(key)
        elif screen.focused is screen.box.input:
            self._take_search_key(key)
        else:
            screen.bottom.say("")
            outcome = self._reader.read(key, screen.where)
            if isinstance(outcome, Command):
                self.run(outcome, self._reader.take_count())
        screen.refresh_bar()
        return True

    def take_paste(self, text: str) -> bool:
        """Put pasted text where text is typed; elsewhere it must not run as commands."""
        if self._is_for_editor:
            return False
        if isinstance(self._screen.focused, Input):
            paste(self._screen.focused, text)
        elif self._must_wait:
            self._held.append(Pasted(text))
        return True

    def release(self) -> None:
        """Take the keys that waited for a list, in their order, up to one that brings another."""
        main = self._screen
        while self._held and (not self._must_wait or isinstance(main.focused, Input)):
            held, screen = self._held.pop(0), main.app.screen
            if isinstance(held, Pasted):
                if screen is main and not self.take_paste(held.text):
                    main.desk.paste(held.text)
            elif not getattr(screen, "take_key", self.take)(held):
                main.desk.type(held)

    def drop_typed_ahead(self) -> None:
        """Take no key that came before what is said now could be seen: it was text, no command."""
        self._held.clear()
        self._is_deaf = True

        def listen() -> None:
            self._is_deaf = False

        # Behind the frame that shows it, and behind the keys that wait to be taken by then.
        self._screen.call_after_refresh(lambda: self._screen.app.call_later(listen))

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""
        self._is_leaving_note = False
        self.release()

    def run(self, command: Command, count: int | None) -> None:
        """Do what a command does."""
        self._recent = (self._recent[1], command.id)
        command.run(self._screen, count)

    def was_last(self, command_id: str) -> bool:
        """Tell whether the command before the present one was this."""
        return self._recent[0] == command_id

    def show_bar(self) -> None:
        """Show the keys that help where one is."""
        screen, reader = self._screen, self._reader
        bottom = screen.bottom
        if self._prefix is not None:
            self._prefix.cancel()
            self._prefix = None
        if screen.desk.editor is not None:
            bottom.show_keys([("Esc", "save"), ("ctrl+o", "$EDITOR")])
        elif reader.pending:
            self._prefix = asyncio.get_running_loop().call_later(HESITATION, self._show_prefix)
        elif reader.count is not None:
            bottom.show_keys([(str(reader.count), "…")], is_prefix=True)
        elif screen.focused is screen.box.input:
            bottom.show_keys([("Enter", "results"), ("Esc", "back"), ("Tab", "next pane")])
        else:
            where = screen.where
            if where not in self._bars:
                self._bars[where] = bar(where, screen.keymap)
            bottom.show_keys(self._bars[where])

    def _show_prefix(self) -> None:
        """Show the keys that can follow those that were typed."""
        reader = self._reader
        typed = "".join((str(reader.count or ""), *reader.pending))
        keys = reader.continuations(self._screen.where)
        self._screen.bottom.show_keys([(typed, "…"), *keys], is_prefix=True)

    @property
    def _is_for_editor(self) -> bool:
        editor = self._screen.desk.editor
        is_open = editor is not None and not self._is_leaving_note
        return is_open and self._screen.focused is editor

    @property
    def _must_wait(self) -> bool:
        """Whether a list or a mark is on its way that the keys typed after it are meant for."""
        screen = self._screen
        is_on_its_way = self._is_leaving_note or not self.is_begun
        return is_on_its_way or screen.state.is_waiting or screen.state.writing > 0

    def _take_prompt_key(self, key: str) -> None:
        prompt = self._screen.prompt
        if key in ("enter", "escape", "ctrl+c"):
            self._screen.focus_pane()
            prompt.close(is_answered=key == "enter")
        elif key in ("tab", "shift+tab"):
            prompt.complete_next(1 if key == "tab" else -1)
        elif key in ("up", "down"):
            prompt.recall(1 if key == "up" else -1)
        else:
            edit(prompt.input, key)

    def _take_search_key(self, key: str) -> None:
        screen, finder = self._screen, self._screen.finder
        if key == "up" or (key == "down" and finder.history.is_back):
            finder.recall(1 if key == "up" else -1)
        elif key in ("enter", "down"):
            finder.submit()
            screen.give_focus(screen.results)
        elif key in ("escape", "ctrl+c"):
            finder.go_back()
            screen.give_focus(screen.results)
        elif key in ("tab", "shift+tab"):
            screen.turn_focus(1 if key == "tab" else -1)
        else:
            edit(screen.box.input, key)
