"""How the terminal hands on keys: as it was found, or each as it comes and none printed."""

from __future__ import annotations

import termios
from contextlib import suppress
from typing import Any

Settings = list[Any]
"""What `termios.tcgetattr` returns."""


def settings_of(terminal: int) -> Settings | None:
    """Return how a terminal, by its descriptor, is set up; None where it is none."""
    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None


def quiet(settings: Settings) -> Settings:
    """Return how a terminal is set up that hands on every key at once and prints none.

    ctrl+c and ctrl+z go on to act upon the program.
    """
    changed = [*settings[:6], list(settings[6])]
    changed[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
    changed[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    return changed


def give_back(terminal: int, settings: Settings | None) -> None:
    """Set a terminal up as it was found; what was typed until now was not meant for others.

    A shell would run it. Nobody waits for the terminal to have taken what it was sent before, as
    TCSAFLUSH would: one whose output is stopped may never do so.
    """
    if settings is not None:
        with suppress(termios.error):
            termios.tcflush(terminal, termios.TCIFLUSH)
            termios.tcsetattr(terminal, termios.TCSANOW, settings)
