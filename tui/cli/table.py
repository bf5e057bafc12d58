"""Every command that works without a screen, and the file of each: one runs without the others."""

from __future__ import annotations

from importlib import import_module

from .command import LibraryCommand, StandaloneCommand

_FILES = {
    "papers.search": "search related show",
    "papers.text": "text",
    "papers.open": "open",
    "papers.add": "add id",
    "papers.follow": "follow unfollow follows",
    "papers.fetch": "fetch",
    "papers.ask": "ask",
    "papers.identities": "merge split duplicates",
    "papers.export": "export",
    "papers.digest": "digest",
    "marking.marks": "bookmark unbookmark read unread queue unqueue done not-for-me tag private",
    "papers.today": "today",
    "papers.taste": "taste",
    "marking.notes": "note",
    "marking.highlights": "highlights",
    "marking.citing": "key",
    "marking.corrections": "edit",
    "papers.lists": "tags searches sources remove",
    "marking.outbox": "outbox",
    "marking.journal": "log undo redo rebuild-marks",
    "upkeep.sync": "sync",
    "upkeep.library": "backup restore export-library import-library stats reindex",
    "upkeep.doctor": "doctor",
    "upkeep.config": "config",
    "upkeep.completions": "completions",
}
"""Which commands a file defines; both in the order of the help text."""

NAMES = tuple(name for names in _FILES.values() for name in names.split())
"""What the commands are called."""


def command_named(name: str) -> LibraryCommand | StandaloneCommand:
    """Return one of the commands; loads its file alone. The name is one of `NAMES`."""
    (file,) = (file for file, names in _FILES.items() if name in names.split())
    return next(command for command in _commands_of(file) if command.name == name)


def all_commands() -> tuple[LibraryCommand | StandaloneCommand, ...]:
    """Return every command, in the order of the help text; loads all their files."""
    return tuple(command for file in _FILES for command in _commands_of(file))


def _commands_of(file: str) -> tuple[LibraryCommand | StandaloneCommand, ...]:
    commands: tuple[LibraryCommand | StandaloneCommand, ...]
    commands = import_module(f".{file}", __package__).COMMANDS
    return commands
