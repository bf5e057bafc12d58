"""What the reader says of bringing the library in step with other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...system.plain_text import count, sync_parts

if TYPE_CHECKING:
    from ....index import Synced


def noted_apart(number: int) -> str:
    """Return how many notes there are of several texts, as a sentence begins."""
    return f"{number:,} notes have" if number > 1 else "1 note has"


def told(done: Synced) -> str:
    """Return in a sentence what a run has done."""
    if done.is_busy:
        return "Another Recto is at it just now."
    parts = sync_parts(done)
    if done.waiting:
        parts.append(f"{done.waiting:,} more on their way")
    return f"{', '.join(parts)}." if parts else "In step: nothing to do."


def begun(done: Synced, where: str) -> str:
    """Return in a sentence that libraries meet there from now on, and what there is now."""
    waiting = f"; {done.waiting:,} more on their way" if done.waiting else ""
    held = f"{count(done.papers, 'paper')}, {done.new:,} new{waiting}."
    return f"{held} {where} is in the settings from now on."
