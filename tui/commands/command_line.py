"""The command line behind `:`: every command by its name, with words for those that take any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..keys.command import Command, shown

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

ALIASES = {
    **dict.fromkeys(
        ("q", "q!", "qa", "qa!", "quit!", "exit", "x", "xa", "wq", "wq!", "wqa"), "quit"
    ),
    "h": "help",
}
"""What hands used to vim type, and what it means here."""

SAVING = frozenset({"w", "w!", "wa", "write", "update"})
"""What is typed there to save, which is never needed here."""

SHORTEST = 3
"""Letters that a name must have at least to stand for the longer one that begins with it."""


def command_line(screen: MainScreen, count: int | None) -> None:
    """Ask for a command by name."""

    def answer(text: str) -> None:
        if text.strip():
            screen.session.commands.keep(text)
            call(screen, text)

    screen.prompt.ask(
        ":",
        answer,
        complete=lambda text: completions(screen, text),
        explain=lambda text: explained(screen, text),
        history=screen.session.commands,
    )


def explained(screen: MainScreen, text: str) -> list[tuple[str, str, str]]:
    """Return what a line could call: names, each with its key and what it does."""
    found = found_by(screen.keymap.commands, text)
    if not found:
        return [_otherwise(screen, text.strip().lstrip(":").strip())]
    return [_entry(command.id, command) for command in found]


def _entry(name: str, command: Command[MainScreen]) -> tuple[str, str, str]:
    return name, shown(command.keys[0]) if command.keys else "", command.help


def _otherwise(screen: MainScreen, text: str) -> tuple[str, str, str]:
    """Return what a line calls that no command's name or words have, or that it calls nothing."""
    name, _, words = text.partition(" ")
    if name.isdecimal() and not words:
        return name, "", "the row of this number"
    if name in SAVING:
        return name, "", "nothing: everything is saved as soon as it is done"
    if command := find(screen.keymap.commands, name):
        return _entry(name, command)
    return "", "", "no command has this in its name or in what it does"


def found_by(commands: Sequence[Command[MainScreen]], text: str) -> list[Command[MainScreen]]:
    """Return the commands that a text begins to name, then those whose names and words have it.

    A command with words behind its name is this one alone.
    """
    text = text.strip().lstrip(":").casefold()
    name, space, _ = text.partition(" ")
    command = find(commands, name) if space else None
    if command is not None and command.take is not None:
        return [command]
    begun = _begun(commands, text)
    told = [one for one in commands if _tells(one, text.split()) and one not in begun]
    return [*begun, *told]


def _tells(command: Command[MainScreen], words: Sequence[str]) -> bool:
    told = f"{command.id} {command.help}".casefold()
    return bool(words) and all(word in told for word in words)


def call(screen: MainScreen, text: str) -> None:
    """Do what a line says: a command with or without words, or the number of a row."""
    name, _, words = text.strip().lstrip(":").lstrip().partition(" ")
    words = words.strip()
    if name.isdecimal() and not words:
        screen.results.move_to(int(name[:9]) - 1)
        screen.presenter.show_paper()
        return
    if name in SAVING:
        screen.say("Everything is saved as soon as it is done; there is nothing to write.")
        return
    command = find(screen.keymap.commands, name)
    if command is None:
        screen.say(_unclear(screen, name), is_error=True)
    elif not words:
        screen.key_dispatcher.run(command, None)
    elif command.take is not None:
        command.take(screen, words)
    else:
        screen.say(f"{command.id} takes no words behind it.", is_error=True)


def find(commands: Sequence[Command[MainScreen]], name: str) -> Command[MainScreen] | None:
    """Return the command that a name stands for: its own, or the beginning of this one alone.

    What is shorter must not run what nobody meant.
    """
    named = {command.id: command for command in commands}
    if exact := named.get(name) or named.get(ALIASES.get(name, "")):
        return exact
    begun = _begun(commands, name)
    return begun[0] if len(begun) == 1 and len(name) >= SHORTEST else None


def _begun(commands: Sequence[Command[MainScreen]], name: str) -> list[Command[MainScreen]]:
    found = (command for command in commands if command.id.startswith(name))
    return sorted(found, key=lambda command: command.id)


def _unclear(screen: MainScreen, name: str) -> str:
    """Return why a name calls nothing, and what it could have called."""
    begun = _begun(screen.keymap.commands, name)
    if not begun:
        return f"There is no command {name}; {screen.key('help')} lists them all."
    could = f"{name} could be {', '.join(command.id for command in begun)}"
    return f"{could}; {SHORTEST} letters would do." if len(begun) == 1 else f"{could}."


def completions(screen: MainScreen, text: str) -> list[str]:
    """Return the lines that could come of what is typed."""
    text = text.lstrip()
    name, space, words = text.partition(" ")
    if not space:
        return [command.id for command in found_by(screen.keymap.commands, text)]
    command = find(screen.keymap.commands, name)
    if command is None:
        return [command.id for command in found_by(screen.keymap.commands, text)]
    if command.complete is not None:
        return [f"{name} {whole}" for whole in command.complete(screen, words)]
    return [f"{name} {word}" for word in command.words if word.startswith(words)]
