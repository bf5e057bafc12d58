"""Every command that works without a screen."""

from __future__ import annotations

from .command import LibraryCommand, StandaloneCommand
from .marking import citing, corrections, journal, marks, notes, outbox
from .papers import add, digest, export, fetch, identities, lists, open, search
from .upkeep import completions, config, doctor, library

COMMANDS: tuple[LibraryCommand | StandaloneCommand, ...] = (
    *search.COMMANDS,
    *open.COMMANDS,
    *add.COMMANDS,
    *fetch.COMMANDS,
    *identities.COMMANDS,
    *export.COMMANDS,
    *digest.COMMANDS,
    *marks.COMMANDS,
    *notes.COMMANDS,
    *citing.COMMANDS,
    *corrections.COMMANDS,
    *lists.COMMANDS,
    *outbox.COMMANDS,
    *journal.COMMANDS,
    *library.COMMANDS,
    *doctor.COMMANDS,
    *config.COMMANDS,
    *completions.COMMANDS,
)
"""In the order of the help text."""
