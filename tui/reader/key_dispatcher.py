"""Where a key goes: to a command, a prompt or the search box, or to those that must wait."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ..keys.command import Command, shown
from ..keys.contexts import LIST
from ..keys.key_bar import MORNING, bar
from ..keys.key_reader import KeyReader
from ..system.pasting import Pasted
from .state import TYPING, Keyboard

if TYPE_CHECKING:
    from ..keys.keymap import Keymap
    from .key_stage import KeyStage, NoteKeys, SearchKeys
    from .state import ReaderState

HESITATION = 0.15
"""Seconds after a prefix until the keys that can follow are shown: who knows them types them."""


class KeyDispatcher:
    """Takes every key before any widget does, so that keys work in the order they came."""

    def __init__(
        self,
        stage: KeyStage,
        state: ReaderState,
        keymap: Keymap[Any],
        *,
        search: SearchKeys,
        note: NoteKeys,
    ) -> None:
        self._stage = stage
        self._state = state
        self._keymap = keymap
        self._search, self._note = search, note
        self._reader = KeyReader.of(keymap.commands)
        insist = keymap.find("as-typed")
        self._insisting = [] if insist is None else [k for k in insist.keys if not k.isalnum()]
        """The keys that ask for what was typed while one types; letters go on with that."""
        self._quit = keymap.find("quit")
        self._recent = ("", "")
        self._held: list[str | Pasted] = []
        """Keys and pasted texts that wait for the list they are meant for."""
        self._early = 0
        """How many of these were typed before the first rows were on the screen."""
        self._is_early = False
        """The key that is being taken was."""
        self._hesitation: asyncio.TimerHandle | None = None
        """What shows the keys that can follow a prefix."""
        self._bars: dict[str, list[tuple[str, str]]] = {}
        """The keys that help in each pane."""
        self.is_begun = False
        """The first rows are on the screen, so that keys are taken."""
        self._is_leaving_note = False
        """Escape is on its way to the note editor; the keys behind it are commands again."""
        self._is_deaf = False
        """Keys come that are meant for an editor which is being started or was refused."""
        self._is_ended = False
        """The reader is being left."""

    def begin(self) -> None:
        """Take the keys that were typed before there was anything to see."""
        self.is_begun = True
        self._early = len(self._held)
        self.release()

    def take(self, key: str) -> bool:
        """Take a key; say whether it was one for the note editor, which takes its own."""
        stage = self._stage
        if self._is_deaf or self._is_ended:
            return True
        keyboard = stage.keyboard
        if keyboard is Keyboard.NOTE and not self._is_leaving_note:
            self._is_leaving_note = key == "escape"
            self._is_deaf = key == "ctrl+o"
            return False
        if self._must_wait and keyboard not in TYPING:
            if key == "ctrl+c" or (key == "escape" and stage.activity.building):
                self._held.clear()
                if self._state.is_waiting:
                    self._search.give_up()
            elif (leave := self._quit) is not None and self._leaves_at_once(leave, key):
                self.run(leave, None)
            else:
                self._held.append(key)
            return True
        if keyboard is Keyboard.PROMPT:
            self._take_prompt_key(key)
        elif keyboard is Keyboard.BOX:
            self._take_search_key(key)
        else:
            stage.bottom.say("")
            pending = self._reader.pending
            outcome = self._reader.read(key, stage.where)
            if isinstance(outcome, Command):
                self.run(outcome, self._reader.take_count())
            elif outcome == "unknown":
                stage.bottom.say(self._unbound(" ".join((*pending, key))))
        stage.refresh_bar()
        return True

    def take_paste(self, text: str) -> bool:
        """Put pasted text where text is typed; elsewhere it must not run as commands."""
        keyboard = self._stage.keyboard
        if self._is_deaf:
            return True
        if keyboard is Keyboard.NOTE and not self._is_leaving_note:
            return False
        if keyboard is Keyboard.PROMPT:
            self._stage.prompt.paste(text)
        elif keyboard is Keyboard.BOX:
            if self._stage.box.paste(text):
                self._search.typed()
        elif self._must_wait:
            self._held.append(Pasted(text))
        return True

    def release(self) -> None:
        """Take the keys that waited for a list, in their order, up to one that brings another."""
        while self._held and (not self._must_wait or self._stage.keyboard in TYPING):
            held, lendings = self._held.pop(0), self._stage.lendings
            self._is_early, self._early = self._early > 0, max(0, self._early - 1)
            if isinstance(held, Pasted):
                if self._stage.is_current and not self.take_paste(held.text):
                    self._note.paste(held.text)
            elif not self._stage.pass_key(held):
                self._note.type(held)
            self._is_early = False
            if self._stage.lendings != lendings:
                self._held.clear()  # what came behind was meant for who has had the terminal

    def drop_typed_ahead(self) -> None:
        """Take no key that came before what is said now could be seen: it was text, no command."""
        self._held.clear()
        self._is_deaf = True
        self._stage.call_after_frame(self.listen)

    def listen(self) -> None:
        """Take keys again: the editor that they were meant for is done with, or said to be none."""
        self._is_deaf = False

    def end(self) -> None:
        """Take no more keys: what they began now, nobody would finish."""
        self._held.clear()
        self._is_ended = True

    def leave_note(self) -> None:
        """Take the keys that came behind the one that closed the note."""
        self._is_leaving_note = False
        self.release()

    def run(self, command: Command[Any], count: int | None) -> None:
        """Do what a command does."""
        if command.id == "quit" and self._is_early:
            return  # it was typed before there was anything to leave
        self._recent = (self._recent[1], command.id)
        self._stage.run_command(command, count)

    def was_last(self, command_id: str) -> bool:
        """Tell whether the command before the present one was this."""
        return self._recent[0] == command_id

    def show_bar(self) -> None:
        """Show the keys that help where one is."""
        stage, reader = self._stage, self._reader
        if self._hesitation is not None:
            self._hesitation.cancel()
            self._hesitation = None
        if self._note.is_open:
            stage.bottom.show_keys([("Esc", "save"), ("ctrl+o", "$EDITOR")])
        elif reader.pending:
            loop = asyncio.get_running_loop()
            self._hesitation = loop.call_later(HESITATION, self._show_prefix)
        elif reader.count is not None:
            stage.bottom.show_keys([(str(reader.count), "…")], is_prefix=True)
        elif stage.keyboard is Keyboard.BOX:
            stage.bottom.show_keys([("Enter", "results"), ("Esc", "back"), ("Tab", "next pane")])
        else:
            where = stage.where
            if where == LIST and self._state.view.kind == "new" and self._state.related is None:
                where = MORNING
            if where not in self._bars:
                self._bars[where] = bar(where, self._keymap)
            stage.bottom.show_keys(self._bars[where])

    def _unbound(self, keys: str) -> str:
        """Return that nothing is on a key here, and where to see what is."""
        return f"{shown(keys)} does nothing here; {self._keymap.key('help')} shows the keys."

    def _show_prefix(self) -> None:
        """Show the keys that can follow those that were typed."""
        reader = self._reader
        typed = "".join((str(reader.count or ""), *reader.pending))
        keys = reader.continuations(self._stage.where)
        self._stage.bottom.show_keys([(typed, "…"), *keys], is_prefix=True)

    @property
    def _must_wait(self) -> bool:
        """Whether a list or a mark is on its way that the keys typed after it are meant for."""
        is_on_its_way = self._is_leaving_note or not self.is_begun
        return is_on_its_way or self._state.is_waiting or self._state.writing > 0

    def _leaves_at_once(self, command: Command[Any], key: str) -> bool:
        """Tell whether a key leaves the reader, which needs no list, and nothing comes before."""
        state, reader = self._state, self._reader
        if not self.is_begun or self._is_leaving_note or self._held:
            return False
        if state.writing or state.then is not None or reader.pending or reader.count is not None:
            return False
        return key in command.keys and self._stage.where in command.where

    def _take_prompt_key(self, key: str) -> None:
        prompt = self._stage.prompt
        if prompt.asks_for_key:
            self._stage.focus_pane()
            prompt.take_key(key)
        elif key in ("enter", "escape", "ctrl+c"):
            self._stage.focus_pane()
            prompt.close(is_answered=key == "enter")
        elif key in ("tab", "shift+tab"):
            prompt.complete_next(1 if key == "tab" else -1)
        elif key in ("up", "down"):
            prompt.recall(1 if key == "up" else -1)
        else:
            prompt.edit(key)

    def _take_search_key(self, key: str) -> None:
        stage, search = self._stage, self._search
        if key == "up" or (key == "down" and search.is_recalling):
            search.recall(1 if key == "up" else -1)
        elif key in ("enter", "down"):
            search.submit()
            stage.focus_list()
        elif key in ("escape", "ctrl+c"):
            search.go_back()
            stage.focus_list()
        elif key in ("tab", "shift+tab"):
            stage.turn_focus(1 if key == "tab" else -1)
        elif key in self._insisting and search.is_correction_shown:
            search.ask_exactly()
        elif stage.box.edit(key):
            search.typed()
