"""Settings about one library on several machines: `[sync]` in the settings file."""

from __future__ import annotations

from typing import NamedTuple

PAPERS = ("marked", "all")
"""Which papers travel: those somebody has touched and what streams brought of late, or all."""

SETTINGS = ("theme", "keys")
"""Settings that travel where that is wanted."""


class Sync(NamedTuple):
    """Where this library meets its others, and what goes there."""

    folder: str = ""
    """A directory that something else carries to the other machines; empty for none."""
    git: str = ""
    """The address of a repository of git; empty for none."""
    papers: str = "marked"
    """Which papers travel beside the acts."""
    settings: tuple[str, ...] = ()
    """Which settings travel."""
    every: int = 15
    """After how many minutes an open reader asks the repository again; 0 for never."""
