"""Every command that works without a screen."""

from __future__ import annotations

from . import (
    headless_journal,
    headless_library,
    headless_lists,
    headless_marks,
    headless_notes,
    headless_papers,
)

COMMANDS = (
    *headless_papers.COMMANDS,
    *headless_marks.COMMANDS,
    *headless_notes.COMMANDS,
    *headless_lists.COMMANDS,
    *headless_journal.COMMANDS,
    *headless_library.COMMANDS,
)
"""In the order of the help text."""
