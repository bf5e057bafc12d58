"""From keys pressed to commands: counts, prefix keys without a time limit, and contexts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, Literal

from textual import events

from .command import Command, S, shown


def key_name(event: events.Key) -> str:
    """Return the name of a key as people write it: `j`, `G`, `/`, `space`, `ctrl+d`, `enter`."""
    character = event.character
    if character is not None and event.is_printable and character != " ":
        return character
    # A line feed is an Enter that was typed before the terminal kept the two apart.
    return "enter" if event.key == "ctrl+j" else event.key


def split_key(event: events.Key) -> list[events.Key]:
    """Return Escape and a letter where both were taken for one key with Alt.

    A terminal sends the same bytes for both, and nobody waits after Escape. Recto has no Alt keys.
    """
    if event.key.startswith("alt+") and event.character is not None:
        key = event.key.removeprefix("alt+").removeprefix("shift+")
        letter = events.Key(event.character if len(key) == 1 else key, event.character)
        return [events.Key("escape", None), letter]
    return [event]


def split_keys(keys: str) -> tuple[str, ...]:
    """Return the keys of a sequence such as `g g`."""
    return tuple(keys.split())


class KeyReader(Generic[S]):
    """Reads keys one at a time; holds a count and a prefix until a command is complete.

    No time limit: how slow the line is must not change what a key means.
    """

    def __init__(self, bindings: Mapping[tuple[str, ...], tuple[Command[S], ...]]) -> None:
        self.bindings = bindings
        self.count: int | None = None
        self.pending: tuple[str, ...] = ()

    @classmethod
    def of(cls, commands: Iterable[Command[S]]) -> KeyReader[S]:
        """Return a reader of the keys of these commands."""
        bindings: dict[tuple[str, ...], tuple[Command[S], ...]] = {}
        for command in commands:
            for keys in command.keys:
                sequence = split_keys(keys)
                bindings[sequence] = (*bindings.get(sequence, ()), command)
        return cls(bindings)

    def read(self, key: str, where: str) -> Command[S] | Literal["pending", "unknown"]:
        """Take a key pressed in the pane `where` and return what it completes."""
        if key == "escape" and (self.pending or self.count is not None):
            self.clear()
            return "pending"
        is_digit = len(key) == 1 and key in "0123456789"
        if not self.pending and is_digit and (key != "0" or self.count is not None):
            self.count = min((self.count or 0) * 10 + int(key), 1_000_000)
            return "pending"
        sequence = (*self.pending, key)
        for command in self.bindings.get(sequence, ()):
            if where in command.where:
                return command
        if any(
            keys[: len(sequence)] == sequence and any(where in c.where for c in commands)
            for keys, commands in self.bindings.items()
        ):
            self.pending = sequence
            return "pending"
        self.clear()
        return "unknown"

    def take_count(self) -> int | None:
        """Return the count typed before the command and forget it with the prefix."""
        count = self.count
        self.clear()
        return count

    def clear(self) -> None:
        """Forget what was typed."""
        self.count, self.pending = None, ()

    def continuations(self, where: str) -> list[tuple[str, str]]:
        """Return the keys that can follow the prefix with what they do; digits as one."""
        length = len(self.pending)
        found = [
            (shown(" ".join(keys[length:])), command)
            for keys, commands in self.bindings.items()
            for command in commands
            if len(keys) > length and keys[:length] == self.pending and where in command.where
        ]
        digits = [(key, command) for key, command in found if key.isdecimal()]
        words = [(key, command.label) for key, command in found if not key.isdecimal()]
        if len(digits) > 1:
            words.append((f"{digits[0][0]}-{digits[-1][0]}", digits[0][1].label.split()[0]))
        else:
            words += [(key, command.label) for key, command in digits]
        return words
