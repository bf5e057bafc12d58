"""What goes on for long in several transactions lets others write between two of them."""

from __future__ import annotations

import time

_TURN = 0.11
"""Seconds between two parts: who waits to write tries ten times a second, and has its turn."""


def wait_turn() -> None:
    """Let others write."""
    time.sleep(_TURN)
