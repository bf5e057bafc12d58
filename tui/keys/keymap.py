"""Which keys call which command: the defaults, with the settings put over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple

from ...index import clean
from .command import Command, S, shown
from .key_names import UnusableKeyError, parse_keys


class Keymap(NamedTuple, Generic[S]):
    """The commands with the keys they have, and what was wrong with the keys asked for."""

    commands: tuple[Command[S], ...]
    mistakes: tuple[str, ...] = ()
    """A sentence for each setting that could not be used; its command has its own keys then."""
    changed: tuple[str, ...] = ()
    """The commands that have the keys asked for."""

    @classmethod
    def of(
        cls, commands: Sequence[Command[S]], wishes: Mapping[str, Any], name: str = "config.toml"
    ) -> Keymap[S]:
        """Put `wishes`, the settings from `name`, over the keys that the commands come with.

        They are taken together, so that two commands can change places.
        """
        defaults = {command.id: command for command in commands}
        wanted: dict[str, Command[S]] = {}
        mistakes: list[str] = []
        for ident, value in wishes.items():
            command = defaults.get(ident)
            if command is None:
                mistakes.append(f"{name}: {clean(ident)} is no command to put a key on.")
                continue
            try:
                wanted[ident] = command._replace(keys=_read(value))
            except UnusableKeyError as error:
                mistakes.append(f"{name}: {ident} {error}{_instead(command)}")
        while clash := _first_clash(defaults, wanted):
            ident, why = clash
            del wanted[ident]
            mistakes.append(f"{name}: {ident} {why}{_instead(defaults[ident])}")
        return cls(tuple((defaults | wanted).values()), tuple(mistakes), tuple(wanted))

    def find(self, ident: str) -> Command[S] | None:
        """Return the command of this name."""
        return next((command for command in self.commands if command.id == ident), None)

    def key(self, ident: str) -> str:
        """Return the key of a command as messages name it; its name after a colon if none."""
        command = self.find(ident)
        return shown(command.keys[0]) if command and command.keys else f":{ident}"


def _read(value: object) -> tuple[str, ...]:
    """Return the key sequences of a setting; UnusableKeyError says what is wrong with it."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnusableKeyError(f"must be a key or a list of keys, not {clean(repr(value))}")
    keys: list[str] = []
    for text in texts:
        if not text and len(texts) == 1:
            break  # an empty text is no key at all
        try:
            sequence = parse_keys(text)
        except UnusableKeyError as error:
            raise UnusableKeyError(f"cannot be on {clean(text) or 'that key'}: {error}") from None
        if sequence not in keys:
            keys.append(sequence)
    return tuple(keys)


def _first_clash(
    defaults: Mapping[str, Command[S]], wanted: Mapping[str, Command[S]]
) -> tuple[str, str] | None:
    """Return the first command whose wish cannot be met beside the others, and why.

    Of two wishes the later one gives way.
    """
    settled = {ident: command for ident, command in defaults.items() if ident not in wanted}
    for ident, command in wanted.items():
        for other in (command, *settled.values()):
            if why := next(_clashes(command, other), ""):
                return ident, why
        settled[ident] = command
    return None


def _clashes(command: Command[S], other: Command[S]) -> Iterator[str]:
    """Yield why the two cannot have their keys at the same time."""
    if not command.where & other.where:
        return
    for mine in command.keys:
        for theirs in other.keys:
            if command is other and mine == theirs:
                continue
            if mine == theirs:
                yield f"cannot be on {shown(mine)}: {other.id} is"
            elif theirs.startswith(f"{mine} "):
                yield f"cannot be on {shown(mine)}: {shown(theirs)} for {other.id} begins with it"
            elif mine.startswith(f"{theirs} "):
                yield f"cannot be on {shown(mine)}: {shown(theirs)} alone is {other.id}"


def _instead(command: Command[Any]) -> str:
    keys = " and ".join(shown(keys) for keys in command.keys)
    return f"; it stays on {keys}." if keys else "; it stays without a key."
