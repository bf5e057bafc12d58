"""Every command that works without a screen."""

from __future__ import annotations

from . import (
    headless_adding,
    headless_completions,
    headless_config,
    headless_digest,
    headless_doctor,
    headless_export,
    headless_journal,
    headless_library,
    headless_lists,
    headless_marks,
    headless_notes,
    headless_outbox,
    headless_papers,
)
from .shell import Alone, Command

COMMANDS: tuple[Command | Alone, ...] = (
    *headless_papers.COMMANDS,
    *headless_adding.COMMANDS,
    *headless_export.COMMANDS,
    *headless_digest.COMMANDS,
    *headless_marks.COMMANDS,
    *headless_notes.COMMANDS,
    *headless_lists.COMMANDS,
    *headless_outbox.COMMANDS,
    *headless_journal.COMMANDS,
    *headless_library.COMMANDS,
    *headless_doctor.COMMANDS,
    *headless_config.COMMANDS,
    *headless_completions.COMMANDS,
)
"""In the order of the help text."""
